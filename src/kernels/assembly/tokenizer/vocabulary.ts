// From counted words to a vocabulary: by falling count, equal counts by UTF-16 units.
import { CHUNK_BYTES, IDS, takeBytes } from "./memory";
import { natureAt, UNSPACED } from "./characters";
import { COUNT, entryOf, LENGTH, slots, textOf, wordCount } from "./wordTable";

/** A record: count, order, and the first eight bytes of the word so that they compare as a number. */
const RECORD_BYTES: usize = 16;
const RECORD_ORDER: usize = 4;
const RECORD_PREFIX: usize = 8;
const SHORT_RUN: u32 = 12;

const SENTENCE_END = -1;
/** In place of an id where the word is not kept. */
const DROPPED = -2;

let records: usize = 0;
let recordsRoom: usize = 0;
/** Holds the left half of what is merged. */
let scratch: usize = 0;
/** i32 [different words + 1] what stands for the end of a sentence, and for each word in the order of first occurrence. */
let ids: usize = 0;
let lastId: i32 = SENTENCE_END;

/** Where the records of `sortWords` lie: u32 [n, 4], the first two of a record are count and order. */
export function recordsAddress(): usize {
  return records;
}

/**
 * Lists the words that occur often enough, in order, and returns how many. With `byText` their counts have no say in the
 * order, and words may be added afterwards; otherwise the table of words is of no use any more.
 */
export function sortWords(minimumCount: u32, byText: bool): u32 {
  let n: u32 = 0;
  for (let order: u32 = 0; order < wordCount; order++)
    if (load<u32>(entryOf(order), COUNT) >= minimumCount) n++;
  const bytes = <usize>n * RECORD_BYTES;
  // A table has at least two slots a word: room for half of the records.
  const needed = byText ? bytes << 1 : bytes;
  if (needed > recordsRoom) {
    recordsRoom = byText ? needed << 1 : needed;
    records = takeWhole(recordsRoom);
  }
  scratch = byText ? records + bytes : slots;
  let record = records;
  for (let order: u32 = 0; order < wordCount; order++) {
    const entry = entryOf(order);
    const count = load<u32>(entry, COUNT);
    if (count < minimumCount) continue;
    store<u32>(record, byText ? 0 : count);
    store<u32>(record, order, RECORD_ORDER);
    store<u64>(record, prefixOf(textOf(entry)), RECORD_PREFIX);
    record += RECORD_BYTES;
  }
  sort(0, n);
  return n;
}

/** Of a word: its UTF-16 units doubled, plus 1 where it begins with a letter of a script without spaces. */
export function shapeOfWord(order: u32): u32 {
  const entry = entryOf(order);
  const text = textOf(entry);
  const end = text + <usize>load<u32>(entry, LENGTH);
  let units: u32 = 0;
  for (let at = text; at < end; at++) {
    const byte = load<u8>(at);
    units += u32((byte & 0xc0) != 0x80) + u32(byte >= 0xf0);
  }
  return 2 * units + u32((natureAt(text) & UNSPACED) != 0);
}

/** The first eight bytes, zeros behind a shorter word, the first one highest. */
function prefixOf(text: usize): u64 {
  const bytes = bswap(load<u64>(text));
  // In UTF-16, halves of pairs (0xf0 and above here) come before U+E000 to U+FFFF (0xee and 0xef). Only first bytes of
  // characters are that great. Where one is, the first to differ decides, so all may change.
  return (bytes & 0x8080808080808080) == 0 ? bytes : asUtf16(bytes);
}

function asUtf16(bytes: u64): u64 {
  let result: u64 = 0;
  for (let shift: u64 = 0; shift < 64; shift += 8)
    result |= <u64>utf16Rank(<u32>(bytes >> shift) & 0xff) << shift;
  return result;
}

// @ts-ignore: decorator
@inline
function utf16Rank(byte: u32): u32 {
  return byte == 0xee || byte == 0xef ? byte + 0x10 : byte;
}

function comesBefore(a: usize, b: usize): bool {
  const countA = load<u32>(a);
  const countB = load<u32>(b);
  if (countA != countB) return countA > countB;
  const prefixA = load<u64>(a, RECORD_PREFIX);
  const prefixB = load<u64>(b, RECORD_PREFIX);
  if (prefixA != prefixB) return prefixA < prefixB;
  return restComesBefore(entryOf(load<u32>(a, RECORD_ORDER)), entryOf(load<u32>(b, RECORD_ORDER)));
}

