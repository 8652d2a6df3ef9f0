/** How large the points of words are. */

/** The size of each point grows with the logarithm of its count. Shapes: [n]; units: CSS pixels. */
export function radiiOf(n: number, counts: Uint32Array): Float32Array {
  const radii = new Float32Array(n).fill(1.8);
  const least = counts[counts.length - 1] ?? 0;
  if (counts.length === n)
    for (let row = 0; row < n; row++) {
      const growth = Math.log10(Math.max(1, counts[row]!) / Math.max(1, least));
      radii[row] = Math.min(4.2, 1.3 + growth * 0.85);
    }
  return radii;
}
