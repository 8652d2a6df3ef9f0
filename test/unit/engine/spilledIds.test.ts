import { cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { readModel } from "../../../src/embeddings/modelFile.node.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { SMALL_OPTIONS, startEngine, trainingOf } from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText } from "../../support/topicText.ts";

const OPTIONS = { ...SMALL_OPTIONS, epochs: 60 };
const MODEL_FILES = ["m.run.json", "m.run.jsonl", "m.safetensors"];

/** An engine to which a text is too long for memory at 4 kB of ids, not at a gigabyte. */
async function startSmallEngine() {
  const { folder } = await builtPaths();
  const copy = await temporaryFolder();
  for (const name of await readdir(folder))
    if (/^(trainer\.worker\.js|.+\.wasm)$/.test(name))
      await cp(join(folder, name), join(copy, name));
  const worker = await readFile(join(folder, "job.worker.js"), "utf8");
  const limit = "DEFAULT_MAXIMUM_BYTES = 2 ** 30";
  expect(worker.split(limit)).toHaveLength(2);
  await writeFile(
    join(copy, "job.worker.js"),
    worker.replace(limit, "DEFAULT_MAXIMUM_BYTES = 4096"),
  );
  return startEngine(copy);
}

async function place(sentences: number) {
  const folder = await temporaryFolder({ "text/topics.txt": topicText(sentences) });
  const models = join(folder, "models");
  await mkdir(models);
  return { models, text: join(folder, "text"), modelPath: join(models, "m.safetensors") };
}

const isIdsFile = (name: string): boolean => /^\.m\.safetensors\.ids\..+\.tmp$/.test(name);

describe("a text that is too long for memory", () => {
  it("is trained from a file beside the model to the same vectors, and the file goes", async () => {
    const { engine, until } = await startSmallEngine();
    const { models, text, modelPath } = await place(2000);
    const run = engine.calls.trainModel(trainingOf(text, modelPath, { options: OPTIONS }));
    await until(({ phase }) => phase === "training");
    expect((await readdir(models)).filter(isIdsFile)).toHaveLength(1);
    await run;
    expect(await readdir(models)).toEqual(MODEL_FILES);
    const whole = join(models, "whole.safetensors");
    await (
      await startEngine()
    ).engine.calls.trainModel(trainingOf(text, whole, { options: OPTIONS }));
    expect((await readModel(modelPath, {})).inputVectors).toEqual(
      (await readModel(whole, {})).inputVectors,
    );
  });

  it("is in its checkpoint without a second copy, and resumed from there", async () => {
    const { engine, until } = await startSmallEngine();
    const { models, text, modelPath } = await place(2000);
    const controller = new AbortController();
    const run = engine.calls.trainModel(
      trainingOf(text, modelPath, {
        // Long enough that it is paused before it ends, also on a fast machine.
        options: { ...OPTIONS, epochs: 300 },
        checkpoints: { everyMinutes: 0, everyEpoch: false, keepWhenCanceled: true },
      }),
      controller.signal,
    );
    run.catch(() => undefined);
    await until(({ epoch }) => epoch > 0);
    await engine.calls.pauseTraining({ runId: "run", paused: true });
    await until(({ paused }) => paused);
    expect((await stat(join(`${modelPath}.checkpoint`, "ids.int32"))).nlink).toBe(2);
    controller.abort();
    await expect(run).rejects.toMatchObject({ code: "canceled" });
    expect(await readdir(models)).toEqual(["m.safetensors.checkpoint"]);
    const { model } = await engine.calls.resumeTraining({ runId: "r", modelPath });
    expect(model.words).toBe(16);
    expect(await readdir(models)).toEqual(MODEL_FILES);
  });

  it("leaves no file where reading is canceled", async () => {
    const { engine } = await startSmallEngine();
    const { models, text, modelPath } = await place(150_000);
    const controller = new AbortController();
    const run = engine.calls.trainModel(trainingOf(text, modelPath), controller.signal);
    run.catch(() => undefined);
    while (!(await readdir(models)).some(isIdsFile)) await wait(1);
    controller.abort();
    await expect(run).rejects.toMatchObject({ code: "canceled" });
    expect(await readdir(models)).toEqual([]);
  });

  it("cannot be joined with a model to start from, which is said", async () => {
    const { engine } = await startSmallEngine();
    const { models, text, modelPath } = await place(2000);
    await engine.calls.trainModel(trainingOf(text, modelPath));
    await expect(
      engine.calls.trainModel(
        trainingOf(text, join(models, "n.safetensors"), { options: {}, warmStartPath: modelPath }),
      ),
    ).rejects.toMatchObject({
      code: "out-of-memory",
      message: expect.stringContaining("Train on a part of it, or from the beginning") as string,
    });
    expect(await readdir(models)).toEqual(MODEL_FILES);
  });
});
