// The plain twin of the training kernels in double precision: the definition that the tests compare them with.
import type { ReferenceNoise } from "./referenceNoise.ts";
import type { ReferenceRandom } from "./referenceRandom.ts";
import { type Target, trainBinaryStep, trainSoftmaxStep } from "./referenceSteps.ts";

/** What the twin trains on; the same parts as assembly/state.ts, as arrays. */
export interface ReferenceModel {
  readonly dimension: number;
  /** [rows, d] */
  readonly inputVectors: Float64Array;
  /** [words, d] */
  readonly outputVectors: Float64Array;
  /** Word ids; a negative one ends a sentence. */
  readonly ids: Int32Array;
  readonly keepThresholds: Uint32Array;
  readonly noise: ReferenceNoise;
  readonly window: number;
  readonly windowIsFixed: boolean;
  readonly loss: "ns" | "hs" | "softmax";
  readonly negatives: number;
  readonly sharesNegatives: boolean;
  /** Whether the mean of a window is the input (CBOW), and whether each of its words gets the whole gradient. */
  readonly usesWindowMean: boolean;
  readonly givesWholeGradient: boolean;
  /** For each word the input rows that its vector is the mean of, itself first: subwords. */
  readonly rowsOfWords?: readonly (readonly number[])[];
  /** For each word the inner nodes on the way to it, and the branch taken there: hierarchical softmax. */
  readonly paths?: readonly (readonly { readonly node: number; readonly code: number }[])[];
  /** How often each row was asked for, where that is of interest: [rows] and [words]. */
  readonly uses?: { readonly inputs: number[]; readonly outputs: number[] };
}

/** The kernels take so many targets in a step; more are more steps. */
const TARGETS_PER_STEP = 6;
const MAXIMUM_SENTENCE = 1000;
const BLOCK_WORDS = 256;

/** Trains sentences from `position` on until `budget` ids are passed or `end` is reached; returns where it stopped. */
export function train(
  model: ReferenceModel,
  random: ReferenceRandom,
  position: number,
  end: number,
  budget: number,
  learningRate: number,
): number {
  const stop = Math.min(end, position + budget);
  while (position < stop) {
    if (model.rowsOfWords) {
      const block: number[][] = [];
      const room = () => BLOCK_WORDS - block.flat().length;
      while (position < stop && room() > 1) {
        const sentence: number[] = [];
        position = readSentence(model, random, position, end, room(), sentence);
        if (sentence.length > 1) block.push(sentence);
      }
      trainOnMeans(model, random, block, learningRate);
      continue;
    }
    const sentence: number[] = [];
    position = readSentence(model, random, position, end, MAXIMUM_SENTENCE, sentence);
    if (sentence.length < 2) continue;
    const rows = sentence.map((wordId) => inputRow(model, wordId));
    trainSentence(model, random, sentence, rows, learningRate);
  }
  return position;
}

function readSentence(
  model: ReferenceModel,
  random: ReferenceRandom,
  position: number,
  end: number,
  limit: number,
  sentence: number[],
): number {
  while (position < end && sentence.length < limit) {
    const wordId = model.ids[position++]!;
    if (wordId < 0) break;
    if (random.bits() <= model.keepThresholds[wordId]!) sentence.push(wordId);
  }
  return position;
}

/** Words made of n-grams: their means are gathered, and what changed is added, once for a block of sentences. */
function trainOnMeans(
  model: ReferenceModel,
  random: ReferenceRandom,
  block: readonly (readonly number[])[],
  learningRate: number,
): void {
  const distinct = [...new Set(block.flat())];
  const partsOf = (wordId: number) =>
    model.rowsOfWords![wordId]!.map((row) => inputRow(model, row));
  const before = distinct.map((wordId) => meanOf(partsOf(wordId)));
  const after = before.map((mean) => mean.slice());
  for (const sentence of block) {
    const rows = sentence.map((wordId) => after[distinct.indexOf(wordId)]!);
    trainSentence(model, random, sentence, rows, learningRate);
  }
  for (const [slot, wordId] of distinct.entries())
    addChange(partsOf(wordId), before[slot]!, after[slot]!, 1);
}

function trainSentence(
  model: ReferenceModel,
  random: ReferenceRandom,
  sentence: readonly number[],
  rows: readonly Float64Array[],
  learningRate: number,
): void {
  const contextsOf = (center: number) =>
    listWindow(model, random, sentence.length, center).map((at) => rows[at]!);
  let trained = 0;
  if (model.usesWindowMean && model.loss === "ns" && model.sharesNegatives)
    for (; trained + 1 < sentence.length; trained += 2) {
      const trueIds = [sentence[trained]!, sentence[trained + 1]!] as const;
      const windows = [contextsOf(trained), contextsOf(trained + 1)];
      trainTwoWindows(model, random, windows, trueIds, learningRate);
    }
  for (let center = trained; center < sentence.length; center++) {
    const trueId = sentence[center]!;
    const contexts = contextsOf(center);
    if (model.usesWindowMean) {
      const mean = meanOf(contexts);
      const before = mean.slice();
      trainTogether(model, random, [mean], trueId, learningRate);
      addChange(contexts, before, mean, shareOf(model, contexts.length));
    } else if (model.loss === "ns" && !model.sharesNegatives) {
      trainApart(model, random, contexts, trueId, learningRate);
    } else {
      trainTogether(model, random, contexts, trueId, learningRate);
    }
  }
}

