/** The contract between the engine and whoever uses it: the extension host, the command line, a script. */
import type { ClassifierRequests } from "./classifierMessages.ts";
import type { CorpusRequests, IndexSnapshot } from "./corpusMessages.ts";
import type { RuntimeDescription } from "./encoderMessages.ts";
import type { EncodingRequests, EncodingSnapshot } from "./encodingMessages.ts";
import type {
  ForeignFormat,
  MissingWords,
  ModelDescription,
  ModelListing,
  Neighbor,
  NeighborList,
  StopWords,
  TokenizerName,
  WordEntry,
} from "./modelMessages.ts";
import type { Balance, GroundingRequests } from "./groundingMessages.ts";
import type { ComparisonRequests } from "./comparisonMessages.ts";
import type { ContextRequests } from "./contextMessages.ts";
import type { DistillationRequests } from "./distillationMessages.ts";
import type { DownloadRequests, DownloadSnapshot } from "./downloadMessages.ts";
import type { DriftRequests } from "./driftMessages.ts";
import type { EvaluationSnapshot, ModelEvaluation, ScoreFile } from "./evaluationMessages.ts";
import type { FolderRequests } from "./folderMessages.ts";
import type { MachineDescription } from "./machineMessages.ts";
import type { MapFileRequests } from "./mapFileMessages.ts";
import type { MapRequests, ProjectionSnapshot } from "./mapMessages.ts";
import type { Occurrence } from "./placeMessages.ts";
import type { PassageRequests, PassageSnapshot } from "./passageMessages.ts";
import type { RatingRequests } from "./ratingMessages.ts";
import type { SharedContextRequests } from "./sharedContextMessages.ts";
import type { SenseRequests } from "./senseMessages.ts";
import type { SimilarityRequests } from "./similarityMessages.ts";
import type { WordColumnRequests } from "./wordColumnMessages.ts";
import type { CountingSnapshot, StatisticsRequests } from "./statisticsMessages.ts";
import type { WordRequests } from "./wordMessages.ts";
import type { TokenizerSettings } from "./tokenizerSettings.ts";

/** Text that stands for a file: an unsaved editor, or a file of a virtual file system. */
export interface SourceDocument {
  /** The absolute path of the file, or a URI where there is none. */
  readonly path: string;
  readonly text: string;
}

/** Which text to read. */
export interface CorpusSources {
  /** Absolute paths of folders and files. */
  readonly paths: readonly string[];
  /** VS Code glob patterns, relative to the folder that is read. */
  readonly exclude: readonly string[];
  /** Only what one of these patterns matches, or what lies in such a folder; absent or empty for all. */
  readonly include?: readonly string[];
  readonly useIgnoreFiles: boolean;
  /** So many messages of the newest commits are read, too; absent for none. */
  readonly gitCommits?: number;
  readonly maximumFileBytes: number;
  /** Override the files of the same path; those with a URI add to them. */
  readonly documents: readonly SourceDocument[];
}

/** Hyperparameters that the user has set; the engine completes and checks them. Names and ranges: training/hyperparameters.ts. */
export interface TrainingOptions {
  readonly algorithm?: "skip-gram" | "cbow" | "fasttext" | "fasttext-cbow";
  readonly loss?: "ns" | "hs" | "softmax";
  readonly dimension?: number;
  readonly window?: number;
  readonly dynamicWindow?: boolean;
  readonly negatives?: number;
  readonly samplingExponent?: number;
  readonly sharedNegatives?: boolean;
  readonly cbowGradient?: "share" | "whole";
  readonly epochs?: number;
  readonly minimumCount?: number;
  readonly maximumWords?: number;
  readonly sample?: number;
  readonly learningRate?: number;
  readonly schedule?: "linear" | "cosine" | "constant";
  readonly minimumNgram?: number;
  readonly maximumNgram?: number;
  readonly buckets?: number;
  readonly threads?: number;
  readonly seed?: number;
  readonly deterministic?: boolean;
}

/** When a training writes down how far it is. */
export interface CheckpointOptions {
  /** 0 for none by the clock. */
  readonly everyMinutes: number;
  readonly everyEpoch: boolean;
  /** Whether a canceled training keeps its last checkpoint; one that was killed always does. */
  readonly keepWhenCanceled: boolean;
}

/** A training that did not come to its end and can be resumed. */
export interface Checkpoint {
  /** The model that will be written at the end. */
  readonly modelPath: string;
  readonly name: string;
  readonly algorithm: string;
  /** 0 to 1. */
  readonly fraction: number;
  /** ISO 8601. */
  readonly savedAt: string;
  /** Size on disk. */
  readonly bytes: number;
}

