/** A training from words as numbers to the model on disk: its checkpoints, its record, its end. */
import { access, constants, mkdir, opendir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { writeModel } from "../embeddings/modelFile.node.ts";
import { toWritingError } from "../embeddings/writeAside.node.ts";
import { throwIfCanceled, toWordfieldError, WordfieldError } from "../errors.ts";
import type { KernelBuild } from "../kernels/kernels.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import type { Emit } from "../protocol/channel.ts";
import type {
  CheckpointOptions,
  EngineEvents,
  SkippedFile,
  TrainingResult,
} from "../protocol/engineMessages.ts";
import { type CheckpointHeader } from "../training/checkpoint.node.ts";
import { releaseCheckpoint, removeCheckpoint } from "../training/checkpointFolder.node.ts";
import { type CheckpointOrigin, Checkpoints } from "../training/checkpointWriter.node.ts";
import { damagedCheckpoint } from "../training/checkpointState.ts";
import type { TrainingCorpus } from "../training/corpus.ts";
import type { Hyperparameters } from "../training/hyperparameters.ts";
import type { TrainingPlan } from "../training/plan.ts";
import type { PauseSwitch } from "../training/pauseSwitch.ts";
import type { EarlierProgress } from "../training/progress.ts";
import { removeRunRecord, writeRunRecord } from "../training/runRecord.node.ts";
import { startTensorboardRun, type TensorboardRun } from "../training/tensorboardRun.node.ts";
import { type CheckpointWriter, train, type TrainingOutcome } from "../training/train.node.ts";
import type { Jobs } from "./jobs.ts";
import { compileTrainingKernels } from "./kernelFiles.ts";
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
  /** What files the text was made of, in base64. */
  passport: v.optional(v.string()),
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
  /** Sentences for the user on what was not done as asked. */
  readonly notes?: readonly string[];
  readonly checkpoints?: CheckpointOptions;
  readonly tensorboardFolder?: string;
  /** The checkpoint that it goes on from. */
  readonly resumed?: CheckpointHeader;
  /** Puts other first values in place of the random ones. */
  readonly start?: (
    training: TrainingMemory,
    plan: TrainingPlan,
  ) => Promise<EarlierProgress | undefined>;
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
  const origin = originOf(order);
  const checkpoints = new Checkpoints(modelPath, corpus, origin);
  const report =
    order.report ??
    new TrainingReport(context.emit, order.runId, modelPath, hyperparameters.epochs);
  report.begin(recipe.tokens, corpus.words.length, hyperparameters.epochs);
  const events = await startEvents(order, origin.startedAt);
  let told = order.resumed?.state.marks.length ?? 0;
  let build: KernelBuild;
  let outcome: TrainingOutcome;
  try {
    const kernels = await compileTrainingKernels(context.folder, recipe.tokens, hyperparameters);
    build = kernels.build;
    outcome = await train(corpus, hyperparameters, {
      workerPath: join(context.folder, "trainer.worker.js"),
      kernels: kernels.module,
      pause: context.pause,
      onMemory: (memoryBytes) => report.tell({ memoryBytes }),
      onProgress: (progress) => {
        report.training(progress);
        for (; told < progress.marks.length; told++)
          void events?.append(progress.marks[told]!).catch(logFailure(context));
      },
      ...(order.start ? { start: order.start } : {}),
      ...(order.checkpoints
        ? { checkpoints: checkpointWriter(context, order.checkpoints, checkpoints) }
        : {}),
      ...(signal ? { signal } : {}),
    });
    throwIfCanceled(signal);
    report.saving();
    await saveModel(order, outcome, signal);
  } catch (error) {
    const { code } = toWordfieldError(error);
    const isOver = code === "bad-input" || (code === "canceled" && !keepsCheckpoint(order));
    // That of an earlier training, which this one was to replace, is not this one's to remove.
    if (isOver && checkpoints.hasFolder)
      await removeCheckpoint(modelPath).catch(logFailure(context));
    else if (checkpoints.hasFolder) await releaseCheckpoint(modelPath).catch(logFailure(context));
    await (isOver ? events?.discard() : events?.close())?.catch(logFailure(context));
    throw error;
  }
  await writeRecord(order, outcome, origin, build).catch(logFailure(context));
  await events?.close().catch(logFailure(context));
  await removeCheckpoint(modelPath).catch(logFailure(context));
  report.tell({ fraction: 1 });
  const { model } = await describeModel(modelPath);
  return {
    model,
    seconds: (performance.now() - beganMs) / 1_000,
    wordsPerSecond: outcome.wordsPerSecond,
    skipped: order.skipped,
    ...(order.notes?.length ? { notes: order.notes } : {}),
  };
}

