// Exact search: rows of unit length, the dot product of one query with each, and the k best of them.
// The plain twin, and the definition that the tests compare with, is src/kernels/searchReference.ts.
// `stride` is a row's length in floats, the dimension rounded up to a multiple of four; what it adds is zero.

import { laneSums, madd } from "./simd";

// Places of the addresses and numbers of a search in its state, in bytes; searchMemory.ts writes them in this order.
const ROWS: usize = 0;
const SKETCH: usize = 4;
const SCALES: usize = 8;
const ERRORS: usize = 12;
const STRIDE: usize = 16;
const SKETCH_STRIDE: usize = 20;
const QUERY: usize = 24;
const QUERY_SKETCH: usize = 28;
const SCORES: usize = 32;
const IDS: usize = 36;
const K: usize = 40;
const QUERY_SCALE: usize = 44;
const ERROR_FACTOR: usize = 48;
const SLACK: usize = 52;

/** Whether entry i of the heap is a worse answer than entry j: farther away, or as far with a higher id. */
// @ts-ignore: decorator
@inline
function isWorse(scores: usize, ids: usize, i: u32, j: u32): bool {
  const a = load<f32>(scores + (<usize>i << 2));
  const b = load<f32>(scores + (<usize>j << 2));
  if (a != b) return a < b;
  return load<u32>(ids + (<usize>i << 2)) > load<u32>(ids + (<usize>j << 2));
}

// @ts-ignore: decorator
@inline
function swap(array: usize, i: u32, j: u32): void {
  const a = array + (<usize>i << 2);
  const b = array + (<usize>j << 2);
  const kept = load<u32>(a);
  store<u32>(a, load<u32>(b));
  store<u32>(b, kept);
}

/** Puts a row into the heap of the k best, whose root is the worst of them; returns how many there are now. */
function offer(scores: usize, ids: usize, found: u32, k: u32, score: f32, row: u32): u32 {
  if (found < k) {
    let i = found;
    store<f32>(scores + (<usize>i << 2), score);
    store<u32>(ids + (<usize>i << 2), row);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isWorse(scores, ids, i, parent)) break;
      swap(scores, i, parent);
      swap(ids, i, parent);
      i = parent;
    }
    return found + 1;
  }
  // Rows come by rising id, so that one as good as the worst has lost to it.
  if (score <= load<f32>(scores)) return found;
  store<f32>(scores, score);
  store<u32>(ids, row);
  let i: u32 = 0;
  while (true) {
    let worst = i;
    const left: u32 = 2 * i + 1;
    if (left < k && isWorse(scores, ids, left, worst)) worst = left;
    if (left + 1 < k && isWorse(scores, ids, left + 1, worst)) worst = left + 1;
    if (worst == i) return found;
    swap(scores, i, worst);
    swap(ids, i, worst);
    i = worst;
  }
}

/**
 * Brings rows to unit length and keeps what their length was; a zero row stays zero.
 *
 * Shapes: raw is f32 [n, dimension], rows f32 [n, stride], norms f64 [n]; rows first to end - 1 are done.
 * `rows` may start before `raw` and end with it: a row is never written before it is read.
 */
export function normalizeRows(
  raw: usize,
  rows: usize,
  norms: usize,
  first: u32,
  end: u32,
  dimension: u32,
  stride: u32,
): void {
  for (let row = first; row < end; row++) {
    const source = raw + <usize>row * (<usize>dimension << 2);
    const target = rows + <usize>row * (<usize>stride << 2);
    // In double precision: the squares of the largest floats would overflow, those of the smallest vanish.
    let squares: f64 = 0;
    for (let i: u32 = 0; i < dimension; i++) {
      const value = <f64>load<f32>(source + (<usize>i << 2));
      squares += value * value;
    }
    const norm = Math.sqrt(squares);
    const scale: f64 = norm > 0 ? 1 / norm : 0;
    for (let i: u32 = 0; i < dimension; i++) {
      const value = <f64>load<f32>(source + (<usize>i << 2));
      store<f32>(target + (<usize>i << 2), <f32>(value * scale));
    }
    for (let i = dimension; i < stride; i++) store<f32>(target + (<usize>i << 2), 0);
    store<f64>(norms + (<usize>row << 3), norm);
  }
}

/** The exact dot product of a query and a row. */
function dotProduct(row: usize, query: usize, bytes: usize): f32 {
  let s = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    s = madd(v128.load(query + at), v128.load(row + at), s);
  }
  return f32x4.extract_lane(laneSums(s, s, s, s), 0);
}

/**
 * Makes the sketches of rows first to end - 1: whole numbers from -127 to 127 times a scale of the row, and how far that
 * is from the row at most.
 *
 * Shapes: at the addresses of `state` (searchMemory.ts): rows f32 [n, stride], sketch i8 [n, sketchStride], scales and
 * errors f32 [n].
 */
