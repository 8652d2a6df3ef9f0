/** A training from words as numbers to the model on disk: its checkpoints, its record, its end. */
import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { writeModel } from "../embeddings/modelFile.node.ts";
import { throwIfCanceled, toWordfieldError } from "../errors.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import type { Emit } from "../protocol/channel.ts";
import type {
  CheckpointOptions,
  EngineEvents,
  SkippedFile,
  TrainingResult,
} from "../protocol/engineMessages.ts";
import {
  type CheckpointHeader,
  Checkpoints,
  removeCheckpoint,
} from "../training/checkpoint.node.ts";
import { damagedCheckpoint } from "../training/checkpointState.ts";
import type { TrainingCorpus } from "../training/corpus.ts";
import type { Hyperparameters } from "../training/hyperparameters.ts";
import type { PauseSwitch } from "../training/pauseSwitch.ts";
import type { EarlierProgress } from "../training/progress.ts";
import { writeRunRecord } from "../training/runRecord.node.ts";
import { startTensorboardRun, type TensorboardRun } from "../training/tensorboardRun.node.ts";
import { type CheckpointWriter, train, type TrainingOutcome } from "../training/train.node.ts";
import type { Jobs } from "./jobs.ts";
import { readKernels } from "./kernelFiles.ts";
import { describeMachine } from "./machine.ts";
import { describeModel } from "./modelListing.ts";
import { composeHyperparameterRecord } from "./modelMetadata.ts";
import { TrainingReport } from "./trainingReport.ts";
import { version } from "./version.ts";

/** What trainings need from the engine. */
export interface TrainingsContext {
  readonly folder: string;
  readonly emit: Emit<EngineEvents>;
  readonly log: (line: string) => void;
  readonly jobs: Jobs;
}

/** What a checkpoint keeps for the end of its training. */
export type Recipe = v.InferOutput<typeof recipeSchema>;

const recipeSchema = v.object({
  /** As in the model's header. */
  corpus: v.record(v.string(), v.unknown()),
  tokens: v.pipe(v.number(), v.minValue(0)),
  /** Name of the model that it started from; absent where it began with random numbers. */
  warmStart: v.optional(v.string()),
});

/** A training whose text is read. */
export interface TrainingOrder {
  readonly runId: string;
  readonly modelPath: string;
  readonly corpus: TrainingCorpus;
  readonly hyperparameters: Hyperparameters;
  readonly recipe: Recipe;
  readonly skipped: readonly SkippedFile[];
  readonly checkpoints?: CheckpointOptions;
  readonly tensorboardFolder?: string;
  /** The checkpoint that it goes on from. */
  readonly resumed?: CheckpointHeader;
  /** Puts other first values in place of the random ones. */
  readonly start?: (training: TrainingMemory) => Promise<EarlierProgress | undefined>;
  /** Tells of the reading that went before. */
  readonly report?: TrainingReport;
  /** When reading began, on the clock of `performance.now()`. */
  readonly beganMs?: number;
}

/** Checks what a checkpoint kept. Errors: `bad-format`. */
export function parseRecipe(recipe: unknown, modelPath: string): Recipe {
  const parsed = v.safeParse(recipeSchema, recipe);
  if (!parsed.success) throw damagedCheckpoint(modelPath, "what it says of its text is damaged");
  return parsed.output;
}

