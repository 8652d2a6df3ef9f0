import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createPacer } from "../../../src/kernels/pacing.ts";
import { allocateTrainingMemory, layoutTrainingMemory } from "../../../src/kernels/memory.ts";
import {
  listCheckpoints,
  readCheckpoint,
  readCheckpointHeader,
} from "../../../src/training/checkpoint.node.ts";
import {
  checkpointFolder,
  hasCheckpoint,
  claimCheckpoint,
  releaseCheckpoint,
  removeCheckpoint,
} from "../../../src/training/checkpointFolder.node.ts";
import { Checkpoints } from "../../../src/training/checkpointWriter.node.ts";
import type { TrainingCorpus } from "../../../src/training/corpus.ts";
import {
  completeHyperparameters,
  type HyperparameterOptions,
} from "../../../src/training/hyperparameters.ts";
import { planTraining } from "../../../src/training/plan.ts";
import { BUILD_TIMEOUT_MS, builtPaths } from "../../support/builtEntries.ts";
import { interruptTraining, STARTED_AT } from "../../support/interruptedTraining.ts";
import { plantedCorpus } from "../../support/plantedCorpus.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { hashVectors, trainPlanted } from "../../support/trainPlanted.ts";

beforeAll(builtPaths, BUILD_TIMEOUT_MS);

/** What a process has left that is no more: Linux gives no number above 4194304. */
const GONE = "99999999 1777000000";
const FILES = ["ids.int32", "process.txt", "state.bin", "training.json", "vocabulary.txt"];

/** Goes on from what is on disk, with nothing but that. */
async function resume(modelPath: string) {
  const resumed = await readCheckpoint(modelPath);
  return trainPlanted(resumed.corpus, resumed.hyperparameters, {
    start: (training) => resumed.restore(training),
  });
}

/** A training's memory without threads, and a writer of checkpoints. */
async function standingTraining(modelPath: string, corpus: TrainingCorpus) {
  const hyperparameters = completeHyperparameters({ dimension: 4, threads: 1 }, 1);
  const { shape } = await planTraining(corpus, hyperparameters, createPacer());
  const training = allocateTrainingMemory(layoutTrainingMemory(shape));
  const checkpoints = new Checkpoints(modelPath, corpus, {
    hyperparameters,
    recipe: null,
    startedAt: STARTED_AT,
    resumedAt: [],
  });
  return { training, checkpoints, progress: { marks: [], seconds: 0, fraction: 0 } };
}

describe("a training that is interrupted and resumed", () => {
  const cases: [string, HyperparameterOptions][] = [
    ["skip-gram", {}],
    ["skip-gram that drops frequent words", { sample: 0.01, sharedNegatives: false }],
    ["CBOW with hierarchical softmax", { algorithm: "cbow", loss: "hs" }],
    ["FastText", { algorithm: "fasttext", dimension: 10 }],
    ["full softmax", { loss: "softmax", dimension: 5 }],
    ["three threads in the deterministic mode", { threads: 3, deterministic: true }],
  ];
  it.each(cases)("ends with the very same bytes as one that was not: %s", async (_, given) => {
    const modelPath = join(await temporaryFolder(), "m");
    const options = { ...given, epochs: 20 };
    const done = await interruptTraining(modelPath, plantedCorpus(2500), options);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(1);
    const resumed = await resume(modelPath);
    const whole = await trainPlanted(plantedCorpus(2500), options);
    expect(hashVectors(resumed)).toBe(hashVectors(whole));
    expect(resumed.lossPerEpoch).toEqual(whole.lossPerEpoch);
    expect(resumed.marks.map(({ loss }) => loss)).toEqual(whole.marks.map(({ loss }) => loss));
    const seconds = resumed.marks.map((mark) => mark.seconds);
    expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
    expect(resumed.seconds).toBe(seconds.at(-1));
  });

  it("reaches the same loss on several threads that do not wait for each other", async () => {
    const modelPath = join(await temporaryFolder(), "m");
    const options = { threads: 3, epochs: 20 };
    await interruptTraining(modelPath, plantedCorpus(3000), options);
    const [resumed, whole] = [
      await resume(modelPath),
      await trainPlanted(plantedCorpus(3000), options),
    ];
    expect(Math.abs(resumed.lossPerEpoch.at(-1)! - whole.lossPerEpoch.at(-1)!)).toBeLessThan(0.15);
  });

  it("needs no file of ids but the checkpoint's own", async () => {
    const corpus = plantedCorpus(2500);
    const folder = await temporaryFolder();
    const path = join(folder, "ids");
    await writeFile(path, new Uint8Array(corpus.ids.buffer));
    const { words, counts } = corpus;
    const inFile = { words, counts, idsFile: { path, length: corpus.ids.length } };
    await interruptTraining(join(folder, "m"), inFile, { epochs: 20 });
    await rm(path);
    expect(hashVectors(await resume(join(folder, "m")))).toBe(
      hashVectors(await trainPlanted(corpus, { epochs: 20 })),
    );
  });
});

