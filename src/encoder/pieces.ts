/** What text becomes for a model: tokens with their places. */

/** A token: a word piece, or a special one. */
export interface Piece {
  readonly id: number;
  /** As the vocabulary has it: "##ing". */
  readonly token: string;
  /** Place in the text in UTF-16 units; -1 for tokens that stand for no text, or where the place is not known. */
  readonly start: number;
  /** Behind the last unit; -1 as `start`. */
  readonly end: number;
  /** Number of the word that it is a piece of, from 0; -1 for tokens that stand for no text. */
  readonly word: number;
}

/** A text as a model takes it. */
interface TokenizedText {
  /** Special tokens included. */
  readonly pieces: readonly Piece[];
  /** Whether there is more text than the model takes. */
  readonly isTruncated: boolean;
}

/** Cuts text into the tokens of one model. */
export interface TextTokenizer {
  /** Special tokens that stand before a text, and behind it. */
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
  /** Token that stands for a masked word; undefined where the model has none. */
  readonly mask: { readonly id: number; readonly token: string } | undefined;
  /** Number of the token for what the vocabulary does not have; undefined where there is none. */
  readonly unknownId: number | undefined;
  /** Why tokens have no places in the text; undefined where they have. */
  readonly withoutPlaces: string | undefined;
  /** The token of a number of the vocabulary. */
  tokenOf(id: number): string | undefined;
  /** The number of a token; undefined where the vocabulary does not have it. */
  idOf(token: string): number | undefined;
  /** Tokenizes a text; `maximumTokens` includes special tokens. */
  tokenize(text: string, maximumTokens: number): TokenizedText;
}

/** Gives the pieces of a text in order; it is asked for no more of them than fit. */
export type PieceSource = (text: string) => Iterable<Piece>;
