// Where sentences end inside a paragraph: UAX #29 in spirit, with abbreviations, in one pass.

import { shortTextOf } from "./unitText.ts";

// What a unit is, a sum of bits.
/** `.`, `!`, `?`, `…`: an end where a space follows and then no small letter. */
const SPACED_END = 1;
/** `。`, `！`, `।` and the like: always an end. */
const END = 2;
const CLOSER = 4;
const OPENER = 8;
const UNKNOWN = 255;

const SPACE = 0x20;
const NEWLINE = 0x0a;
const FULL_STOP = 0x2e;
/** Of the abbreviations below. Units: UTF-16 units. */
const LONGEST_ABBREVIATION = 6;
const CLOSERS = "\"'”’»›)]}*_`」』）】》〉";
const OPENERS = "\"'“‘„‚«‹([{¿¡*_`-–—•";

/**
 * Abbreviations after which a sentence goes on although a capital follows: titles and the like. "etc." may end one: a small
 * letter behind it says where not.
 */
const BEFORE_NAMES: ReadonlySet<string> = new Set(
  (
    "mr mrs ms messrs dr drs prof st mt sr jr rev hon gen col maj capt lt sgt cpl gov pres sen rep supt insp " +
    "vs viz cf al eg ie esp approx ca ave blvd bros dept univ assn " +
    "hr fr dipl ing hrsg jh jhd abb bzw vgl sog evtl ggf inkl exkl zzgl bzgl geb gest " +
    "mme mlle mlles mgr env av sra srta dra ud uds núm dott avv " +
    "г гг им ул рис см стр табл гл св проф др тыс млн млрд"
  ).split(" "),
);
/** Abbreviations before numbers: "No. 5", but "Oh no. Then …". */
const BEFORE_NUMBERS: ReadonlySet<string> = new Set(
  (
    "no nos nr vol vols ch chap sec sect fig figs eq eqs eqn tab pp pg ed art par app ref refs op p s " +
    "jan feb mar apr jun jul aug sep sept oct nov dec bd str pág págs cap art sig n° nº"
  ).split(" "),
);
/** "am 3. Oktober", "im 19. Jahrhundert": a date's day is no end. */
const AFTER_ORDINAL =
  /^(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahrhundert|Jh|Kapitel|Auflage)/;
const LONGEST_AFTER_ORDINAL = "Jahrhundert".length;

const HASHES = 2 ** 11;
/** [HASHES] which numbers are hashes of abbreviations: most words are none, and to make a string takes long. */
const areHashes = new Uint8Array(HASHES);
for (const word of [...BEFORE_NAMES, ...BEFORE_NUMBERS])
  areHashes[
    hashOf(
      Uint16Array.from(word, (letter) => letter.charCodeAt(0)),
      0,
      word.length,
    )
  ] = 1;

/** [65536] what a UTF-16 unit is, each found when first asked for. */
const kinds = new Uint8Array(0x10000).fill(UNKNOWN);

const isAsciiEnd = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  kindOf(unit) & (SPACED_END | END) ? 1 : 0,
);

/**
 * Puts "\n" for the terminator of each sentence.
 *
 * A terminator ends no sentence after an abbreviation or initials, in numbers, or where a small letter follows; closing
 * quotes and brackets may stand behind it. Takes linear time. Source: UAX #29, rules SB6 to SB11.
 */
export function endSentences(units: Uint16Array, signs: Uint32Array): void {
  const ends: number[] = []; // put in the end: what is before a place still tells what it was
  for (const at of signs) {
    const unit = units[at]!;
    if (unit < 0x80 && isAsciiEnd[unit] === 0) continue; // nearly always
    const kind = kindOf(unit);
    if (kind & END || (kind & SPACED_END && endsSentence(units, at))) ends.push(at);
  }
  for (const end of ends) units[end] = NEWLINE;
}

