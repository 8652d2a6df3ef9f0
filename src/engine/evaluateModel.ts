/** Puts a model to the field's tests: similarity of words, analogies. */
import { availableParallelism } from "node:os";
import { basename, extname } from "node:path";
import { readText } from "../corpus/readText.node.ts";
import {
  countBySection,
  isSyntactic,
  locateQuestions,
  sumScores,
} from "../embeddings/evaluation/analogies.ts";
import { mergeAnswers, type AnalogyTask } from "../embeddings/evaluation/answerQuestions.ts";
import {
  findScoreFileKind,
  parseAnalogies,
  parseSimilarityPairs,
  type AnalogySection,
  type SimilarityPair,
} from "../embeddings/evaluation/scoreFiles.ts";
import { scoreSimilarity } from "../embeddings/evaluation/similarity.ts";
import { createTestVocabulary } from "../embeddings/evaluation/testVocabulary.ts";
import { unitRowsOf } from "../embeddings/unitRows.ts";
import type { VectorIndex } from "../embeddings/vectorIndex.ts";
import { WordfieldError } from "../errors.ts";
import type { Emit } from "../protocol/channel.ts";
import type {
  AnalogyEvaluation,
  AnalogyScore,
  ScoreFile,
  SimilarityEvaluation,
} from "../protocol/evaluationMessages.ts";
import type { EngineEvents, EngineRequests } from "../protocol/engineMessages.ts";
import { vectorsUnder } from "./balance.ts";
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

// The field's tests have a few megabytes at most; this much is decoded in a moment.
const MAXIMUM_FILE_BYTES = 16_000_000;
const SNAPSHOT_INTERVAL_MS = 200;
// Starting a thread takes about as long as so much work, in questions times words.
const WORK_PER_THREAD = 1e7;
const MAXIMUM_THREADS = 8;

/**
 * Reads all files before it computes, so that a slip in the last one costs no minutes.
 *
 * Errors: `file-unreadable` and `bad-format` for the files; those of opening the model; `canceled`.
 */
export async function evaluateModel(
  context: EvaluationContext,
  { runId, modelPath, files, top, balance }: EngineRequests["evaluateModel"]["params"],
  signal?: AbortSignal,
): Promise<EngineRequests["evaluateModel"]["result"]> {
  const tests: Test[] = [];
  for (const file of files) tests.push(await readTest(file, signal));
  const model = await context.models.open(modelPath);
  const index = await vectorsUnder(model, balance);
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
      similarity.push({ path, name, ...(await comparePairs(model, index, test.pairs, signal)) });
    else
      analogies.push({
        path,
        name,
        ...(await solveSections({ context, model, index, top, report }, test.sections, signal)),
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
  index: VectorIndex,
  pairs: readonly SimilarityPair[],
  signal: AbortSignal | undefined,
): Promise<Omit<SimilarityEvaluation, "path" | "name">> {
  return scoreSimilarity(
    pairs,
    {
      index,
      vocabulary: createTestVocabulary(model.embeddings, Infinity),
      // Vectors made of n-grams have no general part.
      vectorOfUnknownWord: async (word) =>
        index === model.embeddings.index
          ? model.vectorOfUnknownWord((await model.forms.ofWord(word)).unknown)
          : undefined,
    },
    signal,
  );
}

interface Solving {
  readonly context: EvaluationContext;
  readonly model: OpenModel;
  readonly index: VectorIndex;
  readonly top: number;
  /** Takes the share of the questions that are answered. */
  readonly report: (fraction: number) => void;
}

async function solveSections(
  { context, model, index, top, report }: Solving,
  sections: readonly AnalogySection[],
  signal: AbortSignal | undefined,
): Promise<Omit<AnalogyEvaluation, "path" | "name">> {
  const vocabulary = createTestVocabulary(model.embeddings, top);
  const located = await locateQuestions(sections, vocabulary, signal);
  const { vectors, stride } = await unitRowsOf(index, vocabulary.endId, signal);
  const correct = await answerInThreads(
    context.jobs,
    {
      unitVectors: vectors,
      stride,
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

/** Divides the vocabulary among threads; the first failure ends them all. Shapes: the result is [q], 1 where right. */
async function answerInThreads(
  jobs: Jobs,
  task: Omit<AnalogyTask, "firstId">,
  report: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { questions, endId } = task;
  const count = questions.length / 4;
  if (count === 0) return new Uint8Array(0);
  const useful = Math.ceil((count * endId) / WORK_PER_THREAD);
  const threads = Math.min(availableParallelism(), MAXIMUM_THREADS, useful);
  const failure = new AbortController();
  const ending = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const fractions = new Array<number>(threads).fill(0);
  const answerPart = (thread: number) =>
    jobs.run(
      "answerQuestions",
      {
        ...task,
        firstId: Math.floor((endId * thread) / threads),
        endId: Math.floor((endId * (thread + 1)) / threads),
      },
      (fraction) => {
        fractions[thread] = fraction;
        report(fractions.reduce((sum, some) => sum + some, 0) / threads);
      },
      ending,
    );
  try {
    const parts = await Promise.all(fractions.map((_, thread) => answerPart(thread)));
    const { wordIds } = mergeAnswers(parts);
    return Uint8Array.from({ length: count }, (_, i) =>
      wordIds[i] === questions[4 * i + 3] ? 1 : 0,
    );
  } finally {
    failure.abort(); // where one has failed, the others must not go on
  }
}

function withAccuracy(score: Omit<AnalogyScore, "accuracy">): AnalogyScore {
  const { questions, coveredQuestions, correct } = score;
  const accuracy = coveredQuestions === 0 ? null : correct / coveredQuestions;
  return { questions, coveredQuestions, correct, accuracy };
}
