// In which language a text is, as far as its letters tell, and in which scripts words are written.

import { francAll } from "franc-min";
import { nearestLatinLanguage } from "./latinLanguages.ts";

/** Where the language cannot be told. */
export const UNDETERMINED = "und";

/** Letters that are looked at: more make no difference. Units: UTF-16 units. */
const SAMPLE_LENGTH = 1_200;
/** Fewer letters of a script that many languages have tell nothing. */
const LEAST_LETTERS = 40;
/** Beginning, middle and end: a file often begins with a license in English. */
const SLICES = 3;
/** So much of a text is looked at for the letters of a slice. */
const SLICE_LENGTH = 2_000;

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const LATIN = /\p{Script=Latin}/gu;
const HAN = /\p{Script=Han}/gu;
/** Scripts of many languages. */
const SHARED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Devanagari}]/gu;

/**
 * Tells the language of a text by its trigrams: a code of BCP 47 such as "en" or "zh", `UNDETERMINED` where it is too
 * short. A guess for summaries: close relatives, such as Russian and Bulgarian, are confused in short texts.
 *
 * Takes time that does not depend on the text's length.
 */
export function languageOf(text: string): string {
  const sample = sampleOf(text);
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  const kana = count(KANA);
  const han = count(HAN);
  const shared = count(SHARED);
  // A character says about as much as a word of three letters.
  if (3 * (kana + han) > shared) return kana * 10 > han ? "ja" : "zh";
  if (shared > 0 && shared < LEAST_LETTERS) return UNDETERMINED;
  const nearest =
    2 * count(LATIN) > sample.length ? nearestLatinLanguage(sample) : francAll(sample)[0]?.[0];
  if (nearest === undefined || nearest === UNDETERMINED) return UNDETERMINED;
  return twoLetters(nearest);
}

/** A code of ISO 639-3 as BCP 47 has it; asked of the platform once for each. */
function twoLetters(code: string): string {
  const known = shortCodes.get(code);
  if (known !== undefined) return known;
  const { language } = new Intl.Locale(code);
  shortCodes.set(code, language);
  return language;
}

const shortCodes = new Map<string, string>();

function sampleOf(text: string): string {
  const slices: string[] = [];
  for (let slice = 0; slice < SLICES; slice++) {
    const spread = Math.max(0, text.length - SLICE_LENGTH);
    const start =
      text.length <= SLICES * SLICE_LENGTH ? slice * SLICE_LENGTH : (spread * slice) / 2;
    const words = text.slice(start, start + SLICE_LENGTH).replace(/[^\p{L}\p{M}'’]+/gu, " ");
    slices.push(words.slice(0, SAMPLE_LENGTH / SLICES));
  }
  return slices.join(" ").trim();
}

/** The names of Unicode that are told apart, the most usual first. */
const SCRIPTS = (
  "Latin Han Cyrillic Hiragana Katakana Hangul Arabic Devanagari Greek Hebrew Thai Bengali Tamil Telugu " +
  "Kannada Malayalam Gujarati Gurmukhi Sinhala Georgian Armenian Ethiopic Khmer Lao Myanmar Tibetan Mongolian"
)
  .split(" ")
  .map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, "u") }));

/**
 * Names the script of a word by its first letter, as Unicode does: "Latin", "Han"; "Digits" for a word without a letter,
 * "Other" for rarer scripts.
 */
export function scriptOf(word: string): string {
  const letter = /\p{L}/u.exec(word)?.[0];
  if (letter === undefined) return "Digits";
  if (letter <= "z") return "Latin";
  return SCRIPTS.find(({ pattern }) => pattern.test(letter))?.name ?? "Other";
}
