// Means of input rows, listed by their addresses: the vector of a word made of n-grams, or of a window in CBOW.
import { scatterChange as scatterChangeWide, writeMean as writeMeanWide } from "./eightColumns/means";
import { scatterChange as scatterChangeNarrow, writeMean as writeMeanNarrow } from "./fourColumns/means";
import { inputRow } from "./rows";
import { madd } from "./simd";
import { ngramOffsets, ngramRows, partRows, rowBytes } from "./state";

/** Writes the mean of the `count` rows whose addresses stand at `rows` to `target` and to `copy`. */
export function writeMean(rows: usize, count: i32, target: usize, copy: usize): void {
  if (COLUMNS == 8) writeMeanWide(rows, count, target, copy);
  else writeMeanNarrow(rows, count, target, copy);
}

/** Adds scale * (after - before) to each of the rows listed: what a step did to their mean. */
export function scatterChange(rows: usize, count: i32, before: usize, after: usize, scale: f32): void {
  if (COLUMNS == 8) scatterChangeWide(rows, count, before, after, scale);
  else scatterChangeNarrow(rows, count, before, after, scale);
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
      for (let part = 0; part < parts; part++)
        addScaled(
          <usize>load<u32>(partRows + (<usize>part << 2)),
          target,
          1 / <f32>(count * parts),
        );
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
  writeMean(partRows, listParts(wordId), target, target);
}
