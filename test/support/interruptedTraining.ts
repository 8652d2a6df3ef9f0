// A training that was paused and given up, and what it left on disk.
import type { TrainingCorpus } from "../../src/training/corpus.ts";
import { Checkpoints } from "../../src/training/checkpointWriter.node.ts";
import {
  completeHyperparameters,
  type HyperparameterOptions,
} from "../../src/training/hyperparameters.ts";
import { totalIdsDone } from "../../src/training/lanes.ts";
import { PauseSwitch } from "../../src/training/pauseSwitch.ts";
import { PLANTED_OPTIONS, trainPlanted } from "./trainPlanted.ts";

/** When each of these trainings began. */
export const STARTED_AT = "2026-04-30T10:11:12.000Z";

/** Trains until something has been learned, writes a checkpoint and stops; returns the part that was done. */
export async function interruptTraining(
  modelPath: string,
  corpus: TrainingCorpus,
  options: HyperparameterOptions = {},
): Promise<number> {
  const hyperparameters = completeHyperparameters({ ...PLANTED_OPTIONS, ...options }, 1);
  const checkpoints = new Checkpoints(modelPath, corpus, {
    hyperparameters,
    recipe: { made: "by a test" },
    startedAt: STARTED_AT,
    resumedAt: [],
  });
  const pause = new PauseSwitch();
  const controller = new AbortController();
  let done = 0;
  let timer: NodeJS.Timeout | undefined;
  const training = trainPlanted(corpus, options, {
    pause,
    signal: controller.signal,
    start: async (memory) => {
      timer = setInterval(() => pause.set(totalIdsDone(memory) > 0), 1);
      return undefined;
    },
    checkpoints: {
      everyMs: Infinity,
      everyEpoch: false,
      write: (memory, progress) => checkpoints.write(memory, progress),
    },
    onProgress: ({ fraction, paused }) => {
      if (!paused) return;
      done = fraction;
      controller.abort();
    },
  });
  try {
    await training;
  } catch (error) {
    if (controller.signal.aborted) return done;
    throw error;
  } finally {
    clearInterval(timer);
  }
  throw new Error("The training ended before it could be interrupted.");
}
