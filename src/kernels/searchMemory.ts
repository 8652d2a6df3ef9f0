/** The one layout of a search's memory: vectors, their sketches, and what a query needs. */

const PAGE_BYTES = 65_536;
/** Fields of the state, four bytes each, in the order of assembly/search.ts. */
const STATE_FIELDS = 14;
const LARGEST_QUERY_NUMBER = 16_383;
/** The kernel looks at four rows at once, also behind the last one. */
const SPARE_ROWS = 3;

/** Addresses in bytes, each a multiple of 16, and sizes. */
export interface SearchLayout {
  /** Floats of a row, padding included. */
  readonly stride: number;
  /** Bytes of a row's sketch, padding included. */
  readonly sketchStride: number;
  /** Results that a search can hold. */
  readonly capacity: number;
  /** f32 [size, stride] */
  readonly rows: number;
  /** f64 [size] */
  readonly norms: number;
  /** i8 [size + 3, sketchStride] */
  readonly sketch: number;
  /** f32 [size + 3] */
  readonly scales: number;
  /** f32 [size + 3] */
  readonly errors: number;
  /** f32 [stride] */
  readonly query: number;
  /** i16 [sketchStride] */
  readonly querySketch: number;
  /** f32 [capacity] */
  readonly scores: number;
  /** u32 [capacity] */
  readonly ids: number;
  readonly state: number;
  readonly bytes: number;
}

/** Lays out the memory for `size` vectors. The first page stays free, so that no address of ours is zero. */
export function layoutSearchMemory(
  size: number,
  dimension: number,
  maximumResults: number,
): SearchLayout {
  let bytes = PAGE_BYTES;
  const place = (length: number): number => {
    const start = bytes;
    bytes = Math.ceil((start + length) / 16) * 16;
    return start;
  };
  const stride = Math.ceil(dimension / 4) * 4;
  const sketchStride = Math.ceil(dimension / 8) * 8;
  const capacity = Math.min(size, maximumResults);
  return {
    stride,
    sketchStride,
    capacity,
    rows: place(size * stride * 4),
    norms: place(size * 8),
    sketch: place((size + SPARE_ROWS) * sketchStride),
    scales: place((size + SPARE_ROWS) * 4),
    errors: place((size + SPARE_ROWS) * 4),
    query: place(stride * 4),
    querySketch: place(sketchStride * 2),
    scores: place(capacity * 4),
    ids: place(capacity * 4),
    state: place(STATE_FIELDS * 4),
    bytes,
  };
}

/** Writes the addresses where the kernels look for them. */
export function writeSearchState(buffer: SharedArrayBuffer, layout: SearchLayout): void {
  const { rows, sketch, scales, errors, stride, sketchStride, query, querySketch, scores, ids } =
    layout;
  new Uint32Array(buffer, layout.state, STATE_FIELDS).set([
    ...[rows, sketch, scales, errors, stride, sketchStride, query, querySketch, scores, ids],
  ]);
}

/**
 * Puts a query in place: itself, its sketch in whole numbers, and by how much the sketches' estimates can be wrong.
 *
 * Shapes: `query` is [dimension].
 */
export function writeQuery(
  buffer: SharedArrayBuffer,
  layout: SearchLayout,
  query: Float32Array,
  k: number,
): void {
  new Float32Array(buffer, layout.query, layout.stride).set(query);
  let largest = 0;
  let squares = 0;
  for (const value of query) {
    largest = Math.max(largest, Math.abs(value));
    squares += value * value;
  }
  // A lane adds a quarter of the products of a row, each of 127 at most, in 32 bits.
  const most = Math.floor(2 ** 31 / (127 * Math.ceil(layout.sketchStride / 4))) - 1;
  const scale = Math.fround(largest / Math.min(LARGEST_QUERY_NUMBER, most));
  const sketch = new Int16Array(buffer, layout.querySketch, layout.sketchStride);
  let errorSquares = 0;
  for (const [i, value] of query.entries()) {
    const whole = scale > 0 ? Math.round(value / scale) : 0;
    sketch[i] = whole;
    errorSquares += (value - whole * scale) ** 2;
  }
  const norm = Math.sqrt(squares);
  const error = Math.sqrt(errorSquares);
  new Uint32Array(buffer, layout.state, STATE_FIELDS)[10] = k;
  new Float32Array(buffer, layout.state, STATE_FIELDS).set(
    [
      scale,
      (norm + error) * 1.000001,
      // |f| for rows of length 1, and the rounding of both sums in single precision.
      error * 1.000001 + norm * (2e-6 + query.length * 6e-8),
    ],
    11,
  );
}
