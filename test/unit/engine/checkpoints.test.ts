import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readModel } from "../../../src/embeddings/modelFile.node.ts";
import type { CheckpointOptions, TrainingSnapshot } from "../../../src/protocol/engineMessages.ts";
import {
  SMALL_OPTIONS,
  startEngine,
  type StartedEngine,
  trainingOf,
} from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText } from "../../support/topicText.ts";

const EVERY_EPOCH: CheckpointOptions = {
  everyMinutes: 0,
  everyEpoch: true,
  keepWhenCanceled: true,
};
/** Takes several times as long as the interval between two snapshots, also on a fast machine. */
const LONG = { ...SMALL_OPTIONS, epochs: 400 };
const MODEL_FILES = ["m.run.json", "m.run.jsonl", "m.safetensors"];

interface Place {
  readonly folder: string;
  readonly text: string;
  readonly modelPath: string;
}

async function place(): Promise<Place> {
  const folder = await temporaryFolder({ "text/topics.txt": topicText(3000) });
  await mkdir(join(folder, "models"));
  return {
    folder: join(folder, "models"),
    text: join(folder, "text"),
    modelPath: join(folder, "models", "m.safetensors"),
  };
}

/** Trains until there is a checkpoint, which a pause writes, and cancels then. */
async function interrupt(
  { engine, until, snapshots }: StartedEngine,
  { text, modelPath }: Place,
  checkpoints = EVERY_EPOCH,
): Promise<TrainingSnapshot> {
  const controller = new AbortController();
  const run = engine.calls.trainModel(
    trainingOf(text, modelPath, { runId: "interrupted", options: LONG, checkpoints }),
    controller.signal,
  );
  run.catch(() => undefined);
  await until(({ runId, epoch }) => runId === "interrupted" && epoch > 0);
  await engine.calls.pauseTraining({ runId: "interrupted", paused: true });
  await until(({ paused }) => paused);
  const paused = snapshots.find((snapshot) => snapshot.paused)!;
  controller.abort();
  await expect(run).rejects.toMatchObject({ code: "canceled" });
  return paused;
}

async function vectorsOf(modelPath: string): Promise<Buffer> {
  const { inputVectors, outputVectors } = await readModel(modelPath, { withOutputVectors: true });
  return Buffer.concat([Buffer.from(inputVectors.buffer), Buffer.from(outputVectors!.buffer)]);
}