describe("Checkpoints", () => {
  it("writes what a training needs, and only that, and removes it", async () => {
    const folder = await temporaryFolder();
    const modelPath = join(folder, "m.safetensors");
    const corpus = plantedCorpus(50);
    const { training, checkpoints, progress } = await standingTraining(modelPath, corpus);
    expect(checkpoints.hasFolder).toBe(false);
    expect(await hasCheckpoint(modelPath)).toBe(false);
    await checkpoints.write(training, { ...progress, seconds: 1.5 });
    expect(checkpoints.hasFolder).toBe(true);
    expect(await hasCheckpoint(modelPath)).toBe(true);
    expect(await readdir(checkpointFolder(modelPath))).toEqual(FILES);
    const header = await readCheckpointHeader(modelPath);
    expect(header).toMatchObject({
      modelPath,
      recipe: null,
      startedAt: STARTED_AT,
      hyperparameters: { dimension: 4, algorithm: "skip-gram" },
      state: { seconds: 1.5, fraction: 0, resumedAt: [] },
    });
    const read = await readCheckpoint(modelPath);
    expect(read.corpus.words).toEqual(corpus.words);
    expect(read.corpus.counts).toEqual(corpus.counts);
    expect(read.corpus.ids).toEqual(corpus.ids);
    await removeCheckpoint(modelPath);
    await removeCheckpoint(modelPath);
    expect(await readdir(folder)).toEqual([]);
    await expect(readCheckpoint(modelPath)).rejects.toMatchObject({
      code: "model-missing",
      message: expect.stringMatching(/no checkpoint of .+Train it from the beginning/) as string,
    });
  });

  it("keeps words as they are: Chinese, emoji, a byte order mark, spaces inside, digits", async () => {
    const words = ["中文", "👩‍👩‍👧", "\ufeffmark", "two words", "3 4", "e\u0301"];
    const corpus = { ...plantedCorpus(1), words, counts: Uint32Array.of(9, 8, 7, 6, 6, 6) };
    corpus.ids.fill(0);
    const modelPath = join(await temporaryFolder(), "m");
    const { training, checkpoints, progress } = await standingTraining(modelPath, corpus);
    await checkpoints.write(training, progress);
    expect((await readCheckpoint(modelPath)).corpus).toMatchObject({
      words,
      counts: corpus.counts,
    });
  });

  it("replaces an earlier training's checkpoint as a whole", async () => {
    const modelPath = join(await temporaryFolder(), "m");
    const first = await standingTraining(modelPath, plantedCorpus(50));
    await first.checkpoints.write(first.training, first.progress);
    const corpus = {
      ...plantedCorpus(50),
      words: plantedCorpus(1).words.map((word) => `${word}s`),
    };
    const second = await standingTraining(modelPath, corpus);
    await second.checkpoints.write(second.training, second.progress);
    expect((await readCheckpoint(modelPath)).corpus.words[0]).toBe("anchors");
  });

  it("leaves the state before as it was where writing fails or is canceled, and no half of a file", async () => {
    const modelPath = join(await temporaryFolder(), "m");
    const folder = checkpointFolder(modelPath);
    const { training, checkpoints, progress } = await standingTraining(
      modelPath,
      plantedCorpus(50),
    );
    await checkpoints.write(training, progress);
    const before = await readFile(join(folder, "state.bin"));
    await expect(checkpoints.write(training, progress, AbortSignal.abort())).rejects.toMatchObject({
      code: "canceled",
    });
    expect((await readFile(join(folder, "state.bin"))).equals(before)).toBe(true);
    expect(await readdir(folder)).toEqual(FILES);
  });

  it("says that a checkpoint cannot be written, and begins anew once it can", async () => {
    const folder = await temporaryFolder({ file: "no folder" });
    const modelPath = join(folder, "file", "m");
    const { training, checkpoints, progress } = await standingTraining(
      modelPath,
      plantedCorpus(50),
    );
    await expect(checkpoints.write(training, progress)).rejects.toMatchObject({
      code: "file-unwritable",
      message: expect.stringContaining("Choose another folder, or train without") as string,
    });
    await rm(join(folder, "file"));
    await mkdir(join(folder, "file"));
    await checkpoints.write(training, progress);
    expect(await hasCheckpoint(modelPath)).toBe(true);
  });

  it("removes the half of a state that a killed process has left", async () => {
    const modelPath = join(await temporaryFolder(), "m");
    const folder = checkpointFolder(modelPath);
    const { training, checkpoints, progress } = await standingTraining(
      modelPath,
      plantedCorpus(50),
    );
    await checkpoints.write(training, progress);
    // No process has this number: the largest that Linux gives is 4194304.
    await writeFile(join(folder, ".state.bin.99999999.0123456789ab.tmp"), "half");
    await checkpoints.write(training, progress);
    expect(await readdir(folder)).toEqual(FILES);
  });
});