/** How far a training run is. */
export interface TrainingSnapshot {
  readonly runId: string;
  readonly modelName: string;
  /** True where nothing is trained, and the words get their general meaning alone. */
  readonly isUntrained?: boolean;
  /** True as soon as the model is there with its most frequent words; what comes are the others. */
  readonly isUsable?: boolean;
  /** Words are either encoded or trained. */
  readonly phase: "reading" | "encoding" | "training" | "saving";
  /** 0 to 1 over all phases. */
  readonly fraction: number;
  readonly filesRead: number;
  readonly files: number;
  readonly bytesRead: number;
  /** Absent while reading. */
  readonly tokens: number | null;
  readonly words: number | null;
  /** Counted from 1; 0 before training starts. */
  readonly epoch: number;
  readonly epochs: number;
  readonly wordsPerSecond: number | null;
  /** The latest measured mean loss per pair of the probe set, in nats, in each epoch so far. */
  readonly lossPerEpoch: readonly number[];
  readonly secondsLeft: number | null;
  readonly paused: boolean;
  /** What the vectors and the text take in memory; absent while reading. */
  readonly memoryBytes: number | null;
}

/** A file that was not read, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

export interface OccurrenceList {
  /** All occurrences, also those beyond the limit. */
  readonly total: number;
  readonly inFiles: number;
  readonly occurrences: readonly Occurrence[];
  readonly skipped: readonly SkippedFile[];
}

/** A model's most frequent words on a plane. */
export interface WordMap {
  readonly words: readonly string[];
  /** Shape [n]; empty where the model has no counts. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Shape [n, 2]. */
  readonly xy: Float32Array<ArrayBuffer>;
  /** Share of the variance that each axis keeps, 0 to 1. */
  readonly explained: readonly [number, number];
}

export interface TrainingResult {
  readonly model: ModelDescription;
  readonly seconds: number;
  readonly wordsPerSecond: number;
  readonly skipped: readonly SkippedFile[];
  /** Sentences for the user on what was not done as asked; absent for none. */
  readonly notes?: readonly string[];
}

/** A word of a text with its neighbors; start and end in UTF-16 units. */
interface HoveredWord extends NeighborList {
  readonly start: number;
  readonly end: number;
  /** True where the model was not trained: the neighbors are those in general. */
  readonly isUntrained?: boolean;
  /** Given where two lists were asked for: `neighbors` are then those here. */
  readonly inGeneral?: readonly Neighbor[];
}

