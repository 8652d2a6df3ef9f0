/** How clearly points belong to their groups. */
import { product, type Points } from "./clustering.ts";

/**
 * The silhouette of each point, -1 to 1: how much nearer it is to its own group than to the nearest other one. 0 in a group of
 * one, and where there is only one group. Distances are 1 - cosine.
 *
 * Shapes: `labels` and the result are [n]. Source: Rousseeuw 1987.
 */
export function silhouettes(
  { values, n, d }: Points,
  labels: Uint16Array,
  groups: number,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(n);
  const sizes = new Uint32Array(groups);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  const sums = new Float64Array(groups);
  for (let row = 0; row < n; row++) {
    sums.fill(0);
    for (let other = 0; other < n; other++) {
      const label = labels[other] ?? 0;
      if (other !== row)
        sums[label] = (sums[label] ?? 0) + 1 - product(values, row, values, other, d);
    }
    const own = labels[row] ?? 0;
    const inOwn = (sizes[own] ?? 0) - 1;
    if (inOwn < 1) continue;
    const within = (sums[own] ?? 0) / inOwn;
    let nearest = Number.POSITIVE_INFINITY;
    for (let group = 0; group < groups; group++)
      if (group !== own && (sizes[group] ?? 0) > 0)
        nearest = Math.min(nearest, (sums[group] ?? 0) / (sizes[group] ?? 1));
    const widest = Math.max(within, nearest);
    if (Number.isFinite(nearest) && widest > 0) result[row] = (nearest - within) / widest;
  }
  return result;
}
