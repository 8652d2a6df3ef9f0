/** What the engine is asked of passages and their meaning; part of the engine's contract. */
import type { EncoderChoice, EncoderDescription } from "./encodingMessages.ts";

/** How far the making of an index is. */
export interface PassageSnapshot {
  readonly runId: string;
  /** 0 to 1. */
  readonly fraction: number;
  readonly filesDone: number;
  readonly files: number;
  /** Texts that were encoded in this run. */
  readonly encoded: number;
  readonly filesPerSecond: number | null;
  readonly textsPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** A passage that means something like what was asked. Lines and columns count from 1, columns and length in UTF-16 units. */
export interface FoundPassage {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** What stands there now, without line breaks; null where the file has gone. */
  readonly text: string | null;
  /** Whether the file has changed since: another text may stand there. */
  readonly isChanged: boolean;
  readonly cosine: number;
}

/** Requests about passages. */
export interface PassageRequests {
  /**
   * Encodes the passages of files into an index, or brings it up to date; known texts are not encoded again. What is done is
   * written now and then, and when it is canceled: the next call goes on there.
   */
  indexPassages: {
    params: {
      readonly runId: string;
      readonly choice: EncoderChoice;
      readonly sources: {
        readonly paths: readonly string[];
        readonly exclude: readonly string[];
        readonly useIgnoreFiles: boolean;
        readonly maximumFileBytes: number;
      };
      readonly unit: "sentences" | "lines" | "paragraphs";
      readonly indexPath: string;
    };
    result: {
      readonly encoder: EncoderDescription;
      readonly files: number;
      /** Places of passages; several may have the same text. */
      readonly passages: number;
      /** Different texts. */
      readonly texts: number;
      /** Of these, those that were encoded in this run. */
      readonly encoded: number;
      readonly seconds: number;
      readonly bytes: number;
      /** Sentences on what was not as expected: a damaged index, another encoder. */
      readonly notes: readonly string[];
      readonly skipped: readonly { readonly path: string; readonly reason: string }[];
    };
  };
  /** Finds the passages that are nearest in meaning, by exact search. */
  searchPassages: {
    params: {
      readonly indexPath: string;
      /** Folder null for the encoder that made the index. */
      readonly choice: EncoderChoice;
      readonly text: string;
      readonly count: number;
    };
    result: {
      readonly encoder: EncoderDescription;
      readonly passages: readonly FoundPassage[];
      /** How many there are to choose from. */
      readonly total: number;
    };
  };
}
