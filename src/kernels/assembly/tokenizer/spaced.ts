// The `whitespace` tokenizer over bytes: what stands between white space, as it is.
import { LONGEST_WORD } from "./characters";
import { WORD } from "./memory";
import { beginPlaces, endPlaces, placeOf } from "./places";
import { addShort, addWord, endSentence, LONGEST_SHORT } from "./wordTable";

/** One bit a byte: all but the white space that fastText knows: \t \n \v \f \r, space and NUL. */
// @ts-ignore: decorator
@inline
function inkBits(at: usize): u64 {
  return inkLanes(at) | (inkLanes(at + 16) << 16) | (inkLanes(at + 32) << 32) | (inkLanes(at + 48) << 48);
}

// @ts-ignore: decorator
@inline
function inkLanes(at: usize): u64 {
  const bytes = v128.load(at);
  const controls = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(9)), i8x16.splat(5));
  const others = v128.or(i8x16.eq(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0)));
  return <u64>(<u32>i8x16.bitmask(v128.or(controls, others)) ^ 0xffff);
}

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

/**
 * Adds the words and ends of sentences of a text.
 *
 * No word crosses the text's end. Behind it lie 128 bytes of zeros.
 */
export function readSpacedWords(text: usize, length: i32): void {
  const end = text + <usize>length;
  let inkBefore: u64 = 0;
  let start = text;
  beginPlaces(text);
  for (let block = text; block <= end; block += 64) {
    const ink = inkBits(block);
    const shifted = (ink << 1) | inkBefore;
    let starts = ink & ~shifted;
    let ends = ~ink & shifted;
    let breaks = breakBits(block);
    if (inkBefore == 0) {
      start = block + <usize>ctz(starts);
      starts &= starts - 1;
    }
    inkBefore = ink >> 63;
    while (true) {
      let near = ends & (breaks ^ (breaks - 1));
      ends ^= near;
      while (near != 0) {
        const wordEnd = block + <usize>ctz(near);
        near &= near - 1;
        addToken(start, wordEnd);
        start = block + <usize>ctz(starts);
        starts &= starts - 1;
      }
      if (breaks == 0) break;
      breaks &= breaks - 1;
      endSentence();
    }
  }
  endPlaces(end);
}

// @ts-ignore: decorator
@inline
function addToken(start: usize, end: usize): void {
  const length = <i32>(end - start);
  if (length > LONGEST_SHORT) {
    addLongToken(start, end, length);
    return;
  }
  const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  addShort(v128.and(v128.load(start), i8x16.lt_s(lanes, i8x16.splat(<i8>length))), length, placeOf(start, end));
}

function addLongToken(start: usize, end: usize, length: i32): void {
  if (length > LONGEST_WORD) {
    // UTF-16 units are characters, those beyond the basic plane twice.
    if (length > 3 * LONGEST_WORD) return;
    let units = 0;
    for (let at = start; at < start + <usize>length; at++) {
      const byte = <u32>load<u8>(at);
      units += i32(byte < 0x80 || byte >= 0xc0) + i32(byte >= 0xf0);
    }
    if (units > LONGEST_WORD) return;
  }
  memory.copy(WORD, start, <usize>length);
  addWord(length, placeOf(start, end));
}
