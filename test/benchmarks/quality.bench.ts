// Quality of vectors beside gensim's and fastText's: the same settings or each trainer's own, several seeds, one scorer.
// npm run bench -- quality CORPUS SCORES-FOLDER [slice=5m] [seeds=3] [threads=2] [cases=skipgram,cbow,subwords]
//   [settings=equal|defaults] [epochs=5] [rate=0.05] [ours=0.25] [dimension=100] [window=5] [negatives=5] [sample=1e-4]
//   [minimum=5] [trainers=Wordfield,gensim,fastText] [cli=dist/cli.js]
// CORPUS is a text file, plain or .gz, one paragraph a line, words of languages without spaces already parted by spaces.
// SCORES-FOLDER has pairs of words with scores and analogies in sections (WordSim-353, SimLex-999, MEN, questions-words,
// wordsim-240, CA8 …) as .txt. `ours` is Wordfield's learning rate for CBOW, where equal rates are not equal steps: its
// gradient is shared among the words of a window. Results are also in out/peers/results, as JSON.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { caseNames, CASES, EQUAL_SETTINGS, type CaseName } from "./peers/cases.ts";
import { buildCommandLine } from "./peers/commandLine.ts";
import { prepareSlice, type CorpusSlice } from "./peers/corpusSlice.ts";
import { measureCommand, run, tail } from "./peers/measure.ts";
import { columns, describeMachine } from "./peers/report.ts";
import { readSettings } from "./peers/settings.ts";
import type { Bench } from "./peers/bench.ts";
import { setUpPeers } from "./peers/setUp.ts";
import {
  fastTextNative,
  fastTextWheel,
  gensim,
  wordfield,
  type Trainer,
  type TrainingSettings,
} from "./peers/trainers.ts";

/** What score.py prints. */
interface Scores {
  readonly words: number;
  readonly similarity: Readonly<Record<string, { rho: number | null; known: number; all: number }>>;
  readonly analogies: Readonly<
    Record<string, Readonly<Record<string, { right: number; known: number; all: number }>>>
  >;
}

/** One trainer's scores, by seed. */
interface Row {
  readonly trainer: string;
  readonly seeds: { readonly seed: number; readonly cpuSeconds: number; readonly scores: Scores }[];
}

const settings = readSettings(process.argv.slice(2), [
  ...["slice", "seeds", "threads", "cases", "settings", "epochs", "rate", "ours"],
  ...["dimension", "window", "negatives", "sample", "minimum", "trainers", "cli"],
]);
const [file, scoresFolder] = settings.paths;
if (file === undefined || scoresFolder === undefined)
  throw new Error("Say what to train on and what to score with: quality CORPUS SCORES-FOLDER.");
const seeds = Array.from({ length: settings.number("seeds", 3) }, (_, i) => i + 1);
const threads = settings.number("threads", 2);
const epochs = settings.number("epochs", 5);
const learningRate = settings.number("rate", 0.05);
const cases = caseNames(settings.list("cases", ["skipgram", "cbow", "subwords"]));
const areDefaults = settings.text("settings", "equal") === "defaults";
const families = settings.list("trainers", ["Wordfield", "gensim", "fastText"]);

const bench = await setUpPeers(console.log);
const corpus = await prepareSlice(
  file,
  settings.text("slice", "5m"),
  EQUAL_SETTINGS.minimumCount,
  join(bench.cache, "corpora"),
);
const cli = resolve(settings.text("cli", "") || (await buildCommandLine(bench)));
const [native] = bench.nativeFastText;
const trainers = [
  await wordfield(process.execPath, cli),
  gensim(bench),
  native === undefined ? fastTextWheel(bench) : fastTextNative(...native),
].filter(({ family }) => families.includes(family));
console.log(describeMachine());
console.log(
  `${corpus.path}: ${corpus.tokens} tokens; ${areDefaults ? "each trainer's own settings" : `${epochs} epochs, learning rate ${learningRate}`}, ${threads} threads, ${seeds.length} seeds; means, and half the span between the best and the worst seed`,
);

const results: { case: CaseName; rows: Row[] }[] = [];
for (const name of cases) {
  const rows = trainers.map((trainer): Row => ({ trainer: trainer.name, seeds: [] }));
  for (const seed of seeds)
    for (const [i, trainer] of trainers.entries()) {
      const outcome = await trainAndScore(trainer, settingsOf(name, trainer, seed), corpus, bench);
      if (outcome === undefined) continue;
      rows[i]?.seeds.push({ seed, ...outcome });
      console.log(`${name}, seed ${seed}, ${trainer.name}: ${brief(outcome.scores)}`);
    }
  results.push({ case: name, rows });
  console.log(`\n${CASES[name].title}`);
  for (const line of layOutScores(rows.filter((row) => row.seeds.length > 0))) console.log(line);
}
const folder = join(bench.cache, "results");
await mkdir(folder, { recursive: true });
const document = join(folder, `quality-${new Date().toISOString().replace(/\W/g, "-")}.json`);
await writeFile(
  document,
  JSON.stringify({ machine: describeMachine(), corpus, arguments: process.argv.slice(2), results }),
);
console.log(`Written to ${document}`);