/** The means of two windows, each against its true word, both against the same negatives. */
function trainTwoWindows(
  model: ReferenceModel,
  random: ReferenceRandom,
  windows: readonly (readonly Float64Array[])[],
  trueIds: readonly [number, number],
  learningRate: number,
): void {
  const means = windows.map(meanOf);
  const before = means.map((mean) => mean.slice());
  const own = trueIds.map((id, input) => ({ vector: outputRow(model, id), label: 1, input }));
  const negatives = drawNegatives(model, random, ...trueIds);
  const withOwn = TARGETS_PER_STEP - 1;
  trainBinaryStep(means, [...own, ...negatives.slice(0, withOwn)], learningRate);
  trainTargets(means, negatives.slice(withOwn), learningRate);
  for (const [index, window] of windows.entries())
    addChange(window, before[index]!, means[index]!, shareOf(model, window.length));
}

function shareOf(model: ReferenceModel, contexts: number): number {
  return model.givesWholeGradient ? 1 : 1 / contexts;
}

/** All inputs against the same targets, two at a time. */
function trainTogether(
  model: ReferenceModel,
  random: ReferenceRandom,
  inputs: readonly Float64Array[],
  trueId: number,
  learningRate: number,
): void {
  if (model.loss === "softmax") {
    const words = model.keepThresholds.length;
    for (const input of inputs) {
      const rows = Array.from({ length: words }, (_, wordId) => outputRow(model, wordId));
      trainSoftmaxStep(input, rows, trueId, learningRate);
    }
    return;
  }
  const targets =
    model.loss === "hs"
      ? model.paths![trueId]!.map(({ node, code }) => ({
          vector: outputRow(model, node),
          label: code,
        }))
      : drawTargets(model, random, trueId);
  for (const pair of pairApart(inputs)) trainTargets(pair, targets, learningRate);
}

/** Each input against negatives of its own. */
function trainApart(
  model: ReferenceModel,
  random: ReferenceRandom,
  inputs: readonly Float64Array[],
  trueId: number,
  learningRate: number,
): void {
  const own = { vector: outputRow(model, trueId), label: 1 };
  for (const input of inputs)
    trainTargets([input], [own, ...drawNegatives(model, random, trueId)], learningRate);
}

/** Positions of a window around `center`: of a random size, or of the full one. */
function listWindow(
  model: ReferenceModel,
  random: ReferenceRandom,
  length: number,
  center: number,
): number[] {
  const reach = model.windowIsFixed ? model.window : 1 + random.below(model.window);
  const positions: number[] = [];
  for (let at = Math.max(center - reach, 0); at <= Math.min(center + reach, length - 1); at++)
    if (at !== center) positions.push(at);
  return positions;
}

function drawTargets(model: ReferenceModel, random: ReferenceRandom, trueId: number): Target[] {
  return [{ vector: outputRow(model, trueId), label: 1 }, ...drawNegatives(model, random, trueId)];
}

/** Where there is one true word, `secondTrueId` is the same. */
function drawNegatives(
  model: ReferenceModel,
  random: ReferenceRandom,
  trueId: number,
  secondTrueId = trueId,
): Target[] {
  const { noise, negatives, sharesNegatives } = model;
  if (sharesNegatives) noise.refresh(random);
  return Array.from({ length: negatives }, () => ({
    vector: outputRow(
      model,
      sharesNegatives ? noise.pick(random, trueId, secondTrueId) : noise.draw(random, trueId),
    ),
    label: 0,
  }));
}

/** Two inputs a step, never the same row twice; what has no partner comes alone. */
function pairApart(contexts: readonly Float64Array[]): Float64Array[][] {
  const left = [...contexts];
  const steps: Float64Array[][] = [];
  while (left.length > 1) {
    const partner = left.findIndex((row) => !isSameRow(row, left[0]!));
    if (partner < 0) break;
    [left[1], left[partner]] = [left[partner]!, left[1]!];
    steps.push(left.splice(0, 2));
  }
  return [...steps, ...left.map((row) => [row])];
}

function isSameRow(a: Float64Array, b: Float64Array): boolean {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset;
}

function trainTargets(
  inputs: readonly Float64Array[],
  targets: readonly Target[],
  learningRate: number,
): void {
  for (let first = 0; first < targets.length; first += TARGETS_PER_STEP)
    trainBinaryStep(inputs, targets.slice(first, first + TARGETS_PER_STEP), learningRate);
}

function inputRow(model: ReferenceModel, row: number): Float64Array {
  if (model.uses) model.uses.inputs[row]!++;
  return rowOf(model.inputVectors, row, model.dimension);
}

function outputRow(model: ReferenceModel, row: number): Float64Array {
  if (model.uses) model.uses.outputs[row]!++;
  return rowOf(model.outputVectors, row, model.dimension);
}

function rowOf(matrix: Float64Array, row: number, dimension: number): Float64Array {
  return matrix.subarray(row * dimension, (row + 1) * dimension);
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(rows[0]!.length);
  for (const row of rows)
    for (const [column, value] of row.entries()) mean[column]! += value / rows.length;
  return mean;
}

function addChange(
  rows: readonly Float64Array[],
  before: Float64Array,
  after: Float64Array,
  scale: number,
): void {
  for (const row of rows)
    for (let column = 0; column < row.length; column++)
      row[column]! += (after[column]! - before[column]!) * scale;
}
