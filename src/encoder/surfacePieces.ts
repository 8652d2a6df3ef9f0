/** The pieces of any other tokenizer (SentencePiece): its tokens are looked for in the normalized text, in order. */
import type { Tokenizer } from "@huggingface/tokenizers";
import { addedTokenSplitter, type TextSection } from "./addedTokens.ts";
import type { Span } from "./bertText.ts";
import type { Piece, PieceSource } from "./pieces.ts";

const LONGEST_TEXT = 400_000;
const WORD_START = "\u2581"; // SentencePiece's character for a space
/** A character and the marks, joiners and variants that a normalizer may join with it. */
const CLUSTER = /[\s\S](?:[\p{M}\u200d\ufe0f]|(?<=\u200d)[\s\S])*/gu;

/**
 * Makes the source of pieces of a tokenizer without a rule of its own, and says where places are not known: a normalizer that
 * does not treat characters one by one leaves the text without them.
 */
export function surfacePieces(
  library: Tokenizer,
  requireId: (token: string) => number,
): readonly [PieceSource, string | undefined] {
  const split = addedTokenSplitter(library);
  const normalize = (text: string) => library.normalizer?.normalize(text) ?? text;
  const source: PieceSource = function* pieces(text) {
    let word = 0;
    for (const [index, section] of [...split(text.slice(0, LONGEST_TEXT))].entries()) {
      if (section.isToken) {
        const end = section.start + section.text.length;
        yield { id: requireId(section.text), token: section.text, start: section.start, end, word };
        word++;
        continue;
      }
      const normalized = normalize(section.text);
      if (normalized === "") continue;
      const preTokens = library.pre_tokenizer?.pre_tokenize([normalized], {
        section_index: index,
      }) ?? [normalized];
      const walk = walker(section, normalized, normalize);
      for (const preToken of preTokens) {
        for (const token of library.model?._call([preToken]) ?? [])
          yield { id: requireId(token), token, ...walk(token), word } satisfies Piece;
        word++;
      }
    }
  };
  const sample = "Ein \u00e9t\u00e9, zwei W\u00f6rter: \u5b66\u4e60.";
  const found = [...source(sample)].filter(({ start }) => start >= 0);
  return [
    source,
    found.length > 0
      ? undefined
      : "The places of its tokens in the text are not known: its tokenizer is of a kind that Wordfield cannot trace back.",
  ];
}

/** Finds one token after the other in a section of text. */
function walker(
  { text, start }: TextSection,
  normalized: string,
  normalize: (text: string) => string,
): (token: string) => Span {
  const spans: Span[] = [];
  let traced = "";
  for (const match of text.matchAll(CLUSTER)) {
    const part = normalize(match[0]);
    const span = { start: start + match.index, end: start + match.index + match[0].length };
    for (let unit = 0; unit < part.length; unit++) spans.push(span);
    traced += part;
  }
  const unknown = { start: -1, end: -1 };
  // Normalizers of whole sentences (runs of spaces become one) differ from the traced text only there.
  let at = 0;
  const skipSpaces = () => {
    while (at < traced.length && /[\s\u2581]/u.test(traced[at] ?? "")) at++;
  };
  if (squeeze(traced) !== squeeze(normalized)) return () => unknown;
  return (token) => {
    const surface = token.replaceAll(WORD_START, "");
    if (surface === "") return unknown;
    if (token.startsWith(WORD_START)) skipSpaces();
    if (!traced.startsWith(surface, at)) skipSpaces();
    if (!traced.startsWith(surface, at)) return unknown;
    const first = spans[at];
    at += surface.length;
    const last = spans[at - 1];
    return first && last ? { start: first.start, end: last.end } : unknown;
  };
}

function squeeze(text: string): string {
  return text.replace(/[\s\u2581]+/gu, "");
}
