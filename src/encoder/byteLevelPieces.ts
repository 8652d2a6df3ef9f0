/** The pieces of byte-level BPE (RoBERTa), with exact places: each character of a token stands for one byte. */
import type { Tokenizer } from "@huggingface/tokenizers";
import { addedTokenSplitter } from "./addedTokens.ts";
import type { PieceSource } from "./pieces.ts";

interface ByteLevelJson {
  readonly model?: { readonly type?: unknown };
  readonly normalizer?: object | null;
  readonly pre_tokenizer?: {
    readonly type?: unknown;
    readonly add_prefix_space?: unknown;
    readonly use_regex?: unknown;
  } | null;
}

/** Longer text is beyond what any of these models takes; it would only cost time. */
const LONGEST_TEXT = 400_000;
const SPACE = "\u0120"; // byte-level BPE's character for a space

/** Makes the source of pieces of a byte-level tokenizer; undefined for others. */
export function byteLevelPieces(
  json: ByteLevelJson,
  library: Tokenizer,
  requireId: (token: string) => number,
): PieceSource | undefined {
  const { model, normalizer, pre_tokenizer: preTokenizer } = json;
  if (model?.type !== "BPE" || normalizer || preTokenizer?.type !== "ByteLevel") return undefined;
  const split = addedTokenSplitter(library);
  const addsSpace = preTokenizer.add_prefix_space === true;
  return function* pieces(text) {
    let word = 0;
    for (const section of split(text.slice(0, LONGEST_TEXT))) {
      if (section.isToken) {
        const end = section.start + section.text.length;
        yield { id: requireId(section.text), token: section.text, start: section.start, end, word };
        word++;
        continue;
      }
      const places = bytePlaces(section.text, section.start, addsSpace);
      let at = 0;
      for (const preToken of library.pre_tokenizer?.pre_tokenize_text(section.text, {}) ?? []) {
        for (const token of library.model?._call([preToken]) ?? []) {
          // A token's own leading spaces are not part of the word that it begins.
          let first = at;
          while (token[first - at] === SPACE && first - at < token.length - 1) first++;
          const start = places[first]?.start ?? -1;
          const end = places[at + token.length - 1]?.end ?? -1;
          yield { id: requireId(token), token, start, end, word };
          at += token.length;
        }
        word++;
      }
    }
  };
}

/** The place in the text of each byte of its UTF-8 form. */
function bytePlaces(text: string, offset: number, addsSpace: boolean) {
  const places: { start: number; end: number }[] = [];
  let at = offset;
  if (addsSpace && !text.startsWith(" ")) places.push({ start: at, end: at });
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4; // a lone surrogate becomes U+FFFD: three
    const place = { start: at, end: at + character.length };
    for (let byte = 0; byte < bytes; byte++) places.push(place);
    at += character.length;
  }
  return places;
}
