/** What the tasks of a model have in common. */
import type { EncodedToken, LayerChoice } from "../protocol/encoderMessages.ts";
import type { ModelFolder } from "./modelFolder.node.ts";
import type { ModelSessions } from "./modelSessions.node.ts";
import type { Piece, TextTokenizer } from "./pieces.ts";
import type { Rows } from "./pooling.ts";

/** One model and how it is run. */
export interface ModelParts {
  readonly folder: ModelFolder;
  readonly sessions: ModelSessions;
  readonly tokenizer: TextTokenizer;
  /** Runs texts in batches and hands over the hidden states of each; between two runs a cancel is heard. */
  forEachText(
    texts: readonly (readonly Piece[])[],
    layer: LayerChoice | "each",
    take: (index: number, layers: readonly Rows[]) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Lets messages in: a run holds the event loop, and a promise alone does not turn it. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** One row of vectors, not copied. */
export function vectorOf(vectors: Float32Array, index: number, dimension: number): Float32Array {
  return vectors.subarray(index * dimension, (index + 1) * dimension);
}

/** A token as it crosses to the engine. */
export function toEncodedToken({ id, token, start, end, word }: Piece): EncodedToken {
  return { id, token, start, end, word };
}
