/** Vectors of words where they stand. */
import type {
  EncoderRequests,
  OccurrencePart,
  OccurrenceText,
} from "../protocol/encoderMessages.ts";
import { WordfieldError } from "../errors.ts";
import { vectorOf, type ModelParts } from "./modelParts.node.ts";
import { addMean, pooledRange, type Rows } from "./pooling.ts";
import type { Piece } from "./pieces.ts";

type Request = EncoderRequests["encodeOccurrences"];

/** Of a text that is too long, this much on each side of the word is read instead: in UTF-16 units. */
const SIDE_UNITS = 600;

interface Found {
  readonly pieces: readonly Piece[];
  /** Pieces of the word: from the first to before the last; null where it was not found. */
  readonly range: readonly [number, number] | null;
}

/**
 * Encodes each occurrence once and takes the parts that are asked for.
 *
 * Errors: `bad-input` where words are to be masked and the tokenizer has no mask; those of running the model; `canceled`.
 */
export async function encodeOccurrences(
  { folder, tokenizer, ...model }: ModelParts,
  { occurrences, parts, window, pooling, layer, masked = false }: Request["params"],
  signal: AbortSignal,
): Promise<Request["result"]> {
  const { hiddenSize, maximumTokens } = folder.config;
  const { mask } = tokenizer;
  if (masked && !mask)
    throw new WordfieldError(
      "bad-input",
      "This encoder has no token that stands for a hidden word. Choose a masked-language model, such as bert-base-uncased.",
    );
  const found = occurrences.map((occurrence) => {
    const place = locate(occurrence);
    return masked && mask ? maskWord(place, mask) : place;
  });
  const states = layer === "each" ? Math.max(1, model.sessions.taps.hidden.length) : 1;
  const vectors = Array.from(
    { length: parts.length * states },
    () => new Float32Array(occurrences.length * hiddenSize),
  );
  const take = (index: number, layers: readonly Rows[]) => {
    const { pieces, range } = found[index] ?? { pieces: [], range: null };
    if (range === null) return;
    for (const [which, part] of parts.entries()) {
      const [from, to] = rangeOf(part, pieces, range);
      for (const [state, rows] of layers.entries()) {
        const at = layer === "each" ? which * states + state : which;
        const target = vectorOf(vectors[at] ?? new Float32Array(), index, hiddenSize);
        addMean(target, rows, from, to, layers.length / states);
      }
    }
  };
  await model.forEachText(
    found.map(({ pieces }) => pieces),
    layer,
    take,
    signal,
  );
  return { vectors, found: Uint8Array.from(found, ({ range }) => (range === null ? 0 : 1)) };

  function locate({ text, start, end }: OccurrenceText): Found {
    const whole = tokenizer.tokenize(text, maximumTokens);
    const range = overlap(whole.pieces, start, end);
    if (range !== null || !whole.isTruncated) return { pieces: whole.pieces, range };
    const from = Math.max(0, start - SIDE_UNITS);
    const near = tokenizer.tokenize(text.slice(from, end + SIDE_UNITS), maximumTokens);
    return { pieces: near.pieces, range: overlap(near.pieces, start - from, end - from) };
  }

  function rangeOf(
    part: OccurrencePart,
    pieces: readonly Piece[],
    [from, to]: readonly [number, number],
  ): readonly [number, number] {
    switch (part) {
      case "word":
        return pooledRange(pooling, from, to);
      case "window":
        return [
          Math.max(Math.min(from, tokenizer.before.length), from - window),
          Math.min(Math.max(to, pieces.length - tokenizer.after.length), to + window),
        ];
      case "sentence":
        return [0, pieces.length];
      case "cls":
        return [0, 1];
    }
  }
}

/** Puts one mask in the place of a word. */
function maskWord(
  found: Found,
  { id, token }: { readonly id: number; readonly token: string },
): Found {
  const { pieces, range } = found;
  if (range === null) return found;
  const [from, to] = range;
  const { start = -1, word = -1 } = pieces[from] ?? {};
  const hidden: Piece = { id, token, start, end: pieces[to - 1]?.end ?? -1, word };
  return {
    pieces: [...pieces.slice(0, from), hidden, ...pieces.slice(to)],
    range: [from, from + 1],
  };
}

/** The pieces that overlap a stretch of text; null where there are none. */
export function overlap(
  pieces: readonly Piece[],
  start: number,
  end: number,
): readonly [number, number] | null {
  const isInside = (piece: Piece) => piece.start >= 0 && piece.start < end && piece.end > start;
  const from = pieces.findIndex(isInside);
  return from < 0 ? null : [from, pieces.findLastIndex(isInside) + 1];
}
