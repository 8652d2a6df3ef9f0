// The text as numbers: words by first occurrence, -1 behind each sentence.
import { ID_COUNT, IDS } from "./memory";

// @ts-ignore: decorator
@external("env", "takeIds")
declare function takeIds(address: usize, count: i32): void;

const SENTENCE_END = -1;

export let idsNext: usize = IDS;
let taken: f64 = 0;
let sentences: f64 = 0;
// No sentence is open at first.
store<i32>(IDS - 4, SENTENCE_END);

/** Adds a number to the stream. */
// @ts-ignore: decorator
@inline
export function pushId(value: i32): void {
  store<i32>(idsNext, value);
  idsNext += 4;
  if (idsNext == IDS + (ID_COUNT << 2)) flushIds();
}

/** Hands over what waits. */
export function flushIds(): void {
  if (idsNext == IDS) return;
  const last = load<i32>(idsNext - 4);
  const count = <i32>((idsNext - IDS) >> 2);
  taken += <f64>count;
  idsNext = IDS;
  store<i32>(IDS - 4, last);
  takeIds(IDS, count);
}

/** Ends the sentence; one without a word leaves no trace. */
export function endSentence(): void {
  if (load<i32>(idsNext - 4) == SENTENCE_END) return;
  sentences += 1;
  pushId(SENTENCE_END);
}

/** Sentences ended so far. */
export function sentenceCount(): f64 {
  return sentences;
}

/** Words added so far. */
export function tokenCount(): f64 {
  return taken + <f64>((idsNext - IDS) >> 2) - sentences;
}