describe("resumeTraining", () => {
  it("ends with the very same vectors as a training that was not interrupted", async () => {
    const started = await startEngine();
    const at = await place();
    const paused = await interrupt(started, at);
    expect(paused).toMatchObject({ phase: "training", secondsLeft: expect.any(Number) as number });
    const { checkpoints } = await started.engine.calls.listCheckpoints({ folder: at.folder });
    expect(checkpoints).toEqual([
      {
        modelPath: at.modelPath,
        name: "m",
        algorithm: "skip-gram",
        fraction: expect.any(Number) as number,
        savedAt: expect.stringMatching(/^\d{4}-/) as string,
        bytes: expect.any(Number) as number,
      },
    ]);
    expect(checkpoints[0]!.fraction).toBeGreaterThan(0);
    // Another engine, as after a crash.
    const other = await startEngine();
    const { model } = await other.engine.calls.resumeTraining({
      runId: "resumed",
      modelPath: at.modelPath,
      checkpoints: EVERY_EPOCH,
    });
    expect(model).toMatchObject({ name: "m", words: 16, corpus: { files: 1, tokens: 24_000 } });
    expect(other.snapshots[0]).toMatchObject({
      runId: "resumed",
      modelName: "m",
      epochs: LONG.epochs,
    });
    expect(other.snapshots.at(-1)).toMatchObject({ fraction: 1, epoch: LONG.epochs });
    expect(await readdir(at.folder)).toEqual(MODEL_FILES);
    const whole = join(at.folder, "whole.safetensors");
    await other.engine.calls.trainModel(trainingOf(at.text, whole, { options: LONG }));
    expect((await vectorsOf(at.modelPath)).equals(await vectorsOf(whole))).toBe(true);
    const wholeModel = (await other.engine.calls.describeModel({ modelPath: whole })).model;
    expect(model.lossPerEpoch).toEqual(wholeModel.lossPerEpoch);
    expect(model.hyperparameters).toEqual(wholeModel.hyperparameters);
  });

  it("records each time that it went on, and one loss curve", async () => {
    const started = await startEngine();
    const at = await place();
    await interrupt(started, at);
    // Interrupted once more, as soon as it is paused.
    const controller = new AbortController();
    const again = started.engine.calls.resumeTraining(
      { runId: "again", modelPath: at.modelPath, checkpoints: EVERY_EPOCH },
      controller.signal,
    );
    again.catch(() => undefined);
    await started.engine.calls.pauseTraining({ runId: "again", paused: true });
    await started.until(({ runId, paused }) => runId === "again" && paused);
    controller.abort();
    await expect(again).rejects.toMatchObject({ code: "canceled" });
    await started.engine.calls.resumeTraining({ runId: "last", modelPath: at.modelPath });
    const record = JSON.parse(await readFile(join(at.folder, "m.run.json"), "utf8")) as {
      startedAt: string;
      resumedAt: string[];
      marks: { epoch: number; idsDone: number; seconds: number }[];
    };
    expect(record.resumedAt).toHaveLength(2);
    expect([record.startedAt, ...record.resumedAt]).toEqual(
      [record.startedAt, ...record.resumedAt].sort(),
    );
    expect(record.marks.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 4 * LONG.epochs }, (_, mark) => (mark + 1) / 4),
    );
  });

  it("says that there is nothing to resume, or that the checkpoint is damaged", async () => {
    const started = await startEngine();
    const at = await place();
    const resume = () =>
      started.engine.calls.resumeTraining({ runId: "r", modelPath: at.modelPath });
    await expect(resume()).rejects.toMatchObject({ code: "model-missing" });
    await interrupt(started, at);
    const state = join(`${at.modelPath}.checkpoint`, "state.bin");
    await truncate(state, (await readFile(state)).length - 1);
    await expect(resume()).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringContaining("Discard it and train again") as string,
    });
    const training = join(`${at.modelPath}.checkpoint`, "training.json");
    await writeFile(training, (await readFile(training, "utf8")).replace('"tokens":', '"token":'));
    await expect(resume()).rejects.toMatchObject({ code: "bad-format" });
    expect(await readdir(at.folder)).toEqual(["m.safetensors.checkpoint"]);
    await started.engine.calls.discardCheckpoint({ modelPath: at.modelPath });
    expect(await readdir(at.folder)).toEqual([]);
  });

  it("keeps what it was resumed from where it is canceled and nothing was said of that", async () => {
    const started = await startEngine();
    const at = await place();
    await interrupt(started, at);
    const controller = new AbortController();
    const resumed = started.engine.calls.resumeTraining(
      { runId: "r", modelPath: at.modelPath },
      controller.signal,
    );
    resumed.catch(() => undefined);
    await started.until(({ runId, epoch }) => runId === "r" && epoch > 0);
    controller.abort();
    await expect(resumed).rejects.toMatchObject({ code: "canceled" });
    expect(await readdir(at.folder)).toEqual(["m.safetensors.checkpoint"]);
  });
});

