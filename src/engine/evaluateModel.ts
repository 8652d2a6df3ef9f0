/** Puts a model to the field's tests: similarity of words, analogies. */
import { availableParallelism } from "node:os";
import { basename, extname } from "node:path";
import { readText } from "../corpus/readText.node.ts";
import { normalizeWord } from "../corpus/tokenize.ts";
import {
  countBySection,
  isSyntactic,
  locateQuestions,
  sumScores,
  type AnalogyTask,
} from "../embeddings/evaluation/analogies.ts";
import {
  findScoreFileKind,
  parseAnalogies,
  parseSimilarityPairs,
  type AnalogySection,
  type SimilarityPair,
} from "../embeddings/evaluation/scoreFiles.ts";
import { scoreSimilarity } from "../embeddings/evaluation/similarity.ts";
import { createTestVocabulary } from "../embeddings/evaluation/testVocabulary.ts";
import { WordfieldError } from "../errors.ts";
import type { Emit } from "../protocol/channel.ts";
import type {
  AnalogyEvaluation,
  AnalogyScore,
  ScoreFile,
  SimilarityEvaluation,
} from "../protocol/evaluationMessages.ts";
import type { EngineEvents, EngineRequests } from "../protocol/engineMessages.ts";
import type { Jobs } from "./jobs.ts";
import { readKernels } from "./kernelFiles.ts";
import type { OpenModel, OpenModels } from "./openModels.ts";

/** What evaluating needs from the engine. */
export interface EvaluationContext {
  readonly folder: string;
  readonly emit: Emit<EngineEvents>;
  readonly models: OpenModels;
  readonly jobs: Jobs;
}

/** A test that has been read. */
type Test = { readonly path: string; readonly name: string } & (
  | { readonly kind: "similarity"; readonly pairs: readonly SimilarityPair[] }
  | { readonly kind: "analogies"; readonly sections: readonly AnalogySection[] }
);

// The largest of the field's tests has 0.6 MB; this much is read and parsed in a moment.
const MAXIMUM_FILE_BYTES = 32_000_000;
const SNAPSHOT_INTERVAL_MS = 200;
// A thread takes about 50 ms before it answers its first question, and as many questions take about as long.
const QUESTIONS_PER_THREAD = 200;
const MAXIMUM_THREADS = 8;
// Each thread has the vectors that it searches for itself.
const MAXIMUM_COPIED_BYTES = 1_000_000_000;

/**
 * Reads all files before it computes, so that a slip in the last one costs no minutes.
 *
 * Errors: `file-unreadable` and `bad-format` for the files; those of opening the model; `canceled`.
 */
