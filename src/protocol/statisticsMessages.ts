/** The contract of counting in text: keywords of files, phrases, contexts of a word. Nothing is trained. */
import type { Occurrence } from "./placeMessages.ts";
import type { TokenizerSettings } from "./tokenizerSettings.ts";

/** Which text is counted, and how it is cut into words. */
export interface CountedText {
  readonly runId: string;
  readonly sources: {
    /** Absolute paths of folders and files. */
    readonly paths: readonly string[];
    /** Glob patterns, relative to the folder that is read. */
    readonly exclude: readonly string[];
    /** Only what one of these patterns matches; absent or empty for all. */
    readonly include?: readonly string[];
    readonly useIgnoreFiles: boolean;
    /** So many messages of the newest commits are read, too; absent for none. */
    readonly gitCommits?: number;
    readonly maximumFileBytes: number;
    /** Override the files of the same path; those with a URI add to them. */
    readonly documents: readonly { readonly path: string; readonly text: string }[];
  };
  readonly tokenizer: "words" | "whitespace";
  /** Options of the tokenizer `words`; the others have their defaults. */
  readonly tokenizerOptions?: TokenizerSettings;
}

/** How far a count is. */
export interface CountingSnapshot {
  readonly runId: string;
  readonly step: "reading" | "counting";
  /** 0 to 1 over both steps. */
  readonly fraction: number;
  readonly filesRead: number;
  readonly files: number;
  readonly bytesRead: number;
}

/** What every answer says of the text that was counted. */
interface CountedTextSummary {
  readonly filesRead: number;
  /** All words of the text. */
  readonly tokens: number;
  /** Files that were not read, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** A word that tells a file from the others. */
interface Keyword {
  readonly word: string;
  readonly weight: number;
  /** Occurrences in the file. */
  readonly count: number;
  /** In how many files it stands. */
  readonly files: number;
}

/** The keywords of a file, by falling weight. */
export interface FileKeywords {
  readonly path: string;
  /** Words of the file. */
  readonly tokens: number;
  readonly keywords: readonly Keyword[];
}

/** Words that stand beside each other more often than by chance. */
interface Phrase {
  readonly words: readonly string[];
  readonly count: number;
  readonly score: number;
  /** Null where the file has changed or gone since it was counted. */
  readonly example: Occurrence | null;
}

/** A word that stands near another more often than by chance. */
interface WordContext {
  readonly word: string;
  /** Positive pointwise mutual information, in nats. */
  readonly information: number;
  /** How often the two stand near each other, weighted by distance where that was asked for. */
  readonly pairs: number;
  /** Occurrences of the context in the text. */
  readonly count: number;
}

/** Host → engine. */
export interface StatisticsRequests {
  /** Words by TF-IDF, for each file against all files. */
  findKeywords: {
    params: CountedText & {
      /** `sublinear` is gensim's "ltc"; the others are those libraries' defaults. */
      readonly formula: "sublinear" | "scikit-learn" | "gensim";
      /** Languages whose stop words are left out. */
      readonly stopWords: readonly ("en" | "zh")[];
      /** Only the answers for these files; absent for all. */
      readonly files?: readonly string[];
      /** The most keywords of a file. */
      readonly count: number;
    };
    result: CountedTextSummary & { readonly files: readonly FileKeywords[] };
  };
  /** Phrases of two words, and of more where there is more than one pass, by falling score. */
  findPhrases: {
    params: CountedText & {
      readonly scorer: "original" | "npmi";
      readonly minimumCount: number;
      readonly threshold: number;
      /** In each pass, phrases of the last one are words. */
      readonly passes: number;
      /** The most phrases. */
      readonly count: number;
    };
    result: CountedTextSummary & {
      readonly phrases: readonly Phrase[];
      /** All phrases above the threshold. */
      readonly total: number;
    };
  };
  /** The words that stand near a word more often than by chance. */
  findContexts: {
    params: CountedText & {
      readonly word: string;
      /** Words on each side. */
      readonly window: number;
      readonly weighting: "flat" | "distance";
      /** Words that occur less often are left out before windows are formed. */
      readonly minimumCount: number;
      /** Contexts that stand near the word less often are left out. */
      readonly minimumPairs: number;
      /** The power that counts of contexts are raised to. */
      readonly contextSmoothing: number;
      /** Whose logarithm is subtracted. */
      readonly shift: number;
      /** The most contexts. */
      readonly count: number;
    };
    /** A word that the text does not have is no error. */
    result: CountedTextSummary &
      (
        | {
            readonly word: string;
            readonly count: number;
            readonly contexts: readonly WordContext[];
          }
        | { readonly missing: string }
      );
  };
}
