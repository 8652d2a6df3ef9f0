/** What the engine is asked to make of an encoder: static vectors; part of the engine's contract. */
import type { EncoderChoice, EncoderDescription } from "./encodingMessages.ts";

/** Which words get vectors: those of a text, or those of a model. */
type WordSource =
  | {
      readonly kind: "text";
      readonly sources: {
        readonly paths: readonly string[];
        readonly exclude: readonly string[];
        readonly useIgnoreFiles: boolean;
        readonly maximumFileBytes: number;
        readonly documents: readonly { readonly path: string; readonly text: string }[];
      };
      readonly tokenizer: "words" | "whitespace";
      readonly minimumCount: number;
    }
  | { readonly kind: "model"; readonly modelPath: string };

/** Requests about distillation. */
export interface DistillationRequests {
  /** Encodes each word alone, reduces the vectors by principal components, and writes them as a model. */
  distillModel: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly words: WordSource;
      /** The most frequent ones. */
      readonly maximumWords: number;
      /** Principal components that are kept. */
      readonly dimension: number;
      /** Whether frequent words get shorter vectors: a / (a + share of the text), a = 0.001. */
      readonly isWeighted: boolean;
      /** Where the model is written; an existing file is replaced at the end. */
      readonly modelPath: string;
    };
    result: {
      readonly encoder: EncoderDescription;
      readonly modelPath: string;
      readonly words: number;
      readonly dimension: number;
      /** Words of which the encoder knows no piece. */
      readonly unknown: number;
      readonly seconds: number;
      readonly skipped: readonly { readonly path: string; readonly reason: string }[];
    };
  };
}
