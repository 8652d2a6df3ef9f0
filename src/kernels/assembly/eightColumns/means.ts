// The mean of rows and what a step changed of it, eight columns at a time, in pairs of vectors as in twoBySix.ts.
import { columnBytes } from "../state";

/** Bytes of a row that one round takes: four pairs. */
const ROUND: usize = 128;

/** Writes the mean of the `count` rows whose addresses stand at `rows` to `target` and to `copy`. */
export function writeMean(rows: usize, count: i32, target: usize, copy: usize): void {
  const factor = f32x4.splat(1 / <f32>count);
  const end = rows + (<usize>count << 2);
  let at: usize = 0;
  // A round is summed over all rows in registers before the next.
  for (; at + ROUND <= columnBytes; at += ROUND) {
    const zero = f32x4.splat(0);
    let sum0 = zero;
    let sum0High = zero;
    let sum1 = zero;
    let sum1High = zero;
    let sum2 = zero;
    let sum2High = zero;
    let sum3 = zero;
    let sum3High = zero;
    for (let entry = rows; entry < end; entry += 4) {
      const row = <usize>load<u32>(entry) + at;
      sum0 = f32x4.add(sum0, v128.load(row, 0, 4));
      sum0High = f32x4.add(sum0High, v128.load(row, 16, 4));
      sum1 = f32x4.add(sum1, v128.load(row, 32, 4));
      sum1High = f32x4.add(sum1High, v128.load(row, 48, 4));
      sum2 = f32x4.add(sum2, v128.load(row, 64, 4));
      sum2High = f32x4.add(sum2High, v128.load(row, 80, 4));
      sum3 = f32x4.add(sum3, v128.load(row, 96, 4));
      sum3High = f32x4.add(sum3High, v128.load(row, 112, 4));
    }
    sum0 = f32x4.mul(sum0, factor);
    sum0High = f32x4.mul(sum0High, factor);
    sum1 = f32x4.mul(sum1, factor);
    sum1High = f32x4.mul(sum1High, factor);
    sum2 = f32x4.mul(sum2, factor);
    sum2High = f32x4.mul(sum2High, factor);
    sum3 = f32x4.mul(sum3, factor);
    sum3High = f32x4.mul(sum3High, factor);
    const targetRound = target + at;
    v128.store(targetRound, sum0High, 16, 4);
    v128.store(targetRound, sum0, 0, 4);
    v128.store(targetRound, sum1High, 48, 4);
    v128.store(targetRound, sum1, 32, 4);
    v128.store(targetRound, sum2High, 80, 4);
    v128.store(targetRound, sum2, 64, 4);
    v128.store(targetRound, sum3High, 112, 4);
    v128.store(targetRound, sum3, 96, 4);
    const copyRound = copy + at;
    v128.store(copyRound, sum0High, 16, 4);
    v128.store(copyRound, sum0, 0, 4);
    v128.store(copyRound, sum1High, 48, 4);
    v128.store(copyRound, sum1, 32, 4);
    v128.store(copyRound, sum2High, 80, 4);
    v128.store(copyRound, sum2, 64, 4);
    v128.store(copyRound, sum3High, 112, 4);
    v128.store(copyRound, sum3, 96, 4);
  }
  for (; at < columnBytes; at += 32) {
    let sum = f32x4.splat(0);
    let sumHigh = f32x4.splat(0);
    for (let entry = rows; entry < end; entry += 4) {
      const row = <usize>load<u32>(entry) + at;
      sum = f32x4.add(sum, v128.load(row, 0, 4));
      sumHigh = f32x4.add(sumHigh, v128.load(row, 16, 4));
    }
    sum = f32x4.mul(sum, factor);
    sumHigh = f32x4.mul(sumHigh, factor);
    const targetRound = target + at;
    v128.store(targetRound, sumHigh, 16, 4);
    v128.store(targetRound, sum, 0, 4);
    const copyRound = copy + at;
    v128.store(copyRound, sumHigh, 16, 4);
    v128.store(copyRound, sum, 0, 4);
  }
}

/** Adds scale * (after - before) to each of the rows listed. */
export function scatterChange(rows: usize, count: i32, before: usize, after: usize, scale: f32): void {
  const factor = f32x4.splat(scale);
  const end = rows + (<usize>count << 2);
  let at: usize = 0;
  for (; at + ROUND <= columnBytes; at += ROUND) {
    const beforeRound = before + at;
    const afterRound = after + at;
    const change0 = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 0, 4), v128.load(beforeRound, 0, 4)),
      factor,
    );
    const change0High = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 16, 4), v128.load(beforeRound, 16, 4)),
      factor,
    );
    const change1 = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 32, 4), v128.load(beforeRound, 32, 4)),
      factor,
    );
    const change1High = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 48, 4), v128.load(beforeRound, 48, 4)),
      factor,
    );
    const change2 = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 64, 4), v128.load(beforeRound, 64, 4)),
      factor,
    );
    const change2High = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 80, 4), v128.load(beforeRound, 80, 4)),
      factor,
    );
    const change3 = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 96, 4), v128.load(beforeRound, 96, 4)),
      factor,
    );
    const change3High = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 112, 4), v128.load(beforeRound, 112, 4)),
      factor,
    );
    // A row may be listed twice (an n-gram that stands twice in its word), so one is stored before the next is loaded.
    for (let entry = rows; entry < end; entry += 4) {
      const row = <usize>load<u32>(entry) + at;
      const y0 = v128.load(row, 0, 4);
      const y0High = v128.load(row, 16, 4);
      v128.store(row, f32x4.add(y0High, change0High), 16, 4);
      v128.store(row, f32x4.add(y0, change0), 0, 4);
      const y1 = v128.load(row, 32, 4);
      const y1High = v128.load(row, 48, 4);
      v128.store(row, f32x4.add(y1High, change1High), 48, 4);
      v128.store(row, f32x4.add(y1, change1), 32, 4);
      const y2 = v128.load(row, 64, 4);
      const y2High = v128.load(row, 80, 4);
      v128.store(row, f32x4.add(y2High, change2High), 80, 4);
      v128.store(row, f32x4.add(y2, change2), 64, 4);
      const y3 = v128.load(row, 96, 4);
      const y3High = v128.load(row, 112, 4);
      v128.store(row, f32x4.add(y3High, change3High), 112, 4);
      v128.store(row, f32x4.add(y3, change3), 96, 4);
    }
  }
  for (; at < columnBytes; at += 32) {
    const beforeRound = before + at;
    const afterRound = after + at;
    const change = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 0, 4), v128.load(beforeRound, 0, 4)),
      factor,
    );
    const changeHigh = f32x4.mul(
      f32x4.sub(v128.load(afterRound, 16, 4), v128.load(beforeRound, 16, 4)),
      factor,
    );
    for (let entry = rows; entry < end; entry += 4) {
      const row = <usize>load<u32>(entry) + at;
      const y = v128.load(row, 0, 4);
      const yHigh = v128.load(row, 16, 4);
      v128.store(row, f32x4.add(yHigh, changeHigh), 16, 4);
      v128.store(row, f32x4.add(y, change), 0, 4);
    }
  }
}
