// Words among characters beyond ASCII, one character at a time.
import { PAGES, takeSmall, WORD } from "./memory";
import { placeOf } from "./places";
import { endsAtPunctuation, isSpaceBehind } from "./sentences";
import { addNumber, dropsOrFoldsNumbers, foldsFully, joinOf } from "./options";
import { addWord, endSentence } from "./wordTable";

// What src/corpus/characterPages.ts says of a character: its folded form in the lower 21 bits, and
const FOLDED: u32 = 0x1fffff;
export const LETTER: u32 = 1 << 21;
export const MARK: u32 = 1 << 22;
export const UNSPACED: u32 = 1 << 23;
const LINE_BREAK: u32 = 1 << 24;
/** Composes with nothing before it, and what follows does not change its form. */
const SIMPLE: u32 = 0 << 25;
/** Composes with nothing before it. */
const COMPOSED: u32 = 1 << 25;
/** Keeps its form behind a simple character. */
const ATTACHED: u32 = 2 << 25;
/** Folds to itself as given where a word begins, elsewhere as its neighbors want: capital sigma. */
const SIGMA: u32 = 3 << 25;
/** Anything else. */
const KIND: u32 = 7 << 25;
/** Of a letter: a digit or the like. */
export const NUMBER: u32 = 1 << 28;
/** Of a letter. */
export const SMALL: u32 = 1 << 29;
/** Of what is neither letter nor mark: ends a sentence where white space follows, or whatever follows; closes. */
const TERMINATOR: u32 = 1 << 28;
const FULL_TERMINATOR: u32 = 1 << 29;
export const CLOSER: u32 = 1 << 30;
/** No part of a word's form. */
const IGNORED: u32 = 1 << 31;

/** Units: UTF-16 units. */
export const LONGEST_WORD: i32 = 100;
const SMALL_SIGMA: u16 = 0x83cf; // as two bytes of UTF-8 in memory
const FINAL_SIGMA: u16 = 0x82cf;

// @ts-ignore: decorator
@external("env", "describeCharacters")
declare function describeCharacters(page: u32, address: usize): void;

/** Has the plain path add the words of a stretch of text, and end the sentences in it. */
// @ts-ignore: decorator
@external("env", "readPlainly")
declare function readPlainly(address: usize, length: i32): void;

/** Leaves a stretch of text that no word leaves to the plain path. */
export function leaveToPlainPath(start: usize, end: usize): void {
  if (end > start) readPlainly(start, <i32>(end - start));
}

/** What `next` has read: a character, what it is, and where the next one begins. */
let character: u32 = 0;
let nature: u32 = 0;
let next: usize = 0;

/** Reads the character at an address. The text is valid UTF-8. */
// @ts-ignore: decorator
@inline
function read(at: usize): void {
  const first = <u32>load<u8>(at);
  if (first < 0x80) {
    character = first;
    next = at + 1;
  } else if (first < 0xe0) {
    character = ((first & 0x1f) << 6) | (<u32>load<u8>(at, 1) & 0x3f);
    next = at + 2;
  } else if (first < 0xf0) {
    character =
      ((first & 0x0f) << 12) | ((<u32>load<u8>(at, 1) & 0x3f) << 6) | (<u32>load<u8>(at, 2) & 0x3f);
    next = at + 3;
  } else {
    character =
      ((first & 0x07) << 18) |
      ((<u32>load<u8>(at, 1) & 0x3f) << 12) |
      ((<u32>load<u8>(at, 2) & 0x3f) << 6) |
      (<u32>load<u8>(at, 3) & 0x3f);
    next = at + 4;
  }
  let page = <usize>load<u32>(PAGES + (<usize>(character >> 8) << 2));
  if (page == 0) page = describe(character >> 8);
  nature = load<u32>(page + (<usize>(character & 0xff) << 2));
}

function describe(page: u32): usize {
  const address = takeSmall(1024);
  describeCharacters(page, address);
  store<u32>(PAGES + (<usize>page << 2), <u32>address);
  return address;
}

/** Where the character behind the one that `natureAt` has read begins. */
export let nextOfPeeked: usize = 0;

/** What the character at an address is; what has been read stays as it is. */
export function natureAt(at: usize): u32 {
  const characterBefore = character;
  const natureBefore = nature;
  const nextBefore = next;
  read(at);
  const found = nature;
  nextOfPeeked = next;
  character = characterBefore;
  nature = natureBefore;
  next = nextBefore;
  return found;
}

