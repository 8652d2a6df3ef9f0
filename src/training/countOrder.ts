// Sorts a vocabulary as models have it, without holding the event loop for the second that a million words take.

/** Runs of so many words are sorted at once: a few milliseconds. */
const RUN_LENGTH = 4096;

/**
 * Lists the words in the order of ids: by falling count, equal counts by UTF-16 code units. Words are all different.
 *
 * Shapes: `words`, `counts`, and what is returned, are [n]. `pace` is awaited now and then.
 */
export async function orderByCount(
  words: readonly string[],
  counts: Uint32Array,
  pace: () => Promise<void>,
): Promise<Uint32Array> {
  const compare = (a: number, b: number): number =>
    counts[b]! - counts[a]! || (words[a]! < words[b]! ? -1 : 1);
  let order = Uint32Array.from(words.keys());
  for (let first = 0; first < order.length; first += RUN_LENGTH) {
    order.subarray(first, first + RUN_LENGTH).sort(compare);
    await pace();
  }
  let target = new Uint32Array(order.length);
  for (let length = RUN_LENGTH; length < order.length; length *= 2) {
    for (let first = 0; first < order.length; first += 2 * length)
      await mergeRuns(order.subarray(first, first + 2 * length), length, target.subarray(first), {
        compare,
        pace,
      });
    [order, target] = [target, order];
  }
  return order;
}

/** Merges two sorted runs, of which the first has `length` numbers, or is alone. */
async function mergeRuns(
  runs: Uint32Array,
  length: number,
  target: Uint32Array,
  { compare, pace }: { compare: (a: number, b: number) => number; pace: () => Promise<void> },
): Promise<void> {
  const middle = Math.min(length, runs.length);
  let left = 0;
  let right = middle;
  for (let at = 0; at < runs.length; at++) {
    if (at % RUN_LENGTH === 0) await pace();
    const takesLeft =
      right === runs.length || (left < middle && compare(runs[left]!, runs[right]!) < 0);
    target[at] = runs[takesLeft ? left++ : right++]!;
  }
}
