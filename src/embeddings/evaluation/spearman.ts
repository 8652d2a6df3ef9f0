/**
 * The rank correlation of two rows of numbers; equal numbers share the mean of their ranks. Null for fewer than three, or
 * where all numbers of a row are equal.
 *
 * Shapes: both [n].
 * Source: Spearman 1904, "The Proof and Measurement of Association between Two Things".
 */
export function spearmanCorrelation(x: readonly number[], y: readonly number[]): number | null {
  if (x.length !== y.length) throw new Error(`${x.length} numbers beside ${y.length}.`);
  if (x.length < 3) return null;
  const mean = (x.length + 1) / 2;
  const ranksX = ranksOf(x);
  const ranksY = ranksOf(y);
  let product = 0;
  let squaresX = 0;
  let squaresY = 0;
  for (const [i, rankX] of ranksX.entries()) {
    const [dx, dy] = [rankX - mean, ranksY[i]! - mean];
    product += dx * dy;
    squaresX += dx * dx;
    squaresY += dy * dy;
  }
  return squaresX > 0 && squaresY > 0 ? product / Math.sqrt(squaresX * squaresY) : null;
}

/** Ranks from 1. Shapes: [n]. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = Array.from(values.keys()).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    for (let place = first; place < end; place++) ranks[order[place]!] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}
