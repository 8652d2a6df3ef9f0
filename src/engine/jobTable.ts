import type {
  ClassifierTest,
  ClassifierTestResult,
  LabelAnswer,
  LabelQuestion,
  TrainingExamplesRequest,
  ReadTrainingExamples,
} from "../classifier/classifierJobs.node.ts";
import type { BeyondChance } from "../alignment/movedWords.ts";
import type { AlignedVectors, AlignmentTask } from "../alignment/procrustes.ts";
import type { FileSelection } from "../corpus/files.node.ts";
import type { OccurrenceRequest, OccurrenceResult } from "../corpus/occurrences.node.ts";
import type { Corpus, ReadingProgress } from "../corpus/readCorpus.node.ts";
import type { TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import type { AnalogyAnswers, AnalogyTask } from "../embeddings/evaluation/answerQuestions.ts";
import type {
  StartingVectors,
  StartingVectorsRequest,
} from "../embeddings/loadStartingVectors.node.ts";
import type { StoredGrounding } from "../embeddings/groundingFile.node.ts";
import type { LoadedVectors } from "../embeddings/loadVectors.node.ts";
import type {
  UpdateProgress,
  UpdateRequest,
  UpdateResult,
} from "../occurrences/updateIndex.node.ts";
import type { Projection } from "../projection/pca.ts";
import type { KnownWords } from "../grounding/generalVectors.ts";
import type { Rows } from "../grounding/rows.ts";
import type { GroundingTask } from "../grounding/usage.ts";
import type { SkippedFile } from "../protocol/engineMessages.ts";
import type { CorpusRequests } from "../protocol/corpusMessages.ts";
import type { StatisticsRequests } from "../protocol/statisticsMessages.ts";
import type { FolderRequests } from "../protocol/folderMessages.ts";
import type { FolderTask } from "./folderJobs.ts";
import type { cutFiles, stampFiles } from "./passageJobs.ts";
import type { findNearbyWords } from "./nearbyWords.ts";
import type { PlacesRequest, SampledPlaces } from "./samplePlaces.ts";
import type { GroupedPlaces, PlaceView } from "../senses/senses.ts";
import type { ProjectedWords, ProjectionProgress, ProjectionTask } from "./projectWords.ts";

import type { TrainingTextRequest } from "./trainingText.ts";

/** A request that its job answers as it is. */
type WholeJob<M extends keyof StatisticsRequests> = StatisticsRequests[M] & {
  progress: ReadingProgress;
};

/** What a function takes and gives. */
interface WorkOf<F extends (params: never) => Promise<unknown>> {
  params: Parameters<F>[0];
  progress: never;
  result: Awaited<ReturnType<F>>;
}

/** Every kind of work that runs in a thread of the engine: what it takes, reports and gives. */
export interface JobTable {
  readCorpus: {
    params: TrainingTextRequest;
    progress: ReadingProgress;
    result: {
      readonly corpus: Corpus;
      /** What cut the text, which may have lacked what was asked for. */
      readonly tokenizer: TokenizerOptions;
      /** Phrases that are one word each, in vocabulary forms. */
      readonly phrases: readonly (readonly string[])[];
      /** A sentence for the user if it did. */
      readonly note: string | undefined;
    };
  };
  findFiles: {
    params: FileSelection;
    progress: never;
    result: {
      readonly files: number;
      readonly bytes: number;
      readonly skipped: readonly SkippedFile[];
    };
  };
  findOccurrences: { params: OccurrenceRequest; progress: never; result: OccurrenceResult };
  findInSources: {
    params: Omit<OccurrenceRequest, "files" | "word"> & {
      readonly selection: FileSelection;
      readonly text: string;
    };
    progress: never;
    /** With the vocabulary forms of the text. */
    result: OccurrenceResult & { readonly words: readonly string[] };
  };
  findNearbyWords: {
    params: Parameters<typeof findNearbyWords>[0];
    progress: never;
    result: ReturnType<typeof findNearbyWords>;
  };
  samplePlaces: { params: PlacesRequest; progress: never; result: SampledPlaces };
  groupPlaces: {
    params: {
      /** Shape [n, d]. */
      readonly vectors: Float32Array<ArrayBuffer>;
      readonly n: number;
      readonly d: number;
      readonly view: PlaceView;
      readonly senses: number | null;
      readonly seed: number;
    };
    progress: never;
    result: GroupedPlaces;
  };
  reduceVectors: {
    params: {
      /** Shape [n, d]. */
      readonly vectors: Float32Array<ArrayBuffer>;
      readonly n: number;
      readonly d: number;
      readonly dimension: number;
    };
    progress: never;
    /** Shape [n, dimension]; `dimension` is less where there are fewer components. */
    result: { readonly vectors: Float32Array<ArrayBuffer>; readonly dimension: number };
  };
  stampFiles: WorkOf<typeof stampFiles>;
  cutFiles: WorkOf<typeof cutFiles>;
  surveyText: CorpusRequests["surveyText"] & { progress: ReadingProgress };
  listTokens: CorpusRequests["listTokens"] & { progress: never };
  updateIndex: { params: UpdateRequest; progress: UpdateProgress; result: UpdateResult };
  /** Progress: 0 to 1. */
  answerQuestions: { params: AnalogyTask; progress: number; result: AnalogyAnswers };
  /** Reads a file of vectors of another program. */
  loadVectors: { params: { readonly path: string }; progress: never; result: LoadedVectors };
  /** Reads what a training goes on from in such a file. */
  loadStartingVectors: {
    params: StartingVectorsRequest;
    progress: never;
    result: StartingVectors;
  };
  readTrainingExamples: {
    params: TrainingExamplesRequest;
    progress: ReadingProgress;
    result: ReadTrainingExamples;
  };
  testClassifier: {
    params: ClassifierTest;
    progress: ReadingProgress;
    result: ClassifierTestResult;
  };
  predictLabels: { params: LabelQuestion; progress: never; result: LabelAnswer };
  findKeywords: WholeJob<"findKeywords">;
  findPhrases: WholeJob<"findPhrases">;
  findContexts: WholeJob<"findContexts">;
  groundVectors: {
    params: GroundingTask;
    progress: never;
    /** As it is stored; `known` counts the words that have a general meaning. */
    result: Omit<StoredGrounding, "encoder"> & { readonly known: number };
  };
  /** Brings general vectors to the space in which they are compared, without those of unknown words. */
  reduceGeneral: {
    params: { readonly prior: Rows; readonly n: number };
    progress: never;
    result: KnownWords;
  };
  projectPca: {
    params: {
      /** Shape [n, d]. */
      readonly vectors: Float32Array<ArrayBuffer>;
      readonly n: number;
      readonly d: number;
    };
    progress: never;
    result: Projection;
  };
  /** Turns the first model's vectors onto the second's; all that is given is copied. */
  alignVectors: {
    params: AlignmentTask & {
      /** Shape [n]: see `beyondChance`. */
      readonly noise: Float64Array | null;
      /** Whether the vectors are asked for. */
      readonly keepsVectors: boolean;
    };
    progress: never;
    result: BeyondChance & {
      readonly distances: Float64Array;
      readonly vectors: AlignedVectors | null;
    };
  };
  /** Reads a text and compares the uses of words in a part of it with the others. */
  compareFolder: {
    params: FolderTask;
    progress: ReadingProgress;
    result: FolderRequests["compareFolder"]["result"];
  };
  projectWords: { params: ProjectionTask; progress: ProjectionProgress; result: ProjectedWords };
}

/** Jobs that run in threads of their own entries, which hold code that the other jobs need not load. */
export const JOB_ENTRIES = {
  projectWords: "projection.worker.js",
} as const satisfies Partial<Record<keyof JobTable, string>>;

/** Those that run in threads of job.worker.ts. */
export type CommonJob = Exclude<keyof JobTable, keyof typeof JOB_ENTRIES>;

/** One function a job. */
export type JobRunners<Name extends keyof JobTable = keyof JobTable> = {
  readonly [J in Name]: (
    params: JobTable[J]["params"],
    onProgress: (progress: JobTable[J]["progress"]) => void,
  ) => Promise<JobTable[J]["result"]>;
};
