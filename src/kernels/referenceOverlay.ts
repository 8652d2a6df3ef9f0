// The plain twin of assembly/overlay.ts: what lanes that trained copies of the same rows changed, added up.

/** A row that lanes use about so often each, or oftener, moves by the mean of their changes. */
const MANY_USES = 64;

/**
 * Merges what lanes made of one matrix, in place.
 *
 * Shapes: `shared` and each of `lanes` are [rows, d]; `uses` says for each lane how often it used each row.
 */
export function mergeLanes(
  shared: Float64Array,
  lanes: readonly Float64Array[],
  uses: readonly (readonly number[])[],
  dimension: number,
): void {
  for (let row = 0; row < shared.length / dimension; row++) {
    const users = lanes.filter((_, lane) => uses[lane]![row]! > 0);
    if (users.length === 0) continue;
    const total = uses.reduce((sum, ofLane) => sum + ofLane[row]!, 0);
    const share = total / (total + users.length * MANY_USES);
    const weight = 1 / (1 + (users.length - 1) * share);
    for (let at = row * dimension; at < (row + 1) * dimension; at++) {
      const old = shared[at]!;
      for (const lane of users) shared[at]! += weight * (lane[at]! - old);
    }
  }
}
