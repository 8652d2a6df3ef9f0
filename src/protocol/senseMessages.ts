/** What the engine is asked of the senses of a word; part of the engine's contract. */
import type { Occurrence } from "./placeMessages.ts";
import type { EncoderChoice, EncoderDescription } from "./encodingMessages.ts";

/** Which text is read; as `CorpusSources`. */
interface SourceText {
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
  readonly useIgnoreFiles: boolean;
  readonly maximumFileBytes: number;
  readonly documents: readonly { readonly path: string; readonly text: string }[];
}

/** A place of the word. */
interface SensePlace extends Occurrence {
  /** Index of its sense. */
  readonly sense: number;
  /** Cosine with the middle of its sense, after the mean of all places is taken away. */
  readonly closeness: number;
  /** How clearly it belongs to its sense rather than to the next one, -1 to 1; near 0 between senses. */
  readonly silhouette: number;
}

/** One sense of a word. */
interface Sense {
  readonly places: number;
  /** Words that stand near it there rather than in the other senses, by falling weight. */
  readonly words: readonly { readonly word: string; readonly weight: number }[];
  /** Indexes of the places nearest to its middle, nearest first. */
  readonly examples: readonly number[];
}

/** How well the places fall into a number of senses. */
interface SenseScore {
  readonly senses: number;
  /** Greater is better; 0 for one sense, which is taken where no other is above. */
  readonly score: number;
}

/** Requests about senses. */
export interface SenseRequests {
  /** Encodes the places of a word, up to a sample, and groups them by meaning. */
  findSenses: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly sources: SourceText;
      /** A word, or a phrase whose words stand one behind the other. */
      readonly word: string;
      readonly tokenizer: "words" | "whitespace";
      /** At most so many places are encoded. */
      readonly sample: number;
      readonly seed: number;
      /** Null where the places are to say it. */
      readonly senses: number | null;
      /** Examples of each sense. */
      readonly examples: number;
    };
    result: {
      readonly encoder: EncoderDescription;
      /** What was looked for: vocabulary forms, several for a phrase. */
      readonly words: readonly string[];
      /** All places, also those beyond the sample. */
      readonly total: number;
      readonly inFiles: number;
      /** Places of the sample that were left out because the same text stands around another one. */
      readonly repeated: number;
      /** Most places first. */
      readonly senses: readonly Sense[];
      readonly scores: readonly SenseScore[];
      /** The mean silhouette of the places in 2 to 6 senses. */
      readonly silhouettes: readonly SenseScore[];
      readonly places: readonly SensePlace[];
      /** Principal components of the places, shape [places, 2]. */
      readonly xy: Float32Array<ArrayBuffer>;
      /** Share of the variance that each axis keeps, 0 to 1. */
      readonly explained: readonly [number, number];
      readonly skipped: readonly { readonly path: string; readonly reason: string }[];
    };
  };
}