/** Compares words whose first eight bytes are equal. */
function restComesBefore(a: usize, b: usize): bool {
  const lengthA = load<u32>(a, LENGTH);
  const lengthB = load<u32>(b, LENGTH);
  const textA = textOf(a);
  const textB = textOf(b);
  const end = <usize>min(lengthA, lengthB);
  for (let at: usize = 8; at < end; at++) {
    const byteA = <u32>load<u8>(textA + at);
    const byteB = <u32>load<u8>(textB + at);
    if (byteA != byteB) return utf16Rank(byteA) < utf16Rank(byteB);
  }
  return lengthA < lengthB;
}

/** Merge sort. */
function sort(first: u32, end: u32): void {
  if (end - first <= SHORT_RUN) {
    sortShort(first, end);
    return;
  }
  const middle = first + (end - first) / 2;
  sort(first, middle);
  sort(middle, end);
  let right = records + <usize>middle * RECORD_BYTES;
  const rightEnd = records + <usize>end * RECORD_BYTES;
  let target = records + <usize>first * RECORD_BYTES;
  if (!comesBefore(right, right - RECORD_BYTES)) return;
  let left = scratch;
  const leftEnd = left + <usize>(middle - first) * RECORD_BYTES;
  memory.copy(left, target, leftEnd - left);
  while (left < leftEnd && right < rightEnd) {
    if (comesBefore(right, left)) {
      v128.store(target, v128.load(right));
      right += RECORD_BYTES;
    } else {
      v128.store(target, v128.load(left));
      left += RECORD_BYTES;
    }
    target += RECORD_BYTES;
  }
  memory.copy(target, left, leftEnd - left);
}

function sortShort(first: u32, end: u32): void {
  for (let index = first + 1; index < end; index++) {
    let at = records + <usize>index * RECORD_BYTES;
    const record = v128.load(at);
    v128.store(scratch, record);
    const begin = records + <usize>first * RECORD_BYTES;
    while (at > begin && comesBefore(scratch, at - RECORD_BYTES)) {
      v128.store(at, v128.load(at - RECORD_BYTES));
      at -= RECORD_BYTES;
    }
    v128.store(at, record);
  }
}

/** Writes the texts of sorted words, a line break behind each, as many as `space` takes; returns where they end. */
export function writeWords(first: u32, end: u32, target: usize, space: usize): usize {
  const limit = target + space;
  for (let index = first; index < end; index++) {
    const entry = entryOf(load<u32>(records + <usize>index * RECORD_BYTES, RECORD_ORDER));
    const length = <usize>load<u32>(entry, LENGTH);
    if (target + length + 1 > limit) break;
    memory.copy(target, textOf(entry), length);
    store<u8>(target + length, 0x0a);
    target += length + 1;
  }
  return target;
}

/** Gives ids to the first words of those sorted. */
export function numberWords(kept: u32): void {
  ids = takeWhole((<usize>wordCount + 1) << 2);
  store<i32>(ids, SENTENCE_END);
  for (let order: u32 = 0; order < wordCount; order++) store<i32>(ids + (<usize>order << 2), DROPPED, 4);
  for (let id: u32 = 0; id < kept; id++) {
    const order = load<u32>(records + <usize>id * RECORD_BYTES, RECORD_ORDER);
    store<u32>(ids + (<usize>order << 2), id, 4);
  }
}

/**
 * Replaces the next numbers of the stream, at IDS, by ids, and returns how many are left: words that are not kept and ends
 * of sentences without a word are left out.
 */
export function replaceNumbers(count: i32): i32 {
  const end = IDS + (<usize>count << 2);
  let target = IDS;
  let last = lastId;
  for (let at = IDS; at < end; at += 4) {
    const id = load<i32>(ids + (<usize>load<i32>(at) << 2), 4);
    store<i32>(target, id);
    // Without a branch that nobody can foretell.
    const isKept = i32(id >= 0) | (i32(id == SENTENCE_END) & i32(last != SENTENCE_END));
    target += <usize>(isKept << 2);
    last = select<i32>(id, last, isKept);
  }
  lastId = last;
  return <i32>((target - IDS) >> 2);
}

function takeWhole(bytes: usize): usize {
  return takeBytes((bytes + CHUNK_BYTES - 1) & ~(CHUNK_BYTES - 1));
}
