/** BERT's normalization and words, each character with its way back to the text. */

/** A stretch of text, in UTF-16 units; `end` is behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What BertNormalizer of tokenizer.json is told to do. */
export interface BertNormalization {
  readonly cleanText: boolean;
  readonly separateChinese: boolean;
  readonly stripAccents: boolean;
  readonly lowerCase: boolean;
}

/** A word as BERT's tokenizer takes it to pieces, and the place of each of its UTF-16 units in the text. */
export interface BertWord {
  readonly word: string;
  /** One for each UTF-16 unit of `word`. */
  readonly spans: readonly Span[];
}

const PUNCTUATION = /[\p{P}\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E]/u;
const SPACE = /\s/u;
const MARK = /\p{Mn}/u;
const MARKS = /\p{Mn}/gu;
/** Controls, formats such as zero-width joiners, private use, lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFFFD]/u;
const LINE_SPACE = /[\t\n\r]/;

/**
 * Cuts text into the words that WordPiece then takes to pieces: at white space, and around each punctuation mark and each
 * Chinese character. `offset` is added to all spans.
 *
 * Characters are normalized one by one, as Hugging Face's Rust tokenizers do: a capital sigma at a word's end becomes "σ".
 * A combining mark that is stripped belongs to the character before it.
 */
export function* bertWords(
  text: string,
  rules: BertNormalization,
  offset: number,
): Generator<BertWord, void, undefined> {
  let word = "";
  let spans: Span[] = [];
  const finish = (): readonly BertWord[] => {
    const finished = word === "" ? [] : [{ word, spans }];
    word = "";
    spans = [];
    return finished;
  };
  let at = 0;
  for (const character of text) {
    const span = { start: offset + at, end: offset + at + character.length };
    at += character.length;
    const isChinese = rules.separateChinese && isChineseCharacter(character);
    if (isChinese) yield* finish();
    const normalized = normalize(character, rules);
    if (normalized === "") {
      const last = spans.at(-1);
      if (last !== undefined && MARK.test(character))
        for (let unit = spans.length - 1; spans[unit]?.start === last.start; unit--)
          spans[unit] = { start: last.start, end: span.end };
      continue;
    }
    for (const part of normalized) {
      if (SPACE.test(part)) {
        yield* finish();
        continue;
      }
      const isAlone = PUNCTUATION.test(part);
      if (isAlone) yield* finish();
      word += part;
      for (let unit = 0; unit < part.length; unit++) spans.push(span);
      if (isAlone) yield* finish();
    }
    if (isChinese) yield* finish();
  }
  yield* finish();
}

function normalize(character: string, rules: BertNormalization): string {
  if (rules.cleanText) {
    if (LINE_SPACE.test(character) || (SPACE.test(character) && character !== "\uFEFF")) return " ";
    if (UNPRINTABLE.test(character)) return "";
  }
  let normalized = character;
  if (rules.stripAccents) normalized = normalized.normalize("NFD").replace(MARKS, "");
  return rules.lowerCase ? normalized.toLowerCase() : normalized;
}

/** The blocks that BERT's own tokenizer calls Chinese: the unified ideographs, not kana or hangul. */
function isChineseCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x20000 && code <= 0x2a6df) ||
    (code >= 0x2a700 && code <= 0x2b73f) ||
    (code >= 0x2b740 && code <= 0x2b81f) ||
    (code >= 0x2b920 && code <= 0x2ceaf) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0x2f800 && code <= 0x2fa1f)
  );
}
