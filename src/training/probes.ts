// A fixed set of examples to measure the loss on: the same for any number of threads, so that curves compare.
import { probeLength } from "../kernels/memory.ts";
import { drawFromAliasTable } from "./sampling.ts";

/** What an example looks like. */
export interface ProbeOptions {
  readonly window: number;
  readonly negatives: number;
  /** Whether an example has all words of its window as context, or one of them. */
  readonly wholeWindow: boolean;
}

/**
 * Chooses examples evenly over the corpus, with their negatives, and returns how many were found.
 *
 * There is one for each of `n` equal parts of the corpus that has two words in a sentence.
 * Shapes: `probes` is [n, probeLength(window, negatives)]: number of contexts, contexts, true word, negatives.
 */
export function fillProbes(
  ids: Int32Array,
  aliasTable: Uint32Array,
  options: ProbeOptions,
  random: () => number,
  probes: Int32Array,
): number {
  const length = probeLength(options.window, options.negatives);
  const parts = probes.length / length;
  let found = 0;
  for (let part = 0; part < parts; part++) {
    const first = Math.floor((part * ids.length) / parts);
    const size = Math.floor(((part + 1) * ids.length) / parts) - first;
    const offset = Math.floor(random() * size);
    for (let step = 0; step < size; step++) {
      const position = first + ((offset + step) % size);
      const contexts = listContexts(ids, position, options, random);
      if (contexts.length === 0) continue;
      const example = probes.subarray(found * length, (found + 1) * length);
      example[0] = contexts.length;
      example.set(contexts, 1);
      fillTargets(example.subarray(1 + 2 * options.window), ids[position]!, aliasTable, random);
      found++;
      break;
    }
  }
  return found;
}

function listContexts(
  ids: Int32Array,
  position: number,
  options: ProbeOptions,
  random: () => number,
): number[] {
  if (ids[position]! < 0) return [];
  const reach = 1 + Math.floor(random() * options.window);
  const contexts: number[] = [];
  for (const direction of [-1, 1])
    for (let distance = 1; distance <= reach; distance++) {
      const wordId = ids[position + direction * distance] ?? -1;
      if (wordId < 0) break;
      contexts.push(wordId);
    }
  if (options.wholeWindow) return contexts;
  return contexts.slice(Math.floor(random() * contexts.length)).slice(0, 1);
}

function fillTargets(
  targets: Int32Array,
  trueId: number,
  aliasTable: Uint32Array,
  random: () => number,
): void {
  targets[0] = trueId;
  for (let target = 1; target < targets.length; target++) {
    let wordId = drawFromAliasTable(aliasTable, random);
    // The true word is no noise; its neighbor takes its place, which ends at once even in a vocabulary of two.
    if (wordId === trueId) wordId = (trueId + 1) % (aliasTable.length / 2);
    targets[target] = wordId;
  }
}

/**
 * Computes the mean loss of negative sampling over examples.
 *
 * Shapes: `logits` is [n, 1 + negatives], the true word's first.
 * Units: nats for one true word with its negatives.
 */
export function meanLoss(logits: Float32Array, targetsPerExample: number): number {
  let sum = 0;
  for (let index = 0; index < logits.length; index++) {
    const logit = index % targetsPerExample === 0 ? logits[index]! : -logits[index]!;
    // -log(sigmoid(logit)), written so that neither end overflows.
    sum += Math.max(-logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
  }
  return (sum * targetsPerExample) / logits.length;
}
