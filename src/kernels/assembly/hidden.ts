// Means of input rows, listed by their addresses: the vector of a word made of n-grams, or of a window in CBOW.
import { inputRow } from "./rows";
import { madd } from "./simd";
import { ngramOffsets, ngramRows, partRows, rowBytes } from "./state";

/** Writes the mean of the `count` rows whose addresses stand at `rows` to `target`. */
export function meanOfRows(rows: usize, count: i32, target: usize): void {
  memory.fill(target, 0, rowBytes);
  addRows(rows, count, target, 1 / <f32>count);
}

/** target += scale * sum of the rows listed. */
function addRows(rows: usize, count: i32, target: usize, scale: f32): void {
  const factor = f32x4.splat(scale);
  let index = 0;
  // Two rows at a time: half the loads and stores of the target.
  for (; index + 1 < count; index += 2) {
    const first = rowAt(rows, index);
    const second = rowAt(rows, index + 1);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const sum = f32x4.add(v128.load(first + at, 0, 4), v128.load(second + at, 0, 4));
      v128.store(target + at, madd(sum, factor, v128.load(target + at, 0, 4)), 0, 4);
    }
  }
  if (index < count) addScaled(rowAt(rows, index), target, factor);
}

// @ts-ignore: decorator
@inline
function rowAt(rows: usize, index: i32): usize {
  return <usize>load<u32>(rows + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
function addScaled(source: usize, target: usize, factor: v128): void {
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const sum = madd(v128.load(source + at, 0, 4), factor, v128.load(target + at, 0, 4));
    v128.store(target + at, sum, 0, 4);
  }
}

/**
 * Adds scale * (after - before) to each of the rows listed: what a step did to their mean. The change takes the place of
 * `before`.
 */
export function scatterChange(rows: usize, count: i32, before: usize, after: usize, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const change = f32x4.sub(v128.load(after + at, 0, 4), v128.load(before + at, 0, 4));
    v128.store(before + at, f32x4.mul(change, factor), 0, 4);
  }
  let index = 0;
  for (; index + 1 < count; index += 2)
    addToTwo(rowAt(rows, index), rowAt(rows, index + 1), before);
  if (index < count) addScaled(before, rowAt(rows, index), f32x4.splat(1));
}

/** The two may be the same row (an n-gram that stands twice in its word), so one is stored before the other is loaded. */
function addToTwo(first: usize, second: usize, change: usize): void {
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const value = v128.load(change + at, 0, 4);
    v128.store(first + at, f32x4.add(v128.load(first + at, 0, 4), value), 0, 4);
    v128.store(second + at, f32x4.add(v128.load(second + at, 0, 4), value), 0, 4);
  }
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
      addScaled(inputRow(wordId), target, f32x4.splat(1 / <f32>count));
    } else {
      const parts = listParts(wordId);
      addRows(partRows, parts, target, 1 / <f32>(count * parts));
    }
  }
}

/** Writes the vector of a word made of n-grams as it is used for queries. */
export function vectorOfWord(wordId: i32, target: usize): void {
  meanOfRows(partRows, listParts(wordId), target);
}
