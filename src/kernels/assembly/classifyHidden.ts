// From input rows to the hidden vector, and back with what it has learned.
import { exampleRows, hidden, hiddenChange, rowBytes } from "./classifyState";
import { laneSums, madd } from "./simd";

// @ts-ignore: decorator
@inline
function rowAt(index: i32): usize {
  return <usize>load<u32>(exampleRows + (<usize>index << 2));
}

/** Writes the mean of the first `count` listed rows to `hidden`. */
export function gatherHidden(count: i32): void {
  memory.fill(hidden, 0, rowBytes);
  let index = 0;
  // Four rows at a time: a quarter of the loads and stores of the sum.
  for (; index + 3 < count; index += 4) {
    const row0 = rowAt(index);
    const row1 = rowAt(index + 1);
    const row2 = rowAt(index + 2);
    const row3 = rowAt(index + 3);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const low = f32x4.add(v128.load(row0 + at, 0, 4), v128.load(row1 + at, 0, 4));
      const high = f32x4.add(v128.load(row2 + at, 0, 4), v128.load(row3 + at, 0, 4));
      const sum = f32x4.add(v128.load(hidden + at, 0, 4), f32x4.add(low, high));
      v128.store(hidden + at, sum, 0, 4);
    }
  }
  for (; index < count; index++) {
    const row = rowAt(index);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const sum = f32x4.add(v128.load(hidden + at, 0, 4), v128.load(row + at, 0, 4));
      v128.store(hidden + at, sum, 0, 4);
    }
  }
  scale(hidden, 1 / <f32>count);
}

/** Adds a share of `hiddenChange` to each of the first `count` listed rows: the gradient of their mean. */
export function scatterChange(count: i32): void {
  scale(hiddenChange, 1 / <f32>count);
  let index = 0;
  for (; index + 3 < count; index += 4) {
    const row0 = rowAt(index);
    const row1 = rowAt(index + 1);
    const row2 = rowAt(index + 2);
    const row3 = rowAt(index + 3);
    // A row may be listed twice, so each is stored before the next one is loaded.
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const change = v128.load(hiddenChange + at, 0, 4);
      v128.store(row0 + at, f32x4.add(v128.load(row0 + at, 0, 4), change), 0, 4);
      v128.store(row1 + at, f32x4.add(v128.load(row1 + at, 0, 4), change), 0, 4);
      v128.store(row2 + at, f32x4.add(v128.load(row2 + at, 0, 4), change), 0, 4);
      v128.store(row3 + at, f32x4.add(v128.load(row3 + at, 0, 4), change), 0, 4);
    }
  }
  for (; index < count; index++) {
    const row = rowAt(index);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const change = v128.load(hiddenChange + at, 0, 4);
      v128.store(row + at, f32x4.add(v128.load(row + at, 0, 4), change), 0, 4);
    }
  }
}

function scale(vector: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (let at: usize = 0; at < rowBytes; at += 16)
    v128.store(vector + at, f32x4.mul(v128.load(vector + at, 0, 4), factors), 0, 4);
}

/** The dot products of the hidden vector with four rows. */
export function fourDots(row0: usize, row1: usize, row2: usize, row3: usize): v128 {
  let dot0 = f32x4.splat(0);
  let dot1 = dot0;
  let dot2 = dot0;
  let dot3 = dot0;
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const h = v128.load(hidden + at, 0, 4);
    dot0 = madd(h, v128.load(row0 + at, 0, 4), dot0);
    dot1 = madd(h, v128.load(row1 + at, 0, 4), dot1);
    dot2 = madd(h, v128.load(row2 + at, 0, 4), dot2);
    dot3 = madd(h, v128.load(row3 + at, 0, 4), dot3);
  }
  return laneSums(dot0, dot1, dot2, dot3);
}

/**
 * Lets four different rows, or rows of zeros, learn from the hidden vector, and it from what they were. Their gradients
 * are four f32 at `gradients`.
 */
export function updateFour(
  row0: usize,
  row1: usize,
  row2: usize,
  row3: usize,
  gradients: usize,
): void {
  const gradient0 = v128.load32_splat(gradients);
  const gradient1 = v128.load32_splat(gradients, 4);
  const gradient2 = v128.load32_splat(gradients, 8);
  const gradient3 = v128.load32_splat(gradients, 12);
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const h = v128.load(hidden + at, 0, 4);
    const w0 = v128.load(row0 + at, 0, 4);
    const w1 = v128.load(row1 + at, 0, 4);
    const w2 = v128.load(row2 + at, 0, 4);
    const w3 = v128.load(row3 + at, 0, 4);
    let change = madd(gradient0, w0, v128.load(hiddenChange + at, 0, 4));
    change = madd(gradient1, w1, change);
    change = madd(gradient2, w2, change);
    change = madd(gradient3, w3, change);
    v128.store(hiddenChange + at, change, 0, 4);
    v128.store(row0 + at, madd(gradient0, h, w0), 0, 4);
    v128.store(row1 + at, madd(gradient1, h, w1), 0, 4);
    v128.store(row2 + at, madd(gradient2, h, w2), 0, 4);
    v128.store(row3 + at, madd(gradient3, h, w3), 0, 4);
  }
}