export async function evaluateModel(
  context: EvaluationContext,
  { runId, modelPath, files, top }: EngineRequests["evaluateModel"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["evaluateModel"]["result"]> {
  const tests: Test[] = [];
  for (const file of files) tests.push(await readTest(file, signal));
  const model = await context.models.open(modelPath);
  const similarity: SimilarityEvaluation[] = [];
  const analogies: AnalogyEvaluation[] = [];
  // Pairs take no time beside questions, each of which is compared with all words.
  const total = tests.reduce((sum, test) => sum + effortOf(test), 0);
  let done = 0;
  let emittedMs = -Infinity;
  for (const test of tests) {
    const report = (fraction: number) => {
      const nowMs = performance.now();
      if (nowMs - emittedMs < SNAPSHOT_INTERVAL_MS && fraction > 0) return;
      emittedMs = nowMs;
      context.emit("evaluationChanged", {
        runId,
        modelName: model.description.name,
        test: test.name,
        fraction: (done + fraction * effortOf(test)) / total,
      });
    };
    report(0);
    const { path, name } = test;
    if (test.kind === "similarity")
      similarity.push({ path, name, ...(await comparePairs(model, test.pairs, signal)) });
    else
      analogies.push({
        path,
        name,
        ...(await solveSections({ context, model, top, report }, test.sections, signal)),
      });
    done += effortOf(test);
  }
  const searchedWords = createTestVocabulary(model.embeddings, top).size;
  return { model: model.description, searchedWords, similarity, analogies };
}

async function readTest({ path, kind }: ScoreFile, signal?: AbortSignal): Promise<Test> {
  const read = await readText(path, MAXIMUM_FILE_BYTES);
  if ("reason" in read)
    throw new WordfieldError(
      "file-unreadable",
      `${path} cannot be read as a test: ${read.reason}. Give a text file of word pairs with scores, or of analogies.`,
    );
  const fileName = basename(path);
  const name = basename(path, extname(path));
  const found = kind === "auto" ? findScoreFileKind(read.text) : kind;
  return found === "similarity"
    ? { path, name, kind: found, pairs: await parseSimilarityPairs(read.text, fileName, signal) }
    : { path, name, kind: found, sections: await parseAnalogies(read.text, fileName, signal) };
}

function effortOf(test: Test): number {
  return test.kind === "similarity"
    ? 1
    : 1 + test.sections.reduce((sum, { questions }) => sum + questions.length, 0);
}

async function comparePairs(
  model: OpenModel,
  pairs: readonly SimilarityPair[],
  signal: AbortSignal | undefined,
): Promise<Omit<SimilarityEvaluation, "path" | "name">> {
  return scoreSimilarity(
    pairs,
    {
      index: model.embeddings.index,
      vocabulary: createTestVocabulary(model.embeddings, Infinity),
      vectorOfUnknownWord: (word) =>
        model.vectorOfUnknownWord(normalizeWord(word, model.tokenizer)),
    },
    signal,
  );
}

interface Solving {
  readonly context: EvaluationContext;
  readonly model: OpenModel;
  readonly top: number;
  /** Takes the share of the questions that are answered. */
  readonly report: (fraction: number) => void;
}

async function solveSections(
  { context, model, top, report }: Solving,
  sections: readonly AnalogySection[],
  signal: AbortSignal | undefined,
): Promise<Omit<AnalogyEvaluation, "path" | "name">> {
  const { index } = model.embeddings;
  const vocabulary = createTestVocabulary(model.embeddings, top);
  const located = await locateQuestions(sections, vocabulary, signal);
  const { vectors, stride } = index.unitRows;
  const correct = await answerInThreads(
    context.jobs,
    {
      unitVectors: vectors,
      stride,
      dimension: index.dimension,
      endId: vocabulary.endId,
      markerIds: vocabulary.markerIds,
      questions: located.questions,
      kernelBytes: await readKernels(context.folder),
    },
    report,
    signal,
  );
  const scores = countBySection(sections, located.coveredPerSection, correct);
  const syntactic = scores.filter(({ name }) => isSyntactic(name));
  const semantic = scores.filter(({ name }) => !isSyntactic(name));
  const hasBoth = syntactic.length > 0 && semantic.length > 0;
  return {
    total: withAccuracy(sumScores(scores)),
    semantic: hasBoth ? withAccuracy(sumScores(semantic)) : null,
    syntactic: hasBoth ? withAccuracy(sumScores(syntactic)) : null,
    sections: scores.map((score) => ({ name: score.name, ...withAccuracy(score) })),
    words: located.words,
    unknownWords: located.unknownWords,
  };
}

/** Divides the questions among threads; the first failure ends them all. */
async function answerInThreads(
  jobs: Jobs,
  task: AnalogyTask,
  report: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const count = task.questions.length / 4;
  if (count === 0) return new Uint8Array(0);
  const bytes = task.endId * task.stride * Float32Array.BYTES_PER_ELEMENT;
  const threads = Math.max(
    1,
    Math.min(
      availableParallelism(),
      MAXIMUM_THREADS,
      Math.floor(count / QUESTIONS_PER_THREAD),
      Math.floor(MAXIMUM_COPIED_BYTES / bytes),
    ),
  );
  const failure = new AbortController();
  const ending = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const answered = new Array<number>(threads).fill(0);
  const correct = new Uint8Array(count);
  const answerPart = async (thread: number): Promise<void> => {
    const first = Math.floor((count * thread) / threads);
    const end = Math.floor((count * (thread + 1)) / threads);
    const part = await jobs.run(
      "answerQuestions",
      { ...task, questions: task.questions.slice(4 * first, 4 * end) },
      (done) => {
        answered[thread] = done;
        report(answered.reduce((sum, some) => sum + some, 0) / count);
      },
      ending,
    );
    correct.set(part, first);
  };
  try {
    await Promise.all(answered.map((_, thread) => answerPart(thread)));
  } finally {
    failure.abort(); // where one has failed, the others must not go on
  }
  return correct;
}

function withAccuracy(score: Omit<AnalogyScore, "accuracy">): AnalogyScore {
  const { questions, coveredQuestions, correct } = score;
  const accuracy = coveredQuestions === 0 ? null : correct / coveredQuestions;
  return { questions, coveredQuestions, correct, accuracy };
}
