/** What can be told to the tokenizer `words`, for those who ask people for it; corpus/tokenizerOptions.ts says what it means. */

/** What each option can be, the default first. */
export const TOKENIZER_OPTION_CHOICES = {
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
} as const;

/** The name of an option of the tokenizer. */
export type TokenizerOptionName = keyof typeof TOKENIZER_OPTION_CHOICES;

/** The options that are told; the others have their defaults. */
export type TokenizerSettings = {
  readonly [O in TokenizerOptionName]?: (typeof TOKENIZER_OPTION_CHOICES)[O][number];
} & {
  /** Columns of tables and fields of JSON that are read; empty for all that hold text. */
  readonly columns?: readonly string[];
  /** The absolute path of a dictionary of the user's for jieba. */
  readonly chineseDictionary?: string;
};

/** The names of all options of the tokenizer. */
export const TOKENIZER_OPTION_NAMES = Object.keys(
  TOKENIZER_OPTION_CHOICES,
) as TokenizerOptionName[];
