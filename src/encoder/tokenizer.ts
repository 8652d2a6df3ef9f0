/** Text to the word pieces of a BERT, each with its place in the text. */
import { Tokenizer } from "@huggingface/tokenizers";
import { WordfieldError } from "../errors.ts";
import { bertPieces, bertRules } from "./bertPieces.ts";
import { byteLevelPieces } from "./byteLevelPieces.ts";
import type { Piece, PieceSource, TextTokenizer } from "./pieces.ts";
import { surfacePieces } from "./surfacePieces.ts";

/**
 * Makes a tokenizer of the content of tokenizer.json; its truncation and padding are not used.
 *
 * Errors: `bad-format` where the library cannot make sense of it.
 */
export function createTokenizer(json: object): TextTokenizer {
  try {
    return build(json);
  } catch (cause) {
    if (cause instanceof WordfieldError) throw cause;
    throw new WordfieldError(
      "bad-format",
      `tokenizer.json cannot be used: ${cause instanceof Error ? cause.message : String(cause)}. Fetch the encoder again or choose another one.`,
      { cause },
    );
  }
}

function build(json: object): TextTokenizer {
  const library = new Tokenizer(json, {});
  const { model } = library;
  if (!model) throw new Error("it describes no model");
  const idOf = (token: string) => model.tokens_to_ids.get(token);
  const requireId = (token: string): number => {
    const id = idOf(token) ?? model.unk_token_id;
    if (id === undefined || !Number.isSafeInteger(id) || id < 0)
      throw new Error(`the token ${JSON.stringify(token.slice(0, 40))} has no number`);
    return id;
  };
  const [before, after] = specialsAround(library, requireId);
  const [source, withoutPlaces] = choosePieces(json, library, requireId);
  const maskToken = ["[MASK]", "<mask>"].find((token) => idOf(token) !== undefined);
  return {
    before,
    after,
    mask: maskToken === undefined ? undefined : { id: requireId(maskToken), token: maskToken },
    unknownId: model.unk_token_id,
    withoutPlaces,
    tokenOf: (id) => model.vocab[id],
    idOf,
    tokenize: (text, maximumTokens) => {
      const room = Math.max(0, maximumTokens - before.length - after.length);
      const pieces: Piece[] = [...before];
      let isTruncated = false;
      for (const piece of source(text)) {
        if (pieces.length - before.length >= room) {
          isTruncated = true;
          break;
        }
        pieces.push(piece);
      }
      pieces.push(...after);
      return { pieces, isTruncated };
    },
  };
}

/** What the model's template puts around a text. */
function specialsAround(
  library: Tokenizer,
  requireId: (token: string) => number,
): readonly [readonly Piece[], readonly Piece[]] {
  const marker = "\u0000text\u0000";
  const around = library.post_processor?.post_process([marker], null, true).tokens ?? [marker];
  const special = (token: string): Piece => ({
    id: requireId(token),
    token,
    start: -1,
    end: -1,
    word: -1,
  });
  const at = around.indexOf(marker);
  if (at < 0) throw new Error("its post-processor drops the text");
  return [around.slice(0, at).map(special), around.slice(at + 1).map(special)];
}

function choosePieces(
  json: object,
  library: Tokenizer,
  requireId: (token: string) => number,
): readonly [PieceSource, string | undefined] {
  const rules = bertRules(json, library);
  if (rules) return [bertPieces(library, rules, requireId), undefined];
  const byteLevel = byteLevelPieces(json, library, requireId);
  if (byteLevel) return [byteLevel, undefined];
  return surfacePieces(library, requireId);
}
