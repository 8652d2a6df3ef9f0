// Finds the files in which words stand one behind the other, in the bytes of an index: segmentLayout.ts and places.ts in
// src/occurrences/ say how lists of files and places are written. Their readers there, FileList and PlaceList, are the plain
// twins, and decide where this is in doubt. The bytes are not trusted: nothing is read beyond the spare bytes behind them.

/** What `matchPhrase` returns; WANTED + word where the window of that word is to be moved. phraseMemory.ts has them too. */
const DONE: u32 = 0;
const MORE: u32 = 1;
const DAMAGED: u32 = 2;
const WANTED: u32 = 3;
/** In place of a count: only the plain twins can tell. */
const UNCLEAR: u32 = 0xffffffff;
/** Entries of lists that one call reads at most. */
const BUDGET: u32 = 8192;
/** Places from this one on are left to the plain twins. Units: UTF-16 units. */
const MARKS: u32 = 1 << 22;
const LARGEST_OFFSET: u64 = 1 << 30;
const NO_NEXT: i32 = -1;
/** An advance of a list that gives a file. */
const THERE: u32 = 3;

/** What phraseMemory.ts writes at the beginning of the memory, and what is kept between two calls. */
@unmanaged
class Phrase {
  words: u32;
  records: u32;
  files: u32;
  /** The least file that may have the phrase. */
  file: i32;
  hits: u32;
  hitRoom: u32;
  found: u32;
  groups: u32;
}

/** Where a word is expected, one byte for each place in a file: the generation it was marked in, so that none is cleared. */
@unmanaged
class Marks {
  bytes: u32;
  generation: u32;
  /** None is marked from here on. */
  end: u32;
}

/** A word: the rest of its list of files, the present file in it, and what of its places is in memory. */
@unmanaged
class Word {
  entry: u32;
  listEnd: u32;
  list: u32;
  file: i32;
  count: u32;
  /** Where the places of the file begin among the word's; a single one in the list. */
  start: u32;
  bytes: u32;
  placesEnd: u32;
  placesBytes: u32;
  window: u32;
  windowStart: u32;
  windowBytes: u32;
  length: u32;
  gap: u32;
}

const MARKS_AT: usize = 64;
const MARKS_BYTES: usize = 16;
const WORD_BYTES: usize = 64;

/** Where the next number is, and whether one of the last ones was too long. */
let position: usize = 0;
let isTooLong: bool = false;

/** Reads a number of at most `longest` bytes. */
function readNumber(longest: u32): u64 {
  let value: u64 = 0;
  for (let i: u32 = 0; i < longest; i++) {
    const byte = <u64>load<u8>(position++);
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) return value;
  }
  isTooLong = true;
  return value;
}

/** Whether a single place in a list lies in a file; goes behind it. */
function passPlace(length: u32): bool {
  const value = readNumber(8);
  let end = (value >> 1) + length;
  if ((value & 1) != 0 && (readNumber(8) & 1) != 0) end = (value >> 1) + readNumber(8);
  return value <= 2 * LARGEST_OFFSET && end <= LARGEST_OFFSET;
}

/** Goes on to the next file of a word. */
function advance(word: Word, files: u32): u32 {
  position = word.entry;
  if (position >= <usize>word.listEnd) return DONE;
  isTooLong = false;
  const value = readNumber(8);
  const file = <i64>word.file + (value >> 1);
  if (value < 2 || file >= <i64>files) return DAMAGED;
  word.file = <i32>file;
  if ((value & 1) != 0) {
    word.count = 1;
    word.start = <u32>position - word.list;
    if (!passPlace(word.length)) return DAMAGED;
    word.bytes = <u32>position - word.list - word.start;
  } else {
    const count = readNumber(8);
    const bytes = readNumber(8);
    if (count < 2 || count > bytes || bytes > word.placesBytes - word.placesEnd) return DAMAGED;
    word.count = <u32>count;
    word.bytes = <u32>bytes;
    word.start = word.placesEnd;
    word.placesEnd += word.bytes;
  }
  if (isTooLong || position > <usize>word.listEnd) return DAMAGED;
  word.entry = <u32>position;
  return THERE;
}

