// The `words` tokenizer over bytes: 64 at a time where they are ASCII, character by character elsewhere.
import { findHint } from "./addresses";
import { leaveToPlainPath, LONGEST_WORD, readCharacters } from "./characters";
import { WORD } from "./memory";
import {
  addNumber,
  caseBit,
  dropsOrFoldsNumbers,
  findsAddresses,
  firstJoin,
  secondJoin,
} from "./options";
import { beginPlaces, endPlaces, placeOf } from "./places";
import { beginText, endSentenceAt, endsAtPunctuation, endText } from "./sentences";
import { addShort, addWord, LONGEST_SHORT } from "./wordTable";

/** One bit a byte: ASCII letters, digits, and everything beyond ASCII. */
// @ts-ignore: decorator
@inline
function letterBits(at: usize): u64 {
  return (
    letterLanes(at) |
    (letterLanes(at + 16) << 16) |
    (letterLanes(at + 32) << 32) |
    (letterLanes(at + 48) << 48)
  );
}

// @ts-ignore: decorator
@inline
function letterLanes(at: usize): u64 {
  const bytes = v128.load(at);
  const letters = i8x16.lt_u(
    i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)),
    i8x16.splat(26),
  );
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
  return <u64>(<u32>i8x16.bitmask(v128.or(v128.or(letters, digits), bytes)));
}

/** One bit a byte: line feeds and carriage returns. */
// @ts-ignore: decorator
@inline
function breakBits(at: usize): u64 {
  return (
    breakLanes(at) | (breakLanes(at + 16) << 16) | (breakLanes(at + 32) << 32) | (breakLanes(at + 48) << 48)
  );
}

// @ts-ignore: decorator
@inline
function breakLanes(at: usize): u64 {
  const bytes = v128.load(at);
  const breaks = v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d)));
  return <u64>(<u32>i8x16.bitmask(breaks));
}

/** One bit a byte: . ! ? */
// @ts-ignore: decorator
@inline
function terminatorBits(at: usize): u64 {
  return (
    terminatorLanes(at) |
    (terminatorLanes(at + 16) << 16) |
    (terminatorLanes(at + 32) << 32) |
    (terminatorLanes(at + 48) << 48)
  );
}

// @ts-ignore: decorator
@inline
function terminatorLanes(at: usize): u64 {
  const bytes = v128.load(at);
  const others = v128.or(i8x16.eq(bytes, i8x16.splat(0x21)), i8x16.eq(bytes, i8x16.splat(0x3f)));
  return <u64>(<u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(0x2e)), others)));
}

/** One bit a byte: what joins the letters on both sides of it. */
// @ts-ignore: decorator
@inline
function joinBits(at: usize): u64 {
  return (
    joinLanes(at) | (joinLanes(at + 16) << 16) | (joinLanes(at + 32) << 32) | (joinLanes(at + 48) << 48)
  );
}

// @ts-ignore: decorator
@inline
function joinLanes(at: usize): u64 {
  const bytes = v128.load(at);
  const others = v128.or(
    i8x16.eq(bytes, i8x16.splat(firstJoin)),
    i8x16.eq(bytes, i8x16.splat(secondJoin)),
  );
  return <u64>(<u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(0x27)), others)));
}

/** The bits of a block of 64 bytes that lie before the end of a stretch. */
// @ts-ignore: decorator
@inline
function before(end: usize, block: usize, bits: u64): u64 {
  if (block + 64 <= end) return bits;
  return block < end ? bits & ((<u64>1 << <u64>(end - block)) - 1) : 0;
}

// @ts-ignore: decorator
@inline
function lowerCase(bytes: v128): v128 {
  const capitals = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26));
  return v128.or(bytes, v128.and(capitals, i8x16.splat(caseBit)));
}

/**
 * Adds the words and ends of sentences of a text.
 *
 * No word crosses the text's end. Behind it lie 128 bytes of zeros. What stands between two spaces and holds an address is
 * left to the plain path.
 */
