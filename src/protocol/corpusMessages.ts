/** What the engine is asked and says of the text that models are made of; part of the engine's contract. */
import type { Occurrence } from "./placeMessages.ts";
import type { TokenizerSettings } from "./tokenizerSettings.ts";

/** Which files to read; as `CorpusSources`. */
export interface SourceFiles {
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
  readonly include?: readonly string[];
  readonly useIgnoreFiles: boolean;
  /** So many messages of the newest commits are read, too; absent for none. */
  readonly gitCommits?: number;
  readonly maximumFileBytes: number;
}

/** Places in files, the first ones in the order of their paths. */
interface FoundPlaces {
  /** What was looked for: vocabulary forms, several for a phrase. */
  readonly words: readonly string[];
  /** All places, also those beyond the limit. */
  readonly total: number;
  readonly inFiles: number;
  readonly occurrences: readonly Occurrence[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** How far the files of a model have gone on since it was trained. */
interface CorpusStaleness {
  readonly filesChanged: number;
  readonly filesAdded: number;
  readonly filesDeleted: number;
  /** Words in these files: as they are now, in deleted ones as they were. */
  readonly tokens: number;
  /** The first ones, in the order of their paths. */
  readonly files: readonly {
    readonly path: string;
    readonly change: "changed" | "added" | "deleted";
    readonly tokens: number;
  }[];
}

/** How far an index of places is. */
export interface IndexSnapshot {
  readonly modelPath: string;
  /** 0 to 1. */
  readonly fraction: number;
  readonly done: boolean;
}

/** What a model was made of. */
interface ModelCorpus {
  /** How its files were chosen. */
  readonly sources: SourceFiles;
  /** Files and words in all. */
  readonly files: number;
  readonly tokens: number;
  /** The first ones, in the order of their paths. */
  readonly listed: readonly {
    readonly path: string;
    readonly kind: string;
    /** A code of BCP 47, "und" where it cannot be told; null where nobody has looked. */
    readonly language: string | null;
    readonly bytes: number;
    readonly tokens: number;
    /** Hexadecimal. */
    readonly sha256: string;
  }[];
  /** Files that are not to be read again. */
  readonly forgotten: readonly string[];
}

/** How text is cut into words. */
interface TokenizerParams {
  readonly tokenizer: "words" | "whitespace";
  /** Options of the tokenizer `words`; the others have their defaults. */
  readonly tokenizerOptions?: TokenizerSettings;
}

/** A part of a text. */
interface TextShare {
  readonly files: number;
  readonly bytes: number;
  readonly tokens: number;
}

/** What a training would read. */
export interface TextSurvey {
  readonly files: number;
  readonly bytes: number;
  readonly tokens: number;
  readonly sentences: number;
  /** Different words. */
  readonly words: number;
  /** By kind of file, most tokens first. */
  readonly kinds: readonly (TextShare & { readonly kind: string })[];
  /** By the language that each file is in for the most part, a code of BCP 47 ("und": cannot be told), most tokens first. */
  readonly languages: readonly (TextShare & { readonly language: string })[];
  /** By script, as Unicode names it, most tokens first. */
  readonly scripts: readonly {
    readonly script: string;
    readonly tokens: number;
    /** Different words. */
    readonly words: number;
  }[];
  /** The largest files first. */
  readonly largest: readonly {
    readonly path: string;
    readonly kind: string;
    readonly language: string;
    readonly bytes: number;
    readonly tokens: number;
  }[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * A word of a file.
 *
 * Units: `line` and `column` from 1; `column`, `start` and `end` in UTF-16 units, these two from the beginning of the text.
 */
export interface TextToken {
  readonly word: string;
  readonly surface: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  /** Whether a sentence ends before it. */
  readonly beginsSentence: boolean;
}

/** Requests about text; a model that does not say what it was made of is no error: `null` stands for the answer. */
export interface CorpusRequests {
  /** Reads everything that a training would read, and sums it up; that there is no word in it is no error. */
  surveyText: {
    params: TokenizerParams & {
      readonly runId: string;
      readonly sources: SourceFiles & {
        readonly documents: readonly { readonly path: string; readonly text: string }[];
      };
      /** How many of the largest files are listed. */
      readonly largest: number;
    };
    result: TextSurvey;
  };
  /** Lists the words of a file and where they stand. */
  listTokens: {
    params: TokenizerParams & { readonly path: string; readonly limit: number };
    result: {
      readonly kind: string;
      /** What could not be read; null where all could. */
      readonly warning: string | null;
      /** All of them, also those beyond the limit. */
      readonly total: number;
      readonly tokens: readonly TextToken[];
    };
  };
  /** Places of a word, or of words one behind the other, in files; needs no model. */
  findInSources: {
    params: TokenizerParams & {
      readonly sources: SourceFiles;
      /** Override the files of the same path; others add to them. */
      readonly documents?: readonly { readonly path: string; readonly text: string }[];
      readonly text: string;
      readonly limit: number;
    };
    result: FoundPlaces;
  };
  /**
   * The files that put a word or phrase where a model has it from, most places first. `word` is the vocabulary form; those
   * of a phrase with a space between them.
   */
  filesOfWord: {
    params: { readonly modelPath: string; readonly word: string; readonly limit: number };
    result: {
      readonly total: number;
      readonly inFiles: number;
      readonly files: readonly { readonly path: string; readonly count: number }[];
    } | null;
  };
  corpusStaleness: {
    params: { readonly modelPath: string; readonly limit: number };
    result: CorpusStaleness | null;
  };
  /** Tells that files have been saved, made, renamed or deleted. Absolute paths. */
  filesChanged: { params: { readonly paths: readonly string[] }; result: object };
  /** What a model was made of. */
  corpusOf: {
    params: { readonly modelPath: string; readonly limit: number };
    result: ModelCorpus | null;
  };
  /**
   * Takes files, or all that is in folders, out of a model's index and out of what it says that it was made of, for good.
   * Its vectors stay: only a training without the files changes these.
   */
  forgetFiles: {
    params: { readonly modelPath: string; readonly paths: readonly string[] };
    result: {
      /** Those that the model had. */
      readonly forgotten: readonly string[];
      /** Files and words that remain. */
      readonly files: number;
      readonly tokens: number;
      /** What to train on for a model without them. */
      readonly sources: SourceFiles;
    } | null;
  };
}
