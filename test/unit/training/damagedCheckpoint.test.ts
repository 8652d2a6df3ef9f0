import { cp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createPacer } from "../../../src/kernels/pacing.ts";
import { allocateTrainingMemory, layoutTrainingMemory } from "../../../src/kernels/memory.ts";
import { readCheckpoint } from "../../../src/training/checkpoint.node.ts";
import { checkpointFolder } from "../../../src/training/checkpointFolder.node.ts";
import { composeStateHeader } from "../../../src/training/checkpointState.ts";
import { planTraining } from "../../../src/training/plan.ts";
import { BUILD_TIMEOUT_MS, builtPaths } from "../../support/builtEntries.ts";
import { interruptTraining } from "../../support/interruptedTraining.ts";
import { plantedCorpus } from "../../support/plantedCorpus.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

beforeAll(builtPaths, BUILD_TIMEOUT_MS);

/** Reads all of a checkpoint, as resuming does before a thread trains. */
async function readAll(modelPath: string): Promise<void> {
  const resumed = await readCheckpoint(modelPath);
  const { shape } = await planTraining(resumed.corpus, resumed.hyperparameters, createPacer());
  await resumed.restore(allocateTrainingMemory(layoutTrainingMemory(shape)));
}

/** A checkpoint, and a function that reads it after something has been done to one of its files. */
async function damagedCheckpoints() {
  const folder = await temporaryFolder();
  const good = join(folder, "good");
  await interruptTraining(good, plantedCorpus(2500), { epochs: 20, dimension: 6 });
  await readAll(good);
  let copies = 0;
  return async (name: string, damage: (bytes: Buffer, path: string) => Promise<void>) => {
    const modelPath = join(folder, `copy${copies++}`);
    await cp(checkpointFolder(good), checkpointFolder(modelPath), { recursive: true });
    const path = join(checkpointFolder(modelPath), name);
    await damage(await readFile(path), path);
    const error: unknown = await readAll(modelPath).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await rm(checkpointFolder(modelPath), { recursive: true });
    return error;
  };
}

/** The error of a damaged checkpoint, with what is said of it. */
const damagedWith = (what: RegExp | string) => ({
  code: "bad-format",
  message: expect.stringMatching(
    new RegExp(
      `^The checkpoint .+ is damaged: .*${typeof what === "string" ? what : what.source}.*Discard it and train again\\.$`,
    ),
  ) as string,
});

