// What general vectors add to trained ones, and what they take away: similarity by people's judgement, faithfulness to the text,
// unusual words, and the time of encoding.
// npm run bench -- grounding ENGLISH.gz --eval FOLDER [--chinese FILE] [--tokens 100000,500000,2000000] [--seeds 3]
//   [--models FOLDER] [--exchange all|last] [--minimum COUNT]
//
// FOLDER has the tests EN-MEN-TR-3k.txt, EN-WS-353-ALL.txt, EN-SIMLEX-999.txt, and below zh/ wordsim-240.txt, wordsim-297.txt.
// The texts are the first tokens of each corpus, trained with the defaults in one thread; in a second training of each, 30 pairs
// of words are exchanged, others for each seed. `--models` keeps models for another run; `--exchange last` leaves the second
// training to the largest text; `--minimum` trains rarer words, too, or fewer. Figures are means over seeds and half the span between the lowest and the highest.
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { parseSimilarityPairs } from "../../src/embeddings/evaluation/scoreFiles.ts";
import {
  scoreSimilarity,
  type SimilarityScore,
} from "../../src/embeddings/evaluation/similarity.ts";
import { createTestVocabulary } from "../../src/embeddings/evaluation/testVocabulary.ts";
import type { VectorIndex } from "../../src/embeddings/vectorIndex.ts";
import { measureEncoding } from "./grounding/encodingTime.ts";
import {
  drawExchange,
  LEVELS,
  measureFaithfulness,
  unusualPlaces,
} from "./grounding/exchangedWords.ts";
import { createPlainWays, type PlainWays } from "./grounding/plainWays.ts";
import { countWords, readParagraphs, takeSlice, type Paragraphs } from "./grounding/slices.ts";
import { createBenchTrainer, type GroundedModel } from "./grounding/trainer.ts";
import { columns, describeMachine } from "./peers/report.ts";

const ENGLISH_TESTS = ["EN-MEN-TR-3k.txt", "EN-WS-353-ALL.txt", "EN-SIMLEX-999.txt"];
const CHINESE_TESTS = ["zh/wordsim-240.txt", "zh/wordsim-297.txt"];
/** Of the words among which it stands, an unusual one should be in this first part. */
const FIRST_PART = 0.05;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    eval: { type: "string" },
    chinese: { type: "string" },
    tokens: { type: "string", default: "100000,500000,2000000" },
    seeds: { type: "string", default: "3" },
    models: { type: "string", default: "" },
    exchange: { type: "string", default: "all" },
    minimum: { type: "string" },
  },
});
const [english] = positionals;
const tests = options.eval;
if (english === undefined || tests === undefined)
  throw new Error(
    "Say what to train on and what to score with: grounding ENGLISH.gz --eval FOLDER.",
  );
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + 1);
const sizes = options.tokens.split(",").map(Number);

const trainer = await createBenchTrainer(options.models);
console.log(describeMachine());
try {
  const paragraphs = await readParagraphs(english);
  for (const size of sizes) {
    const slice = takeSlice(paragraphs, 0, size);
    const title = `${basename(english)}, ${size.toLocaleString("en-US")} tokens`;
    await compareWays(title, `en-${size}`, slice, ENGLISH_TESTS);
    if (options.exchange === "all" || size === sizes.at(-1)) await exchange(title, size, slice);
  }
  if (options.chinese !== undefined)
    await compareWays(
      basename(options.chinese),
      "zh",
      await readParagraphs(options.chinese),
      CHINESE_TESTS,
    );
  const model = await trainer.train({
    ...ordered(`en-${sizes.at(-1)}`, 1),
    paragraphs: takeSlice(paragraphs, 0, sizes.at(-1)),
  });
  for (const line of await measureEncoding(model.embeddings.words)) console.log(line);
} finally {
  await trainer.close();
}

/** How a model is trained, with a name for each way. */
function ordered(name: string, seed: number) {
  const { minimum } = options;
  return minimum === undefined
    ? { name, seed }
    : { name: `${name}-minimum-${minimum}`, seed, options: { minimumCount: Number(minimum) } };
}

