import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import type { ReadingProgress } from "../corpus/readCorpus.node.ts";
import { writeModel } from "../embeddings/modelFile.node.ts";
import { throwIfCanceled } from "../errors.ts";
import type { Emit } from "../protocol/channel.ts";
import type {
  EngineEvents,
  EngineRequests,
  TrainingResult,
  TrainingSnapshot,
} from "../protocol/engineMessages.ts";
import { completeHyperparameters } from "../training/hyperparameters.ts";
import { train } from "../training/train.node.ts";
import type { Jobs } from "./jobs.ts";
import { readKernels } from "./kernelFiles.ts";
import { describeModel } from "./modelListing.ts";
import { composeMetadata } from "./modelMetadata.ts";

/** What training needs from the engine. */
export interface TrainingContext {
  readonly folder: string;
  readonly emit: Emit<EngineEvents>;
  readonly jobs: Jobs;
}

// Shares of the whole time, for one progress bar: measured on the sample workspace (reading 0.5 s of 6 s).
const READING_SHARE = 0.08;
const SAVING_SHARE = 0.02;

// Every snapshot is drawn somewhere. Without a graphics processor, drawing five a second took half of a core.
const SNAPSHOT_INTERVAL_MS = 800;

/** Reads, trains and writes a model; nothing is left behind by a cancel or a failure. */
export async function trainModel(
  context: TrainingContext,
  params: EngineRequests["trainModel"]["params"],
  signal?: AbortSignal,
): Promise<TrainingResult> {
  const started = performance.now();
  const hyperparameters = completeHyperparameters(params.options, availableParallelism());
  const { sources, tokenizer } = params;
  let snapshot: TrainingSnapshot = {
    runId: params.runId,
    modelName: basename(params.modelPath, extname(params.modelPath)),
    phase: "reading",
    fraction: 0,
    filesRead: 0,
    files: 0,
    bytesRead: 0,
    tokens: null,
    words: null,
    epoch: 0,
    epochs: hyperparameters.epochs,
    wordsPerSecond: null,
    lossPerEpoch: [],
    secondsLeft: null,
  };
  let emittedMs = -Infinity;
  const report = (change: Partial<TrainingSnapshot>) => {
    const { phase } = snapshot;
    snapshot = { ...snapshot, ...change };
    const nowMs = performance.now();
    if (
      phase === snapshot.phase &&
      snapshot.fraction < 1 &&
      nowMs - emittedMs < SNAPSHOT_INTERVAL_MS
    )
      return;
    emittedMs = nowMs;
    context.emit("trainingChanged", snapshot);
  };
  report({});

  const corpus = await context.jobs.run(
    "readCorpus",
    {
      selection: {
        paths: sources.paths,
        exclude: sources.exclude,
        useIgnoreFiles: sources.useIgnoreFiles,
        maximumFileBytes: sources.maximumFileBytes,
      },
      documents: sources.documents,
      tokenizer,
      minimumCount: hyperparameters.minimumCount,
      ...(hyperparameters.maximumWords === undefined
        ? {}
        : { maximumWords: hyperparameters.maximumWords }),
    },
    (progress) => report(readingSnapshot(progress)),
    signal,
  );
  if (corpus.ids === undefined)
    throw new Error(`The trainer does not read the ids in ${corpus.idsFile.path}.`);

  report({
    phase: "training",
    fraction: READING_SHARE,
    tokens: corpus.report.tokens,
    words: corpus.words.length,
  });
  const trained = await train(corpus, hyperparameters, {
    workerPath: join(context.folder, "trainer.worker.js"),
    kernelBytes: await readKernels(context.folder),
    onProgress: (progress) => {
      const lossPerEpoch = [...snapshot.lossPerEpoch];
      if (progress.lossPerPair !== undefined)
        lossPerEpoch[Math.min(progress.epoch - 1, lossPerEpoch.length)] = progress.lossPerPair;
      report({
        fraction: READING_SHARE + (1 - READING_SHARE - SAVING_SHARE) * progress.fraction,
        epoch: progress.epoch,
        wordsPerSecond: progress.wordsPerSecond,
        lossPerEpoch,
        secondsLeft: Number.isFinite(progress.secondsLeft) ? progress.secondsLeft : null,
      });
    },
    ...(signal ? { signal } : {}),
  });

  throwIfCanceled(signal);
  report({ phase: "saving", fraction: 1 - SAVING_SHARE, secondsLeft: 0 });
  await mkdir(dirname(params.modelPath), { recursive: true });
  await writeModel(
    params.modelPath,
    {
      words: trained.words,
      counts: trained.counts,
      dimension: trained.dimension,
      inputVectors: trained.inputVectors,
      outputVectors: trained.outputVectors,
      ...(trained.ngramVectors ? { ngramVectors: trained.ngramVectors } : {}),
      ...composeMetadata(corpus.report, tokenizer, hyperparameters, trained.lossPerEpoch),
      createdAt: new Date().toISOString(),
    },
    signal,
  );
  report({ fraction: 1 });
  return {
    ...(await describeModel(params.modelPath)),
    seconds: (performance.now() - started) / 1_000,
    wordsPerSecond: trained.wordsPerSecond,
    skipped: corpus.report.skipped,
  };
}

function readingSnapshot(progress: ReadingProgress): Partial<TrainingSnapshot> {
  const share = progress.bytes > 0 ? progress.bytesRead / progress.bytes : 1;
  return {
    fraction: READING_SHARE * share,
    filesRead: progress.filesRead,
    files: progress.files,
    bytesRead: progress.bytesRead,
  };
}
