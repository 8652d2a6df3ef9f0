/** Makes one vector of several: over word pieces, over tokens, over layers. All pure, over rows of [tokens, dimension]. */
import type { LayerChoice, PiecePooling } from "../protocol/encoderMessages.ts";

/** Hidden states of a text at one layer: row r begins at `offset + r * dimension`. */
export interface Rows {
  readonly values: Float32Array;
  readonly offset: number;
  readonly dimension: number;
}

/** The hidden states whose mean a choice of layer is, among `count` of them. Errors: RangeError for a layer beyond. */
export function layersOf(choice: LayerChoice, count: number): readonly number[] {
  if (choice === "last") return [count - 1];
  if (choice === "last-four") {
    const first = Math.max(0, count - 4);
    return Array.from({ length: count - first }, (_, index) => first + index);
  }
  if (!Number.isInteger(choice) || choice < 0 || choice >= count)
    throw new RangeError(`layer ${choice} of ${count}`);
  return [choice];
}

/** Adds the mean of rows `from` to before `to`, divided by `share`, to `target`, shape [dimension]. */
export function addMean(
  target: Float32Array,
  rows: Rows,
  from: number,
  to: number,
  share: number,
): void {
  const { values, offset, dimension } = rows;
  const scale = 1 / ((to - from) * share);
  for (let element = 0; element < dimension; element++) {
    let sum = 0; // in double precision: the order of the rows does not show
    for (let row = from; row < to; row++) sum += values[offset + row * dimension + element] ?? 0;
    target[element] = (target[element] ?? 0) + sum * scale;
  }
}

/** The first and the last but one row that a pooling of pieces `from` to before `to` takes the mean of. */
export function pooledRange(
  pooling: PiecePooling,
  from: number,
  to: number,
): readonly [number, number] {
  switch (pooling) {
    case "mean":
      return [from, to];
    case "first":
      return [from, from + 1];
    case "last":
      return [to - 1, to];
  }
}

/** Gives a vector length 1, in place; one of length 0 stays. */
export function normalize(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let element = 0; element < vector.length; element++)
    vector[element] = (vector[element] ?? 0) * scale;
}
