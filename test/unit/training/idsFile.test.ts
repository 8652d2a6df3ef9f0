import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { IdsFile } from "../../../src/corpus/encodedText.ts";
import { readCorpus } from "../../../src/corpus/readCorpus.node.ts";
import type { HyperparameterOptions } from "../../../src/training/hyperparameters.ts";
import { openIdsFile } from "../../../src/training/idsFile.node.ts";
import { windowOfFile, windowOfMemory } from "../../../src/training/idWindow.ts";
import { BUILD_TIMEOUT_MS, builtPaths } from "../../support/builtEntries.ts";
import { plantedCorpus } from "../../support/plantedCorpus.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText } from "../../support/topicText.ts";
import { hashVectors, trainPlanted } from "../../support/trainPlanted.ts";

beforeAll(builtPaths, BUILD_TIMEOUT_MS);

/** The same corpus with its ids in a file. */
async function inFile(
  corpus: ReturnType<typeof plantedCorpus>,
): Promise<{ words: readonly string[]; counts: Uint32Array; idsFile: IdsFile }> {
  const folder = await temporaryFolder({ ids: Buffer.from(Uint8Array.from(bytesOf(corpus))) });
  const path = join(folder, "ids");
  const { words, counts } = corpus;
  return { words, counts, idsFile: { path, length: corpus.ids.length } };
}

function bytesOf({ ids }: ReturnType<typeof plantedCorpus>): Uint8Array {
  return new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
}

describe("windowOfMemory", () => {
  it("shows everything", () => {
    expect(windowOfMemory(7).show(3)).toEqual({ start: 0, end: 7 });
  });
});

describe("windowOfFile", () => {
  const all = Int32Array.from({ length: 100 }, (_, at) => at);
  const open = (end: number) => {
    const buffer = new Int32Array(20);
    const reads: number[] = [];
    const window = windowOfFile(
      (first, length) => {
        reads.push(first);
        return all.slice(first, first + length);
      },
      buffer,
      end,
    );
    return { buffer, reads, window };
  };

  it("keeps half of its buffer ahead, up to the end of the lane", () => {
    const { buffer, window } = open(90);
    for (let position = 7; position < 90; position += 3) {
      const { start, end } = window.show(position);
      expect(start).toBeLessThanOrEqual(position);
      expect(end - position >= 10 || end === 90).toBe(true);
      expect([...buffer.subarray(position - start, end - start)]).toEqual([
        ...all.subarray(position, end),
      ]);
    }
  });

  it("reads again only when it must", () => {
    const { reads, window } = open(60);
    for (let position = 0; position < 60; position++) window.show(position);
    window.show(0);
    expect(reads).toEqual([0, 11, 22, 33, 44, 0]);
  });

  it("reads a lane that fits once, however often it is begun again", () => {
    const { reads, window } = open(15);
    for (const position of [0, 7, 14, 0, 3, 14]) window.show(position);
    expect(reads).toEqual([0]);
  });
});

describe("openIdsFile", () => {
  it("reads ids from any place", async () => {
    const { ids } = plantedCorpus(50);
    const { path } = (await inFile(plantedCorpus(50))).idsFile;
    const file = openIdsFile({ path, length: ids.length }, 20);
    expect([...file.read(0, ids.length)]).toEqual([...ids]);
    expect([...file.read(33, 5)]).toEqual([...ids.subarray(33, 38)]);
    file.close();
  });

  it("says that the file is cut off, has other numbers than ids or is not there, and what to do", async () => {
    const { path } = (await inFile(plantedCorpus(50))).idsFile;
    const file = openIdsFile({ path, length: 550 }, 20);
    await truncate(path, 1001);
    const failing = (action: () => unknown) => {
      try {
        action();
        return undefined;
      } catch (error) {
        return error;
      }
    };
    expect(failing(() => file.read(200, 100))).toMatchObject({
      code: "file-unreadable",
      message: expect.stringMatching(/ids ends 199 bytes too early\. Train again/) as string,
    });
    file.close();
    for (const wrong of [20, 2 ** 30, -2]) {
      await writeFile(path, new Uint8Array(Int32Array.of(3, -1, wrong, 4).buffer));
      const damaged = openIdsFile({ path, length: 4 }, 20);
      expect(failing(() => damaged.read(0, 4))).toMatchObject({
        code: "file-unreadable",
        message: expect.stringContaining(`has the id ${wrong}, and there are 20 words`) as string,
      });
      damaged.close();
    }
    expect(failing(() => openIdsFile({ path: `${path}.gone`, length: 4 }, 20))).toMatchObject({
      code: "file-unreadable",
      message: expect.stringMatching(/cannot be read: ENOENT.+Train again/) as string,
    });
  });
});

