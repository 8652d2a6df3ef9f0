// The losses and one step of gradient descent on each, in plain double precision.

/** An output row that a step trains, and whether it shall say yes (1) or no (0). */
export interface Target {
  /** [d] */
  readonly vector: Float64Array;
  readonly label: number;
  /** The only input of the step that it is a target of; of all where absent. */
  readonly input?: number;
}

/** Computes 1 / (1 + exp(-x)). */
function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Computes the dot product of two vectors of one length. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let column = 0; column < a.length; column++) sum += a[column]! * b[column]!;
  return sum;
}

/**
 * Computes the loss of one input and its yes-or-no targets: the true word and its negatives, or the nodes of a path.
 *
 * Shapes: `input` is [d]. Units: nats.
 * Source: negative sampling is eq. 4, hierarchical softmax eq. 3 of Mikolov et al. 2013, "Distributed Representations of
 * Words and Phrases".
 */
export function binaryLoss(input: Float64Array, targets: readonly Target[]): number {
  let loss = 0;
  for (const { vector, label } of targets) {
    const logit = dot(input, vector);
    loss -= Math.log(sigmoid(label === 1 ? logit : -logit));
  }
  return loss;
}

/**
 * Computes the loss of full softmax: minus the logarithm of the true row's probability.
 *
 * Shapes: `input` and each row are [d]. Units: nats.
 * Source: eq. 2 of the same paper.
 */
export function softmaxLoss(
  input: Float64Array,
  rows: readonly Float64Array[],
  trueRow: number,
): number {
  return -Math.log(probabilities(input, rows)[trueRow]!);
}

function probabilities(input: Float64Array, rows: readonly Float64Array[]): number[] {
  const logits = rows.map((row) => dot(input, row));
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Does one step of gradient descent on the sum of `binaryLoss` of all inputs with their targets, in place.
 *
 * All dot products are taken before anything moves. A target that stands in the list twice moves twice.
 */
export function trainBinaryStep(
  inputs: readonly Float64Array[],
  targets: readonly Target[],
  learningRate: number,
): void {
  const gradients = inputs.map((input, index) =>
    targets.map(({ vector, label, input: only = index }) =>
      only === index ? (label - sigmoid(dot(input, vector))) * learningRate : 0,
    ),
  );
  const dimension = inputs[0]!.length;
  for (let column = 0; column < dimension; column++) {
    const old = inputs.map((input) => input[column]!);
    for (const [t, { vector }] of targets.entries()) {
      const value = vector[column]!;
      for (const [i, input] of inputs.entries()) {
        input[column]! += gradients[i]![t]! * value;
        vector[column]! += gradients[i]![t]! * old[i]!;
      }
    }
  }
}

/** Does one step of gradient descent on `softmaxLoss`, in place. */
export function trainSoftmaxStep(
  input: Float64Array,
  rows: readonly Float64Array[],
  trueRow: number,
  learningRate: number,
): void {
  const chances = probabilities(input, rows);
  const old = input.slice();
  for (const [index, row] of rows.entries()) {
    const gradient = ((index === trueRow ? 1 : 0) - chances[index]!) * learningRate;
    for (let column = 0; column < old.length; column++) {
      input[column]! += gradient * row[column]!;
      row[column]! += gradient * old[column]!;
    }
  }
}
