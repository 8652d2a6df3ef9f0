/** How well points lie in their groups. */

/**
 * Compares how far each point is from its own group and from the next one, by 1 - cosine; a point alone in its group has 0. Gives the mean, -1 to 1.
 *
 * Shapes: `cosines` is [n, n]; `labels` is [n], below `groups`.
 * Source: Rousseeuw 1987, "Silhouettes".
 */
export function meanSilhouette(cosines: Float32Array, labels: Uint16Array, groups: number): number {
  const n = labels.length;
  const sizes = new Uint32Array(groups);
  for (const label of labels) sizes[label]!++;
  const sums = new Float64Array(groups);
  let sum = 0;
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
    if (largest > 0 && Number.isFinite(next)) sum += (next - within) / largest;
  }
  return sum / n;
}