/** Whether the word before is marked to go on here; if so, marks where the next one is expected, else that it is not. */
// @ts-ignore: decorator
@inline
function take(expected: usize, generation: u32, hasBefore: bool, next: usize, mark: u32, hasNext: bool): u32 {
  const isFound = hasBefore ? <u32>(<u32>load<u8>(expected) == generation) : 1;
  if (hasNext) store<u8>(next, mark & (0 - isFound));
  return isFound;
}

/**
 * Reads the places of a word in a file; where `hasBefore`, finds those that are marked by the word before, else all; where
 * `hasNext`, marks where the next word is expected behind each. Returns how many it found, or UNCLEAR.
 *
 * Four at once where they take one or two bytes each and are as expected, which most are: no branch can foretell how many
 * bytes each takes. A table says by the highest bits of eight bytes where the numbers lie in them.
 */
// @ts-ignore: decorator
@inline
function readPlaces(
  groups: usize,
  word: Word,
  expected: Marks,
  marks: Marks,
  hasBefore: bool,
  hasNext: bool,
): u32 {
  const here = <usize>expected.bytes;
  const generation = expected.generation;
  const mark = marks.generation;
  const length = word.length;
  const span = <usize>(length + word.gap);
  const there = <usize>marks.bytes + span;
  const limit = position + word.bytes;
  let at = position;
  let start: usize = 0;
  let found: u32 = 0;
  let lastMark: i32 = -1;
  for (let rest = word.count; rest != 0; ) {
    if (at >= limit) return UNCLEAR;
    if (rest >= 4) {
      const eight = v128.load64_zero(at);
      const group = groups + (<usize>i8x16.bitmask(eight) << 4);
      const spread = <u64>i64x2.extract_lane(i8x16.swizzle(eight, v128.load64_zero(group)), 0);
      const distances = ((spread & 0x007e007e007e007e) >> 1) | ((spread & 0x7f007f007f007f00) >> 2);
      // Bits of those that are an exception, and of those at the place of the one before, which damaged ones are.
      const others =
        (spread & 0x0001000100010001) | (~((distances + 0x7fff7fff7fff7fff) >> 15) & 0x0001000100010001);
      const taken = <usize>load<u8>(group, 8);
      if (taken != 0 && others == 0) {
        const sums = distances * 0x0001000100010001;
        const place0 = start + (<u32>sums & 0xffff);
        const place1 = start + (<u32>(sums >> 16) & 0xffff);
        const place2 = start + (<u32>(sums >> 32) & 0xffff);
        start += <usize>(sums >> 48);
        if (start + span >= <usize>MARKS) return UNCLEAR;
        if (hasNext && <i32>(place0 + span) <= lastMark) return UNCLEAR;
        lastMark = <i32>(start + span);
        found += take(here + place0, generation, hasBefore, there + place0, mark, hasNext);
        found += take(here + place1, generation, hasBefore, there + place1, mark, hasNext);
        found += take(here + place2, generation, hasBefore, there + place2, mark, hasNext);
        found += take(here + start, generation, hasBefore, there + start, mark, hasNext);
        at += taken;
        rest -= 4;
        continue;
      }
    }
    // Without a branch too for numbers of one and of two bytes.
    const low = load<u8>(at);
    const more = <usize>(low >> 7);
    const high = <u32>load<u8>(at + more);
    let value = <u64>((low & 0x7f) | ((high << 7) & (0 - <u32>more)));
    position = at + 1 + more;
    isTooLong = false;
    if (value >= 0x4000) {
      position = at;
      value = readNumber(5);
    }
    const distance = value >> 1;
    if (distance >= MARKS || (distance == 0 && rest < word.count)) return UNCLEAR;
    start += <usize>distance;
    let next = <i32>(start + span);
    if ((value & 1) != 0) {
      const exception = readNumber(5);
      let end = <u64>start + length;
      if ((exception & 1) != 0) end = start + readNumber(5);
      if (end >= MARKS) return UNCLEAR;
      const code = exception >> 1;
      const gap = code - 1;
      next = code == 0 ? NO_NEXT : <i32>(end + ((gap >> 1) ^ (0 - (gap & 1))));
    }
    if (isTooLong || start >= <usize>MARKS) return UNCLEAR;
    at = position;
    rest--;
    const isMarked = hasNext && next != NO_NEXT;
    if (isMarked) {
      // Marks cannot tell what leads back, or to the same place.
      if (next <= lastMark || next >= <i32>MARKS) return UNCLEAR;
      lastMark = next;
    }
    found += take(here + start, generation, hasBefore, there - span + next, mark, isMarked);
  }
  if (at > limit) return UNCLEAR;
  if (hasNext) marks.end = max(marks.end, <u32>(lastMark + 1));
  return found;
}