export function sketchRows(state: usize, first: u32, end: u32): void {
  const stride = load<u32>(state, STRIDE);
  const sketchStride = load<u32>(state, SKETCH_STRIDE);
  for (let row = first; row < end; row++) {
    const source = <usize>load<u32>(state, ROWS) + <usize>row * (<usize>stride << 2);
    const target = <usize>load<u32>(state, SKETCH) + <usize>row * <usize>sketchStride;
    let largest: f32 = 0;
    for (let i: u32 = 0; i < stride; i++) {
      largest = max(largest, abs(load<f32>(source + (<usize>i << 2))));
    }
    const scale: f32 = largest / 127;
    const inverse: f32 = largest > 0 ? 127 / largest : 0;
    let squares: f64 = 0;
    for (let i: u32 = 0; i < stride; i++) {
      const value = load<f32>(source + (<usize>i << 2));
      const whole = nearest<f32>(value * inverse);
      store<i8>(target + i, <i8>(<i32>whole));
      const error = <f64>value - <f64>whole * <f64>scale;
      squares += error * error;
    }
    for (let i = stride; i < sketchStride; i++) store<i8>(target + i, 0);
    store<f32>(<usize>load<u32>(state, SCALES) + (<usize>row << 2), scale);
    // A little more than computed, so that rounding to single precision keeps it a bound.
    const bound = <f32>(Math.sqrt(squares) * 1.000001 + 1e-9);
    store<f32>(<usize>load<u32>(state, ERRORS) + (<usize>row << 2), bound);
  }
}

/**
 * Offers the dot products of the query with rows first to end - 1 to a heap of the k best; returns how many it holds.
 *
 * Exact, at a quarter of the memory traffic: the sketches give an upper bound for every row, and only the rows whose bound
 * beats the worst of the k best so far are computed in full. With x = a X + e for the row and q = b Q + f for the query,
 * x q = a b X Q + a X f + e q, and the last two are at most |x - e| |f| + |e| |q|.
 *
 * Shapes: as in `sketchRows`; query f32 [stride], querySketch i16 [sketchStride], scores f32 [k], ids u32 [k], `found` of
 * which are filled.
 */
export function findTopRows(state: usize, first: u32, end: u32, found: u32): u32 {
  const rowBytes = <usize>load<u32>(state, STRIDE) << 2;
  const sketchStride = <usize>load<u32>(state, SKETCH_STRIDE);
  const rows = <usize>load<u32>(state, ROWS);
  const scales = <usize>load<u32>(state, SCALES);
  const errors = <usize>load<u32>(state, ERRORS);
  const query = <usize>load<u32>(state, QUERY);
  const querySketch = <usize>load<u32>(state, QUERY_SKETCH);
  const scores = <usize>load<u32>(state, SCORES);
  const ids = <usize>load<u32>(state, IDS);
  const k = load<u32>(state, K);
  const queryScale = f32x4.splat(load<f32>(state, QUERY_SCALE));
  const errorFactor = f32x4.splat(load<f32>(state, ERROR_FACTOR));
  const slack = f32x4.splat(load<f32>(state, SLACK));

  let threshold: f32 = found < k ? -Infinity : load<f32>(scores);
  // Four rows at a time; behind the last row lies room for three more (searchMemory.ts), whose bounds are not looked at.
  for (let row = first; row < end; row += 4) {
    const p = <usize>load<u32>(state, SKETCH) + <usize>row * sketchStride;
    const p1 = p + sketchStride;
    const p2 = p1 + sketchStride;
    const p3 = p2 + sketchStride;
    let s0 = i32x4.splat(0);
    let s1 = i32x4.splat(0);
    let s2 = i32x4.splat(0);
    let s3 = i32x4.splat(0);
    for (let at: usize = 0, q = querySketch; at < sketchStride; at += 8, q += 16) {
      const x = v128.load(q);
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(x, v128.load_ext<i8>(p + at)));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(x, v128.load_ext<i8>(p1 + at)));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(x, v128.load_ext<i8>(p2 + at)));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(x, v128.load_ext<i8>(p3 + at)));
    }
    const sums = laneSums(
      f32x4.convert_i32x4_s(s0),
      f32x4.convert_i32x4_s(s1),
      f32x4.convert_i32x4_s(s2),
      f32x4.convert_i32x4_s(s3),
    );
    const at = <usize>row << 2;
    const estimates = f32x4.mul(sums, f32x4.mul(v128.load(scales + at), queryScale));
    const errorBounds = madd(v128.load(errors + at), errorFactor, slack);
    const promising = f32x4.gt(f32x4.add(estimates, errorBounds), f32x4.splat(threshold));
    let lanes = i32x4.bitmask(promising);
    if (lanes == 0) continue;
    const last = min(end - row, 4);
    for (let lane: u32 = 0; lane < last; lane++, lanes >>= 1) {
      if ((lanes & 1) == 0) continue;
      const score = dotProduct(rows + <usize>(row + lane) * rowBytes, query, rowBytes);
      found = offer(scores, ids, found, k, score, row + lane);
    }
    if (found == k) threshold = load<f32>(scores);
  }
  return found;
}
