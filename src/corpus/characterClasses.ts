// What a UTF-16 unit or a code point is to the tokenizers.

/** A letter or digit (`\p{L}`, `\p{N}`): begins or continues a word. */
export const LETTER = 1;
/** A combining mark (`\p{M}`): continues a word and begins none. */
export const MARK = 2;
/** Written without spaces between words: its words are found with a dictionary. */
export const UNSPACED = 4;
/** One of A to Z. */
export const ASCII_CAPITAL = 8;
/** Takes two UTF-16 units. */
export const ASTRAL = 16;
/** The first half of a surrogate pair: the class is that of the pair. */
const HIGH_SURROGATE = 32;
/** Says only how others are drawn or broken over lines; inside a word it is no part of the word's form. */
export const IGNORED = 64;
/** A letter and no digit. */
export const ALPHABETIC = 128;
const UNKNOWN = 255;

/** Soft hyphen, zero-width non-joiner and joiner, word joiner. The zero-width space is none: it parts words. */
const IGNORED_CHARACTERS = "\\u00ad\\u200c\\u200d\\u2060";
export const IGNORED_PATTERN = new RegExp(`[${IGNORED_CHARACTERS}]`, "g");

// Script_Extensions, not Script: the prolonged sound mark ー belongs to Hiragana and Katakana.
const UNSPACED_SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join("");
const PROPERTIES: readonly (readonly [number, string])[] = [
  [LETTER, "[\\p{L}\\p{N}]"],
  [MARK, "\\p{M}"],
  // The apostrophe ʼ of Ukrainian is also used with Thai.
  [UNSPACED, `(?!\\p{Script_Extensions=Latin})[${UNSPACED_SCRIPTS}]`],
  [ASCII_CAPITAL, "[A-Z]"],
  [HIGH_SURROGATE, "[\\u{d800}-\\u{dbff}]"],
  [IGNORED, `[${IGNORED_CHARACTERS}]`],
  [ALPHABETIC, "\\p{L}"],
];
const PATTERNS = PROPERTIES.map(([bit, source]) => [bit, new RegExp(source, "u")] as const);

/** [65536] classes of single UTF-16 units, each made when first asked for. */
const unitClasses = new Uint8Array(0x10000).fill(UNKNOWN);

/**
 * Returns the class of the character that begins at a position, a sum of the bits above; 0 for half a surrogate pair.
 *
 * Shapes: `position` is below the text's length.
 */
export function classAt(text: string, position: number): number {
  const unit = text.charCodeAt(position);
  let unitClass = unitClasses[unit]!;
  if (unitClass === UNKNOWN) unitClasses[unit] = unitClass = classOf(unit);
  if (unitClass !== HIGH_SURROGATE) return unitClass;
  const codePoint = text.codePointAt(position)!;
  return codePoint > 0xffff ? classOf(codePoint) : 0; // the second half may be missing
}

/** Returns the class of a character. */
export function classOf(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  let bits = codePoint > 0xffff ? ASTRAL : 0;
  for (const [bit, pattern] of PATTERNS) if (pattern.test(character)) bits |= bit;
  return bits;
}
