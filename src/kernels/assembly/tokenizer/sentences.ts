// Where sentences end; src/corpus/sentences.ts, the twin, says what the rules are.
import { CLOSER, LETTER, MARK, natureAt, nextOfPeeked, NUMBER, SMALL, UNSPACED } from "./characters";
import { ABBREVIATIONS, MAXIMUM_ABBREVIATIONS } from "./memory";
import { endDocumentPlaces } from "./places";
import { endSentence } from "./wordTable";

const SHORTEST_WRAPPED: u32 = 40;
const LONGEST_WRAPPED: u32 = 120;
const LONGEST_ABBREVIATION: usize = 4;

/** Whether punctuation ends sentences. */
export let endsAtPunctuation: bool = false;
let joinsParagraphs: bool = false;
let linesAreHard: bool = true;
let abbreviationCount: u32 = 0;

/** The text at hand begins here: nothing before it is looked at. */
let textStart: usize = 0;
let lineStart: usize = 0;
/** Units of the line at hand that stood before the text at hand; what exceeds the longest wrapped line is one more. */
let unitsBefore: u32 = 0;

/** Sentences: 0 ends them at punctuation, too; 1 at lines; 2 at paragraphs. */
export function configureSentences(sentences: i32, hardBreaks: bool): void {
  endsAtPunctuation = sentences == 0;
  joinsParagraphs = sentences == 2;
  linesAreHard = hardBreaks || sentences == 1;
}

/** Takes an abbreviation of up to four small letters, the first in the lowest byte. */
export function addAbbreviation(letters: u32): void {
  if (abbreviationCount == MAXIMUM_ABBREVIATIONS) unreachable();
  store<u32>(ABBREVIATIONS + (<usize>abbreviationCount << 2), letters);
  abbreviationCount++;
}

/** Ends a document, and with it its last sentence and line. */
export function endDocument(): void {
  endSentence();
  unitsBefore = 0;
  endDocumentPlaces();
}

/** Tells where the text at hand begins. */
export function beginText(text: usize): void {
  textStart = text;
  lineStart = text;
}

/** Tells where the text at hand ends; the line goes on in the next. */
export function endText(end: usize): void {
  unitsBefore = min(unitsBefore + unitsOf(lineStart, end), LONGEST_WRAPPED + 1);
}

/** Ends the sentence if it ends at a line feed, carriage return, period, exclamation or question mark. */
export function endSentenceAt(at: usize): void {
  const byte = load<u8>(at);
  if (byte == 0x0a || byte == 0x0d) {
    if (lineEndsAt(at, byte)) endSentence();
  } else if (isSpaceBehind(at + 1) && !(byte == 0x2e && isAbbreviated(at))) endSentence();
}

function lineEndsAt(at: usize, byte: u8): bool {
  const start = lineStart;
  const before = unitsBefore;
  lineStart = at + 1;
  unitsBefore = 0;
  if (linesAreHard) return true;
  if (byte == 0x0a && at > textStart && load<u8>(at - 1) == 0x0d) return false;
  let next = at + 1;
  if (byte == 0x0d && load<u8>(next) == 0x0a) next++;
  while (load<u8>(next) == 0x20 || load<u8>(next) == 0x09) next++;
  const first = load<u8>(next);
  if (joinsParagraphs) {
    if (first == 0x0a || first == 0x0d) return true;
  } else if (first < 0x80) {
    if (first < 0x61 || first > 0x7a) return true;
  } else if ((natureAt(next) & (LETTER | SMALL)) != (LETTER | SMALL)) return true;
  if (before + <u32>(at - start) < SHORTEST_WRAPPED) return true;
  const units = before + unitsOf(start, at);
  return units < SHORTEST_WRAPPED || units > LONGEST_WRAPPED;
}

/** Whether white space, or the end of the text, stands at an address, if need be behind closing marks. */
export function isSpaceBehind(at: usize): bool {
  let next = at;
  while (true) {
    const byte = load<u8>(next);
    if (byte <= 0x20) return true;
    if (byte < 0x80) {
      const closes = byte == 0x22 || byte == 0x27 || byte == 0x29 || byte == 0x5d || byte == 0x7d;
      if (!closes) return false;
      next++;
    } else {
      if ((natureAt(next) & (LETTER | MARK | CLOSER)) != CLOSER) return false;
      next = nextOfPeeked;
    }
  }
}

function isAbbreviated(period: usize): bool {
  let start = period;
  while (start > textStart && period - start <= LONGEST_ABBREVIATION && isAsciiLetter(start - 1))
    start--;
  const length = period - start;
  if (length > LONGEST_ABBREVIATION) return false;
  if (length == 0) {
    start = startOfLast(period);
    if (start == period) return false;
    const nature = natureAt(start);
    if ((nature & (LETTER | NUMBER | UNSPACED)) != LETTER) return false;
  } else if (length > 1 && !isListed(start, length)) return false;
  const before = startOfLast(start);
  return before == start || (natureAt(before) & (LETTER | MARK)) == 0;
}

function isListed(start: usize, length: usize): bool {
  let letters: u32 = 0;
  for (let index: usize = 0; index < length; index++)
    letters |= <u32>(load<u8>(start + index) | 0x20) << <u32>(index << 3);
  for (let index: u32 = 0; index < abbreviationCount; index++)
    if (load<u32>(ABBREVIATIONS + (<usize>index << 2)) == letters) return true;
  return false;
}

function isAsciiLetter(at: usize): bool {
  const letter = load<u8>(at) | 0x20;
  return letter >= 0x61 && letter <= 0x7a;
}

/** Where the last character before an address begins. */
function startOfLast(end: usize): usize {
  let start = end;
  while (start > textStart) {
    start--;
    if ((load<u8>(start) & 0xc0) != 0x80) break;
  }
  return start;
}

/** UTF-16 units from one address to another. */
function unitsOf(start: usize, end: usize): u32 {
  if (end - start > <usize>LONGEST_WRAPPED * 3) return LONGEST_WRAPPED + 1;
  let units: u32 = 0;
  for (let at = start; at < end; at += 16) {
    const bytes = v128.load(at);
    // Bytes that begin a character, and once more those that begin one of four bytes.
    const firsts = <u32>i8x16.bitmask(i8x16.gt_s(bytes, i8x16.splat(-65)));
    const longs = <u32>i8x16.bitmask(i8x16.ge_u(bytes, i8x16.splat(-16)));
    const mask: u32 = end - at < 16 ? (1 << <u32>(end - at)) - 1 : 0xffff;
    units += popcnt(firsts & mask) + popcnt(longs & mask);
  }
  return units;
}
