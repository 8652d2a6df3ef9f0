// The plain twin of the classification kernels in double precision: the definition that the tests compare them with.
import type { ClassifierLoss } from "./classifyKernels.ts";
import type { ReferenceRandom } from "./referenceRandom.ts";

/** A classifier as the twin sees it. */
export interface ReferenceClassifier {
  readonly dimension: number;
  /** [words + buckets, d] */
  readonly inputVectors: Float64Array;
  /** [labels, d]; with hierarchical softmax one row for each inner node of the tree. */
  readonly outputVectors: Float64Array;
  readonly loss: ClassifierLoss;
  /** For each label the inner nodes from it to the root, and whether it goes to the right there. */
  readonly paths: readonly (readonly Target[])[];
  /** [labels, 2] threshold, alias. */
  readonly aliasTable: Uint32Array;
  readonly negatives: number;
}

/** An output row, and 1 where its logit shall grow, else 0. */
export interface Target {
  readonly row: number;
  readonly label: number;
}

/** How the twin makes input rows of tokens. */
export interface ReferenceFeatures {
  readonly wordCount: number;
  readonly buckets: number;
  readonly wordNgrams: number;
  /** For each token its input rows, itself and its character n-grams; absent without. */
  readonly rowsOfTokens?: readonly (readonly number[])[];
  readonly tokenHashes: Int32Array;
}

const MAXIMUM_REDRAWS = 16;
const HASH_FACTOR = 116049371n;

/**
 * Lists the input rows of an example: words, character n-grams, word n-grams.
 *
 * Source: fastText 0.9.2, `Dictionary::getLine`, `addSubwords` and `addWordNgrams`, with 64-bit hashes that wrap.
 */
export function listRows(features: ReferenceFeatures, tokens: readonly number[]): number[] {
  const { wordCount, buckets, wordNgrams, rowsOfTokens, tokenHashes } = features;
  const rows = tokens.flatMap((token) =>
    rowsOfTokens ? rowsOfTokens[token]! : token < wordCount ? [token] : [],
  );
  for (const [first, token] of tokens.entries()) {
    let hash = BigInt.asUintN(64, BigInt(tokenHashes[token] ?? 0));
    for (const next of tokens.slice(first + 1, first + wordNgrams)) {
      hash = BigInt.asUintN(64, hash * HASH_FACTOR + BigInt(tokenHashes[next]!));
      rows.push(wordCount + Number(hash % BigInt(buckets)));
    }
  }
  return rows;
}

/**
 * Computes the mean of some input rows.
 *
 * Shapes: the result is [d]. Source: Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification", section 2.
 */
export function hiddenOf(model: ReferenceClassifier, rows: readonly number[]): Float64Array {
  const hidden = new Float64Array(model.dimension);
  for (const row of rows)
    inputRow(model, row).forEach((value, column) => (hidden[column]! += value / rows.length));
  return hidden;
}

/**
 * Computes the loss of a hidden vector: -log softmax of the one true label's logit, else the sum of binary losses.
 *
 * Units: nats. Source: Joulin et al. 2016, eq. 1; Mikolov et al. 2013, eq. 3 (hierarchical softmax) and 4.
 */
export function classificationLoss(
  model: ReferenceClassifier,
  hidden: Float64Array,
  targets: readonly Target[],
): number {
  if (model.loss === "softmax") {
    const probabilities = softmax(model, hidden);
    return -Math.log(probabilities[targets[0]!.row]!);
  }
  return targets.reduce((sum, { row, label }) => {
    const logit = dot(outputRow(model, row), hidden);
    return sum + Math.log1p(Math.exp(label === 1 ? -logit : logit));
  }, 0);
}

