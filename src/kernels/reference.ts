// The plain twin of the training kernels in double precision: the definition that the tests compare them with.

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
  /** [words, 2] threshold, alias. */
  readonly aliasTable: Uint32Array;
  readonly window: number;
  readonly negatives: number;
  readonly sharesNegatives: boolean;
  /** For each word the input rows that its vector is the mean of, itself first: subwords. */
  readonly rowsOfWords?: readonly (readonly number[])[];
}

/** The kernels take so many targets in a step; more are more steps. */
const TARGETS_PER_STEP = 6;
const MAXIMUM_SENTENCE = 1000;
const MAXIMUM_SUBWORD_SENTENCE = 128;
const MAXIMUM_REDRAWS = 16;
const MASK = (1n << 64n) - 1n;

/** Computes 1 / (1 + exp(-x)). */
function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/**
 * Computes the loss of negative sampling for one input and its targets, the true one first.
 *
 * Shapes: `input` and each target are [d]. Units: nats.
 * Source: Mikolov et al. 2013, "Distributed Representations of Words and Phrases", eq. 4.
 */
export function negativeSamplingLoss(
  input: Float64Array,
  targets: readonly Float64Array[],
): number {
  let loss = 0;
  for (const [index, target] of targets.entries())
    loss -= Math.log(sigmoid(index === 0 ? dot(input, target) : -dot(input, target)));
  return loss;
}

/**
 * Does one step of gradient descent on the sum of the losses of all inputs with the same targets, in place.
 *
 * All dot products are taken before anything moves. A target that stands in the list twice moves twice.
 * Shapes: inputs and targets are [d]; `firstIsTrue` says whether the first target is the true word.
 */
export function trainStep(
  inputs: readonly Float64Array[],
  targets: readonly Float64Array[],
  firstIsTrue: boolean,
  learningRate: number,
): void {
  const gradients = inputs.map((input) =>
    targets.map((target, index) => {
      const label = firstIsTrue && index === 0 ? 1 : 0;
      return (label - sigmoid(dot(input, target))) * learningRate;
    }),
  );
  const dimension = inputs[0]!.length;
  for (let column = 0; column < dimension; column++) {
    const old = inputs.map((input) => input[column]!);
    for (const [t, target] of targets.entries()) {
      const value = target[column]!;
      for (const [i, input] of inputs.entries()) {
        input[column]! += gradients[i]![t]! * value;
        target[column]! += gradients[i]![t]! * old[i]!;
      }
    }
  }
}

/** The kernels' random numbers. */
export class ReferenceRandom {
  #state: bigint;

  constructor(seed: bigint) {
    this.#state = mix(seed) | 1n;
  }

  /** The next 64 bits (xorshift64*). */
  next(): bigint {
    let x = this.#state;
    x ^= x >> 12n;
    x = (x ^ (x << 25n)) & MASK;
    x ^= x >> 27n;
    this.#state = x;
    return (x * 2685821657736338717n) & MASK;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Number(((this.next() >> 32n) * BigInt(limit)) >> 32n);
  }

  /** 32 bits. */
  bits(): number {
    return Number(this.next() >> 32n);
  }
}

/** Scrambles a counter into 64 bits (the finalizer of splitmix64). */
function mix(counter: bigint): bigint {
  let z = (counter + 0x9e3779b97f4a7c15n) & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}

/** The first value of a vector, between -`bound` and `bound`. */
export function initialValue(
  row: number,
  column: number,
  dimension: number,
  bound: number,
  seed: bigint,
): number {
  const counter = mix(seed) + BigInt(row) * BigInt(dimension) + BigInt(column);
  const bits = Number(mix(counter & MASK) >> 40n);
  return ((bits - 2 ** 23) / 2 ** 23) * bound;
}

/** Draws from the noise distribution: one draw of 64 bits for entry and threshold. */
export function drawNoise(model: ReferenceModel, random: ReferenceRandom): number {
  const bits = random.next();
  const entry = Number(((bits >> 32n) * BigInt(model.aliasTable.length / 2)) >> 32n);
  const own = Number(bits & 0xffffffffn) < model.aliasTable[2 * entry]!;
  return own ? entry : model.aliasTable[2 * entry + 1]!;
}

function drawNegative(model: ReferenceModel, random: ReferenceRandom, trueId: number): number {
  for (let attempt = 0; attempt <= MAXIMUM_REDRAWS; attempt++) {
    const wordId = drawNoise(model, random);
    if (wordId !== trueId) return wordId;
  }
  const words = model.aliasTable.length / 2;
  return (trueId + 1 + random.below(words - 1)) % words;
}

