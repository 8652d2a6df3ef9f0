// The gradients of one input or two, each with six targets: (label - sigmoid(logit)) * rate of each pair.
import { sigmoid } from "./logistic";
import { GRADIENTS, LABELS, RATES } from "./targets";

/** Writes [a0 a1 a2 a3], [a4 a5 a4 a5]. */
// @ts-ignore: decorator
@inline
export function storeSixGradients(block: usize, logits: v128, rest: v128): void {
  storeFour(block, 0, logits, v128.load(block, LABELS), v128.load(block, RATES));
  storeFour(block, 16, rest, v128.load(block, LABELS + 16), v128.load(block, RATES + 16));
}

/** Writes [a0 a1 a2 a3], [b0 b1 b2 b3], [a4 a5 b4 b5]. */
// @ts-ignore: decorator
@inline
export function storeTwelveGradients(block: usize, logitsA: v128, logitsB: v128, rest: v128): void {
  const labels = v128.load(block, LABELS);
  const rates = v128.load(block, RATES);
  storeFour(block, 0, logitsA, labels, rates);
  storeFour(block, 16, logitsB, labels, rates);
  storeFour(block, 32, rest, v128.load(block, LABELS + 16), v128.load(block, RATES + 16));
}

/** Writes [a0 a1 a2 -], [b0 b1 b2 -]. */
// @ts-ignore: decorator
@inline
export function storeTwiceThreeGradients(block: usize, logitsA: v128, logitsB: v128): void {
  const labels = v128.load(block, LABELS);
  const rates = v128.load(block, RATES);
  storeFour(block, 0, logitsA, labels, rates);
  storeFour(block, 16, logitsB, labels, rates);
}

// @ts-ignore: decorator
@inline
function storeFour(block: usize, at: usize, logits: v128, labels: v128, rates: v128): void {
  v128.store(block + at, f32x4.mul(f32x4.sub(labels, sigmoid(logits)), rates), GRADIENTS);
}
