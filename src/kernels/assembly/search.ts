// Exact search: rows of unit length, the dot product of one query with each, and the k best of them.
// The plain twin, and the definition that the tests compare with, is src/kernels/searchReference.ts.
// `stride` is a row's length in floats, the dimension rounded up to a multiple of four; what it adds is zero.

import { laneSums, madd } from "./simd";

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

/**
 * Offers the dot products of a query with rows first to end - 1 to a heap of the k best; returns how many it holds.
 *
 * Shapes: rows f32 [n, stride], query f32 [stride], scores f32 [k], ids u32 [k], `found` of which are filled.
 */
export function findTopRows(
  rows: usize,
  first: u32,
  end: u32,
  stride: u32,
  query: usize,
  k: u32,
  scores: usize,
  ids: usize,
  found: u32,
): u32 {
  const rowBytes = <usize>stride << 2;
  const queryEnd = query + rowBytes;
  let threshold: f32 = found < k ? -Infinity : load<f32>(scores);
  let row = first;
  let p = rows + <usize>first * rowBytes;
  for (; row + 4 <= end; row += 4) {
    const p1 = p + rowBytes;
    const p2 = p1 + rowBytes;
    const p3 = p2 + rowBytes;
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let q = query, at: usize = 0; q < queryEnd; q += 16, at += 16) {
      const x = v128.load(q);
      s0 = madd(x, v128.load(p + at), s0);
      s1 = madd(x, v128.load(p1 + at), s1);
      s2 = madd(x, v128.load(p2 + at), s2);
      s3 = madd(x, v128.load(p3 + at), s3);
    }
    p = p3 + rowBytes;
    const sums = laneSums(s0, s1, s2, s3);
    if (v128.any_true(f32x4.gt(sums, f32x4.splat(threshold)))) {
      found = offer(scores, ids, found, k, f32x4.extract_lane(sums, 0), row);
      found = offer(scores, ids, found, k, f32x4.extract_lane(sums, 1), row + 1);
      found = offer(scores, ids, found, k, f32x4.extract_lane(sums, 2), row + 2);
      found = offer(scores, ids, found, k, f32x4.extract_lane(sums, 3), row + 3);
      if (found == k) threshold = load<f32>(scores);
    }
  }
  for (; row < end; row++) {
    let s = f32x4.splat(0);
    for (let q = query, at: usize = 0; q < queryEnd; q += 16, at += 16) {
      s = madd(v128.load(q), v128.load(p + at), s);
    }
    p += rowBytes;
    const sums = laneSums(s, s, s, s);
    found = offer(scores, ids, found, k, f32x4.extract_lane(sums, 0), row);
  }
  return found;
}
