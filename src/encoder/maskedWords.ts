/** Probabilities from the logits of a masked-language-model head. */

/** A token of the vocabulary and its probability. */
export interface TokenProbability {
  readonly id: number;
  readonly probability: number;
}

/** The natural logarithm of the sum of exponentials, without overflow. Shape of `logits`: [vocabulary]. */
export function logSumExp(logits: Float32Array): number {
  let largest = -Infinity;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}

/** The `count` most probable tokens of a softmax over logits, most probable first; equal ones by their number. */
export function mostProbable(logits: Float32Array, count: number): TokenProbability[] {
  const total = logSumExp(logits);
  const best: { id: number; logit: number }[] = [];
  for (const [id, logit] of logits.entries()) {
    const least = best.at(-1);
    if (best.length >= count && least !== undefined && logit <= least.logit) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.logit ?? Infinity) < logit) at--;
    best.splice(at, 0, { id, logit });
    if (best.length > count) best.pop();
  }
  return best.map(({ id, logit }) => ({ id, probability: Math.exp(logit - total) }));
}
