/** What the engine is asked and says when a model is put to the field's tests; part of the engine's contract. */

/** A file of a test: pairs of words with scores, or questions of analogy; "auto" lets its lines tell. */
export interface ScoreFile {
  /** Absolute. */
  readonly path: string;
  readonly kind: "similarity" | "analogies" | "auto";
}

/** How far an evaluation is. */
export interface EvaluationSnapshot {
  readonly runId: string;
  readonly modelName: string;
  /** The file that is worked on, without folder and ending. */
  readonly test: string;
  /** 0 to 1 over all files. */
  readonly fraction: number;
}

/** How well a model orders pairs of words as people do. */
export interface SimilarityEvaluation {
  readonly path: string;
  /** The file's name without its ending. */
  readonly name: string;
  /** Spearman's rank correlation over the covered pairs; null for fewer than three. */
  readonly spearman: number | null;
  readonly pairs: number;
  /** Pairs of which the model knows both words. */
  readonly coveredPairs: number;
  /** Different words of the test. */
  readonly words: number;
  readonly unknownWords: number;
  /** The same with vectors of unknown words made of n-grams; null where none were. */
  readonly withUnknownWords: {
    readonly spearman: number | null;
    readonly coveredPairs: number;
  } | null;
}

/** How many questions of analogy a model answers. */
export interface AnalogyScore {
  readonly questions: number;
  /** Questions of which the model has all four words among those that are searched. */
  readonly coveredQuestions: number;
  readonly correct: number;
  /** Share of the covered questions, 0 to 1; null where there is none. */
  readonly accuracy: number | null;
}

/** How well a model solves analogies. */
export interface AnalogyEvaluation {
  readonly path: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly total: AnalogyScore;
  /** Relations of meaning and of grammar, where the file has both: those of grammar are named "gram…". */
  readonly semantic: AnalogyScore | null;
  readonly syntactic: AnalogyScore | null;
  readonly sections: readonly (AnalogyScore & { readonly name: string })[];
  /** Different words of the test. */
  readonly words: number;
  readonly unknownWords: number;
}

/** What came of an evaluation, files in the order in which they were given. */
export interface ModelEvaluation {
  /** Analogies were searched among so many words, the most frequent ones. */
  readonly searchedWords: number;
  readonly similarity: readonly SimilarityEvaluation[];
  readonly analogies: readonly AnalogyEvaluation[];
}
