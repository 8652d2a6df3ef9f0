// The mean of rows and what a step changed of it, four columns at a time.
import { columnBytes } from "../state";
import { ROUND } from "./unrolled";

/** Writes the mean of the `count` rows whose addresses stand at `rows` to `target` and to `copy`. */
export function writeMean(rows: usize, count: i32, target: usize, copy: usize): void {
  const factor = f32x4.splat(1 / <f32>count);
  const end = rows + (<usize>count << 2);
  let at: usize = 0;
  // A round is summed over all rows in registers before the next.
  for (; at + ROUND <= columnBytes; at += ROUND) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    let sum4 = sum0;
    for (let entry = rows; entry < end; entry += 4) {
      const row = <usize>load<u32>(entry) + at;
      sum0 = f32x4.add(sum0, v128.load(row, 0, 4));
      sum1 = f32x4.add(sum1, v128.load(row, 16, 4));
      sum2 = f32x4.add(sum2, v128.load(row, 32, 4));
      sum3 = f32x4.add(sum3, v128.load(row, 48, 4));
      sum4 = f32x4.add(sum4, v128.load(row, 64, 4));
    }
    sum0 = f32x4.mul(sum0, factor);
    sum1 = f32x4.mul(sum1, factor);
    sum2 = f32x4.mul(sum2, factor);
    sum3 = f32x4.mul(sum3, factor);
    sum4 = f32x4.mul(sum4, factor);
    v128.store(target + at, sum0, 0, 4);
    v128.store(target + at, sum1, 16, 4);
    v128.store(target + at, sum2, 32, 4);
    v128.store(target + at, sum3, 48, 4);
    v128.store(target + at, sum4, 64, 4);
    v128.store(copy + at, sum0, 0, 4);
    v128.store(copy + at, sum1, 16, 4);
    v128.store(copy + at, sum2, 32, 4);
    v128.store(copy + at, sum3, 48, 4);
    v128.store(copy + at, sum4, 64, 4);
  }
  for (; at < columnBytes; at += 16) {
    let sum = f32x4.splat(0);
    for (let entry = rows; entry < end; entry += 4)
      sum = f32x4.add(sum, v128.load(<usize>load<u32>(entry) + at, 0, 4));
    sum = f32x4.mul(sum, factor);
    v128.store(target + at, sum, 0, 4);
    v128.store(copy + at, sum, 0, 4);
  }
}

/** Adds scale * (after - before) to each of the rows listed. */
export function scatterChange(rows: usize, count: i32, before: usize, after: usize, scale: f32): void {
  const factor = f32x4.splat(scale);
  const end = rows + (<usize>count << 2);
  let at: usize = 0;
  for (; at + ROUND <= columnBytes; at += ROUND) {
    const change0 = changeAt(before + at, after + at, factor);
    const change1 = changeAt(before + at + 16, after + at + 16, factor);
    const change2 = changeAt(before + at + 32, after + at + 32, factor);
    const change3 = changeAt(before + at + 48, after + at + 48, factor);
    const change4 = changeAt(before + at + 64, after + at + 64, factor);
    // A row may be listed twice (an n-gram that stands twice in its word), so one is stored before the next is loaded.
    for (let entry = rows; entry < end; entry += 4) {
      const row = <usize>load<u32>(entry) + at;
      v128.store(row, f32x4.add(v128.load(row, 0, 4), change0), 0, 4);
      v128.store(row, f32x4.add(v128.load(row, 16, 4), change1), 16, 4);
      v128.store(row, f32x4.add(v128.load(row, 32, 4), change2), 32, 4);
      v128.store(row, f32x4.add(v128.load(row, 48, 4), change3), 48, 4);
      v128.store(row, f32x4.add(v128.load(row, 64, 4), change4), 64, 4);
    }
  }
  for (; at < columnBytes; at += 16) {
    const change = changeAt(before + at, after + at, factor);
    for (let entry = rows; entry < end; entry += 4) {
      const row = <usize>load<u32>(entry) + at;
      v128.store(row, f32x4.add(v128.load(row, 0, 4), change), 0, 4);
    }
  }
}

// @ts-ignore: decorator
@inline
function changeAt(before: usize, after: usize, factor: v128): v128 {
  return f32x4.mul(f32x4.sub(v128.load(after, 0, 4), v128.load(before, 0, 4)), factor);
}
