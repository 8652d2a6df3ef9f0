/** Finds what looks near on the map and is not near in the full space. */
import type { NeighborPoint } from "./mapScene.ts";

/**
 * The words among the nearest on the map that are not among as many nearest by cosine, with their cosines.
 *
 * `onMap` are rows, the nearest first. Shape: cosines [n], of the word to all of the map.
 */
export function strangersOf(
  row: number,
  onMap: readonly number[],
  cosines: Float32Array,
): readonly NeighborPoint[] {
  const k = onMap.length;
  if (k === 0) return [];
  // The k highest without sorting all: a map may have a million words.
  const highest: number[] = [];
  for (let other = 0; other < cosines.length; other++) {
    if (other === row) continue;
    const cosine = cosines[other]!;
    if (highest.length === k && !(cosine > cosines[highest[k - 1]!]!)) continue;
    let at = highest.length;
    while (at > 0 && cosine > cosines[highest[at - 1]!]!) at--;
    highest.splice(at, 0, other);
    if (highest.length > k) highest.pop();
  }
  const near = new Set(highest);
  return onMap
    .filter((other) => !near.has(other))
    .map((other) => ({ row: other, cosine: cosines[other] ?? 0 }));
}
