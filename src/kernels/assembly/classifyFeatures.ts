// The input rows of an example: its words, their character n-grams, and its word n-grams.
import {
  bucketCount,
  entry,
  exampleOffsets,
  exampleRows,
  inputRow,
  rowLists,
  rowOffsets,
  tokenHashes,
  tokens,
  wordCount,
  wordNgrams,
} from "./classifyState";

/** fastText's factor of the hash of word n-grams. */
const HASH_FACTOR: u64 = 116049371;

/** Tokens of the example last listed. */
export let tokenCount: i32 = 0;

/** Writes the addresses of an example's input rows to `exampleRows`; returns how many. */
export function listRows(example: i32): i32 {
  const first = entry(exampleOffsets, example);
  const end = entry(exampleOffsets, example + 1);
  tokenCount = end - first;
  const count = rowOffsets == 0 ? listWords(first, end) : listSubwords(first, end);
  return wordNgrams > 1 ? listWordNgrams(first, end, count) : count;
}

// @ts-ignore: decorator
@inline
function setRow(index: i32, row: i32): void {
  store<u32>(exampleRows + (<usize>index << 2), <u32>inputRow(row));
}

function listWords(first: i32, end: i32): i32 {
  let count = 0;
  for (let position = first; position < end; position++) {
    const token = entry(tokens, position);
    if (token >= wordCount) continue;
    setRow(count, token);
    count++;
  }
  return count;
}

function listSubwords(first: i32, end: i32): i32 {
  let count = 0;
  for (let position = first; position < end; position++) {
    const token = entry(tokens, position);
    const listEnd = entry(rowOffsets, token + 1);
    for (let at = entry(rowOffsets, token); at < listEnd; at++) {
      setRow(count, entry(rowLists, at));
      count++;
    }
  }
  return count;
}

/** fastText hashes signed hashes of words, also of those that it does not know. */
function listWordNgrams(first: i32, end: i32, count: i32): i32 {
  for (let start = first; start < end; start++) {
    let hash = signedHash(start);
    const stop = min(end, start + wordNgrams);
    for (let position = start + 1; position < stop; position++) {
      hash = hash * HASH_FACTOR + signedHash(position);
      setRow(count, wordCount + <i32>(hash % bucketCount));
      count++;
    }
  }
  return count;
}

// @ts-ignore: decorator
@inline
function signedHash(position: i32): u64 {
  return <u64>(<i64>entry(tokenHashes, entry(tokens, position)));
}