export function readWords(text: usize, length: i32): void {
  const end = text + <usize>length;
  let start = text;
  beginText(text);
  beginPlaces(text);
  if (findsAddresses) {
    let hint = findHint(start, end);
    while (hint < end) {
      let first = hint;
      while (first > start && load<u8>(first - 1) > 0x20) first--;
      let last = hint;
      while (last < end && load<u8>(last) > 0x20) last++;
      readStretch(start, first);
      leaveToPlainPath(first, last);
      start = last;
      hint = findHint(start, end);
    }
  }
  readStretch(start, end);
  endText(end);
  endPlaces(end);
}

/** Adds the words and ends of sentences of what no word leaves. */
function readStretch(text: usize, end: usize): void {
  let letters = before(end, text, letterBits(text));
  let letterBefore: u64 = 0;
  let wordBefore: u64 = 0;
  let start = text;
  // Also the block that begins at the end: a word ends there.
  for (let block = text; block <= end; block += 64) {
    const lettersAfter = before(end, block + 64, letterBits(block + 64));
    const joins = joinBits(block);
    const words =
      letters |
      (joins & ((letters << 1) | letterBefore) & ((letters >> 1) | (lettersAfter << 63)));
    const shifted = (words << 1) | wordBefore;
    let starts = words & ~shifted;
    let ends = ~words & shifted;
    let events = breakBits(block);
    if (endsAtPunctuation) {
      const terminators = terminatorBits(block);
      const isLetterBehind = (letters >> 1) | (lettersAfter << 63);
      events |= terminators & ~isLetterBehind;
      // A quotation mark beyond ASCII is among what has been taken for letters.
      for (let rest = terminators & isLetterBehind; rest != 0; rest &= rest - 1)
        if (load<u8>(block + <usize>ctz(rest), 1) >= 0x80) events |= rest & (0 - rest);
    }
    events = before(end, block, events);
    if (wordBefore == 0) {
      start = block + <usize>ctz(starts);
      starts &= starts - 1;
    }
    letterBefore = letters >> 63;
    wordBefore = words >> 63;
    letters = lettersAfter;
    while (true) {
      // The words that end up to where a sentence may end, which is none of their bytes.
      let near = ends & (events ^ (events - 1));
      ends ^= near;
      while (near != 0) {
        const wordEnd = block + <usize>ctz(near);
        near &= near - 1;
        addRun(start, wordEnd);
        start = block + <usize>ctz(starts);
        starts &= starts - 1;
      }
      if (events == 0) break;
      const event = block + <usize>ctz(events);
      events &= events - 1;
      endSentenceAt(event);
    }
  }
}

/** Adds a run of letters, digits, what joins them, and bytes beyond ASCII. */
// @ts-ignore: decorator
@inline
function addRun(start: usize, end: usize): void {
  const length = <i32>(end - start);
  if (length > LONGEST_SHORT) {
    addLongRun(start, end);
    return;
  }
  const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const bytes = v128.and(v128.load(start), i8x16.lt_s(lanes, i8x16.splat(<i8>length)));
  if (i8x16.bitmask(bytes) != 0) readCharacters(start, end);
  else if (dropsOrFoldsNumbers && !hasLetter(bytes)) addNumber(placeOf(start, end));
  else addShort(lowerCase(bytes), length, placeOf(start, end));
}

// @ts-ignore: decorator
@inline
function hasLetter(bytes: v128): bool {
  const letters = i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61));
  return v128.any_true(i8x16.lt_u(letters, i8x16.splat(26)));
}

function addLongRun(start: usize, end: usize): void {
  // The last 16 bytes twice, rather than what lies behind them.
  let beyond = v128.load(end - 16);
  let isNumber = !hasLetter(beyond);
  let at = start;
  for (; at + 16 <= end; at += 16) {
    beyond = v128.or(beyond, v128.load(at));
    isNumber = isNumber && !hasLetter(v128.load(at));
  }
  if (i8x16.bitmask(beyond) != 0) {
    readCharacters(start, end);
    return;
  }
  const length = <i32>(end - start);
  if (length > LONGEST_WORD) return;
  if (dropsOrFoldsNumbers && isNumber) {
    addNumber(placeOf(start, end));
    return;
  }
  for (at = 0; at < <usize>length; at += 16) v128.store(WORD + at, lowerCase(v128.load(start + at)));
  addWord(length, placeOf(start, end));
}