describe("a damaged checkpoint", () => {
  it("is refused where a file is cut off anywhere", async () => {
    const damaged = await damagedCheckpoints();
    for (const name of ["state.bin", "training.json", "vocabulary.txt", "ids.int32"]) {
      const places = [0, 1, 17, 18, 21, 22, 23, 60, 0.25, 0.5, 0.9, -40, -5, -4, -1];
      for (const place of places) {
        const error = await damaged(name, async (bytes, path) => {
          const length =
            place < 0 ? bytes.length + place : place % 1 ? Math.floor(place * bytes.length) : place;
          if (length < bytes.length) await truncate(path, length);
          else await truncate(path, 0);
        });
        expect(error, `${name} cut off at ${place}`).toMatchObject(damagedWith(""));
      }
      const longer = await damaged(name, (bytes, path) =>
        writeFile(path, Buffer.concat([bytes, Buffer.from("more")])),
      );
      expect(longer, `${name} with more behind it`).toMatchObject(damagedWith(""));
    }
  });

  it("is refused where a file is missing", async () => {
    const damaged = await damagedCheckpoints();
    for (const name of ["training.json", "vocabulary.txt", "ids.int32"])
      expect(await damaged(name, (_, path) => rm(path)), name).toMatchObject(damagedWith(""));
    expect(await damaged("state.bin", (_, path) => rm(path))).toMatchObject({
      code: "model-missing",
    });
  });

  it("is refused where its options are none that a training can have", async () => {
    const damaged = await damagedCheckpoints();
    const change = (from: RegExp, to: string) =>
      damaged("training.json", (bytes, path) =>
        writeFile(path, bytes.toString("utf8").replace(from, to)),
      );
    expect(await change(/"dimension":6/, '"dimension":0')).toMatchObject(
      damagedWith("in training.json, Dimension 0 is out of range"),
    );
    expect(await change(/"epochs":20/, '"epochs":"many"')).toMatchObject(damagedWith("epochs"));
    expect(await change(/"version":1/, '"version":2')).toMatchObject(damagedWith("training.json"));
    expect(await change(/^/, "[")).toMatchObject(damagedWith("training.json"));
    expect(await change(/"startedAt":"/, '"startedAt":"not ')).toMatchObject(
      damagedWith("training.json"),
    );
  });

  it("is refused where its state is another training's: of another dimension, or of more words", async () => {
    const damaged = await damagedCheckpoints();
    const other = await damaged("training.json", (bytes, path) =>
      writeFile(path, bytes.toString("utf8").replace('"dimension":6', '"dimension":16')),
    );
    expect(other).toMatchObject(damagedWith(/its parts have [\d, ]+ bytes, expected/));
    const more = await damaged("vocabulary.txt", (bytes, path) =>
      writeFile(path, Buffer.concat([bytes, Buffer.from("1 more\n")])),
    );
    expect(more).toMatchObject(damagedWith(/its parts have [\d, ]+ bytes, expected/));
  });

  it("is refused where its words have no counts that can be", async () => {
    const damaged = await damagedCheckpoints();
    const change = (line: string) =>
      damaged("vocabulary.txt", (bytes, path) =>
        writeFile(path, bytes.toString("utf8").replace(/^.+\n/, `${line}\n`)),
      );
    const noCount = damagedWith("vocabulary.txt is damaged: line 1 has no count that can be");
    for (const line of ["", "anchor", "-5 anchor", "1e3 anchor", "0 anchor", "4294967296 anchor"])
      expect(await change(line), line).toMatchObject({
        ...noCount,
        message: expect.stringContaining("line 1 has no count that can be") as string,
      });
    expect(
      await damaged("vocabulary.txt", (bytes, path) => {
        bytes[bytes.indexOf("anchor")] = 0xff;
        return writeFile(path, bytes);
      }),
    ).toMatchObject(damagedWith(""));
  });

  it("is refused where an id has no word", async () => {
    const damaged = await damagedCheckpoints();
    for (const wrong of [20, 2 ** 31 - 1, -2, -(2 ** 31)]) {
      const error = await damaged("ids.int32", (bytes, path) => {
        bytes.writeInt32LE(wrong, 4 * 777);
        return writeFile(path, bytes);
      });
      expect(error).toMatchObject(damagedWith(`it has the id ${wrong}, and there are 20 words`));
    }
  });

  it("is refused where the state says what cannot be", async () => {
    const damaged = await damagedCheckpoints();
    const change = (edit: (bytes: Buffer, dataStart: number) => Buffer | undefined) =>
      damaged("state.bin", (bytes, path) => {
        const dataStart = 22 + bytes.readUInt32LE(18);
        return writeFile(path, edit(bytes, dataStart) ?? bytes);
      });
    const further = await change((bytes, start) => {
      bytes.writeBigUInt64LE(2n ** 40n, start);
      return undefined;
    });
    expect(further).toMatchObject(damagedWith("it is further than its text goes"));
    const apart = await change((bytes, start) => {
      bytes.writeBigUInt64LE(bytes.readBigUInt64LE(start) - 1n, start);
      return undefined;
    });
    expect(apart).toMatchObject(damagedWith("do not belong together"));
    // Behind one lane's state and the losses: a pool's head, then its words.
    const poolStart = (start: number) => start + 16 + 8 * 80;
    for (const [at, wrong] of [
      [4, 512],
      [4, -1],
      [64, 20],
      [64 + 4 * 511, -1],
    ] as const) {
      const pool = await change((bytes, start) => {
        bytes.writeInt32LE(wrong, poolStart(start) + at);
        return undefined;
      });
      expect(pool, `${wrong} at ${at}`).toMatchObject(damagedWith("words that the vocabulary"));
    }
    // Which of the words that were drawn is next, its head says third: any of them.
    for (const next of [0, 1, 254, 255, 256, -1]) {
      const pool = await change((bytes, start) => {
        bytes.writeInt32LE(next, poolStart(start) + 8);
        return undefined;
      });
      if (next >= 0 && next < 256) expect(pool, `next ${next}`).toBeUndefined();
      else expect(pool, `next ${next}`).toMatchObject(damagedWith("words that the vocabulary"));
    }
    const infinite = await change((bytes) => {
      bytes.writeFloatLE(Infinity, bytes.length - 32);
      return undefined;
    });
    expect(infinite).toMatchObject(damagedWith("not finite"));
    const long = await change((bytes) => {
      bytes.writeUInt32LE(2 ** 32 - 1, 18);
      return undefined;
    });
    expect(long).toMatchObject(damagedWith("its header is too long"));
    const huge = await change((bytes, start) => {
      const header = JSON.parse(bytes.toString("utf8", 22, start)) as Parameters<
        typeof composeStateHeader
      >[0];
      const parts = [2 ** 52, ...header.parts.slice(1)];
      return Buffer.concat([composeStateHeader({ ...header, parts }), bytes.subarray(start)]);
    });
    expect(huge).toMatchObject(damagedWith(/it has \d+ bytes, expected \d+/));
  });
});