/** Begins to mark anew. */
function renew(marks: Marks): void {
  if (++marks.generation < 256) return;
  memory.fill(marks.bytes, 0, marks.end);
  marks.generation = 1;
  marks.end = 0;
}

/** Counts how often the words stand one behind the other in the file at which all lists are. */
function countPlaces(state: usize, phrase: Phrase): u32 {
  const groups = <usize>phrase.groups;
  const last = phrase.words - 1;
  let found: u32 = 0;
  for (let w: u32 = 0; w <= last; w++) {
    const word = wordOf(phrase, w);
    const marked = marksOf(state, w + 1);
    const marks = marksOf(state, w);
    position = word.count == 1 ? word.list : word.window - word.windowStart;
    position += word.start;
    if (w < last) renew(marks);
    if (w == 0) found = readPlaces(groups, word, marked, marks, false, true);
    else if (w < last) found = readPlaces(groups, word, marked, marks, true, true);
    else found = readPlaces(groups, word, marked, marks, true, false);
    if (found == UNCLEAR) marks.end = MARKS; // wherever the last one is
    if (found == 0 || found == UNCLEAR) break;
  }
  return found;
}

// @ts-ignore: decorator
@inline
function wordOf(phrase: Phrase, word: u32): Word {
  return changetype<Word>(<usize>phrase.records + <usize>word * WORD_BYTES);
}

/** A word is marked in the one, what is found of them in the other. */
// @ts-ignore: decorator
@inline
function marksOf(state: usize, word: u32): Marks {
  return changetype<Marks>(state + MARKS_AT + <usize>(word & 1) * MARKS_BYTES);
}

/**
 * Goes on through the lists of some words to the files that have all, and notes those where the words stand one behind the
 * other. Returns DONE at the end of a list, DAMAGED where a list is, MORE where it has read BUDGET entries or there is no
 * room for another file, WANTED + word where the places of that word in the present file are not in its window. What is
 * noted, `found` files, is to be taken after each call.
 *
 * Shapes: hits u32 [found, 2 + 3 words]: the file, how often the phrase stands there or UNCLEAR, and for each word its count
 * and where its places begin and how many bytes they take.
 */
export function matchPhrase(state: usize): u32 {
  const phrase = changetype<Phrase>(state);
  const words = phrase.words;
  let budget = BUDGET;
  phrase.found = 0;
  while (true) {
    for (let w: u32 = 0; w < words; w++) {
      const word = wordOf(phrase, w);
      while (word.file < phrase.file) {
        if (budget-- == 0) return MORE;
        const end = advance(word, phrase.files);
        if (end != THERE) return end;
      }
      if (word.file == phrase.file) continue;
      phrase.file = word.file;
      w = -1; // all words again
    }
    if (phrase.found == phrase.hitRoom) return MORE;
    for (let w: u32 = 0; w < words; w++) {
      const word = wordOf(phrase, w);
      if (word.count == 1) continue;
      const windowEnd = word.windowStart + word.windowBytes;
      if (word.start < word.windowStart || word.start + word.bytes > windowEnd) return WANTED + w;
    }
    const count = countPlaces(state, phrase);
    if (count > 0) note(phrase, count);
    phrase.file++;
  }
}

function note(phrase: Phrase, count: u32): void {
  let hit = <usize>phrase.hits + <usize>(phrase.found++ * (2 + 3 * phrase.words) * 4);
  store<u32>(hit, phrase.file);
  store<u32>(hit, count, 4);
  for (let w: u32 = 0; w < phrase.words; w++) {
    const word = wordOf(phrase, w);
    store<u32>(hit, word.count, 8);
    store<u32>(hit, word.start, 12);
    store<u32>(hit, word.bytes, 16);
    hit += 12;
  }
}
