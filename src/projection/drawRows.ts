/** Draws `most` different rows of n at random, in their order; all of them where there are no more. */
export function drawRows(n: number, most: number, random: () => number): Int32Array {
  const rows = Int32Array.from({ length: n }, (_, row) => row);
  if (n <= most) return rows;
  for (let at = 0; at < most; at++) {
    const other = at + Math.floor(random() * (n - at));
    [rows[at], rows[other]] = [rows[other]!, rows[at]!];
  }
  return rows.slice(0, most).sort();
}
