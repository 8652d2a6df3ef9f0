// How far the confidence of neighbors can be trusted, and the weights that it is made with:
// npm run bench -- confidence CORPUS… [--models FOLDER] [--tokens 100000,500000,2000000] [--seeds 3] [--options JSON]
//
// CORPUS is a text, plain or .gz, one paragraph a line. Of each, slices from its beginning are trained with seeds 1, 2, …: the
// weights are fitted to whether a neighbor in one of these models stands among the first 20 in the others. Slices from
// elsewhere, trained with other seeds, tell how well a confidence keeps its word. FOLDER keeps models for another run; JSON has
// options of training other than the defaults, such as {"dimension":200}.
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { confidenceOf, applyWeights } from "../../src/embeddings/confidence.ts";
import { SURE } from "../../src/protocol/neighborConfidence.ts";
import type { TrainingOptions } from "../../src/protocol/engineMessages.ts";
import { fitLogistic } from "./grounding/logisticRegression.ts";
import { BALANCES, collectReturning, type Returning } from "./grounding/returningNeighbors.ts";
import { countTokens, readParagraphs, takeSlice } from "./grounding/slices.ts";
import { createBenchTrainer, type GroundedModel } from "./grounding/trainer.ts";
import { columns } from "./peers/report.ts";

/** Where slices for checking begin: in tokens, and as a share of a smaller corpus. */
const CHECKED_FROM = [5_000_000, 0.6] as const;
const AMONG = [20, 50] as const;
const BINS = 10;

/** The neighbors of one slice. */
interface Measured {
  readonly name: string;
  readonly part: "fit" | "check";
  readonly among: number;
  readonly neighbors: readonly Returning[];
}

const { values: options, positionals: corpora } = parseArgs({
  allowPositionals: true,
  options: {
    models: { type: "string", default: "" },
    tokens: { type: "string", default: "100000,500000,2000000" },
    seeds: { type: "string", default: "3" },
    options: { type: "string", default: "{}" },
  },
});
if (corpora.length === 0) throw new Error("Name a corpus: one text, plain or gzipped.");
const trainingOptions = JSON.parse(options.options) as TrainingOptions;
const sizes = options.tokens.split(",").map(Number);
const seeds = Number(options.seeds);

const trainer = await createBenchTrainer(options.models);
const measured: Measured[] = [];
try {
  for (const corpus of corpora) await measureCorpus(corpus);
} finally {
  await trainer.close();
}
report();

async function measureCorpus(path: string) {
  const paragraphs = await readParagraphs(path);
  const total = paragraphs.reduce((sum, line) => sum + countTokens(line), 0);
  const checkedFrom = Math.min(CHECKED_FROM[0], CHECKED_FROM[1] * total);
  for (const part of ["fit", "check"] as const)
    for (const tokens of sizes) {
      const [from, end] = part === "fit" ? [0, checkedFrom] : [checkedFrom, total];
      if (from + tokens > end) continue;
      const slice = takeSlice(paragraphs, from, tokens);
      const style = Object.entries(trainingOptions)
        .flat()
        .map((each) => `-${String(each)}`)
        .join("");
      const name = `${basename(path).replace(/\..*/, "")}-${part}-${tokens}${style}`;
      const models: GroundedModel[] = [];
      for (let i = 1; i <= seeds; i++)
        models.push(
          await trainer.train({
            name,
            paragraphs: slice,
            seed: part === "fit" ? i : Math.max(seeds, 3) + i,
            options: trainingOptions,
          }),
        );
      for (const among of AMONG)
        for (const balance of BALANCES)
          measured.push({
            ...{ name, part, among },
            neighbors: await collectReturning(models, balance, among),
          });
      console.log(`${name}: ${models[0]?.embeddings.words.length} words, ${seeds} seeds`);
    }
}

function report() {
  for (const [title, isJoined] of [
    ["trained vectors alone", false],
    ["joined with general ones", true],
  ] as const) {
    const chosen = measured.filter(
      ({ neighbors: [first] }) => (first?.evidence.general !== null) === isJoined,
    );
    const fitted = chosen.filter(({ part }) => part === "fit");
    const weights = fitLogistic(fitted.flatMap(({ neighbors }) => neighbors));
    console.log(`\n${title}: weights ${weights.map((weight) => weight.toFixed(2)).join(", ")}`);
    const head = ["slice", "balance", "among", "all", "sure", "of these again", "error"];
    const table = chosen.map((slice) => [
      slice.name,
      String(slice.neighbors[0]?.balance),
      String(slice.among),
      ...summarize(slice.neighbors, slice.among),
      "",
    ]);
    for (const line of columns([[...head, ""], ...table])) console.log(line);
    const checked = chosen
      .filter(({ part }) => part === "check")
      .flatMap(({ neighbors }) => neighbors);
    printReliability("as built in, all checked", checked, (entry) => confidenceOf(entry.evidence));
    printReliability("newly fitted, all checked", checked, ({ values }) =>
      applyWeights(weights, values),
    );
    for (const [least, most] of [
      [0, 20],
      [20, 100],
      [100, Infinity],
    ] as const)
      printReliability(
        `as built in, words of ${least} to ${most} uses`,
        checked.filter(({ count }) => count >= least && count < most),
        (entry) => confidenceOf(entry.evidence),
      );
  }
}

/** The shares of neighbors in the list that return, that are sure, of those sure that return; and the expected calibration error. */
function summarize(all: readonly Returning[], among: number): string[] {
  const shown = all.filter(({ place }) => place < among);
  const sure = shown.filter(({ evidence }) => confidenceOf(evidence) >= SURE);
  const bins = binsOf(all, ({ evidence }) => confidenceOf(evidence));
  const error = bins.reduce(
    (sum, { n, said, came }) => sum + (n / all.length) * Math.abs(said - came),
    0,
  );
  return [
    mean(shown.map(({ returned }) => returned)),
    sure.length / shown.length,
    mean(sure.map(({ returned }) => returned)),
    error,
  ].map((value) => value.toFixed(3));
}

/** A line for each tenth of confidence: what was said, what came. */
function printReliability(
  title: string,
  neighbors: readonly Returning[],
  confidence: (neighbor: Returning) => number,
) {
  console.log(`  ${title}: said → came (neighbors)`);
  const bins = binsOf(neighbors, confidence).filter(({ n }) => n > 0);
  console.log(
    `    ${bins.map(({ n, said, came }) => `${said.toFixed(2)} → ${came.toFixed(2)} (${n})`).join(", ")}`,
  );
}

function binsOf(neighbors: readonly Returning[], confidence: (neighbor: Returning) => number) {
  const bins = Array.from({ length: BINS }, () => ({ n: 0, said: 0, came: 0 }));
  for (const neighbor of neighbors) {
    const said = confidence(neighbor);
    const bin = bins[Math.min(BINS - 1, Math.floor(said * BINS))]!;
    bin.n++;
    bin.said += said;
    bin.came += neighbor.returned;
  }
  return bins.map(({ n, said, came }) => ({ n, said: said / (n || 1), came: came / (n || 1) }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
