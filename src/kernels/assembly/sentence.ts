// Reads the sentences of the id stream, dropping some of the frequent words.
import { nextRandom } from "./random";
import { inputRow } from "./rows";
import { keepThresholds, keptIds, keptRows, sentenceEnds, sentenceIds } from "./state";

/** Longer sentences are cut, as word2vec does; the scratch of memory.ts has this many places. */
const MAXIMUM_SENTENCE: i32 = 1000;
/** Words that are read together where they are made of n-grams; longer sentences are cut. */
const BLOCK_WORDS: i32 = 256;

/** Words that were read last and stayed; their ids are in `keptIds`, the rows they train in `keptRows`. */
export let keptCount: i32 = 0;
/** Sentences of two such words or more that were read last. */
export let sentenceCount: i32 = 0;
/** Where the sentence in hand begins and ends among the kept words. */
export let sentenceStart: i32 = 0;
export let sentenceEnd: i32 = 0;

/** Reads from `position` to the end of its sentence, or to `end`; returns where it stopped. */
export function readSentence(position: i32, end: i32): i32 {
  keptCount = 0;
  sentenceCount = 0;
  return readBehind(position, end, MAXIMUM_SENTENCE);
}

/** Reads as many sentences from `position` on as make a block, none that begins behind `stop`; returns where it stopped. */
export function readBlock(position: i32, end: i32, stop: i32): i32 {
  keptCount = 0;
  sentenceCount = 0;
  // In a single place that is left, each sentence would lose its first word.
  while (position < stop && keptCount < BLOCK_WORDS - 1)
    position = readBehind(position, end, BLOCK_WORDS);
  return position;
}

/** Reads a sentence behind the words that are kept already, up to `limit` in all; a single word is no sentence. */
function readBehind(position: i32, end: i32, limit: i32): i32 {
  let count = keptCount;
  while (position < end && count < limit) {
    const wordId = load<i32>(sentenceIds + (<usize>position << 2));
    position++;
    if (wordId < 0) break;
    if (<u32>(nextRandom() >> 32) > load<u32>(keepThresholds + (<usize>wordId << 2))) continue;
    store<i32>(keptIds + (<usize>count << 2), wordId);
    count++;
  }
  if (count < keptCount + 2) return position;
  keptCount = count;
  store<i32>(sentenceEnds + (<usize>sentenceCount << 2), count);
  sentenceCount++;
  return position;
}

/** Takes one of the sentences that were read in hand. */
export function takeSentence(index: i32): void {
  const ends = sentenceEnds + (<usize>index << 2);
  sentenceStart = index == 0 ? 0 : load<i32>(ends - 4);
  sentenceEnd = load<i32>(ends);
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
