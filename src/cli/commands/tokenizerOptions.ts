/** The options of the command line that say what a word is. */
import { resolve } from "node:path";
import {
  TOKENIZER_OPTION_CHOICES,
  type TokenizerSettings,
} from "../../protocol/tokenizerSettings.ts";
import { UsageError } from "../arguments.ts";
import type { ArgumentTable, OptionTable, Values } from "../options.ts";

/** Options of the tokenizer `words`. */
export const TOKENIZER_OPTIONS = {
  markup: {
    ...choice("markup"),
    help: "Read files by their kind and leave out their markup (Markdown, code, notebooks, tables …), or take all for plain text",
  },
  identifiers: {
    ...choice("identifiers"),
    help: "Read the names in source code, with their parts, or leave them out",
  },
  comments: {
    ...choice("comments"),
    help: "Read the comments in source code, or leave them out",
  },
  strings: {
    ...choice("strings"),
    help: "Read the strings in source code, or leave them out",
  },
  column: {
    kind: "list",
    placeholder: "NAME",
    group: "Words",
    help: "Read of tables and JSON only this column or field; may be given several times",
  },
  case: {
    ...choice("letterCase"),
    help: "Fold letter case fully, so that ß is ss; make letters small; or keep them",
  },
  numbers: {
    ...choice("numbers"),
    help: "Keep numbers, make all of them one word 0, or leave them out",
  },
  hyphens: {
    ...choice("hyphens"),
    help: "Take well-known for two words or for one",
  },
  underscores: {
    ...choice("underscores"),
    help: "Take snake_case for one word or for two",
  },
  addresses: {
    ...choice("addresses"),
    help: "Leave out e-mail addresses and URLs, keep each whole, or split them into words",
  },
  sentences: {
    ...choice("sentences"),
    help: "Let no window of context leave a sentence, a line or a paragraph; wrapped lines belong together",
  },
  chinese: {
    ...choice("chinese"),
    help: "What finds the words of Chinese; where jieba cannot be had, ICU does",
  },
  "chinese-dictionary": {
    kind: "text",
    placeholder: "FILE",
    group: "Words",
    help: "Words that jieba is to know besides its own, one a line",
  },
} as const satisfies OptionTable;

const SETTING_OF = {
  markup: "markup",
  identifiers: "identifiers",
  comments: "comments",
  strings: "strings",
  column: "columns",
  case: "letterCase",
  numbers: "numbers",
  hyphens: "hyphens",
  underscores: "underscores",
  addresses: "addresses",
  sentences: "sentences",
  chinese: "chinese",
  "chinese-dictionary": "chineseDictionary",
} as const satisfies Record<keyof typeof TOKENIZER_OPTIONS, keyof TokenizerSettings>;

/**
 * What was given of these options.
 *
 * Errors: `UsageError` where the tokenizer heeds none of them.
 */
export function toTokenizerSettings(
  options: Values<ArgumentTable, typeof TOKENIZER_OPTIONS>["options"],
  tokenizer: string,
): { readonly tokenizerOptions?: TokenizerSettings } {
  const given = Object.entries(SETTING_OF).flatMap(([option, setting]) => {
    const value = options[option as keyof typeof SETTING_OF];
    if (value === undefined || value.length === 0) return [];
    const isPath = option === "chinese-dictionary" && typeof value === "string";
    return [{ option, setting, value: isPath ? resolve(value) : value }];
  });
  if (tokenizer === "whitespace" && given.length > 0)
    throw new UsageError(
      `--tokenizer whitespace takes text as it is: leave out ${given.map(({ option }) => `--${option}`).join(", ")}.`,
    );
  if (given.length === 0) return {};
  return {
    tokenizerOptions: Object.fromEntries(given.map(({ setting, value }) => [setting, value])),
  };
}

function choice<O extends keyof typeof TOKENIZER_OPTION_CHOICES>(option: O) {
  const choices: (typeof TOKENIZER_OPTION_CHOICES)[O] = TOKENIZER_OPTION_CHOICES[option];
  const [otherwise] = choices;
  return { kind: "choice", placeholder: "WHAT", choices, otherwise, group: "Words" } as const;
}