/** Writes a character as UTF-8 and returns where the next one goes. */
// @ts-ignore: decorator
@inline
function write(at: usize, code: u32): usize {
  if (code < 0x80) {
    store<u8>(at, <u8>code);
    return at + 1;
  }
  if (code < 0x800) {
    store<u8>(at, <u8>(0xc0 | (code >> 6)));
    store<u8>(at, <u8>(0x80 | (code & 0x3f)), 1);
    return at + 2;
  }
  if (code < 0x10000) {
    store<u8>(at, <u8>(0xe0 | (code >> 12)));
    store<u8>(at, <u8>(0x80 | ((code >> 6) & 0x3f)), 1);
    store<u8>(at, <u8>(0x80 | (code & 0x3f)), 2);
    return at + 3;
  }
  store<u8>(at, <u8>(0xf0 | (code >> 18)));
  store<u8>(at, <u8>(0x80 | ((code >> 12) & 0x3f)), 1);
  store<u8>(at, <u8>(0x80 | ((code >> 6) & 0x3f)), 2);
  store<u8>(at, <u8>(0x80 | (code & 0x3f)), 3);
  return at + 4;
}

/**
 * Adds the words of a stretch of text, which no word leaves, and ends sentences in it.
 *
 * Does what the plain path does (src/corpus/tokenize.ts), and leaves to it what it cannot fold or cut alone.
 */
export function readCharacters(start: usize, end: usize): void {
  let at = start;
  while (at < end) {
    read(at);
    if ((nature & LETTER) != 0) {
      at = nature & UNSPACED ? readUnspaced(at, end) : readWord(at, end);
      continue;
    }
    if (nature & LINE_BREAK) endSentence();
    else if (endsAtPunctuation && (nature & (TERMINATOR | MARK)) == TERMINATOR)
      if (nature & FULL_TERMINATOR || isSpaceBehind(next)) endSentence();
    at = next;
  }
}

/**
 * Has the plain path read what begins with a letter of a script without spaces, up to the last letter of the stretch: one
 * long call rather than many short ones. Returns where that ends.
 */
function readUnspaced(start: usize, end: usize): usize {
  let last = next;
  let at = next;
  while (at < end) {
    read(at);
    at = next;
    if (nature & (LETTER | MARK)) last = at;
  }
  readPlainly(start, <i32>(last - start));
  return last;
}

/** Adds the word that begins with the character just read; returns where it ends. */
function readWord(start: usize, end: usize): usize {
  let at = start;
  let surfaceEnd = next; // what is ignored at the end of a word belongs to none
  let target = WORD;
  let units = 0;
  let ignored = 0; // units that count only where the word goes on behind them
  let isPlain = true;
  let isSimple = false; // whether the character before this one is simple
  let isNumber = true;
  while (true) {
    if (nature & IGNORED) ignored++;
    else {
      const kind = nature & KIND;
      if (kind > COMPOSED) {
        if (kind == ATTACHED) isPlain = isPlain && isSimple;
        else isPlain = isPlain && kind == SIGMA && at == start;
      }
      isSimple = kind == SIMPLE || kind == SIGMA;
      surfaceEnd = next;
      if ((nature & (LETTER | NUMBER)) == LETTER) isNumber = false;
      units += ignored + (character > 0xffff ? 2 : 1);
      ignored = 0;
      if (units <= LONGEST_WORD) target = write(target, nature & FOLDED);
    }
    at = next;
    if (at >= end) break;
    read(at);
    if (nature & (MARK | IGNORED)) continue;
    if (nature & LETTER) {
      if (nature & UNSPACED) break;
      continue;
    }
    const joint = joinOf(character);
    if (joint == 0 || next >= end) break;
    read(next);
    if ((nature & (LETTER | UNSPACED)) != LETTER) break;
    units += ignored + 1;
    ignored = 0;
    if (units <= LONGEST_WORD) target = write(target, joint);
    isSimple = true;
  }
  if (units > LONGEST_WORD) return at;
  if (isNumber && dropsOrFoldsNumbers) addNumber(placeOf(start, surfaceEnd));
  else if (!isPlain) readPlainly(start, <i32>(at - start));
  else {
    if (foldsFully && target > WORD + 2 && load<u16>(target - 2) == SMALL_SIGMA)
      store<u16>(target - 2, FINAL_SIGMA);
    addWord(<i32>(target - WORD), placeOf(start, surfaceEnd));
  }
  return at;
}
