/** The trainings of this engine: those that run, and those that were interrupted. */
import { basename } from "node:path";
import { WordfieldError } from "../errors.ts";
import type { Checkpoint, EngineRequests, TrainingResult } from "../protocol/engineMessages.ts";
import {
  type CheckpointHeader,
  listCheckpoints,
  readCheckpoint,
} from "../training/checkpoint.node.ts";
import {
  claimCheckpoint,
  releaseCheckpoint,
  removeCheckpoint,
} from "../training/checkpointFolder.node.ts";
import { PauseSwitch } from "../training/pauseSwitch.ts";
import { fractionOfAll } from "./trainingReport.ts";
import { checkTarget, parseRecipe, runTraining, type TrainingsContext } from "./trainingRun.ts";
import { trainModel } from "./trainModel.ts";

/** Starts, pauses and resumes trainings. */
export interface Trainings {
  train(
    params: EngineRequests["trainModel"]["params"],
    signal?: AbortSignal,
  ): Promise<TrainingResult>;
  resume(
    params: EngineRequests["resumeTraining"]["params"],
    signal?: AbortSignal,
  ): Promise<TrainingResult>;
  /** Errors: `bad-input` where there is no such training. */
  pause(params: EngineRequests["pauseTraining"]["params"]): object;
  listCheckpoints(folder: string): Promise<{ checkpoints: Checkpoint[] }>;
  discard(modelPath: string): Promise<object>;
}

/** Creates the engine's trainings. */
export function createTrainings(context: TrainingsContext): Trainings {
  const pauses = new Map<string, PauseSwitch>();

  /** Holds a pause switch for a run while it lasts. */
  async function withPause<T>(runId: string, run: (pause: PauseSwitch) => Promise<T>): Promise<T> {
    const pause = new PauseSwitch();
    pauses.set(runId, pause);
    try {
      return await run(pause);
    } finally {
      if (pauses.get(runId) === pause) pauses.delete(runId);
    }
  }

  return {
    train: (params, signal) =>
      withPause(params.runId, (pause) => trainModel({ ...context, pause }, params, signal)),
    resume: ({ modelPath, runId, checkpoints, tensorboardFolder }, signal) =>
      withPause(runId, async (pause) => {
        await checkTarget(modelPath);
        await claimCheckpoint(modelPath);
        try {
          const resumed = await readCheckpoint(modelPath, signal);
          return await runTraining(
            { ...context, pause },
            {
              runId,
              modelPath,
              corpus: resumed.corpus,
              hyperparameters: resumed.hyperparameters,
              recipe: parseRecipe(resumed.recipe, modelPath),
              resumed,
              start: (training) => resumed.restore(training),
              skipped: [],
              ...(checkpoints ? { checkpoints } : {}),
              ...(tensorboardFolder === undefined ? {} : { tensorboardFolder }),
            },
            signal,
          );
        } finally {
          await releaseCheckpoint(modelPath);
        }
      }),
    pause: ({ runId, paused }) => {
      const pause = pauses.get(runId);
      if (!pause)
        throw new WordfieldError("bad-input", `No training ${runId} is running. Start it again.`);
      pause.set(paused);
      return {};
    },
    listCheckpoints: async (folder) => ({
      checkpoints: (await listCheckpoints(folder)).map(describeCheckpoint),
    }),
    discard: async (modelPath) => {
      await removeCheckpoint(modelPath);
      return {};
    },
  };
}

function describeCheckpoint(header: CheckpointHeader): Checkpoint {
  return {
    modelPath: header.modelPath,
    name: basename(header.modelPath).replace(/\.[^.]+$/, ""),
    algorithm: header.hyperparameters.algorithm,
    fraction: fractionOfAll(header.state.fraction),
    savedAt: header.state.savedAt,
    bytes: header.bytes,
  };
}