/** Host → engine; each is answered exactly once. Models are named by path and loaded when first asked. */
export interface EngineRequests
  extends
    ClassifierRequests,
    ComparisonRequests,
    ContextRequests,
    CorpusRequests,
    DistillationRequests,
    DownloadRequests,
    DriftRequests,
    EncodingRequests,
    FolderRequests,
    GroundingRequests,
    MapFileRequests,
    MapRequests,
    PassageRequests,
    RatingRequests,
    SenseRequests,
    SharedContextRequests,
    SimilarityRequests,
    StatisticsRequests,
    WordColumnRequests,
    WordRequests {
  /** Reads, trains and writes the model; a cancel or a failure leaves nothing behind but a checkpoint that was asked for. */
  trainModel: {
    params: {
      readonly runId: string;
      readonly sources: CorpusSources;
      readonly tokenizer: TokenizerName;
      /** Options of the tokenizer `words`; the others are those of the model to start from, or the defaults. */
      readonly tokenizerOptions?: TokenizerSettings;
      readonly options: TrainingOptions;
      /** Phrases that become one word each, as lists of their words; absent: those of the model to start from. */
      readonly phrases?: readonly (readonly string[])[];
      /** Absent: those of the model to start from. */
      readonly stopWords?: StopWords;
      /**
       * Reads of the sources only what the model to start from has not read as it is now; what that model says of its
       * files holds for the new one, too.
       */
      readonly newOnly?: boolean;
      /** Where the model is written; an existing file is replaced at the end. */
      readonly modelPath: string;
      /** Absent for none. */
      readonly checkpoints?: CheckpointOptions;
      /** A model, or vectors of another program, to train further; its words stay, new ones are added. */
      readonly warmStartPath?: string;
      /** Folder for TensorBoard's event files. */
      readonly tensorboardFolder?: string;
    };
    result: TrainingResult;
  };
  /** Goes on with a training from its checkpoint, on the text that was read then, and writes the model. */
  resumeTraining: {
    params: {
      readonly runId: string;
      readonly modelPath: string;
      /** Absent for none. */
      readonly checkpoints?: CheckpointOptions;
      readonly tensorboardFolder?: string;
    };
    result: TrainingResult;
  };
  /** Stops the threads of a running training, or lets them go on; pausing writes a checkpoint. */
  pauseTraining: {
    params: { readonly runId: string; readonly paused: boolean };
    result: object;
  };
  /** The trainings of a folder that can be resumed, newest first. */
  listCheckpoints: {
    params: { readonly folder: string };
    result: { readonly checkpoints: readonly Checkpoint[] };
  };
  discardCheckpoint: { params: { readonly modelPath: string }; result: object };
  /** Counts files and bytes that a training would read. */
  surveySources: {
    params: { readonly sources: CorpusSources };
    result: {
      readonly files: number;
      readonly bytes: number;
      readonly skipped: readonly SkippedFile[];
    };
  };
  /** Lists the models of a folder and the files given beside it, newest first. */
  listModels: {
    params: { readonly folder: string; readonly files: readonly string[] };
    result: { readonly models: readonly ModelListing[] };
  };
  describeModel: {
    params: { readonly modelPath: string };
    result: { readonly model: ModelDescription };
  };
  /** Loads a model and checks its whole file. */
  openModel: {
    params: { readonly modelPath: string };
    result: { readonly model: ModelDescription };
  };
  /** The neighbors of the word at an offset of a text, for the hover; absent where there is no such word. */
  findNeighborsAt: {
    params: {
      readonly modelPath: string;
      readonly text: string;
      /** In UTF-16 units. */
      readonly offset: number;
      readonly count: number;
      /** A model without general vectors has one balance, whatever is asked. */
      readonly balance?: Balance;
      /** Wants what is near here and what is near in general, where the model has general vectors. */
      readonly twoLists?: boolean;
    };
    result: HoveredWord | { readonly absent: true };
  };
  /** a : b = c : ? by 3CosAdd. */
  solveAnalogy: {
    params: {
      readonly modelPath: string;
      readonly a: string;
      readonly b: string;
      readonly c: string;
      readonly count: number;
      readonly balance?: Balance;
    };
    result: { readonly neighbors: readonly Neighbor[] } | MissingWords;
  };
  compareWords: {
    params: {
      readonly modelPath: string;
      readonly a: string;
      readonly b: string;
      readonly balance?: Balance;
    };
    result: { readonly cosine: number } | MissingWords;
  };
  completeWord: {
    params: { readonly modelPath: string; readonly text: string; readonly count: number };
    result: { readonly words: readonly WordEntry[] };
  };
  /** The most frequent words, by principal components. */
  readMap: {
    params: { readonly modelPath: string; readonly count: number };
    result: WordMap;
  };
  /** Places of a word in the files that the model was trained on. */
  findOccurrences: {
    params: {
      readonly modelPath: string;
      readonly word: string;
      readonly limit: number;
      readonly documents: readonly SourceDocument[];
    };
    result: OccurrenceList;
  };
  /** Writes a model in a format of other programs. */
  exportModel: {
    params: {
      readonly modelPath: string;
      readonly outputPath: string;
      /** Where absent, the ending of the output says it: fastText's for .bin, else word2vec text. */
      readonly format?: ForeignFormat;
      /** Which meaning the vectors have; where absent, or 0, what was trained. fastText's format holds that alone. */
      readonly balance?: Balance;
    };
    result: { readonly words: number; readonly warnings: readonly string[] };
  };
  /** Puts a model to tests of similarity and analogy. */
  evaluateModel: {
    params: {
      readonly runId: string;
      readonly modelPath: string;
      readonly files: readonly ScoreFile[];
      /** Analogies are searched among so many words, the most frequent ones. */
      readonly top: number;
      /** Absent for "auto". */
      readonly balance?: Balance;
    };
    result: ModelEvaluation & { readonly model: ModelDescription };
  };
  /** Tries every provider of the encoder's runtime in a process of its own. */
  probeEncoder: { params: object; result: RuntimeDescription };
  describeMachine: { params: object; result: MachineDescription };
}

/** Engine → host; never answered; each is a complete snapshot, so losing one does no harm. */
export interface EngineEvents {
  trainingChanged: TrainingSnapshot;
  evaluationChanged: EvaluationSnapshot;
  countingChanged: CountingSnapshot;
  indexChanged: IndexSnapshot;
  encodingChanged: EncodingSnapshot;
  passagesChanged: PassageSnapshot;
  projectionChanged: ProjectionSnapshot;
  downloadChanged: DownloadSnapshot;
}