function kindOf(unit: number): number {
  let kind = kinds[unit]!;
  if (kind !== UNKNOWN) return kind;
  const character = String.fromCharCode(unit);
  if (".!?…‼‽⁇⁈⁉".includes(character)) kind = SPACED_END;
  else kind = character === "；" || /\p{Sentence_Terminal}/u.test(character) ? END : 0;
  if (CLOSERS.includes(character)) kind |= CLOSER;
  if (OPENERS.includes(character)) kind |= OPENER;
  return (kinds[unit] = kind);
}

function endsSentence(units: Uint16Array, at: number): boolean {
  const { length } = units;
  const isFullStop = units[at] === FULL_STOP;
  let next = at + 1;
  while (next < length && kindOf(units[next]!) & CLOSER) next++;
  const space = next;
  while (next < length && units[next] !== NEWLINE && isSpace(units[next]!)) next++;
  if (next === length || units[next] === NEWLINE)
    return !isFullStop || !isAbbreviated(units, at, next, false);
  if (next === space) return false;
  const isDigitNext = isDigit(units[next]!);
  while (next < length && kindOf(units[next]!) & OPENER) next++;
  if (next < length && isSmall(units, next)) return false;
  return !isFullStop || !isAbbreviated(units, at, next, isDigitNext);
}

/** Says whether a full stop belongs to the word or number before it. */
function isAbbreviated(
  units: Uint16Array,
  at: number,
  next: number,
  isDigitNext: boolean,
): boolean {
  let start = at;
  while (start > 0 && at - start <= LONGEST_ABBREVIATION && isLetter(units[start - 1]!)) start--;
  const length = at - start;
  if (length === 0) return isOrdinal(units, at, next);
  if (length > LONGEST_ABBREVIATION) return false;
  // Initials, and what is abbreviated by letters: "J. R. R. Tolkien", "z. B.", "U.S.".
  if (length === 1) return units[start]! < 0x2e80;
  if (areHashes[hashOf(units, start, at)] === 0) return false;
  const word = shortTextOf(units, start, at).toLowerCase();
  return BEFORE_NAMES.has(word) || (isDigitNext && BEFORE_NUMBERS.has(word));
}

/** Of small and capital letters alike; of words with other letters than those of English, the length. */
function hashOf(units: Uint16Array, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at++) {
    const unit = units[at]!;
    if (unit >= 0x80) return end - start;
    hash = (31 * hash + (unit | 0x20)) % HASHES;
  }
  return hash;
}

/** A number that begins a sentence is that of a list's item. */
function isOrdinal(units: Uint16Array, at: number, next: number): boolean {
  let start = at;
  while (start > 0 && at - start < 4 && isDigit(units[start - 1]!)) start--;
  if (start === at || at - start > 3) return false;
  if (AFTER_ORDINAL.test(shortTextOf(units, next, next + LONGEST_AFTER_ORDINAL))) return true;
  let before = start;
  while (before > 0 && start - before < 8 && units[before - 1] === SPACE) before--;
  return before === 0 || units[before - 1] === NEWLINE;
}

function isSpace(unit: number): boolean {
  return (
    unit <= 0x20 ||
    unit === 0xa0 ||
    unit === 0x3000 ||
    (unit >= 0x2000 && unit <= 0x200b) ||
    unit === 0x202f
  );
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function isLetter(unit: number): boolean {
  if (unit < 0x80) return (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;
  return unit >= 0xc0 && unit !== 0xd7 && unit !== 0xf7 && (unit < 0x2000 || unit >= 0x2c00);
}

function isSmall(units: Uint16Array, at: number): boolean {
  const unit = units[at]!;
  if (unit < 0x80) return unit >= 0x61 && unit <= 0x7a;
  const isPair = unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(units[at + 1]);
  const character = shortTextOf(units, at, at + (isPair ? 2 : 1));
  return character !== character.toUpperCase();
}

function isLowSurrogate(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 0xdc00 && unit <= 0xdfff;
}
