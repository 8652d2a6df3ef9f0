/** Text classification: trains, tests and asks classifiers. */
import { mkdir, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { writeClassifier } from "../classifier/classifierFile.node.ts";
import type { ScoringRequest } from "../classifier/scoreExamples.node.ts";
import { completeClassifierOptions } from "../classifier/hyperparameters.ts";
import { trainClassifier as train } from "../classifier/train.node.ts";
import type { Emit } from "../protocol/channel.ts";
import type {
  ClassifierRequests,
  ClassifierTestResult,
  ClassifierTrainingResult,
  LabelSelection,
} from "../protocol/classifierMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { Jobs } from "./jobs.ts";
import { readClassifierKernels } from "./kernelFiles.ts";
import { TrainingReport } from "./trainingReport.ts";
import { checkTarget } from "./trainingRun.ts";

/** What classification needs from the engine. */
export interface ClassifierContext {
  readonly folder: string;
  readonly emit: Emit<EngineEvents>;
  readonly jobs: Jobs;
}

/** Reads labeled text, trains a classifier and writes it; a cancel or a failure leaves nothing behind. */
export async function trainClassifier(
  { folder, emit, jobs }: ClassifierContext,
  params: ClassifierRequests["trainClassifier"]["params"],
  signal?: AbortSignal,
): Promise<ClassifierTrainingResult> {
  const beganMs = performance.now();
  const { modelPath, sources, labelPlace, labelPrefix, tokenizer } = params;
  const hyperparameters = completeClassifierOptions(params.options, availableParallelism());
  await checkTarget(modelPath);
  const report = new TrainingReport(emit, params.runId, modelPath, hyperparameters.epochs);
  const read = await jobs.run(
    "readTrainingExamples",
    { selection: sources, labelPlace, labelPrefix, tokenizer, options: hyperparameters },
    (progress) => report.reading(progress),
    signal,
  );
  const { dictionary, encoded } = read.examples;
  const { files, bytes, tokens, skipped } = read.report;
  report.begin(tokens, dictionary.words.length, hyperparameters.epochs);
  const trained = await train(read.examples, hyperparameters, {
    workerPath: join(folder, "classifierTrainer.worker.js"),
    kernelBytes: await readClassifierKernels(folder),
    onMemory: (memoryBytes) => report.tell({ memoryBytes }),
    onProgress: (progress) => report.progress({ ...progress, paused: false }),
    signal,
  });
  report.saving();
  const examples = encoded.exampleOffsets.length - 1;
  await mkdir(dirname(modelPath), { recursive: true });
  await writeClassifier(
    modelPath,
    trained.memory,
    dictionary,
    {
      tokenizer,
      labelPrefix,
      createdAt: new Date().toISOString(),
      corpus: { files, bytes, tokens, examples, skipped: skipped.length },
      hyperparameters,
      lossPerEpoch: trained.lossPerEpoch,
    },
    signal,
  );
  report.tell({ fraction: 1 });
  return {
    path: modelPath,
    bytes: (await stat(modelPath)).size,
    words: dictionary.words.length,
    labels: dictionary.labels.map((label, index) => ({
      label: label.slice(labelPrefix.length),
      count: dictionary.counts[dictionary.words.length + index]!,
    })),
    dimension: hyperparameters.dimension,
    loss: hyperparameters.loss,
    examples,
    corpus: { files, bytes, tokens },
    lossPerEpoch: trained.lossPerEpoch,
    seconds: (performance.now() - beganMs) / 1_000,
    wordsPerSecond: trained.wordsPerSecond,
    skipped,
  };
}

/** Tests a classifier on labeled text. */
export async function testClassifier(
  { folder, jobs }: ClassifierContext,
  params: ClassifierRequests["testClassifier"]["params"],
  signal?: AbortSignal,
): Promise<ClassifierTestResult> {
  const { sources, labelPlace } = params;
  const request = { ...(await scoringOf(params, folder)), selection: sources, labelPlace };
  return jobs.run("testClassifier", request, () => undefined, signal);
}

/** Predicts the labels of texts. */
export async function predictLabels(
  { folder, jobs }: ClassifierContext,
  params: ClassifierRequests["predictLabels"]["params"],
  signal?: AbortSignal,
): Promise<ClassifierRequests["predictLabels"]["result"]> {
  const { source } = params;
  const request = {
    ...(await scoringOf(params, folder)),
    source:
      source.kind === "texts"
        ? source
        : { kind: source.kind, selection: source.sources, byFile: source.byFile },
  };
  return jobs.run("predictLabels", request, () => undefined, signal);
}

async function scoringOf(selection: LabelSelection, folder: string): Promise<ScoringRequest> {
  const { modelPath, tokenizer, labelPrefix, count, threshold } = selection;
  const kernelBytes = await readClassifierKernels(folder);
  return { modelPath, kernelBytes, tokenizer, labelPrefix, count, threshold };
}