/** Scores every way of joining on tests of similarity. */
async function compareWays(
  title: string,
  name: string,
  paragraphs: Paragraphs,
  testNames: readonly string[],
) {
  const scores = new Map<string, number[][]>();
  let words = 0;
  let covered: number[] = [];
  for (const seed of seeds) {
    const model = await trainer.train({ ...ordered(name, seed), paragraphs });
    words = model.embeddings.words.length;
    for (const [way, index] of waysOf(model, await plainWaysOf(model))) {
      const row: number[] = [];
      const scored: SimilarityScore[] = [];
      for (const test of testNames) scored.push(await score(join(tests!, test), model, index));
      row.push(...scored.map(({ spearman }) => spearman ?? NaN));
      covered = scored.map(({ coveredPairs }) => coveredPairs);
      scores.set(way, [...(scores.get(way) ?? []), row]);
    }
  }
  const names = testNames.map((test, i) => `${basename(test, ".txt")} (${covered[i]})`);
  console.log(
    `\n${title} (${words.toLocaleString("en-US")} words), ${seeds.length} seeds; tests with the pairs covered`,
  );
  printTable(["", ...names], scores, 3);
}

/** Exchanges words in the text and says how the ways follow. */
async function exchange(title: string, size: number, paragraphs: Paragraphs) {
  const counts = countWords(paragraphs);
  const shares = new Map<string, number[][]>();
  const places = { departure: [] as number[], "plain agreement": [] as number[] };
  for (const seed of seeds) {
    const drawn = drawExchange(counts, seed);
    const model = await trainer.train({
      ...ordered(`en-${size}-exchanged`, seed),
      paragraphs,
      exchanged: drawn.partners,
    });
    const plain = await plainWaysOf(model);
    const { words } = model.embeddings;
    const text = {
      words,
      wordId: (word: string) => model.embeddings.wordId(word),
      prior: plain.prior,
    };
    for (const [way, index] of waysOf(model, plain))
      shares.set(way, [...(shares.get(way) ?? []), await measureFaithfulness(index, text, drawn)]);
    const disagreement = plain.agreement.map((value) => -value);
    places.departure.push(...unusualPlaces(text, model.counts, model.departure, drawn));
    places["plain agreement"].push(...unusualPlaces(text, model.counts, disagreement, drawn));
  }
  console.log(`\n${title}, words exchanged: share of faithful neighbors at so many uses`);
  printTable(["", ...LEVELS.map(String)], shares, 2);
  for (const [name, found] of Object.entries(places)) {
    if (found.length === 0) continue;
    found.sort((a, b) => a - b);
    const first = found.filter((place) => place < FIRST_PART).length / found.length;
    console.log(
      `  unusual by ${name}: median place ${percent(found[Math.floor(found.length / 2)]!)}, in the first ${percent(FIRST_PART)} ${percent(first)} of ${found.length}, the last at ${percent(found.at(-1))}`,
    );
  }
}

async function plainWaysOf({ embeddings, counts }: GroundedModel): Promise<PlainWays> {
  const { vectors, encoder } = await trainer.encode(embeddings.words);
  const trained = {
    rows: embeddings.index.unitVectors(0, embeddings.index.size),
    dimension: embeddings.dimension,
  };
  const encoded = { rows: vectors, dimension: encoder.dimension };
  return createPlainWays(trained, encoded, counts, trainer.kernels);
}

function waysOf({ grounded }: GroundedModel, plain: PlainWays): [string, VectorIndex][] {
  return [
    ["trained only", grounded.under(0)],
    ["general only", plain.prior],
    ["[here, 2 general]", plain.joined],
    ["plain rule by agreement", plain.byAgreement],
    ["balance auto", grounded.under("auto")],
  ];
}

async function score(file: string, { embeddings }: GroundedModel, index: VectorIndex) {
  const pairs = await parseSimilarityPairs(await readFile(file, "utf8"), file);
  const vocabulary = createTestVocabulary(embeddings, embeddings.words.length);
  return scoreSimilarity(pairs, {
    index,
    vocabulary,
    vectorOfUnknownWord: async () => undefined,
  });
}

function printTable(
  head: readonly string[],
  rows: ReadonlyMap<string, readonly (readonly number[])[]>,
  digits: number,
) {
  const table = [...rows].map(([way, values]) => [
    way,
    ...values[0]!.map((_, column) =>
      meanAndSpread(
        values.map((row) => row[column]!),
        digits,
      ),
    ),
    "",
  ]);
  for (const line of columns([[...head, ""], ...table])) console.log(line);
}

function meanAndSpread(values: readonly number[], digits: number): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = (Math.max(...values) - Math.min(...values)) / 2;
  return `${mean.toFixed(digits)} ±${spread.toFixed(digits)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
