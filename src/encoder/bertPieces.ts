/** The word pieces of tokenizers like BERT's own, with exact places. */
import type { Tokenizer } from "@huggingface/tokenizers";
import { addedTokenSplitter } from "./addedTokens.ts";
import { bertWords, type BertNormalization, type BertWord } from "./bertText.ts";
import type { Piece, PieceSource } from "./pieces.ts";

/** The parts of tokenizer.json that make a tokenizer one like BERT's. */
interface BertTokenizerJson {
  readonly model?: { readonly type?: unknown; readonly continuing_subword_prefix?: unknown };
  readonly normalizer?: {
    readonly type?: unknown;
    readonly clean_text?: unknown;
    readonly handle_chinese_chars?: unknown;
    readonly strip_accents?: unknown;
    readonly lowercase?: unknown;
  } | null;
  readonly pre_tokenizer?: { readonly type?: unknown } | null;
}

/** How a tokenizer like BERT's treats text. */
export interface BertRules extends BertNormalization {
  /** What a piece that does not begin a word begins with. */
  readonly prefix: string;
}

/**
 * The rules of a tokenizer like BERT's; undefined for others.
 *
 * Where no word of the vocabulary has a capital letter, text is lower-cased though the file may not ask for it:
 * bge-small-zh-v1.5 would make every capitalized word unknown.
 */
export function bertRules(json: BertTokenizerJson, library: Tokenizer): BertRules | undefined {
  const { model, normalizer, pre_tokenizer: preTokenizer } = json;
  if (
    model?.type !== "WordPiece" ||
    normalizer?.type !== "BertNormalizer" ||
    preTokenizer?.type !== "BertPreTokenizer"
  )
    return undefined;
  const lowerCase = normalizer.lowercase === true || isUncased(library);
  return {
    prefix:
      typeof model.continuing_subword_prefix === "string" ? model.continuing_subword_prefix : "##",
    cleanText: normalizer.clean_text !== false,
    separateChinese: normalizer.handle_chinese_chars !== false,
    stripAccents:
      typeof normalizer.strip_accents === "boolean" ? normalizer.strip_accents : lowerCase,
    lowerCase,
  };
}

function isUncased(library: Tokenizer): boolean {
  const capitalized = /^(?:##)?\p{Lu}/u;
  return !library.model?.vocab.some((token) => capitalized.test(token));
}

/** Makes the source of pieces of a tokenizer like BERT's. */
export function bertPieces(
  library: Tokenizer,
  rules: BertRules,
  requireId: (token: string) => number,
): PieceSource {
  const split = addedTokenSplitter(library);
  const unknown = library.model?.unk_token;
  return function* pieces(text) {
    let word = 0;
    for (const section of split(text)) {
      if (section.isToken) {
        const end = section.start + section.text.length;
        yield { id: requireId(section.text), token: section.text, start: section.start, end, word };
        word++;
        continue;
      }
      for (const found of bertWords(section.text, rules, section.start)) {
        yield* piecesOfWord(found, word);
        word++;
      }
    }
  };

  function* piecesOfWord({ word, spans }: BertWord, number: number): Generator<Piece> {
    let at = 0;
    for (const token of library.model?._call([word]) ?? []) {
      // An unknown word is one token, whatever its length.
      const length =
        token === unknown
          ? word.length
          : at > 0
            ? token.length - rules.prefix.length
            : token.length;
      const first = spans[at];
      const last = spans[at + length - 1];
      yield {
        id: requireId(token),
        token,
        start: first?.start ?? -1,
        end: last?.end ?? -1,
        word: number,
      };
      at += length;
    }
  }
}
