import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { createPacer } from "../../../src/kernels/pacing.ts";
import { buildHuffmanPaths, type HuffmanPaths } from "../../../src/training/huffman.ts";
import { seededRandom } from "../../support/seededRandom.ts";

/** Counts as they are in a text, falling; many words are equally rare. */
function fallingCounts(n: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const counts = Uint32Array.from({ length: n }, () => Math.ceil(5 / (random() + 1e-6)));
  return counts.sort().reverse();
}

/** From the root down, as bits. */
function codeOf({ offsets, nodes }: HuffmanPaths, wordId: number): string {
  const path = [...nodes.subarray(offsets[wordId], offsets[wordId + 1])];
  return path
    .reverse()
    .map((entry) => entry & 1)
    .join("");
}

function costOf({ offsets }: HuffmanPaths, counts: Uint32Array): number {
  return counts.reduce(
    (sum, count, wordId) => sum + count * (offsets[wordId + 1]! - offsets[wordId]!),
    0,
  );
}

/** The sum of all joins, which is the cost of any Huffman code: the two smallest, found by looking at all. */
function plainCost(counts: Uint32Array): number {
  let cost = 0;
  for (let weights = [...counts]; weights.length > 1;) {
    weights.sort((a, b) => a - b);
    const joined = weights[0]! + weights[1]!;
    cost += joined;
    weights = [...weights.slice(2), joined];
  }
  return cost;
}

describe("buildHuffmanPaths", () => {
  it.each([2, 3, 4, 10, 67, 500])("costs as little as any code for %i words", async (n) => {
    const counts = fallingCounts(n, n);
    expect(costOf(await buildHuffmanPaths(counts, createPacer()), counts)).toBe(plainCost(counts));
  });

  it("gives no word a code that another one's begins with", async () => {
    const counts = fallingCounts(300, 1);
    const paths = await buildHuffmanPaths(counts, createPacer());
    const codes = Array.from(counts, (_, wordId) => codeOf(paths, wordId)).sort();
    for (const [at, code] of codes.entries())
      expect(codes[at + 1]?.startsWith(code)).not.toBe(true);
    // Complete: as many code words as fit.
    expect(codes.reduce((sum, code) => sum + 2 ** -code.length, 0)).toBe(1);
  });

  it("passes only inner nodes, each under one code, and begins at the root", async () => {
    const counts = fallingCounts(100, 2);
    const { offsets, nodes, longest } = await buildHuffmanPaths(counts, createPacer());
    const lengths = Array.from(counts, (_, wordId) => offsets[wordId + 1]! - offsets[wordId]!);
    expect(Math.max(...lengths)).toBe(longest);
    expect([...nodes].every((entry) => entry >> 1 < 99)).toBe(true);
    for (const [wordId, length] of lengths.entries())
      expect(nodes[offsets[wordId]! + length - 1]! >> 1).toBe(98);
    expect(new Set([...nodes].map((entry) => entry >> 1)).size).toBe(99);
  });

  it("joins two words to one branch each", async () => {
    const paths = await buildHuffmanPaths(Uint32Array.of(7, 7), createPacer());
    expect([codeOf(paths, 0), codeOf(paths, 1)].sort()).toEqual(["0", "1"]);
    expect(paths.longest).toBe(1);
  });

  it("gives words of equal counts codes of nearly equal lengths", async () => {
    const paths = await buildHuffmanPaths(new Uint32Array(100).fill(3), createPacer());
    const lengths = Array.from({ length: 100 }, (_, wordId) => codeOf(paths, wordId).length);
    expect([...new Set(lengths)].sort()).toEqual([6, 7]);
  });

  it("makes paths no longer than counts of 32 bits can, where each is as many as all rarer ones", async () => {
    const counts = Uint32Array.from({ length: 32 }, (_, wordId) => 2 ** (31 - wordId));
    expect((await buildHuffmanPaths(counts, createPacer())).longest).toBe(31);
  });

  it("builds the trees that fastText builds, also among equal counts", async () => {
    const golden = JSON.parse(
      await readFile(new URL("../../fixtures/huffman/huffman.json", import.meta.url), "utf8"),
    ) as { counts: number[]; paths: number[][] }[];
    expect(golden).toHaveLength(6);
    for (const { counts, paths } of golden) {
      const { offsets, nodes } = await buildHuffmanPaths(Uint32Array.from(counts), createPacer());
      const built = counts.map((_, wordId) => [
        ...nodes.subarray(offsets[wordId], offsets[wordId + 1]),
      ]);
      expect(built).toEqual(paths);
    }
  });

  it("leaves the event loop its turns with a million words", async () => {
    const counts = fallingCounts(1_000_000, 3);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const paths = await buildHuffmanPaths(counts, createPacer());
    clearInterval(timer);
    expect(paths.offsets[1_000_000]).toBe(paths.nodes.length);
    expect(turns).toBeGreaterThan(3);
  });
});
