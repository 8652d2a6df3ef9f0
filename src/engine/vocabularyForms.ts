/** In which forms a word that a person wrote or points at may stand in a vocabulary. */
import type { Segmenter } from "../corpus/segmenter.ts";
import {
  forEachToken,
  neighborhoodOf,
  normalizeWord,
  wordAt,
  wordsAround,
  type PlacedToken,
} from "../corpus/tokenize.ts";
import { FIRST_TOKENIZER, type TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { joinedForm } from "../statistics/chooseWords.ts";
import type { SegmenterFor } from "./segmenterThread.ts";

/** A form, and the part of a text that it stands for, in UTF-16 units. */
interface PlacedForm {
  readonly form: string;
  readonly start: number;
  readonly end: number;
}

/** How the words of one vocabulary are looked for. */
export interface VocabularyForms {
  /** Forms of a word that was typed, the likeliest first, and the one that it has if none of them is known. */
  ofWord(text: string): Promise<{ readonly forms: readonly string[]; readonly unknown: string }>;
  /** The same for what stands at an offset of a text; undefined where there is no word. */
  at(
    text: string,
    offset: number,
  ): Promise<{ readonly forms: readonly PlacedForm[]; readonly unknown: PlacedForm } | undefined>;
  /** All words of a text in its order, each with its forms, the likeliest first; offsets in UTF-16 units. */
  inText(
    text: string,
  ): Promise<
    readonly { readonly forms: readonly string[]; readonly start: number; readonly end: number }[]
  >;
}

/** What stands around a word in a text, as a rule. */
const SURROUNDINGS = /^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu;

/**
 * Creates what looks for words of a vocabulary that was made by one tokenizer, null where nobody knows by which, and in which
 * some phrases are one word.
 */
export function createVocabularyForms(
  tokenizer: TokenizerOptions | null,
  segmenterFor: SegmenterFor,
  phrases: readonly (readonly string[])[] = [],
): VocabularyForms {
  if (tokenizer === null) return FORMS_BY_ANY;
  const joined = new Set(phrases.map(joinedForm));
  const longest = phrases.reduce((most, { length }) => Math.max(most, length), 1);
  return {
    ofWord: async (text) => {
      const segmenter = await segmenterFor(text);
      const normalized = normalizeWord(text, tokenizer, segmenter);
      const words = wordsOf(text, tokenizer, (word) => [word], segmenter).map(
        ({ forms }) => forms[0]!,
      );
      const phrase = joinedForm(words);
      return {
        forms: [text, ...(joined.has(phrase) ? [phrase] : []), normalized],
        unknown: normalized,
      };
    },
    at: async (text, offset) => {
      const segmenter = await segmenterFor(neighborhoodOf(text, offset));
      const { tokens, at } = wordsAround(text, offset, tokenizer, segmenter);
      const token = tokens[at];
      if (!token) return undefined;
      const placed = { form: token.word, start: token.start, end: token.end };
      const around = phrasesAround(text, tokens, at, longest).filter(({ form }) =>
        joined.has(form),
      );
      return { forms: [...around, placed], unknown: placed };
    },
    inText: async (text) => {
      const segmenter = await segmenterFor(text);
      return wordsOf(text, tokenizer, (word) => [word], segmenter);
    },
  };
}

/** Joins each word with those beside it that only white space parts, the most words first. */
function phrasesAround(
  text: string,
  tokens: readonly PlacedToken[],
  at: number,
  longest: number,
): PlacedForm[] {
  const follows = (next: number) =>
    text.slice(tokens[next - 1]!.end, tokens[next]!.start).trim() === "";
  let [first, end] = [at, at + 1];
  while (first > 0 && at - first < longest - 1 && follows(first)) first--;
  while (end < tokens.length && end - at < longest && follows(end)) end++;
  const phrases: PlacedForm[] = [];
  for (let length = Math.min(longest, end - first); length > 1; length--)
    for (
      let start = Math.max(first, at - length + 1);
      start <= at && start + length <= end;
      start++
    ) {
      const words = tokens.slice(start, start + length);
      phrases.push({
        form: joinedForm(words.map(({ word }) => word)),
        start: words[0]!.start,
        end: words.at(-1)!.end,
      });
    }
  return phrases;
}

function wordsOf(
  text: string,
  tokenizer: TokenizerOptions,
  formsOf: (word: string, start: number, end: number) => readonly string[],
  segmenter?: Segmenter,
) {
  const words: { forms: readonly string[]; start: number; end: number }[] = [];
  forEachToken(
    text,
    tokenizer,
    (word, start, end) => words.push({ forms: formsOf(word, start, end), start, end }),
    segmenter,
  );
  return words;
}

/**
 * Words are tried as they are written, then in lower case; in a text first all that stands between white space, with
 * and without the punctuation around it ("C++", "U.S.", "New_York"), then the word alone.
 */
const FORMS_BY_ANY: VocabularyForms = {
  ofWord: async (text) => {
    const typed = text.trim();
    const forms = [text, typed, typed.toLowerCase(), normalizeWord(text, FIRST_TOKENIZER)];
    return { forms, unknown: typed };
  },
  at: async (text, offset) => {
    const written: PlacedForm[] = [];
    const spaced = wordAt(text, offset, "whitespace");
    if (spaced) {
      written.push(placedAt(text, spaced.start, spaced.end));
      const core = spaced.word.replace(SURROUNDINGS, "");
      const start = spaced.start + spaced.word.indexOf(core);
      const end = start + core.length;
      // The offset may be at the punctuation.
      if (core !== "" && start <= offset && offset <= end) written.push(placedAt(text, start, end));
    }
    const word = wordAt(text, offset, FIRST_TOKENIZER);
    const alone = word && placedAt(text, word.start, word.end);
    const unknown = alone ?? written.at(-1);
    if (!unknown) return undefined;
    const forms = [...written, ...written.map(inLowerCase)];
    if (alone) forms.push(alone, inLowerCase(alone), { ...alone, form: word.word });
    return { forms, unknown };
  },
  inText: async (text) =>
    wordsOf(text, FIRST_TOKENIZER, (word, start, end) => {
      const written = text.slice(start, end);
      return [written, written.toLowerCase(), word];
    }),
};

function placedAt(text: string, start: number, end: number): PlacedForm {
  return { form: text.slice(start, end), start, end };
}

function inLowerCase(placed: PlacedForm): PlacedForm {
  return { ...placed, form: placed.form.toLowerCase() };
}