/**
 * Looks before hours of work whether a model can be written at their end, and returns the folder that it would be in, or
 * the nearest one above that is there already.
 *
 * Errors: `file-unwritable`.
 */
export async function checkTarget(modelPath: string): Promise<string> {
  const look = (path: string) => stat(path).catch(() => undefined); // as a rule there is nothing yet
  if ((await look(modelPath))?.isDirectory())
    throw new WordfieldError(
      "file-unwritable",
      `${modelPath} is a folder. Choose another name for the model.`,
    );
  // Folders that are not there yet are made.
  let folder = dirname(modelPath);
  while (!(await look(folder)) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    await access(folder, constants.W_OK);
    await (await opendir(folder)).close(); // a file is none
    return folder;
  } catch (error) {
    throw toWritingError(error, modelPath);
  }
}

/** Where nothing is said, a training that was resumed keeps what it was resumed from. */
function keepsCheckpoint({ checkpoints, resumed }: TrainingOrder): boolean {
  return checkpoints ? checkpoints.keepWhenCanceled : resumed !== undefined;
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
    name: basename(modelPath, ".safetensors"),
    startedMs: Date.parse(startedAt),
    ...(resumedAtIds === undefined ? {} : { resumedAtIds }),
  });
}

function originOf({ hyperparameters, recipe, resumed }: TrainingOrder): CheckpointOrigin {
  const now = new Date().toISOString();
  return {
    hyperparameters,
    recipe,
    startedAt: resumed?.startedAt ?? now,
    resumedAt: resumed ? [...resumed.state.resumedAt, now] : [],
  };
}

function checkpointWriter(
  context: TrainingsContext,
  { everyMinutes, everyEpoch }: CheckpointOptions,
  checkpoints: Checkpoints,
): CheckpointWriter {
  return {
    everyMs: everyMinutes > 0 ? everyMinutes * 60_000 : Infinity,
    everyEpoch,
    write: (training, progress, signal) =>
      checkpoints.write(training, progress, signal).catch(logFailure(context)),
  };
}

async function saveModel(
  order: TrainingOrder,
  outcome: TrainingOutcome,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { modelPath, recipe } = order;
  await mkdir(dirname(modelPath), { recursive: true }).catch((error: unknown) => {
    throw toWritingError(error, modelPath);
  });
  await writeModel(
    modelPath,
    {
      words: outcome.words,
      counts: outcome.counts,
      dimension: outcome.dimension,
      inputVectors: outcome.inputVectors,
      outputVectors: outcome.outputVectors,
      ...(outcome.ngrams ? { ngrams: outcome.ngrams } : {}),
      hyperparameters: { ...composeRecord(order), lossPerEpoch: outcome.lossPerEpoch },
      corpus: recipe.corpus,
      ...(recipe.passport === undefined
        ? {}
        : { passport: Buffer.from(recipe.passport, "base64") }),
      createdAt: new Date().toISOString(),
    },
    signal,
  );
}

/** Writes down beside the model how it was trained, in place of what was said there of an earlier one. */
async function writeRecord(
  order: TrainingOrder,
  outcome: TrainingOutcome,
  { startedAt, resumedAt }: CheckpointOrigin,
  kernels: KernelBuild,
): Promise<void> {
  const { modelPath, recipe } = order;
  await removeRunRecord(modelPath);
  const { node, ...machine } = describeMachine();
  await writeRunRecord(modelPath, {
    model: basename(modelPath),
    startedAt,
    resumedAt,
    endedAt: new Date().toISOString(),
    trainingSeconds: outcome.seconds,
    wordsPerSecond: outcome.wordsPerSecond,
    hyperparameters: composeRecord(order),
    corpus: recipe.corpus,
    words: outcome.words.length,
    dimension: outcome.dimension,
    machine,
    versions: {
      wordfield: version,
      node,
      v8: process.versions.v8,
      kernels,
    },
    marks: outcome.marks,
  });
}

function composeRecord({ hyperparameters, recipe }: TrainingOrder): Record<string, unknown> {
  return {
    ...composeHyperparameterRecord(hyperparameters),
    ...(recipe.warmStart === undefined ? {} : { warmStart: recipe.warmStart }),
  };
}