describe("a checkpoint", () => {
  it("goes where a training is canceled that was not to keep it", async () => {
    const at = await place();
    await interrupt(await startEngine(), at, { ...EVERY_EPOCH, keepWhenCanceled: false });
    expect(await readdir(at.folder)).toEqual([]);
  });

  it("of an earlier training stays where a new one of the same name slips", async () => {
    const started = await startEngine();
    const at = await place();
    await interrupt(started, at);
    const anew = (options: object, signal?: AbortSignal) =>
      started.engine.calls.trainModel(
        trainingOf(at.text, at.modelPath, {
          runId: "anew",
          options: { ...LONG, ...options },
          checkpoints: { everyMinutes: 5, everyEpoch: false, keepWhenCanceled: false },
        }),
        signal,
      );
    await expect(anew({ dimension: 0 })).rejects.toMatchObject({ code: "bad-input" });
    await expect(anew({ minimumCount: 1e6 })).rejects.toMatchObject({ code: "corpus-too-small" });
    await expect(anew({ learningRate: 1, epochs: 20 })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("lower learning rate") as string,
    });
    const controller = new AbortController();
    const canceled = anew({}, controller.signal);
    canceled.catch(() => undefined);
    await started.until(({ runId, epoch }) => runId === "anew" && epoch > 3);
    controller.abort();
    await expect(canceled).rejects.toMatchObject({ code: "canceled" });
    const { checkpoints } = await started.engine.calls.listCheckpoints({ folder: at.folder });
    expect(checkpoints).toHaveLength(1);
  });

  it("of a training that runs keeps others from training the same model, or resuming it", async () => {
    const { engine, until } = await startEngine();
    const at = await place();
    const controller = new AbortController();
    const run = engine.calls.trainModel(
      trainingOf(at.text, at.modelPath, { options: LONG, checkpoints: EVERY_EPOCH }),
      controller.signal,
    );
    run.catch(() => undefined);
    await until(({ epoch }) => epoch > 0);
    await engine.calls.pauseTraining({ runId: "run", paused: true });
    await until(({ paused }) => paused);
    const running = {
      code: "bad-input",
      message: expect.stringContaining("is being trained right now") as string,
    };
    const { modelPath } = at;
    await expect(engine.calls.trainModel(trainingOf(at.text, modelPath))).rejects.toMatchObject(
      running,
    );
    await expect(engine.calls.resumeTraining({ runId: "r", modelPath })).rejects.toMatchObject(
      running,
    );
    expect(await engine.calls.listCheckpoints({ folder: at.folder })).toEqual({ checkpoints: [] });
    controller.abort();
    await expect(run).rejects.toMatchObject({ code: "canceled" });
    expect((await engine.calls.listCheckpoints({ folder: at.folder })).checkpoints).toHaveLength(1);
  });

  it("of an earlier training goes where a new one of the same name ends well", async () => {
    const started = await startEngine();
    const at = await place();
    await interrupt(started, at);
    await started.engine.calls.trainModel(trainingOf(at.text, at.modelPath));
    expect(await readdir(at.folder)).toEqual(MODEL_FILES);
  });

  it("that cannot be written is logged, and the training goes on to its model", async () => {
    const { engine, log, until } = await startEngine();
    const at = await place();
    const run = engine.calls.trainModel(
      trainingOf(at.text, at.modelPath, { options: LONG, checkpoints: EVERY_EPOCH }),
    );
    await until(({ epoch }) => epoch > 0);
    await engine.calls.pauseTraining({ runId: "run", paused: true });
    await until(({ paused }) => paused);
    // A file in place of the folder: whatever is written into it fails from now on.
    await rm(`${at.modelPath}.checkpoint`, { recursive: true });
    await writeFile(`${at.modelPath}.checkpoint`, "in the way");
    await engine.calls.pauseTraining({ runId: "run", paused: false });
    const { model } = await run;
    expect(model.lossPerEpoch).toHaveLength(LONG.epochs);
    expect(log.length).toBeGreaterThan(0);
    expect(await readdir(at.folder)).toEqual([...MODEL_FILES, "m.safetensors.checkpoint"]);
  });

  it("is kept where the model cannot be written, and becomes the model once it can", async () => {
    const { engine, until } = await startEngine();
    const at = await place();
    const run = engine.calls.trainModel(
      trainingOf(at.text, at.modelPath, { options: LONG, checkpoints: EVERY_EPOCH }),
    );
    run.catch(() => undefined);
    await until(({ epoch }) => epoch > 0);
    await engine.calls.pauseTraining({ runId: "run", paused: true });
    await until(({ paused }) => paused);
    await mkdir(join(at.modelPath, "in the way"), { recursive: true });
    await engine.calls.pauseTraining({ runId: "run", paused: false });
    await expect(run).rejects.toMatchObject({ code: "file-unwritable" });
    await rm(at.modelPath, { recursive: true });
    const { model } = await engine.calls.resumeTraining({ runId: "r", modelPath: at.modelPath });
    expect(model.lossPerEpoch).toHaveLength(LONG.epochs);
    expect(await readdir(at.folder)).toEqual(MODEL_FILES);
  });
});

describe("trainModel", () => {
  it("says before it reads that the model could not be written", async () => {
    const { engine, snapshots } = await startEngine();
    const at = await place();
    const file = join(at.text, "topics.txt");
    await expect(
      engine.calls.trainModel(trainingOf(at.text, join(file, "m.safetensors"))),
    ).rejects.toMatchObject({
      code: "file-unwritable",
      message: expect.stringContaining("Choose another place") as string,
    });
    await expect(engine.calls.trainModel(trainingOf(at.text, at.folder))).rejects.toMatchObject({
      code: "file-unwritable",
      message: expect.stringContaining("is a folder") as string,
    });
    expect(snapshots).toEqual([]);
  });

  it("makes the folders that its model is to lie in", async () => {
    const { engine } = await startEngine();
    const at = await place();
    const modelPath = join(at.folder, "a", "b", "m.safetensors");
    await engine.calls.trainModel(trainingOf(at.text, modelPath));
    expect(await readdir(join(at.folder, "a", "b"))).toEqual(MODEL_FILES);
  });

  it("saves the model also where its record cannot be written, and leaves no stale one", async () => {
    const { engine, log } = await startEngine();
    const at = await place();
    await mkdir(join(at.folder, "m.run.jsonl"));
    await writeFile(join(at.folder, "m.run.json"), "of an earlier model");
    const { model } = await engine.calls.trainModel(trainingOf(at.text, at.modelPath));
    expect(model.words).toBe(16);
    expect(log.join()).toContain("m.run.jsonl");
    const record = await readFile(join(at.folder, "m.run.json"), "utf8").catch(() => "");
    expect(record).not.toContain("earlier");
  });

  it("tells which training to pause does not run", async () => {
    const { engine } = await startEngine();
    await expect(
      engine.calls.pauseTraining({ runId: "nobody", paused: true }),
    ).rejects.toMatchObject({ code: "bad-input" });
  });
});
