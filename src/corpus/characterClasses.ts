// What a UTF-16 unit or a code point is to the tokenizers.

/** A letter or digit (`\p{L}`, `\p{N}`): begins or continues a word. */
export const LETTER = 1;
/** A combining mark (`\p{M}`): continues a word and begins none. */
export const MARK = 2;
/** Written without spaces between words: its words are found with a dictionary. */
export const UNSPACED = 4;
/** Unicode white space. */
export const SPACE = 8;
/** One of A to Z. */
export const ASCII_CAPITAL = 16;
/** Takes two UTF-16 units. */
export const ASTRAL = 32;
/** The first half of a surrogate pair: the class is that of the pair. */
const HIGH_SURROGATE = 64;

// Script_Extensions, not Script: the prolonged sound mark ー belongs to Hiragana and Katakana.
const UNSPACED_SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join("");
const PROPERTIES: readonly (readonly [number, string])[] = [
  [LETTER, "[\\p{L}\\p{N}]"],
  [MARK, "\\p{M}"],
  [UNSPACED, `[${UNSPACED_SCRIPTS}]`],
  [SPACE, "\\p{White_Space}"],
  [ASCII_CAPITAL, "[A-Z]"],
  [HIGH_SURROGATE, "[\\u{d800}-\\u{dbff}]"],
];
const ASTRAL_PROPERTIES = PROPERTIES.map(
  ([bit, source]) => [bit, new RegExp(source, "u")] as const,
);

let table: Uint8Array | undefined;

/**
 * Returns the classes of all single UTF-16 units, made on first use.
 *
 * Shapes: [65536], a sum of the bits above for each unit.
 */
export function unitClasses(): Uint8Array {
  if (table) return table;
  table = new Uint8Array(0x10000);
  for (const [bit, source] of PROPERTIES) {
    const pattern = new RegExp(source, "u");
    for (let unit = 0; unit < 0x10000; unit++)
      if (pattern.test(String.fromCharCode(unit))) table[unit]! |= bit;
  }
  return table;
}

/**
 * Returns the class of the character that begins at a position; 0 for half a surrogate pair.
 *
 * Shapes: `classes` as from `unitClasses`; `position` is below the text's length.
 */
export function classAt(text: string, position: number, classes: Uint8Array): number {
  const unitClass = classes[text.charCodeAt(position)]!;
  return unitClass === HIGH_SURROGATE ? astralClass(text.codePointAt(position)!) : unitClass;
}

function astralClass(codePoint: number): number {
  if (codePoint <= 0xffff) return 0; // the second half is missing
  const character = String.fromCodePoint(codePoint);
  let bits = ASTRAL;
  for (const [bit, pattern] of ASTRAL_PROPERTIES) if (pattern.test(character)) bits |= bit;
  return bits;
}