describe("listCheckpoints", () => {
  it("lists the newest first, leaves out what is damaged and removes what will never be complete", async () => {
    const folder = await temporaryFolder({
      "half.checkpoint/vocabulary.txt": "1 a\n",
      "half.checkpoint/process.txt": GONE,
      "damaged.checkpoint/state.bin": "nothing of the sort",
      "file.checkpoint": "a file",
      "notes.txt": "1",
    });
    for (const name of ["old", "new"]) {
      const made = await standingTraining(join(folder, name), plantedCorpus(50));
      await made.checkpoints.write(made.training, made.progress);
      expect(await listCheckpoints(folder)).toHaveLength(name === "old" ? 0 : 1); // this one is being written
      await releaseCheckpoint(join(folder, name));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const names = (await listCheckpoints(folder)).map(({ modelPath }) => modelPath);
    expect(names).toEqual([join(folder, "new"), join(folder, "old")]);
    expect(await listCheckpoints(join(folder, "absent"))).toEqual([]);
    expect(await readdir(folder)).not.toContain("half.checkpoint");
    expect(await readdir(folder)).toEqual(expect.arrayContaining(["file.checkpoint", "notes.txt"]));
  });

  it("touches no file and no folder that only has such a name, and neither does a training", async () => {
    const folder = await temporaryFolder({
      "net.checkpoint/weights.bin": "of another program",
      "net.checkpoint/process.txt": "how we made it",
      "file.checkpoint": "of another program",
    });
    expect(await listCheckpoints(folder)).toEqual([]);
    const net = await standingTraining(join(folder, "net"), plantedCorpus(50));
    await net.checkpoints.write(net.training, net.progress);
    await removeCheckpoint(join(folder, "net"));
    expect(await readdir(join(folder, "net.checkpoint"))).toEqual(["weights.bin"]);
    const file = await standingTraining(join(folder, "file"), plantedCorpus(50));
    await expect(file.checkpoints.write(file.training, file.progress)).rejects.toMatchObject({
      code: "file-unwritable",
    });
    await removeCheckpoint(join(folder, "file"));
    expect(await readFile(join(folder, "file.checkpoint"), "utf8")).toBe("of another program");
  });
});

describe("claimCheckpoint", () => {
  it("refuses a checkpoint that a running process writes, and takes one whose process is gone", async () => {
    const modelPath = join(await temporaryFolder(), "m");
    await expect(claimCheckpoint(modelPath)).rejects.toMatchObject({ code: "model-missing" });
    const made = await standingTraining(modelPath, plantedCorpus(50));
    await made.checkpoints.write(made.training, made.progress);
    await expect(claimCheckpoint(modelPath)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("is being trained right now") as string,
    });
    await writeFile(join(checkpointFolder(modelPath), "process.txt"), GONE);
    await claimCheckpoint(modelPath);
    await expect(claimCheckpoint(modelPath)).rejects.toMatchObject({ code: "bad-input" });
  });

  it("is not misled by another process that has the number of one before the machine was restarted", async () => {
    const modelPath = join(await temporaryFolder(), "m");
    const made = await standingTraining(modelPath, plantedCorpus(50));
    await made.checkpoints.write(made.training, made.progress);
    const owner = join(checkpointFolder(modelPath), "process.txt");
    const [, boot] = (await readFile(owner, "utf8")).split(" ").map(Number);
    await writeFile(owner, `${process.ppid} ${boot}`);
    await expect(claimCheckpoint(modelPath)).rejects.toMatchObject({ code: "bad-input" });
    await writeFile(owner, `${process.ppid} ${boot! - 3600}`);
    await claimCheckpoint(modelPath);
    // In a container this very process may have the number that the one before had.
    await releaseCheckpoint(modelPath);
    await writeFile(owner, `${process.pid} ${boot}`);
    await claimCheckpoint(modelPath);
  });
});
