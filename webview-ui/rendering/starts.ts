/** Words to begin with: where nobody has asked yet, the map offers its edges. */

/** Rarer words stand far out by chance. */
const FREQUENT = 1000;

/**
 * The farthest word in each of some directions from the middle of the map, the most frequent first.
 *
 * These are the words that the map separates best, in any language; figures and signs are left out. Shapes: xy [n, 2].
 */
export function startingWords(
  words: readonly string[],
  xy: Float32Array,
  directions: number,
): readonly string[] {
  let sumX = 0;
  let sumY = 0;
  let finite = 0;
  for (let row = 0; row < words.length; row++) {
    if (!Number.isFinite(xy[row * 2]!) || !Number.isFinite(xy[row * 2 + 1]!)) continue;
    sumX += xy[row * 2]!;
    sumY += xy[row * 2 + 1]!;
    finite++;
  }
  const farthest: { row: number; distance: number }[] = [];
  for (let row = 0; row < Math.min(FREQUENT, words.length); row++) {
    if (!/\p{L}/u.test(words[row]!)) continue;
    const x = xy[row * 2]! - sumX / finite;
    const y = xy[row * 2 + 1]! - sumY / finite;
    const distance = Math.hypot(x, y);
    if (!(distance > 0)) continue;
    const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;
    const sector = Math.min(directions - 1, Math.floor(turn * directions));
    if (distance > (farthest[sector]?.distance ?? 0)) farthest[sector] = { row, distance };
  }
  return farthest
    .filter((found) => found !== undefined)
    .sort((a, b) => a.row - b.row)
    .map(({ row }) => words[row]!);
}