/** Trains sentences from `position` on until `budget` ids are passed or `end` is reached; returns where it stopped. */
export function trainSkipGram(
  model: ReferenceModel,
  random: ReferenceRandom,
  position: number,
  end: number,
  budget: number,
  learningRate: number,
): number {
  const stop = Math.min(end, position + budget);
  while (position < stop) {
    const sentence: number[] = [];
    position = readSentence(model, random, position, end, MAXIMUM_SENTENCE, sentence);
    const rows = sentence.map((wordId) => rowOf(model.inputVectors, wordId, model.dimension));
    trainSentence(model, random, sentence, rows, learningRate);
  }
  return position;
}

/** The same for CBOW: the mean of a window is the input, and each of its words gets its share of the gradient. */
export function trainCbow(
  model: ReferenceModel,
  random: ReferenceRandom,
  position: number,
  end: number,
  budget: number,
  learningRate: number,
): number {
  const stop = Math.min(end, position + budget);
  while (position < stop) {
    const sentence: number[] = [];
    position = readSentence(model, random, position, end, MAXIMUM_SENTENCE, sentence);
    for (const [center, trueId] of sentence.entries()) {
      const contextIds = listWindow(model, random, sentence.length, center).map(
        (at) => sentence[at]!,
      );
      if (contextIds.length === 0) continue;
      const mean = meanOfRows(model, contextIds);
      const before = mean.slice();
      trainTargets([mean], drawTargets(model, random, trueId), learningRate);
      addChange(model, contextIds, before, mean, 1 / contextIds.length);
    }
  }
  return position;
}

/** The same for skip-gram with subwords: means are gathered, and changes added, once for a sentence. */
export function trainSubwords(
  model: ReferenceModel,
  random: ReferenceRandom,
  position: number,
  end: number,
  budget: number,
  learningRate: number,
): number {
  const stop = Math.min(end, position + budget);
  while (position < stop) {
    const sentence: number[] = [];
    position = readSentence(model, random, position, end, MAXIMUM_SUBWORD_SENTENCE, sentence);
    if (sentence.length < 2) continue;
    const distinct = [...new Set(sentence)];
    const before = distinct.map((wordId) => meanOfRows(model, model.rowsOfWords![wordId]!));
    const after = before.map((mean) => mean.slice());
    const rows = sentence.map((wordId) => after[distinct.indexOf(wordId)]!);
    trainSentence(model, random, sentence, rows, learningRate);
    for (const [slot, wordId] of distinct.entries())
      addChange(model, model.rowsOfWords![wordId]!, before[slot]!, after[slot]!, 1);
  }
  return position;
}

function meanOfRows(model: ReferenceModel, rows: readonly number[]): Float64Array {
  const mean = new Float64Array(model.dimension);
  for (const row of rows)
    for (const [column, value] of rowOf(model.inputVectors, row, model.dimension).entries())
      mean[column]! += value / rows.length;
  return mean;
}

function addChange(
  model: ReferenceModel,
  rows: readonly number[],
  before: Float64Array,
  after: Float64Array,
  scale: number,
): void {
  for (const row of rows) {
    const vector = rowOf(model.inputVectors, row, model.dimension);
    for (let column = 0; column < model.dimension; column++)
      vector[column]! += (after[column]! - before[column]!) * scale;
  }
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

function trainSentence(
  model: ReferenceModel,
  random: ReferenceRandom,
  sentence: readonly number[],
  rows: readonly Float64Array[],
  learningRate: number,
): void {
  for (const [center, trueId] of sentence.entries()) {
    const contexts = listWindow(model, random, sentence.length, center).map((at) => rows[at]!);
    if (model.sharesNegatives) {
      const targets = drawTargets(model, random, trueId);
      for (const inputs of pairApart(contexts)) trainTargets(inputs, targets, learningRate);
    } else {
      for (const context of contexts)
        trainTargets([context], drawTargets(model, random, trueId), learningRate);
    }
  }
}

/** Positions of a window of random size around `center`. */
function listWindow(
  model: ReferenceModel,
  random: ReferenceRandom,
  length: number,
  center: number,
): number[] {
  const reach = 1 + random.below(model.window);
  const positions: number[] = [];
  for (let at = Math.max(center - reach, 0); at <= Math.min(center + reach, length - 1); at++)
    if (at !== center) positions.push(at);
  return positions;
}

function drawTargets(
  model: ReferenceModel,
  random: ReferenceRandom,
  trueId: number,
): Float64Array[] {
  const targetIds = [trueId];
  for (let index = 0; index < model.negatives; index++)
    targetIds.push(drawNegative(model, random, trueId));
  return targetIds.map((wordId) => rowOf(model.outputVectors, wordId, model.dimension));
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
  targets: readonly Float64Array[],
  learningRate: number,
): void {
  for (let first = 0; first < targets.length; first += TARGETS_PER_STEP)
    trainStep(inputs, targets.slice(first, first + TARGETS_PER_STEP), first === 0, learningRate);
}

function rowOf(matrix: Float64Array, row: number, dimension: number): Float64Array {
  return matrix.subarray(row * dimension, (row + 1) * dimension);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let column = 0; column < a.length; column++) sum += a[column]! * b[column]!;
  return sum;
}
