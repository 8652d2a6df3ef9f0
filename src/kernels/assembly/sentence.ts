// Reads the sentences of the id stream, dropping some of the frequent words.
import { nextRandom } from "./random";
import { inputRow } from "./rows";
import { keepThresholds, keptIds, keptRows, sentenceIds } from "./state";

/** Words of the sentence last read that stayed in it; their ids are in `keptIds`, the rows they train in `keptRows`. */
export let keptCount: i32 = 0;

/** Reads from `position` to the end of its sentence, to `end`, or until `limit` words are kept; returns where it stopped. */
export function readSentence(position: i32, end: i32, limit: i32): i32 {
  let count = 0;
  while (position < end && count < limit) {
    const wordId = load<i32>(sentenceIds + (<usize>position << 2));
    position++;
    if (wordId < 0) break;
    if (<u32>(nextRandom() >> 32) > load<u32>(keepThresholds + (<usize>wordId << 2))) continue;
    store<i32>(keptIds + (<usize>count << 2), wordId);
    count++;
  }
  keptCount = count;
  return position;
}

// @ts-ignore: decorator
@inline
export function keptId(index: i32): i32 {
  return load<i32>(keptIds + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
export function keptRow(index: i32): usize {
  return <usize>load<u32>(keptRows + (<usize>index << 2));
}

/** Lets every kept word stand for its own input row. */
export function useWordRows(): void {
  for (let index = 0; index < keptCount; index++)
    store<u32>(keptRows + (<usize>index << 2), <u32>inputRow(keptId(index)));
}
