import fs from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildSegment } from "../../../src/occurrences/buildSegments.node.ts";
import { ByteReader, ByteWriter } from "../../../src/occurrences/bytes.ts";
import { ICU_SEGMENTER } from "../../../src/corpus/segmenter.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";
import { contentOf, requestFor, update } from "./builtIndex.ts";

const QUESTIONS = [["x"], ["y"], ["x", "y"]];
const FILES = { "a.txt": "x y z\nx", "b.txt": "x ".repeat(300), "ü.txt": "y 学习 x y" };

/** Does something while the disk has only so many bytes left: what comes then finds it full. */
async function withBytesLeft(bytesLeft: number, action: () => Promise<void>): Promise<void> {
  const { writeSync } = fs;
  let left = bytesLeft;
  fs.writeSync = ((file: number, bytes: Uint8Array, offset?: number) => {
    left -= bytes.length - (offset ?? 0);
    if (left >= 0) return writeSync(file, bytes, offset);
    throw Object.assign(new Error("full"), { code: "ENOSPC", syscall: "write" });
  }) as typeof writeSync;
  syncBuiltinESMExports();
  try {
    await action();
  } finally {
    fs.writeSync = writeSync;
    syncBuiltinESMExports();
  }
}

async function built() {
  const request = await requestFor(FILES);
  await update(request);
  const names = await readdir(request.folder);
  return { request, paths: names.map((name) => join(request.folder, name)) };
}

describe("a damaged index", () => {
  it("is told wherever a file of it is cut off", async () => {
    const { request, paths } = await built();
    for (const path of paths) {
      const whole = await readFile(path);
      for (let length = 0; length < whole.length; length++) {
        await writeFile(path, whole.subarray(0, length));
        await expect(contentOf(request.folder, QUESTIONS), `${length}`).rejects.toMatchObject({
          code: "bad-format",
        });
      }
      await writeFile(path, whole);
    }
  });

  it("is told wherever a bit has changed", async () => {
    const { request, paths } = await built();
    for (const path of paths) {
      const whole = await readFile(path);
      for (let place = 0; place < whole.length; place++) {
        const changed = Buffer.from(whole);
        changed[place]! ^= 1 << (place % 8);
        await writeFile(path, changed);
        await expect(contentOf(request.folder, QUESTIONS), `${place}`).rejects.toMatchObject({
          code: "bad-format",
        });
      }
      await writeFile(path, whole);
    }
  });

  it("is built anew without a question: damaged, of another version, or with a file missing", async () => {
    const { request } = await built();
    const sound = await contentOf(request.folder, QUESTIONS);
    const manifest = join(request.folder, "index.json");
    // Others may lie there that nobody needs any more.
    const segment = async () => {
      const [list = ""] = (await readFile(manifest, "utf8")).split("\n");
      const { segments } = JSON.parse(list) as { segments: { name: string }[] };
      return join(request.folder, segments[0]!.name);
    };
    const damages: (() => Promise<void>)[] = [
      async () => writeFile(await segment(), "something else"),
      async () => rm(await segment()),
      () => writeFile(manifest, "{"),
      () => writeFile(manifest, "null\n00000000"),
    ];
    for (const damage of damages) {
      await damage();
      await update(request);
      expect(await contentOf(request.folder, QUESTIONS)).toEqual(sound);
    }
    // Damage that no update has read shows at the next question; whoever asks has it built anew.
    const words = Array.from({ length: 9_000 }, (_, word) => `a${word}`).join(" ");
    await writeFile(join(request.text, "many.txt"), words);
    await update({ ...request, anew: true });
    const bytes = await readFile(await segment());
    bytes[3]! ^= 1;
    await writeFile(await segment(), bytes);
    const question = [["a0"]];
    await expect(contentOf(request.folder, question)).rejects.toMatchObject({ code: "bad-format" });
    await update({ ...request, anew: true });
    expect((await contentOf(request.folder, question)).places[0]).toHaveLength(1);
  });

  it("stays as it was where the disk is full, with one clear sentence and nothing left behind", async () => {
    const { request } = await built();
    const sound = await contentOf(request.folder, QUESTIONS);
    const names = (await readdir(request.folder)).sort();
    await writeFile(join(request.text, "a.txt"), "x ".repeat(10_000));
    for (const bytesLeft of [0, 100, 1000]) {
      await withBytesLeft(bytesLeft, async () => {
        await expect(update({ ...request, maximumTokens: 3000 })).rejects.toMatchObject({
          code: "file-unwritable",
          message: expect.stringMatching(/could not be written\. The disk is full\./) as string,
        });
      });
      expect((await readdir(request.folder)).sort()).toEqual(names);
    }
    const { files, counts } = await contentOf(request.folder);
    expect({ files, counts }).toEqual({ files: sound.files, counts: sound.counts });
  });
});

describe("buildSegment", () => {
  it("leaves no trace of a file that cannot be read to its end, though parts of it are written", async () => {
    const request = await requestFor({ "a.txt": "x y", "c.txt": "x z" });
    await update(request);
    const sound = await contentOf(request.folder, QUESTIONS);
    const { name } = await buildSegment({
      folder: request.folder,
      files: ["a.txt", "c.txt"].map((file) => ({ path: join(request.text, file), bytes: 3 })),
      maximumFileBytes: 100,
      finding: { module: await tokenizerModule(), tokenizer: "words", segmenter: ICU_SEGMENTER },
      maximumTokens: 1,
    });
    expect(await readdir(request.folder)).toHaveLength(3);
    await rm(join(request.folder, name));
    expect(await contentOf(request.folder, QUESTIONS)).toEqual(sound);
  });
});

describe("ByteWriter", () => {
  it("writes numbers of every length so that they are read again", () => {
    const numbers = [0, 1, 127, 128, 2 ** 28 - 1, 2 ** 28, 2 ** 31, 2 ** 32 + 5, 2 ** 53 - 1];
    const writer = new ByteWriter();
    for (const number of numbers) writer.varint(number);
    const reader = new ByteReader(writer.view());
    expect(numbers.map(() => reader.varint())).toEqual(numbers);
    expect(reader.isAtEnd).toBe(true);
    expect(() => reader.varint()).toThrow("cut off");
    expect(() => new ByteReader(new Uint8Array(9).fill(0xff)).varint()).toThrow("too long");
  });
});
