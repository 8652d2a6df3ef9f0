/** The contract of text classification: training on labels, tests, predictions. */

/** Which files to read. */
export interface LabeledSources {
  /** Absolute paths of folders and files. */
  readonly paths: readonly string[];
  /** Glob patterns, relative to the folder that is read. */
  readonly exclude: readonly string[];
  /** Only what one of these patterns matches; absent or empty for all. */
  readonly include?: readonly string[];
  readonly useIgnoreFiles: boolean;
  readonly maximumFileBytes: number;
}

/** Files that were not read, and why. */
type SkippedFiles = readonly { readonly path: string; readonly reason: string }[];

/**
 * Where labels are: `lines` have them in front, or a file is one text and has the name of its folder (`folders`) as its
 * label; `auto` takes files that are named for lines, and those found in folders for texts.
 */
type LabelPlace = "auto" | "lines" | "folders";

/** Hyperparameters that the user has set; the engine completes and checks them. Names and ranges: classifier/hyperparameters.ts. */
export interface ClassifierOptions {
  readonly loss?: "softmax" | "hs" | "ns" | "ova";
  readonly dimension?: number;
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly minimumCount?: number;
  readonly minimumLabelCount?: number;
  readonly wordNgrams?: number;
  readonly minimumNgram?: number;
  readonly maximumNgram?: number;
  readonly buckets?: number;
  readonly negatives?: number;
  readonly threads?: number;
  readonly seed?: number;
}

/** What came of the training of a classifier. */
export interface ClassifierTrainingResult {
  readonly path: string;
  /** Size on disk. */
  readonly bytes: number;
  readonly words: number;
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  readonly dimension: number;
  readonly loss: "softmax" | "hs" | "ns" | "ova";
  /** Texts that were trained: those with a label and a word of the vocabulary. */
  readonly examples: number;
  readonly corpus: {
    readonly files: number;
    readonly bytes: number;
    /** Words, and the ends of the texts. */
    readonly tokens: number;
  };
  /** Mean loss of the texts trained in each epoch, in nats. */
  readonly lossPerEpoch: readonly number[];
  readonly seconds: number;
  readonly wordsPerSecond: number;
  readonly skipped: SkippedFiles;
}

/** How well a label is found; shares are null where there is nothing to share. */
interface LabelScore {
  readonly label: string;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Texts that have it. */
  readonly support: number;
}

/** What came of a test of a classifier; labels are without their prefix. */
export interface ClassifierTestResult {
  /** Texts with a label that the classifier knows, and with a known word. */
  readonly examples: number;
  /** Share of the predicted labels that are right. */
  readonly precision: number | null;
  /** Share of the texts' labels that are predicted. */
  readonly recall: number | null;
  /** By falling support. */
  readonly labels: readonly LabelScore[];
  /** The most frequent first: labels of texts whose most probable label is wrong. */
  readonly confusions: readonly {
    readonly label: string;
    readonly predicted: string;
    readonly count: number;
  }[];
  /** Labels of the texts that the classifier does not know, and how often they stand there. */
  readonly unknownLabels: readonly { readonly label: string; readonly count: number }[];
  readonly skipped: SkippedFiles;
}

/** The labels of a text. */
export interface LabelPrediction {
  /** The file that the text stands in; null where texts were given. */
  readonly path: string | null;
  /** Counted from 1; null where the text is a whole file or was given. */
  readonly line: number | null;
  /** The most probable first; none where no part of the text is known, or no label is probable enough. */
  readonly labels: readonly { readonly label: string; readonly probability: number }[];
}

/** Texts whose labels are asked for: given, or in files of which each line, or each as a whole, is one. */
export type TextSource =
  | { readonly kind: "texts"; readonly texts: readonly string[] }
  | { readonly kind: "files"; readonly sources: LabeledSources; readonly byFile: boolean };

/** How a classifier is asked. */
export interface LabelSelection {
  readonly modelPath: string;
  /** Absent: as the model says, or at white space where it says nothing. */
  readonly tokenizer?: "words" | "whitespace";
  /** What labels begin with; absent: as the model says, or `__label__`. */
  readonly labelPrefix?: string;
  /** The most labels for a text. */
  readonly count: number;
  /** Less probable labels are left out. */
  readonly threshold: number;
}

/** Host → engine; classifiers are fastText's .bin files, with or without what Wordfield notes behind them. */
export interface ClassifierRequests {
  /** Reads, trains and writes the model; a cancel or a failure leaves nothing behind. */
  trainClassifier: {
    params: {
      readonly runId: string;
      readonly sources: LabeledSources;
      readonly labelPlace: LabelPlace;
      readonly labelPrefix: string;
      readonly tokenizer: "words" | "whitespace";
      readonly options: ClassifierOptions;
      /** Where the model is written; an existing file is replaced at the end. */
      readonly modelPath: string;
    };
    result: ClassifierTrainingResult;
  };
  testClassifier: {
    params: LabelSelection & { readonly sources: LabeledSources; readonly labelPlace: LabelPlace };
    result: ClassifierTestResult;
  };
  predictLabels: {
    params: LabelSelection & { readonly source: TextSource };
    result: {
      readonly predictions: readonly LabelPrediction[];
      readonly skipped: SkippedFiles;
    };
  };
}
