// Means of input rows, listed by their addresses: the vector of a word made of n-grams, or of a window in CBOW.
import { inputRow } from "./rows";
import { madd } from "./simd";
import { ngramOffsets, ngramRows, partRows, rowBytes } from "./state";

/** Bytes of a row that are summed over all rows in registers before the next: five vectors, as 100 dimensions are 25. */
const ROUND: usize = 80;

/** Writes the mean of the `count` rows whose addresses stand at `rows` to `target`. */
export function meanOfRows(rows: usize, count: i32, target: usize): void {
  memory.fill(target, 0, rowBytes);
  addRows(rows, count, target, 1 / <f32>count);
}

/** target += scale * sum of the rows listed. */
function addRows(rows: usize, count: i32, target: usize, scale: f32): void {
  const factor = f32x4.splat(scale);
  const end = rows + (<usize>count << 2);
  let at: usize = 0;
  for (; at + ROUND <= rowBytes; at += ROUND) {
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
    const place = target + at;
    v128.store(place, madd(sum0, factor, v128.load(place, 0, 4)), 0, 4);
    v128.store(place, madd(sum1, factor, v128.load(place, 16, 4)), 16, 4);
    v128.store(place, madd(sum2, factor, v128.load(place, 32, 4)), 32, 4);
    v128.store(place, madd(sum3, factor, v128.load(place, 48, 4)), 48, 4);
    v128.store(place, madd(sum4, factor, v128.load(place, 64, 4)), 64, 4);
  }
  for (; at < rowBytes; at += 16) {
    let sum = f32x4.splat(0);
    for (let entry = rows; entry < end; entry += 4)
      sum = f32x4.add(sum, v128.load(<usize>load<u32>(entry) + at, 0, 4));
    v128.store(target + at, madd(sum, factor, v128.load(target + at, 0, 4)), 0, 4);
  }
}

/** Adds scale * (after - before) to each of the rows listed: what a step did to their mean. */
export function scatterChange(rows: usize, count: i32, before: usize, after: usize, scale: f32): void {
  const factor = f32x4.splat(scale);
  const end = rows + (<usize>count << 2);
  let at: usize = 0;
  for (; at + ROUND <= rowBytes; at += ROUND) {
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
  for (; at < rowBytes; at += 16) {
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

/** Lists the rows that make up a word, itself and its n-grams, in `partRows` and returns their number. */
export function listParts(wordId: i32): i32 {
  const entry = ngramOffsets + (<usize>wordId << 2);
  const list = ngramRows + (<usize>load<u32>(entry) << 2);
  const count = load<i32>(entry, 4) - load<i32>(entry);
  for (let part = 0; part < count; part++) {
    const row = load<i32>(list + (<usize>part << 2));
    store<u32>(partRows + (<usize>part << 2), <u32>inputRow(row));
  }
  return count;
}

/** The mean of some words' vectors, each of which is the mean of its n-grams' where there are subwords. */
export function hiddenOfWords(wordIds: usize, count: i32, target: usize): void {
  memory.fill(target, 0, rowBytes);
  for (let index = 0; index < count; index++) {
    const wordId = load<i32>(wordIds + (<usize>index << 2));
    if (ngramOffsets == 0) {
      addScaled(inputRow(wordId), target, 1 / <f32>count);
    } else {
      const parts = listParts(wordId);
      addRows(partRows, parts, target, 1 / <f32>(count * parts));
    }
  }
}

/** target += scale * row. */
function addScaled(row: usize, target: usize, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const sum = madd(v128.load(row + at, 0, 4), factor, v128.load(target + at, 0, 4));
    v128.store(target + at, sum, 0, 4);
  }
}

/** Writes the vector of a word made of n-grams as it is used for queries. */
export function vectorOfWord(wordId: i32, target: usize): void {
  meanOfRows(partRows, listParts(wordId), target);
}
