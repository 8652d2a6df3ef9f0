import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cutPassages } from "../../../src/passages/cutPassages.ts";
import {
  HASH_BYTES,
  readPassageIndex,
  writePassageIndex,
  type PassageIndex,
} from "../../../src/passages/passageIndexFile.node.ts";
import { quantizeRows, restoreRows } from "../../../src/passages/quantize.ts";
import { randomVector } from "../../support/seededRandom.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

describe("cutPassages", () => {
  it("cuts plain text into sentences with their places", () => {
    const text = "It rains today. Does it stop?\n\tNo (not now). Alone.";
    expect(cutPassages("a.txt", text, "sentences")).toEqual([
      { text: "It rains today.", line: 1, column: 1, length: 15 },
      { text: "Does it stop?", line: 1, column: 17, length: 13 },
      { text: "No (not now).", line: 2, column: 2, length: 13 },
    ]);
  });

  it("joins lines that were wrapped, and leaves markup out", () => {
    const text =
      "# A *short* heading\n\nThe quick brown fox jumps over the very\nlazy [dog](x.html) today.\n";
    const passages = cutPassages("a.md", text, "sentences");
    expect(passages.map((passage) => passage.text)).toEqual([
      "A short heading",
      "The quick brown fox jumps over the very lazy dog today",
    ]);
    expect(passages[1]).toMatchObject({ line: 3, column: 1 });
  });

  it("takes lines or paragraphs where it is told so", () => {
    const text = "One two. Three four.\nFive six.\n\nSeven eight.";
    expect(cutPassages("a.txt", text, "lines").map((passage) => passage.text)).toEqual([
      "One two. Three four.",
      "Five six.",
      "Seven eight.",
    ]);
  });

  it("cuts Chinese at its full stops", () => {
    expect(cutPassages("a.txt", "我们在学习。今天下雨！", "sentences")).toEqual([
      { text: "我们在学习。", line: 1, column: 1, length: 6 },
      { text: "今天下雨！", line: 1, column: 7, length: 5 },
    ]);
  });
});

describe("an index of passages on disk", () => {
  const dimension = 12;
  const vectors = randomVector(3 * dimension, 1);
  const index: PassageIndex = {
    origin: { encoderFolder: "/e", encoderName: "e", fingerprint: "f", unit: "sentences" },
    dimension,
    files: [
      { path: "/a.txt", bytes: 10, mtimeMs: 1.5, hash: "ab", places: 1 },
      { path: "/学.txt", bytes: 20, mtimeMs: 2, hash: "cd", places: 2 },
    ],
    places: Uint32Array.of(1, 1, 5, 0, 2, 3, 6, 2, 4, 1, 7, 1),
    hashes: new Uint8Array(3 * HASH_BYTES).fill(7),
    ...quantizeRows(vectors, 3, dimension),
  };

  it("is read as it was written", async () => {
    const path = join(await temporaryFolder(), "a.passages");
    await writePassageIndex(path, index);
    expect(await readPassageIndex(path)).toEqual(index);
  });

  it("is refused where any byte is wrong or missing", async () => {
    const path = join(await temporaryFolder(), "a.passages");
    await writePassageIndex(path, index);
    const whole = await readFile(path);
    for (let at = 0; at < whole.length; at += 7) {
      const spoiled = Uint8Array.from(whole);
      spoiled[at] = (spoiled[at] ?? 0) ^ 0x55;
      await writeFile(path, spoiled);
      await expect(readPassageIndex(path)).rejects.toMatchObject({ code: "bad-format" });
    }
    for (const length of [0, 4, 100, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, length));
      await expect(readPassageIndex(path)).rejects.toMatchObject({ code: "bad-format" });
    }
    await expect(readPassageIndex(`${path}.x`)).rejects.toMatchObject({ code: "model-missing" });
  });

  it("keeps vectors to about half a percent of their largest number", () => {
    const restored = new Float32Array(3 * dimension);
    restoreRows(index, dimension, 0, 3, restored);
    for (let at = 0; at < restored.length; at++) {
      const bound = (index.scales[Math.floor(at / dimension)] ?? 0) / 2 + 1e-6;
      expect(Math.abs((restored[at] ?? 0) - (vectors[at] ?? 0))).toBeLessThanOrEqual(bound);
    }
    expect([...quantizeRows(new Float32Array(4), 1, 4).values]).toEqual([0, 0, 0, 0]);
  });
});
