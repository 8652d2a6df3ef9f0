// What a file says of the tokenizer that its words were told apart with, read with suspicion.
import * as v from "valibot";
import { FIRST_TOKENIZER, TOKENIZER_CHOICES } from "./tokenizerOptions.ts";

/** What a version does not say or know is as it was at first: then words are found as well as can be. */
export const tokenizerOptionsSchema = v.object({
  markup: v.fallback(v.picklist(TOKENIZER_CHOICES.markup), FIRST_TOKENIZER.markup),
  identifiers: v.fallback(v.picklist(TOKENIZER_CHOICES.identifiers), FIRST_TOKENIZER.identifiers),
  comments: v.fallback(v.picklist(TOKENIZER_CHOICES.comments), FIRST_TOKENIZER.comments),
  strings: v.fallback(v.picklist(TOKENIZER_CHOICES.strings), FIRST_TOKENIZER.strings),
  columns: v.exactOptional(v.custom<readonly string[]>(areTexts)),
  letterCase: v.fallback(v.picklist(TOKENIZER_CHOICES.letterCase), FIRST_TOKENIZER.letterCase),
  numbers: v.fallback(v.picklist(TOKENIZER_CHOICES.numbers), FIRST_TOKENIZER.numbers),
  hyphens: v.fallback(v.picklist(TOKENIZER_CHOICES.hyphens), FIRST_TOKENIZER.hyphens),
  underscores: v.fallback(v.picklist(TOKENIZER_CHOICES.underscores), FIRST_TOKENIZER.underscores),
  addresses: v.fallback(v.picklist(TOKENIZER_CHOICES.addresses), FIRST_TOKENIZER.addresses),
  sentences: v.fallback(v.picklist(TOKENIZER_CHOICES.sentences), FIRST_TOKENIZER.sentences),
  chinese: v.fallback(v.picklist(TOKENIZER_CHOICES.chinese), FIRST_TOKENIZER.chinese),
  chineseDictionary: v.exactOptional(v.string()),
});

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
