/** Words that have moved more than chance moves words like them. */

/** Words before and behind a word, by frequency, that say what chance does. */
const REACH = 100;

/**
 * Takes from each distance the median of those of the words next in frequency: rare words move more from one training to the
 * next, whatever they mean. Shapes: [n], by falling frequency.
 */
export function beyondChance(distances: Float64Array): Float64Array {
  const n = distances.length;
  return distances.map((distance, row) => {
    const first = Math.max(0, Math.min(row - REACH, n - 2 * REACH - 1));
    const nearby = distances.slice(first, first + 2 * REACH + 1).sort();
    return distance - (nearby[Math.floor(nearby.length / 2)] ?? 0);
  });
}
