/** Groups vectors by direction, and says into how many groups they fall. */

/** Vectors of unit length or zero, shape [n, d]. */
export interface Points {
  readonly values: Float64Array;
  readonly n: number;
  readonly d: number;
}

/** A division into groups. */
export interface Clustering {
  /** Shape [n]; below the number of groups, each of which has a point. */
  readonly labels: Uint16Array;
  /** Unit vectors in the middle of each group, shape [groups, d]. */
  readonly centers: Float64Array;
  readonly groups: number;
  /** Sum of 1 - cosine of each point with its center. */
  readonly spread: number;
}

const MOST_ROUNDS = 50;

/**
 * Divides points into groups by their cosines, the best of several tries from different starts.
 *
 * Errors: plain `Error` where there are fewer points than groups.
 * `draws` is how many points are drawn for each starting center, of which the best is taken; 1 for plain k-means++.
 * Source: spherical k-means, Dhillon and Modha 2001; starts as in (greedy) k-means++, Arthur and Vassilvitskii 2007.
 */
export function sphericalKMeans(
  points: Points,
  groups: number,
  { tries, draws }: { readonly tries: number; readonly draws: number },
  random: () => number,
): Clustering {
  if (points.n < groups || groups < 1)
    throw new Error(`${points.n} points cannot be ${groups} groups.`);
  let best: Clustering | undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    const found = improve(points, startingCenters(points, groups, draws, random));
    if (!best || found.spread < best.spread) best = found;
  }
  if (!best) throw new Error("No try was made.");
  return best;
}

/**
 * Points far from those that were taken are likelier to be the next center; of a few that are drawn it is the one that leaves
 * the others nearest to a center, so that two centers seldom begin in one group.
 */
function startingCenters(
  points: Points,
  groups: number,
  draws: number,
  random: () => number,
): Float64Array {
  const { values, n, d } = points;
  const centers = new Float64Array(groups * d);
  let distances = new Float64Array(n).fill(1);
  for (let group = 0; group < groups; group++) {
    let best: { readonly row: number; readonly left: Float64Array<ArrayBuffer> } | undefined;
    let least = Infinity;
    for (let draw = 0; draw < draws; draw++) {
      const row = drawByDistance(distances, random);
      const left = distances.map((distance, other) =>
        Math.min(distance, Math.max(0, 1 - product(values, other, values, row, d))),
      );
      left[row] = 0;
      const total = left.reduce((sum, distance) => sum + distance, 0);
      if (best && total >= least) continue;
      best = { row, left };
      least = total;
    }
    if (!best) throw new Error("No center was drawn.");
    centers.set(values.subarray(best.row * d, (best.row + 1) * d), group * d);
    distances = best.left;
  }
  return centers;
}

/** Draws a row with a chance that its distance decides; any row where there is no distance. */
function drawByDistance(distances: Float64Array, random: () => number): number {
  let total = 0;
  for (const distance of distances) total += distance;
  if (!(total > 0)) return Math.floor(random() * distances.length);
  let rest = random() * total;
  let chosen = 0;
  for (const [row, distance] of distances.entries()) {
    if (distance === 0) continue;
    chosen = row;
    rest -= distance;
    if (rest < 0) break;
  }
  return chosen;
}

function improve(points: Points, centers: Float64Array): Clustering {
  const { values, n, d } = points;
  const groups = centers.length / d;
  const labels = new Uint16Array(n);
  const cosines = new Float64Array(n);
  let spread = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let changed = 0;
    spread = 0;
    for (let row = 0; row < n; row++) {
      let label = 0;
      let highest = -Infinity;
      for (let group = 0; group < groups; group++) {
        const cosine = product(values, row, centers, group, d);
        if (cosine <= highest) continue;
        highest = cosine;
        label = group;
      }
      if (labels[row] !== label) changed++;
      labels[row] = label;
      cosines[row] = highest;
      spread += 1 - highest;
    }
    changed += fillEmpty(labels, cosines, groups);
    if (changed === 0 && round > 0) break;
    centers = middles(points, labels, groups);
  }
  return { labels, centers, groups, spread };
}

/** A group that lost all its points gets the one that fits worst where it is; says how many points moved. */
function fillEmpty(labels: Uint16Array, cosines: Float64Array, groups: number): number {
  const sizes = new Uint32Array(groups);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  let moved = 0;
  for (let group = 0; group < groups; group++) {
    if ((sizes[group] ?? 0) > 0) continue;
    let worst = -1;
    for (let row = 0; row < labels.length; row++)
      if (
        (sizes[labels[row] ?? 0] ?? 0) > 1 &&
        (worst < 0 || (cosines[row] ?? 0) < (cosines[worst] ?? 0))
      )
        worst = row;
    const from = labels[worst] ?? 0;
    sizes[from] = (sizes[from] ?? 0) - 1;
    sizes[group] = 1;
    labels[worst] = group;
    cosines[worst] = 1;
    moved++;
  }
  return moved;
}

/** Unit vectors of the sums of each group's points; shape [groups, d]. */
function middles({ values, n, d }: Points, labels: Uint16Array, groups: number): Float64Array {
  const centers = new Float64Array(groups * d);
  for (let row = 0; row < n; row++) {
    const at = (labels[row] ?? 0) * d;
    for (let i = 0; i < d; i++)
      centers[at + i] = (centers[at + i] ?? 0) + (values[row * d + i] ?? 0);
  }
  normalizeRows(centers, d);
  return centers;
}

/** Gives rows length 1, in place; those of length 0 stay. */
export function normalizeRows(values: Float32Array | Float64Array, d: number): void {
  for (let start = 0; start < values.length; start += d) {
    let squares = 0;
    for (let i = 0; i < d; i++) squares += (values[start + i] ?? 0) ** 2;
    if (squares === 0) continue;
    const scale = 1 / Math.sqrt(squares);
    for (let i = 0; i < d; i++) values[start + i] = (values[start + i] ?? 0) * scale;
  }
}

/** Dot product of a row of `a` and a row of `b`. */
export function product(
  a: Float64Array,
  row: number,
  b: Float64Array,
  other: number,
  d: number,
): number {
  // Four sums, so that no multiplication waits for the one before: nearly all time is spent here.
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let at = row * d;
  let to = other * d;
  const end = at + d;
  for (; at + 3 < end; at += 4, to += 4) {
    s0 += a[at]! * b[to]!;
    s1 += a[at + 1]! * b[to + 1]!;
    s2 += a[at + 2]! * b[to + 2]!;
    s3 += a[at + 3]! * b[to + 3]!;
  }
  for (; at < end; at++, to++) s0 += a[at]! * b[to]!;
  return s0 + s1 + (s2 + s3);
}
