/** How clearly points belong to their groups. */

/**
 * The silhouette of each point, -1 to 1: how much nearer it is to its own group than to the nearest other one, by 1 - cosine.
 * 0 for a point alone in its group, and where there is only one group.
 *
 * Shapes: `cosines` is [n, n]; `labels` and the result are [n], labels below `groups`. Source: Rousseeuw 1987,
 * "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis".
 */
export function silhouettes(
  cosines: Float32Array,
  labels: Uint16Array,
  groups: number,
): Float32Array<ArrayBuffer> {
  const n = labels.length;
  const result = new Float32Array(n);
  const sizes = new Uint32Array(groups);
  for (const label of labels) sizes[label]!++;
  const sums = new Float64Array(groups);
  for (let row = 0; row < n; row++) {
    const own = labels[row]!;
    if (sizes[own] === 1) continue;
    sums.fill(0);
    for (let other = 0, at = row * n; other < n; other++, at++)
      if (other !== row) sums[labels[other]!]! += 1 - cosines[at]!;
    const within = sums[own]! / (sizes[own]! - 1);
    let next = Infinity;
    for (let group = 0; group < groups; group++)
      if (group !== own && sizes[group]! > 0) next = Math.min(next, sums[group]! / sizes[group]!);
    const largest = Math.max(within, next);
    if (largest > 0 && Number.isFinite(next)) result[row] = (next - within) / largest;
  }
  return result;
}

/** The mean of the silhouettes of all points; shapes as there. */
export function meanSilhouette(cosines: Float32Array, labels: Uint16Array, groups: number): number {
  let sum = 0;
  for (const value of silhouettes(cosines, labels, groups)) sum += value;
  return sum / labels.length;
}