/** Chooses what an example trains: one of its labels where the loss takes one, all otherwise; and negatives. */
export function chooseTargets(
  model: ReferenceClassifier,
  random: ReferenceRandom,
  labels: readonly number[],
): readonly Target[] {
  if (model.loss === "ova")
    return Array.from({ length: labelCountOf(model) }, (_, row) => ({
      row,
      label: labels.includes(row) ? 1 : 0,
    }));
  const own = labels[labels.length > 1 ? random.below(labels.length) : 0]!;
  if (model.loss === "hs") return model.paths[own]!;
  const target = { row: own, label: 1 };
  if (model.loss === "softmax") return [target];
  const negatives = Array.from({ length: model.negatives }, () => ({
    row: drawNegative(model, random, own),
    label: 0,
  }));
  return [target, ...negatives];
}

/**
 * Does one step of gradient descent, in place; returns the loss before it.
 *
 * Output rows learn one after the other, so that one that stands twice among the targets learns twice; the input rows get
 * their share of the mean's gradient, as in fastText's supervised mode.
 */
export function trainExample(
  model: ReferenceClassifier,
  rows: readonly number[],
  targets: readonly Target[],
  learningRate: number,
): number {
  const hidden = hiddenOf(model, rows);
  const change = new Float64Array(model.dimension);
  let loss = 0;
  const learn = (row: number, gradient: number): void => {
    const output = outputRow(model, row);
    for (let column = 0; column < model.dimension; column++) {
      change[column]! += gradient * output[column]!;
      output[column]! += gradient * hidden[column]!;
    }
  };
  if (model.loss === "softmax") {
    const own = targets[0]!.row;
    loss = classificationLoss(model, hidden, targets);
    softmax(model, hidden).forEach((probability, row) =>
      learn(row, learningRate * ((row === own ? 1 : 0) - probability)),
    );
  } else
    for (const target of targets) {
      loss += classificationLoss(model, hidden, [target]);
      const probability = sigmoid(dot(outputRow(model, target.row), hidden));
      learn(target.row, learningRate * (target.label - probability));
    }
  for (const row of rows)
    change.forEach((value, column) => (inputRow(model, row)[column]! += value / rows.length));
  return loss;
}

/** Computes the probabilities of the labels, or with hierarchical softmax of going to the right at each inner node. */
export function scoreExample(model: ReferenceClassifier, rows: readonly number[]): Float64Array {
  const hidden = hiddenOf(model, rows);
  if (model.loss === "softmax") return softmax(model, hidden);
  const count = labelCountOf(model) - (model.loss === "hs" ? 1 : 0);
  return Float64Array.from({ length: count }, (_, row) =>
    sigmoid(dot(outputRow(model, row), hidden)),
  );
}

function softmax(model: ReferenceClassifier, hidden: Float64Array): Float64Array {
  const logits = Float64Array.from({ length: labelCountOf(model) }, (_, row) =>
    dot(outputRow(model, row), hidden),
  );
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function drawNegative(
  { aliasTable }: ReferenceClassifier,
  random: ReferenceRandom,
  own: number,
): number {
  const labels = aliasTable.length / 2;
  for (let attempt = 0; attempt <= MAXIMUM_REDRAWS; attempt++) {
    const bits = random.next();
    const entry = Number(((bits >> 32n) * BigInt(labels)) >> 32n);
    const isItself = Number(bits & 0xffffffffn) < aliasTable[2 * entry]!;
    const label = isItself ? entry : aliasTable[2 * entry + 1]!;
    if (label !== own) return label;
  }
  return (own + 1 + random.below(labels - 1)) % labels;
}

function labelCountOf({ outputVectors, dimension }: ReferenceClassifier): number {
  return outputVectors.length / dimension;
}

function inputRow({ inputVectors, dimension }: ReferenceClassifier, row: number): Float64Array {
  return inputVectors.subarray(row * dimension, (row + 1) * dimension);
}

function outputRow({ outputVectors, dimension }: ReferenceClassifier, row: number): Float64Array {
  return outputVectors.subarray(row * dimension, (row + 1) * dimension);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, column) => sum + value * b[column]!, 0);
}
