import { setTimeout as wait } from "node:timers/promises";
import { join } from "node:path";
import { rm, writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { HyperparameterOptions } from "../../../src/training/hyperparameters.ts";
import { PauseSwitch } from "../../../src/training/pauseSwitch.ts";
import type { TrainingProgress } from "../../../src/training/progress.ts";
import type { CheckpointWriter, TrainingContext } from "../../../src/training/train.node.ts";
import { BUILD_TIMEOUT_MS, builtPaths, type BuiltPaths } from "../../support/builtEntries.ts";
import { plantedCorpus } from "../../support/plantedCorpus.ts";
import { hashVectors, trainPlanted } from "../../support/trainPlanted.ts";

const EPOCHS = 100;
/** Of all epochs. */
const WORDS = 10 * 2500 * EPOCHS;

let paths: BuiltPaths;
beforeAll(async () => {
  paths = await builtPaths();
}, BUILD_TIMEOUT_MS);

/** A training that can be paused, and what it has told so far. */
function startTraining(options: HyperparameterOptions, context: Partial<TrainingContext> = {}) {
  const pause = new PauseSwitch();
  const controller = new AbortController();
  const reports: TrainingProgress[] = [];
  const ended = trainPlanted(plantedCorpus(2500), options, {
    pause,
    signal: controller.signal,
    onProgress: (progress) => reports.push(progress),
    ...context,
  });
  let isEnded = false;
  ended.catch(() => undefined).finally(() => (isEnded = true)); // whoever waits for it is told
  const until = async (isReached: (latest: TrainingProgress) => boolean): Promise<void> => {
    while (!(reports.length > 0 && isReached(reports.at(-1)))) {
      if (isEnded) throw new Error("The training ended before that.");
      await Promise.race([wait(5), ended]);
    }
  };
  return { pause, controller, reports, ended, until };
}

describe.each([
  ["one thread", { threads: 1 }],
  ["three threads that do not wait for each other", { threads: 3 }],
  ["three threads in the deterministic mode", { threads: 3, deterministic: true }],
])("a pause, %s", (_, options) => {
  it("is told, uses no processor, and ends when it is told to", async () => {
    const beganMs = performance.now();
    const { pause, reports, ended, until } = startTraining({ ...options, epochs: EPOCHS });
    await until(({ fraction }) => fraction > 0);
    pause.set(true);
    await until(({ paused }) => paused);
    const told = reports.length;
    const paused = reports.at(-1);
    expect(paused.fraction).toBeLessThan(1);
    expect(paused.wordsPerSecond).toBeGreaterThan(0);
    expect(Number.isFinite(paused.secondsLeft)).toBe(true);
    const before = process.cpuUsage();
    await wait(1000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(0.2);
    expect(reports).toHaveLength(told);
    pause.set(false);
    await until((latest) => !latest.paused);
    const outcome = await ended;
    expect(reports.at(-1)).toMatchObject({ fraction: 1, paused: false });
    // The second of the pause is no second of training.
    expect(outcome.seconds).toBeLessThan((performance.now() - beganMs) / 1000 - 0.9);
    expect(outcome.wordsPerSecond).toBeCloseTo(WORDS / outcome.seconds, 0);
    expect(outcome.lossPerEpoch.every(Number.isFinite)).toBe(true);
  });

  it("ends at once where the training is canceled meanwhile", async () => {
    const { pause, controller, ended, until } = startTraining({ ...options, epochs: 1000 });
    await until(({ fraction }) => fraction > 0);
    pause.set(true);
    await until(({ paused }) => paused);
    controller.abort();
    await expect(ended).rejects.toMatchObject({ code: "canceled" });
  });
});

describe("a pause", () => {
  it("changes no number, however often and when it comes", async () => {
    const options = { threads: 3, deterministic: true, epochs: 30 };
    const { pause, ended } = startTraining(options);
    const timer = setInterval(() => pause.set(!pause.isOn), 7);
    onTestFinished(() => clearInterval(timer));
    expect(hashVectors(await ended)).toBe(
      hashVectors(await trainPlanted(plantedCorpus(2500), options)),
    );
  });

  it("holds a training that was paused before it began", async () => {
    const { pause, reports, ended, until } = startTraining({ epochs: 2 });
    pause.set(true);
    await until(({ paused }) => paused);
    expect(reports.at(-1).fraction).toBeLessThan(1);
    pause.set(false);
    await ended;
  });

  it("writes a checkpoint before it is told, and another one at the next pause", async () => {
    const order: string[] = [];
    const checkpoints: CheckpointWriter = {
      everyMs: Infinity,
      everyEpoch: false,
      write: async () => {
        await wait(20);
        order.push("written");
      },
    };
    const { pause, ended } = startTraining(
      { epochs: EPOCHS },
      { checkpoints, onProgress: ({ paused }) => paused && order.push("told") },
    );
    for (const round of [1, 2]) {
      pause.set(true);
      while (order.length < 2 * round) await wait(5);
      pause.set(false);
      await wait(20);
    }
    expect(order).toEqual(["written", "told", "written", "told"]);
    await ended;
  });

  it("does not outlast the loss of a thread", async () => {
    const path = join(paths.folder, `dies-in-a-pause-${process.pid}.js`);
    onTestFinished(() => rm(path));
    // Says that it is ready, trains nothing and dies when it is told to stand still.
    await writeFile(
      path,
      `const { parentPort, workerData } = require("node:worker_threads");
       const control = new Int32Array(workerData.memory.buffer, workerData.layout.control, 6);
       parentPort.postMessage({ kind: "ready" });
       Atomics.wait(control, 0, 0);
       Atomics.wait(control, 0, 1);
       throw new Error("out of luck");`,
    );
    const { pause, ended, until } = startTraining({ threads: 2 }, { workerPath: path });
    await until(() => true);
    pause.set(true);
    await expect(ended).rejects.toThrow("out of luck");
  });
});
