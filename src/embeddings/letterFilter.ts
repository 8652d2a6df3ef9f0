/** Tells most words apart from a text by their letters alone. */

/**
 * Finds the words of places first to end - 1 that lack at most `limit` of the wanted letters; returns how many there are.
 *
 * Shapes: `letters` is [n], the set of each word's letters; `found` takes the places of those found, [end - first] at least.
 * `limit` is 0 to 3. Without a branch for each word, which nobody could foretell: about twice as fast.
 */
export function findByLetters(
  letters: Uint32Array,
  wanted: number,
  limit: number,
  first: number,
  end: number,
  found: Uint32Array,
): number {
  let count = 0;
  // The lowest bit goes each time. One loop for each limit: an inner one would take longer than the rest.
  switch (limit) {
    case 0:
      for (let place = first; place < end; place++) {
        found[count] = place;
        count += (wanted & ~letters[place]!) === 0 ? 1 : 0;
      }
      break;
    case 1:
      for (let place = first; place < end; place++) {
        const missing = wanted & ~letters[place]!;
        found[count] = place;
        count += (missing & (missing - 1)) === 0 ? 1 : 0;
      }
      break;
    case 2:
      for (let place = first; place < end; place++) {
        let missing = wanted & ~letters[place]!;
        missing &= missing - 1;
        found[count] = place;
        count += (missing & (missing - 1)) === 0 ? 1 : 0;
      }
      break;
    default:
      for (let place = first; place < end; place++) {
        let missing = wanted & ~letters[place]!;
        missing &= missing - 1;
        missing &= missing - 1;
        found[count] = place;
        count += (missing & (missing - 1)) === 0 ? 1 : 0;
      }
  }
  return count;
}
