/** Brings every projection into the same frame, so that the view stays when another takes its place. */

/**
 * Moves the middle of the points to the origin and scales the longest side to 2; what has no finite place stays without.
 *
 * Shapes: positions [n, dimensions].
 */
export function framePositions(positions: Float32Array, dimensions: number): Float32Array {
  const middle = new Float64Array(dimensions);
  let half = 0;
  for (let axis = 0; axis < dimensions; axis++) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = axis; i < positions.length; i += dimensions) {
      const value = positions[i]!;
      if (!Number.isFinite(value)) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (least > most) continue;
    middle[axis] = (least + most) / 2;
    half = Math.max(half, (most - least) / 2);
  }
  const scale = half > 0 ? 1 / half : 1;
  return positions.map((value, i) => (value - middle[i % dimensions]!) * scale);
}
