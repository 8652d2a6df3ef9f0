// What the tokenizers can be told, as plain data: it goes to threads and into models' files.

/**
 * How text is cut into words.
 *
 * `words`: runs of letters, digits and marks; Chinese, Japanese, Thai, Lao, Khmer and Burmese are segmented with
 * dictionaries. `whitespace`: what stands between ASCII white space and NUL, as it is: fastText's tokens.
 */
export type TokenizerName = "words" | "whitespace";

/** A tokenizer and all that it is told; `whitespace` heeds nothing but its name. */
export interface TokenizerOptions {
  readonly name: TokenizerName;
  /**
   * What becomes of markup: `drop` reads each file by its kind, Markdown, code, a table …, and only its words; `keep` takes
   * all for plain text.
   */
  readonly markup: "drop" | "keep";
  /** Whether names in source code are read, each followed by its parts; so are those in Markdown and notebooks. */
  readonly identifiers: "read" | "drop";
  /** Whether comments in source code are. */
  readonly comments: "read" | "drop";
  /** Whether strings in source code are. */
  readonly strings: "read" | "drop";
  /** Columns of tables and fields of JSON that are read, by name; absent or empty for all that hold text. */
  readonly columns?: readonly string[];
  /**
   * `fold`: Unicode's full case folding, which no locale changes: ß and ẞ are ss, İ is i with a dot above, ı stays; but
   * a sigma that ends a word is ς, as it is written. `lower`: lower case, where ß stays and a sigma depends on its
   * neighbors. `keep`: as written. All are composed (NFC).
   */
  readonly letterCase: "fold" | "lower" | "keep";
  /** What becomes of words without a letter: `fold` makes each of them `FOLDED_NUMBER`. */
  readonly numbers: "keep" | "fold" | "drop";
  /** Whether one hyphen between letters or digits joins them to one word. */
  readonly hyphens: "separate" | "join";
  /** Whether one `_` between letters or digits does. */
  readonly underscores: "separate" | "join";
  /** What becomes of e-mail addresses and URLs; `keep` makes each one word, `split` knows nothing of them. */
  readonly addresses: "drop" | "keep" | "split";
  /**
   * Where sentences end, which no window of context leaves: at . ! ? and their like before white space and at line breaks
   * that are no mere wrapping; at all line breaks and nowhere else; or where a paragraph ends.
   */
  readonly sentences: "sentences" | "lines" | "paragraphs";
  /** What finds the words of Chinese; the other scripts without spaces are left to ICU. */
  readonly chinese: "jieba" | "icu";
  /** The absolute path of a dictionary of the user's for jieba: a word a line. */
  readonly chineseDictionary?: string;
}

/** A tokenizer with all its options, or one by name with its defaults. */
export type TokenizerChoice = TokenizerName | TokenizerOptions;

/** What stands for every number where numbers are folded. */
export const FOLDED_NUMBER = "0";

/** The options where nothing is said; docs/decisions/010-what-a-word-is.md says why. */
export const DEFAULT_TOKENIZER: TokenizerOptions = {
  name: "words",
  markup: "drop",
  identifiers: "read",
  comments: "read",
  strings: "read",
  letterCase: "fold",
  numbers: "keep",
  hyphens: "separate",
  underscores: "join",
  addresses: "drop",
  sentences: "sentences",
  chinese: "jieba",
};

/** What `words` did before it had options: models whose file names it and no options were made so. */
export const FIRST_TOKENIZER: TokenizerOptions = {
  name: "words",
  markup: "keep",
  identifiers: "read",
  comments: "read",
  strings: "read",
  letterCase: "lower",
  numbers: "keep",
  hyphens: "separate",
  underscores: "separate",
  addresses: "split",
  sentences: "lines",
  chinese: "icu",
};

const WHITESPACE_TOKENIZER: TokenizerOptions = { ...FIRST_TOKENIZER, name: "whitespace" };

/** What each option can be, the default first; for menus, the command line and files that are read with suspicion. */
export const TOKENIZER_CHOICES = {
  markup: ["drop", "keep"],
  identifiers: ["read", "drop"],
  comments: ["read", "drop"],
  strings: ["read", "drop"],
  letterCase: ["fold", "lower", "keep"],
  numbers: ["keep", "fold", "drop"],
  hyphens: ["separate", "join"],
  underscores: ["join", "separate"],
  addresses: ["drop", "keep", "split"],
  sentences: ["sentences", "lines", "paragraphs"],
  chinese: ["jieba", "icu"],
} as const satisfies {
  readonly [
    O in keyof Omit<TokenizerOptions, "name" | "chineseDictionary" | "columns">
  ]: readonly TokenizerOptions[O][];
};

/** Options that are set apart from a tokenizer's name. */
export type TokenizerSettings = Partial<Omit<TokenizerOptions, "name">>;

/** Gives a tokenizer all its options. */
export function tokenizerOptions(
  choice: TokenizerChoice,
  settings: TokenizerSettings = {},
): TokenizerOptions {
  if (typeof choice !== "string") return choice;
  return choice === "whitespace" ? WHITESPACE_TOKENIZER : { ...DEFAULT_TOKENIZER, ...settings };
}

/** The options as a model's file has them: none of them where it was made before there were any. */
export function recordedTokenizer(
  name: TokenizerName,
  settings: TokenizerSettings | undefined,
): TokenizerOptions {
  if (name === "whitespace") return WHITESPACE_TOKENIZER;
  return { ...FIRST_TOKENIZER, ...settings };
}
