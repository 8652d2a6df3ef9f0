// Unit vectors in groups that are known: a middle each, and noise around it.
import { seededRandom } from "./seededRandom.ts";

/** Vectors in turn of each group; shape [n, d]. A spread of 1 has noise as long as the middles. */
export function plantedVectors(n: number, d: number, groups: number, spread: number, seed = 1) {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const middles = unitRows(Float32Array.from({ length: groups * d }, normal), d);
  const vectors = new Float32Array(n * d);
  for (let at = 0; at < vectors.length; at++) {
    const group = Math.floor(at / d) % groups;
    vectors[at] = middles[group * d + (at % d)]! + (spread / Math.sqrt(d)) * normal();
  }
  return { vectors: unitRows(vectors, d), n, d, groupOf: (row: number) => row % groups };
}

/** Brings rows to length 1; those of length 0 stay. */
function unitRows(vectors: Float32Array<ArrayBuffer>, d: number): Float32Array<ArrayBuffer> {
  for (let start = 0; start < vectors.length; start += d) {
    const row = vectors.subarray(start, start + d);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let i = 0; i < d; i++) row[i]! /= length;
  }
  return vectors;
}
