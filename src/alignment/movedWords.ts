/** Words that have moved more than chance moves words like them. */

/** Words before and behind a word, by how much chance there is in them, that say what chance does. */
const REACH = 100;
/** So many deviations from the median are more than chance. */
const CLEAR_DEVIATIONS = 3;
/** The median of absolute differences from the median, times this, is the standard deviation of normal numbers. */
const DEVIATION_OF_MEDIAN = 1.4826;

/** How far words have moved beyond what chance does. */
export interface BeyondChance {
  /** Shape [n]: the distance, less the median of words of about the same counts. */
  readonly beyond: Float64Array;
  /** Words that are beyond that median by more than three deviations of those words. */
  readonly clear: number;
}

/**
 * Compares each distance with those of words of about the same counts: rare words move more from one training to the next,
 * whatever they mean. Shapes: [n].
 *
 * `noise` orders words by how much of a distance is chance, `samplingNoise`; null where the words stand in such an order.
 */
export function beyondChance(distances: Float64Array, noise: Float64Array | null): BeyondChance {
  const n = distances.length;
  const order = [...distances.keys()];
  if (noise) order.sort((a, b) => noise[a]! - noise[b]! || a - b);
  const ordered = Float64Array.from(order, (row) => distances[row]!);
  const beyond = new Float64Array(n);
  let clear = 0;
  for (const [place, row] of order.entries()) {
    const first = Math.max(0, Math.min(place - REACH, n - 2 * REACH - 1));
    const alike = ordered.slice(first, first + 2 * REACH + 1).sort();
    const median = middleOf(alike);
    const deviation =
      DEVIATION_OF_MEDIAN * middleOf(alike.map((each) => Math.abs(each - median)).sort());
    beyond[row] = distances[row]! - median;
    if (beyond[row] > CLEAR_DEVIATIONS * deviation) clear++;
  }
  return { beyond, clear };
}

/** The variance of a direction that comes from two samples of a word's uses, up to a factor: of each, one over its size. */
export function samplingNoise(firstCount: number, secondCount: number): number {
  return 1 / Math.max(1, firstCount) + 1 / Math.max(1, secondCount);
}

function middleOf(sorted: Float64Array): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