/** Trains and writes the model, with its record beside it. A cancel or a failure leaves nothing but its checkpoint. */
export async function runTraining(
  context: TrainingsContext & { readonly pause: PauseSwitch },
  order: TrainingOrder,
  signal?: AbortSignal,
): Promise<TrainingResult> {
  const { modelPath, corpus, hyperparameters, recipe } = order;
  const beganMs = order.beganMs ?? performance.now();
  const startedAt = order.resumed?.startedAt ?? new Date().toISOString();
  const report =
    order.report ??
    new TrainingReport(context.emit, order.runId, modelPath, hyperparameters.epochs);
  report.begin(recipe.tokens, corpus.words.length);
  const events = await startEvents(order, startedAt);
  let told = order.resumed?.state.marks.length ?? 0;
  let outcome: TrainingOutcome;
  try {
    outcome = await train(corpus, hyperparameters, {
      workerPath: join(context.folder, "trainer.worker.js"),
      kernelBytes: await readKernels(context.folder),
      pause: context.pause,
      onMemory: (memoryBytes) => report.tell({ memoryBytes }),
      onProgress: (progress) => {
        report.training(progress);
        for (; told < progress.marks.length; told++)
          void events?.append(progress.marks[told]!).catch(logFailure(context));
      },
      ...(order.start ? { start: order.start } : {}),
      ...(order.checkpoints ? { checkpoints: checkpointWriter(context, order, startedAt) } : {}),
      ...(signal ? { signal } : {}),
    });
    throwIfCanceled(signal);
    report.saving();
    await saveModel(order, outcome, startedAt, signal);
    await events?.close();
  } catch (error) {
    const { code } = toWordfieldError(error);
    const isOver =
      code === "bad-input" || (code === "canceled" && !order.checkpoints?.keepWhenCanceled);
    if (isOver) {
      await removeCheckpoint(modelPath);
      await events?.discard();
    } else await events?.close();
    throw error;
  }
  await removeCheckpoint(modelPath);
  report.tell({ fraction: 1 });
  const { model } = await describeModel(modelPath);
  return {
    model,
    seconds: (performance.now() - beganMs) / 1_000,
    wordsPerSecond: outcome.wordsPerSecond,
    skipped: order.skipped,
  };
}

/** What cannot be written besides the model is no reason to lose a training. */
function logFailure({ log }: TrainingsContext): (error: unknown) => void {
  return (error) => log(toWordfieldError(error).message);
}

async function startEvents(
  { tensorboardFolder, modelPath, resumed }: TrainingOrder,
  startedAt: string,
): Promise<TensorboardRun | undefined> {
  if (tensorboardFolder === undefined) return undefined;
  const resumedAtIds = resumed?.state.marks.at(-1)?.idsDone;
  return startTensorboardRun({
    folder: tensorboardFolder,
    name: basename(modelPath),
    startedMs: Date.parse(startedAt),
    ...(resumedAtIds === undefined ? {} : { resumedAtIds }),
  });
}

function checkpointWriter(
  context: TrainingsContext,
  { modelPath, corpus, hyperparameters, recipe, resumed, checkpoints }: TrainingOrder,
  startedAt: string,
): CheckpointWriter {
  const about = { hyperparameters, recipe, startedAt };
  const writer = new Checkpoints(modelPath, corpus, about, resumed !== undefined);
  return {
    everyMs: checkpoints?.everyMinutes ? checkpoints.everyMinutes * 60_000 : Infinity,
    everyEpoch: checkpoints?.everyEpoch ?? false,
    write: (training, progress) => writer.write(training, progress).catch(logFailure(context)),
  };
}

async function saveModel(
  { modelPath, hyperparameters, recipe, corpus, resumed }: TrainingOrder,
  outcome: TrainingOutcome,
  startedAt: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const endedAt = new Date().toISOString();
  const recorded = {
    ...composeHyperparameterRecord(hyperparameters),
    ...(recipe.warmStart === undefined ? {} : { warmStart: recipe.warmStart }),
  };
  await mkdir(dirname(modelPath), { recursive: true });
  await writeModel(
    modelPath,
    {
      words: outcome.words,
      counts: outcome.counts,
      dimension: outcome.dimension,
      inputVectors: outcome.inputVectors,
      outputVectors: outcome.outputVectors,
      ...(outcome.ngramVectors ? { ngramVectors: outcome.ngramVectors } : {}),
      hyperparameters: { ...recorded, lossPerEpoch: outcome.lossPerEpoch },
      corpus: recipe.corpus,
      createdAt: endedAt,
    },
    signal,
  );
  const { relaxedSimd, node, ...machine } = describeMachine();
  await writeRunRecord(
    modelPath,
    {
      model: basename(modelPath),
      startedAt,
      resumedAt: resumed ? [resumed.state.savedAt] : [],
      endedAt,
      trainingSeconds: outcome.seconds,
      wordsPerSecond: outcome.wordsPerSecond,
      hyperparameters: recorded,
      corpus: recipe.corpus,
      words: corpus.words.length,
      dimension: outcome.dimension,
      machine,
      versions: {
        wordfield: version,
        node,
        v8: process.versions.v8,
        kernels: relaxedSimd ? "relaxed-simd" : "simd128",
      },
      marks: outcome.marks,
    },
    signal,
  );
}