function settingsOf(name: CaseName, trainer: Trainer, seed: number): TrainingSettings {
  const { algorithm } = CASES[name].settings;
  if (areDefaults) return { algorithm, threads, seed };
  const isOurCbow = name === "cbow" && trainer.family === "Wordfield";
  return {
    ...EQUAL_SETTINGS,
    ...CASES[name].settings,
    ...{ epochs, threads, seed },
    dimension: settings.number("dimension", CASES[name].settings.dimension),
    window: settings.number("window", EQUAL_SETTINGS.window),
    negatives: settings.number("negatives", EQUAL_SETTINGS.negatives),
    sample: settings.number("sample", EQUAL_SETTINGS.sample),
    minimumCount: settings.number("minimum", EQUAL_SETTINGS.minimumCount),
    learningRate: isOurCbow ? settings.number("ours", 0.25) : learningRate,
  };
}

async function trainAndScore(
  trainer: Trainer,
  training: TrainingSettings,
  { path }: CorpusSlice,
  { python, sources, scratch }: Bench,
): Promise<{ cpuSeconds: number; scores: Scores } | undefined> {
  const output = join(scratch, "model");
  const measured = await measureCommand(bench, trainer.command(training, path, output, "vectors"));
  if (measured.exitCode !== 0) {
    console.log(`${trainer.name} ended with ${measured.exitCode}: ${tail(measured.stderr)}`);
    return undefined;
  }
  const [program, ...parameters] = trainer.vectorsCommand?.(output) ?? [];
  if (program !== undefined) {
    const exported = await run(program, parameters);
    if (exported.exitCode !== 0) throw new Error(tail(exported.stderr));
  }
  const scored = await run(python, [
    join(sources, "score.py"),
    `${output}.vec`,
    scoresFolder ?? "",
  ]);
  for (const written of await readdir(scratch)) await rm(join(scratch, written));
  if (scored.exitCode !== 0) throw new Error(`The scorer failed: ${tail(scored.stderr)}`);
  return { cpuSeconds: measured.cpuSeconds, scores: JSON.parse(scored.stdout) as Scores };
}

function brief({ similarity, analogies }: Scores): string {
  return [
    ...Object.entries(similarity).map(([name, { rho }]) => `${name} ${rho?.toFixed(3) ?? "-"}`),
    ...Object.entries(analogies).map(([name, sections]) => {
      const { right, known } = total(Object.values(sections));
      return `${name} ${percent(right, known)}`;
    }),
  ].join(", ");
}

/** A line for each set and each section, a column for each trainer. */
function layOutScores(rows: readonly Row[]): string[] {
  const [any] = rows.flatMap(({ seeds: [first] }) => first ?? []);
  if (any === undefined) return ["  nothing was trained"];
  const across = (label: string, value: (scores: Scores) => number, digits: number): string[] => [
    label,
    ...rows.map((row) =>
      meanAndSpread(
        row.seeds.map(({ scores }) => value(scores)),
        digits,
      ),
    ),
    "",
  ];
  return columns([
    ["", ...rows.map(({ trainer }) => trainer), ""],
    ["CPU s", ...rows.map((row) => mean(row.seeds.map((each) => each.cpuSeconds)).toFixed(0)), ""],
    ...Object.entries(any.scores.similarity).map(([set, { known, all }]) =>
      across(`${set} (${known} of ${all})`, (scores) => scores.similarity[set]?.rho ?? NaN, 3),
    ),
    ...Object.entries(any.scores.analogies).flatMap(([set, sections]) =>
      groups(Object.keys(sections)).map(([label, members]) => {
        const of = (scores: Scores) =>
          total(members.flatMap((member) => scores.analogies[set]?.[member] ?? []));
        const { known, all } = of(any.scores);
        return across(
          `${set} ${label} (${known} of ${all}), %`,
          (scores) => (100 * of(scores).right) / Math.max(1, of(scores).known),
          1,
        );
      }),
    ),
  ]);
}

/** All of a set of analogies, its two kinds where sections are named as Google's, and every section. */
function groups(sections: readonly string[]): [string, readonly string[]][] {
  const syntactic = sections.filter((name) => name.startsWith("gram"));
  const semantic = sections.filter((name) => !name.startsWith("gram"));
  const kinds: [string, readonly string[]][] =
    syntactic.length === 0
      ? []
      : [
          ["semantic", semantic],
          ["syntactic", syntactic],
        ];
  return [
    ["all", sections],
    ...kinds,
    ...sections.map((name): [string, string[]] => [name, [name]]),
  ];
}

function total(parts: readonly { right: number; known: number; all: number }[]) {
  const sum = (key: "right" | "known" | "all") => parts.reduce((s, part) => s + part[key], 0);
  return { right: sum("right"), known: sum("known"), all: sum("all") };
}

function meanAndSpread(values: readonly number[], digits: number): string {
  const spread = (Math.max(...values) - Math.min(...values)) / 2;
  return `${mean(values).toFixed(digits)} ±${spread.toFixed(digits)}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(right: number, known: number): string {
  return `${((100 * right) / Math.max(1, known)).toFixed(1)} %`;
}
