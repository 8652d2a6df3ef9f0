// The build for registers of eight numbers. V8 makes one instruction of two vectors side by side where it is told to and the
// processor has such registers; elsewhere this build is the slower one, so it is tried out first (decision 023).
import { setFlagsFromString } from "node:v8";
import { connectKernels } from "../kernels/connect.ts";
import { bindKernels, type Kernels } from "../kernels/kernels.ts";
import {
  allocateTrainingMemory,
  layoutTrainingMemory,
  type TrainingMemory,
} from "../kernels/memory.ts";
import { createRandom, fillAliasTable, fillKeepThresholds } from "./sampling.ts";

/** The first version of V8 that pairs vectors; Node 24 has 13.6. */
const FIRST_VERSION = 13;
const PAIR_VECTORS = "experimental-wasm-revectorize";

/** A training of a millisecond, its rows in the nearest cache. */
const TRIAL = { words: 40, ids: 1500, dimension: 100, window: 5, negatives: 5, rate: 0.05 };
/** V8 optimizes a function when it has run for some time; before that both builds are about as fast. */
const ROUNDS = 16;
const LONGEST_TRIAL_MS = 150;
const FASTER_BY = 0.8;
/** Rounding alone makes a difference of a few millionths. */
const LARGEST_DIFFERENCE = 1e-3;

/**
 * Compiles the build for wide registers; undefined where it does not run, is not faster than the other one or does not give
 * the same vectors.
 *
 * Takes some 50 ms, in which this thread does nothing else. V8 pairs vectors in all modules of this process from then on.
 */
export function compileWideKernels(
  wideBytes: Uint8Array,
  narrow: WebAssembly.Module,
): WebAssembly.Module | undefined {
  if (process.arch !== "x64" || Number.parseInt(process.versions.v8) < FIRST_VERSION)
    return undefined;
  setFlagsFromString(`--${PAIR_VECTORS}`);
  const wide = new WebAssembly.Module(wideBytes as Uint8Array<ArrayBuffer>);
  if (isFasterAndRight(wide, narrow)) return wide;
  setFlagsFromString(`--no-${PAIR_VECTORS}`);
  return undefined;
}

function isFasterAndRight(wide: WebAssembly.Module, narrow: WebAssembly.Module): boolean {
  const [mine, other] = [new Trial(wide), new Trial(narrow)];
  const end = performance.now() + LONGEST_TRIAL_MS;
  let [fastest, otherFastest] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS || fastest > FASTER_BY * otherFastest; round++) {
    if (round >= ROUNDS && performance.now() > end) return false;
    // In turns: what else runs on the machine slows both.
    fastest = Math.min(fastest, mine.train());
    otherFastest = Math.min(otherFastest, other.train());
  }
  const expected = other.startAgain();
  return mine
    .startAgain()
    .every((value, index) => Math.abs(value - expected[index]!) < LARGEST_DIFFERENCE);
}

/** A short training with one build of the kernels. */
class Trial {
  readonly #training: TrainingMemory;
  readonly #kernels: Kernels;

  constructor(module: WebAssembly.Module) {
    const { words, ids, dimension, window, negatives } = TRIAL;
    const layout = layoutTrainingMemory({
      wordCount: words,
      outputRowCount: words,
      idCount: ids,
      idBufferLength: 0,
      dimension,
      lanes: 1,
      window,
      negatives,
      targetCount: 1 + negatives,
      logitCount: 1 + negatives,
      buckets: 0,
      ngramRowCount: 0,
      longestRowList: 0,
      pathNodeCount: 0,
      overlayRows: 0,
      sentenceRows: 0,
      probeCount: 0,
      lossMarks: 0,
    });
    this.#training = allocateTrainingMemory(layout);
    const random = createRandom(1);
    const { counts, keepThresholds, aliasTable } = this.#training;
    this.#training.ids.set(Array.from({ length: ids }, () => Math.floor(random() * words)));
    counts.fill(1);
    fillKeepThresholds(counts, 0, keepThresholds);
    fillAliasTable(counts, 0, aliasTable);
    this.#kernels = bindKernels(module, this.#training.memory);
    connectKernels(this.#kernels, layout, 0, {
      loss: "ns",
      sharedNegatives: true,
      dynamicWindow: true,
      usesWindowMean: false,
      givesWholeGradient: false,
    });
    this.startAgain();
  }

  /** Trains once more; returns the milliseconds that it takes. */
  train(): number {
    const began = performance.now();
    this.#kernels.train(0, TRIAL.ids, TRIAL.ids, TRIAL.rate);
    return performance.now() - began;
  }

  /** Trains from the first values on; returns the vectors. */
  startAgain(): Float32Array {
    const { inputVectors, outputVectors, noisePools } = this.#training;
    this.#kernels.initializeRows(0, TRIAL.words, TRIAL.dimension, 0.5, 1n);
    outputVectors.fill(0);
    noisePools.fill(0);
    this.#kernels.seedRandom(1n);
    this.train();
    return inputVectors.slice();
  }
}
