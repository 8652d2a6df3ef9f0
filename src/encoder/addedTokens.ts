/** Tokens that are looked for in the text itself, before any other rule: "[MASK]". */
import type { Tokenizer } from "@huggingface/tokenizers";

/** A stretch of text between such tokens, or one of them. */
export interface TextSection {
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  readonly isToken: boolean;
}

/** Makes the function that cuts a text at a tokenizer's added tokens; of several that fit, the longest is taken. */
export function addedTokenSplitter(
  library: Tokenizer,
): (text: string) => Generator<TextSection, void, undefined> {
  const contents = [...library.get_added_tokens_decoder().values()]
    .map(({ content }) => content)
    .filter((content) => typeof content === "string" && content !== "")
    .sort((a, b) => b.length - a.length);
  const pattern =
    contents.length === 0 ? undefined : new RegExp(contents.map(escape).join("|"), "gu");
  return function* split(text) {
    let start = 0;
    for (const match of pattern ? text.matchAll(pattern) : []) {
      if (match.index > start)
        yield { text: text.slice(start, match.index), start, isToken: false };
      yield { text: match[0], start: match.index, isToken: true };
      start = match.index + match[0].length;
    }
    if (start < text.length) yield { text: text.slice(start), start, isToken: false };
  };
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => `\\${sign}`);
}
