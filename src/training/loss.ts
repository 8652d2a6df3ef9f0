// The loss of a training on its probe examples.
import { WordfieldError } from "../errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { CONTROL, probeLength, type TrainingMemory } from "../kernels/memory.ts";
import type { Loss } from "./hyperparameters.ts";

/**
 * Measures the mean loss on the probe examples with the kernels of one lane, whose scratch is used.
 *
 * Units: nats for one true word: with its negatives, over its path, or against all words.
 */
export function measureLoss(
  kernels: Kernels,
  training: TrainingMemory,
  lane: number,
  loss: Loss,
): number {
  const { probes, scratch, shape } = training.layout;
  const count = Atomics.load(training.control, CONTROL.probesFound);
  const length = probeLength(shape.window, shape.negatives);
  const logits = new Float32Array(training.memory.buffer, scratch[lane]!.logits, shape.logitCount);
  let sum = 0;
  for (let example = 0; example < count; example++) {
    const found = kernels.probeLogits(probes + 4 * length * example);
    const trueId = training.probes[example * length + 1 + 2 * shape.window]!;
    sum += LOSSES[loss](logits.subarray(0, found), trueId, training);
  }
  return sum / count;
}

const LOSSES: Record<
  Loss,
  (logits: Float32Array, trueId: number, training: TrainingMemory) => number
> = {
  ns: (logits) => binaryLoss(logits, (index) => index === 0),
  hs: (logits, trueId, { pathOffsets, pathNodes }) =>
    binaryLoss(logits, (index) => (pathNodes[pathOffsets[trueId]! + index]! & 1) === 1),
  softmax: softmaxLoss,
};

/** Computes the loss of yes-or-no decisions; `isTrue` says which answer is right for each. */
export function binaryLoss(logits: Float32Array, isTrue: (index: number) => boolean): number {
  let sum = 0;
  for (let index = 0; index < logits.length; index++) {
    const logit = isTrue(index) ? logits[index]! : -logits[index]!;
    // -log(sigmoid(logit)), written so that neither end overflows.
    sum += Math.max(-logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
  }
  return sum;
}

/** Computes minus the logarithm of the true word's probability among all. */
export function softmaxLoss(logits: Float32Array, trueId: number): number {
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return Math.log(sum) + largest - logits[trueId]!;
}

/** The error for numbers that are no longer finite: no other cause than a learning rate that is too high is known. */
export function divergedError(): WordfieldError {
  return new WordfieldError(
    "bad-input",
    "Training diverged: some vectors are not finite. Train again with a lower learning rate.",
  );
}
