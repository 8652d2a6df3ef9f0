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

/** The text as word ids, wherever it is: gives `length` ids from `first` on, valid until the next call. */
export type IdReader = (first: number, length: number) => Int32Array;

/** So many ids are looked at at once. */
const BLOCK_LENGTH = 4096;

/**
 * Chooses examples evenly over the corpus, with their negatives, and returns how many were found.
 *
 * There is one for each of `n` equal parts of the corpus that has two words in a sentence.
 * Shapes: `probes` is [n, probeLength(window, negatives)]: number of contexts, contexts, true word, negatives.
 */
export function fillProbes(
  readIds: IdReader,
  idCount: number,
  aliasTable: Uint32Array,
  options: ProbeOptions,
  random: () => number,
  probes: Int32Array,
): number {
  const length = probeLength(options.window, options.negatives);
  const parts = probes.length / length;
  let found = 0;
  for (let part = 0; part < parts; part++) {
    const first = Math.floor((part * idCount) / parts);
    const end = Math.floor(((part + 1) * idCount) / parts);
    const start = first + Math.floor(random() * (end - first));
    const example =
      findExample(readIds, start, end, idCount, options, random) ??
      findExample(readIds, first, start, idCount, options, random);
    if (!example) continue;
    const probe = probes.subarray(found * length, (found + 1) * length);
    probe[0] = example.contexts.length;
    probe.set(example.contexts, 1);
    fillTargets(probe.subarray(1 + 2 * options.window), example.trueId, aliasTable, random);
    found++;
  }
  return found;
}

/** The first word from `start` on that has another one beside it. */
function findExample(
  readIds: IdReader,
  start: number,
  end: number,
  idCount: number,
  options: ProbeOptions,
  random: () => number,
): { trueId: number; contexts: number[] } | undefined {
  for (let block = start; block < end; block += BLOCK_LENGTH) {
    const first = Math.max(0, block - options.window);
    const last = Math.min(idCount, Math.min(block + BLOCK_LENGTH, end) + options.window);
    const ids = readIds(first, last - first);
    for (let position = block; position < Math.min(block + BLOCK_LENGTH, end); position++) {
      const contexts = listContexts(ids, position - first, options, random);
      if (contexts.length > 0) return { trueId: ids[position - first]!, contexts };
    }
  }
  return undefined;
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
