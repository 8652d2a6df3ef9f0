// Where sentences end inside a paragraph: UAX #29 in spirit, with abbreviations, in one pass.

const OTHER = 0;
/** `.`, `!`, `?`, `…`: an end where a space follows and then no small letter. */
const SPACED_END = 1;
/** `。`, `！`, `।` and the like: always an end. */
const END = 2;
const UNKNOWN = 255;

/** No abbreviation in the list is longer. Units: UTF-16 units. */
const LONGEST_ABBREVIATION = 9;
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
  /(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahrhundert|Jh|Kapitel|Auflage)/y;

/** [65536] what a UTF-16 unit is, each found when first asked for. */
const kinds = new Uint8Array(0x10000).fill(UNKNOWN);

/**
 * Returns the text with "\n" for the terminator of each sentence, at the same length.
 *
 * A terminator ends no sentence after an abbreviation or initials, in numbers, or where a small letter follows; closing
 * quotes and brackets may stand behind it. Takes linear time. Source: UAX #29, rules SB6 to SB11.
 */
export function endSentences(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    let kind = kinds[unit]!;
    if (kind === OTHER) continue;
    if (kind === UNKNOWN) kinds[unit] = kind = kindOf(unit);
    if (kind === OTHER || (kind === SPACED_END && !endsSentence(text, at))) continue;
    parts.push(text.slice(from, at), "\n");
    from = at + 1;
  }
  if (from === 0) return text;
  parts.push(text.slice(from));
  return parts.join("");
}

function kindOf(unit: number): number {
  const character = String.fromCharCode(unit);
  if (".!?…‼‽⁇⁈⁉".includes(character)) return SPACED_END;
  return character === "；" || /\p{Sentence_Terminal}/u.test(character) ? END : OTHER;
}

function endsSentence(text: string, at: number): boolean {
  let next = at + 1;
  while (next < text.length && CLOSERS.includes(text[next]!)) next++;
  const space = next;
  while (next < text.length && text.charCodeAt(next) !== 0x0a && isSpace(text.charCodeAt(next)))
    next++;
  if (next === text.length || text.charCodeAt(next) === 0x0a)
    return text[at] !== "." || !isAbbreviated(text, at, next);
  if (next === space) return false;
  const isDigitNext = isDigit(text.charCodeAt(next));
  while (next < text.length && OPENERS.includes(text[next]!)) next++;
  if (next < text.length && isSmall(text, next)) return false;
  return text[at] !== "." || !isAbbreviated(text, at, next, isDigitNext);
}

/** Says whether a full stop belongs to the word or number before it. */
function isAbbreviated(text: string, at: number, next: number, isDigitNext = false): boolean {
  let start = at;
  while (start > 0 && at - start <= LONGEST_ABBREVIATION && isLetter(text.charCodeAt(start - 1)))
    start--;
  const length = at - start;
  if (length === 0) return isOrdinal(text, at, next);
  if (length > LONGEST_ABBREVIATION) return false;
  // Initials, and what is abbreviated by letters: "J. R. R. Tolkien", "z. B.", "U.S.".
  if (length === 1) return text.charCodeAt(start) < 0x2e80;
  const word = text.slice(start, at).toLowerCase();
  return BEFORE_NAMES.has(word) || (isDigitNext && BEFORE_NUMBERS.has(word));
}

/** A number that begins a sentence is that of a list's item. */
function isOrdinal(text: string, at: number, next: number): boolean {
  let start = at;
  while (start > 0 && at - start < 4 && isDigit(text.charCodeAt(start - 1))) start--;
  if (start === at || at - start > 3) return false;
  AFTER_ORDINAL.lastIndex = next;
  if (AFTER_ORDINAL.test(text)) return true;
  let before = start;
  while (before > 0 && start - before < 8 && text[before - 1] === " ") before--;
  return before === 0 || text[before - 1] === "\n";
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

function isSmall(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0x80) return unit >= 0x61 && unit <= 0x7a;
  const character = String.fromCodePoint(text.codePointAt(at)!);
  return character !== character.toUpperCase();
}
