/** How far a map tells the truth about the vectors that it shows. */
import type { MultiplyRows } from "../kernels/matrixProducts.ts";
import type { UnitRows } from "./neighborGraph.ts";
import { drawRows } from "./drawRows.ts";

/** What was measured; the numbers are 0 to 1. */
export interface Fidelity {
  /** Falls with points that are neighbors on the map only. */
  readonly trustworthiness: number;
  /** Falls with neighbors that the map tears apart. */
  readonly continuity: number;
  readonly neighbors: number;
  /** Shape [n]: the share of each point's neighbors on the map that are neighbors in the full space. */
  readonly perPoint: Float32Array<ArrayBuffer>;
}

/** All pairs of so many points are compared; of more, all are compared with a sample of so many. */
const MOST_COMPARED = 4000;
const ROWS_AT_ONCE = 256;

/**
 * Compares the neighbors on a map with those by cosine in the full space; null for fewer than three points.
 *
 * Of more than 4,000 points a random sample of 4,000 stands for all: trustworthiness and continuity are those of the sample
 * by itself, and each point's share is of its neighbors in the sample. Of equally near points the lower row is nearer.
 *
 * Shapes: `positions` is [n, dimensions].
 * Source: Venna and Kaski 2001, "Neighborhood preservation in nonlinear projection methods".
 */
export function measureFidelity(
  rows: UnitRows,
  positions: Float32Array,
  dimensions: number,
  most: number,
  multiply: MultiplyRows,
  random: () => number,
  onProgress: (fraction: number) => void,
): Fidelity | null {
  const { vectors, n, d } = rows;
  const sample = drawRows(n, MOST_COMPARED, random);
  const m = sample.length;
  const k = Math.min(most, Math.ceil(m / 2) - 1); // the measure is defined for fewer than half
  if (k < 1) return null;
  const placeInSample = new Int32Array(n).fill(-1);
  const others = new Float32Array(m * d);
  const othersOnMap = new Float32Array(m * dimensions);
  for (const [place, row] of sample.entries()) {
    placeInSample[row] = place;
    others.set(vectors.subarray(row * d, (row + 1) * d), place * d);
    othersOnMap.set(
      positions.subarray(row * dimensions, (row + 1) * dimensions),
      place * dimensions,
    );
  }
  const perPoint = new Float32Array(n);
  const closeness = new Float64Array(m);
  let [falseRanks, lostRanks] = [0, 0];
  for (let first = 0; first < n; first += ROWS_AT_ONCE) {
    const height = Math.min(ROWS_AT_ONCE, n - first);
    const cosines = multiply(
      vectors.subarray(first * d, (first + height) * d),
      height,
      others,
      m,
      d,
    );
    for (let row = first; row < first + height; row++) {
      const self = placeInSample[row]!;
      const inSpace = cosines.subarray((row - first) * m, (row - first + 1) * m);
      fillCloseness(
        positions.subarray(row * dimensions, (row + 1) * dimensions),
        othersOnMap,
        closeness,
      );
      const nearInSpace = nearest(inSpace, k, self);
      const nearOnMap = nearest(closeness, k, self);
      const isShared = (place: number) => nearInSpace.includes(place);
      perPoint[row] = nearOnMap.filter(isShared).length / k;
      if (self < 0) continue;
      for (const place of nearOnMap)
        if (!isShared(place)) falseRanks += rankOf(inSpace, place, self) - k;
      for (const place of nearInSpace)
        if (!nearOnMap.includes(place)) lostRanks += rankOf(closeness, place, self) - k;
    }
    onProgress((first + height) / n);
  }
  const worst = (m * k * (2 * m - 3 * k - 1)) / 2;
  return {
    trustworthiness: 1 - falseRanks / worst,
    continuity: 1 - lostRanks / worst,
    neighbors: k,
    perPoint,
  };
}

/** Writes the negative squared distances of a point to others. */
function fillCloseness(point: Float32Array, others: Float32Array, closeness: Float64Array): void {
  const dimensions = point.length;
  for (let other = 0, at = 0; other < closeness.length; other++) {
    let squares = 0;
    for (let axis = 0; axis < dimensions; axis++, at++)
      squares += (point[axis]! - others[at]!) ** 2;
    closeness[other] = -squares;
  }
}

/** The places of the k highest numbers but that of `self`. */
function nearest(closeness: Float32Array | Float64Array, k: number, self: number): Int32Array {
  const places = new Int32Array(k).fill(-1);
  const values = new Float64Array(k).fill(-Infinity);
  for (let place = 0; place < closeness.length; place++) {
    const value = closeness[place]!;
    if (place === self || !(value > values[k - 1]!)) continue;
    let at = k - 1;
    for (; at > 0 && values[at - 1]! < value; at--) {
      values[at] = values[at - 1]!;
      places[at] = places[at - 1]!;
    }
    values[at] = value;
    places[at] = place;
  }
  return places;
}

/** Counted from 1; `self` has no rank. */
function rankOf(closeness: Float32Array | Float64Array, place: number, self: number): number {
  const value = closeness[place]!;
  let rank = 1;
  for (let other = 0; other < place; other++) if (closeness[other]! >= value) rank++;
  for (let other = place + 1; other < closeness.length; other++)
    if (closeness[other]! > value) rank++;
  const isBefore =
    self >= 0 && (self < place ? closeness[self]! >= value : closeness[self]! > value);
  return isBefore ? rank - 1 : rank;
}