describe("train, ids in a file", () => {
  const cases: [string, HyperparameterOptions][] = [
    ["one thread", {}],
    ["one thread and frequent words dropped", { sample: 0.01 }],
    ["CBOW with subwords", { algorithm: "fasttext-cbow" }],
    ["hierarchical softmax", { loss: "hs" }],
    ["three threads in the deterministic mode", { threads: 3, deterministic: true }],
  ];
  it.each(cases)("gives the same bytes as ids in memory: %s", async (_, options) => {
    const corpus = plantedCorpus(3000);
    const inMemory = await trainPlanted(corpus, { ...options, epochs: 2 });
    const fromFile = await trainPlanted(await inFile(corpus), { ...options, epochs: 2 });
    expect(hashVectors(fromFile)).toBe(hashVectors(inMemory));
    expect(fromFile.lossPerEpoch).toEqual(inMemory.lossPerEpoch);
  });

  it("gives them also where the text is longer than what is read at once, and a sentence goes across", async () => {
    const base = plantedCorpus(1000);
    const length = 2 ** 20 + 300_000;
    const ids = new Int32Array(new SharedArrayBuffer(4 * length));
    for (let at = 0; at < length; at++) {
      const id = base.ids[at % base.ids.length]!;
      ids[at] = id < 0 && at % 7 > 0 ? 0 : id; // few sentences end
    }
    const corpus = { words: base.words, counts: base.counts, ids };
    const options = { dimension: 4, window: 1, negatives: 1, epochs: 2 };
    const inMemory = await trainPlanted(corpus, options);
    expect(hashVectors(await trainPlanted(await inFile(corpus), options))).toBe(
      hashVectors(inMemory),
    );
  });

  it("gives them from text that was read into a file because it was too long", async () => {
    const folder = await temporaryFolder({ "topics.txt": topicText(2000) });
    const read = (maximumIdBytes?: number) =>
      readCorpus(
        {
          selection: {
            paths: [join(folder, "topics.txt")],
            exclude: [],
            useIgnoreFiles: false,
            maximumFileBytes: 1e9,
          },
          documents: [],
          tokenizer: "words",
          minimumCount: 1,
          idsPath: join(folder, "ids"),
          ...(maximumIdBytes === undefined ? {} : { maximumIdBytes }),
        },
        () => undefined,
      );
    const spilled = await read(4000);
    expect((await readFile(join(folder, "ids"))).length).toBe(4 * spilled.idsFile!.length);
    expect(hashVectors(await trainPlanted(spilled))).toBe(
      hashVectors(await trainPlanted(await read())),
    );
  });

  it.each([1, 4])(
    "ends with a sentence where the file is cut off, with %i threads",
    async (threads) => {
      const corpus = await inFile(plantedCorpus(4000));
      await truncate(corpus.idsFile.path, 4 * 30_000);
      await expect(
        trainPlanted(corpus, { threads, deterministic: threads > 1 }),
      ).rejects.toMatchObject({ code: "file-unreadable" });
    },
  );

  it("ends with a sentence where the file is lost in mid-training", async () => {
    const corpus = await inFile(plantedCorpus(4000));
    const training = trainPlanted(
      // Longer than the buffer, so that it is read again.
      { ...corpus, idsFile: { path: corpus.idsFile.path, length: 44_000 } },
      { threads: 2, epochs: 1000 },
      {
        start: async () => {
          await truncate(corpus.idsFile.path, 0);
          return undefined;
        },
      },
    );
    await expect(training).rejects.toMatchObject({
      code: "file-unreadable",
      message: expect.stringContaining("too early") as string,
    });
  });
});
