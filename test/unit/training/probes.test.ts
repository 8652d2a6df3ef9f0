import { describe, expect, test } from "vitest";
import { probeLength } from "../../../src/kernels/memory.ts";
import { fillProbes } from "../../../src/training/probes.ts";
import { createRandom, fillAliasTable } from "../../../src/training/sampling.ts";

const WORDS = 6;
const options = { window: 2, negatives: 3, wholeWindow: false };
const length = probeLength(options.window, options.negatives);

function probesOf(ids: number[], count: number, wholeWindow = false): Int32Array[] {
  const table = new Uint32Array(2 * WORDS);
  fillAliasTable(new Uint32Array(WORDS).fill(1), 1, table);
  const probes = new Int32Array(count * length);
  const found = fillProbes(
    (first, length) => Int32Array.from(ids).subarray(first, first + length),
    ids.length,
    table,
    { ...options, wholeWindow },
    createRandom(2),
    probes,
  );
  return Array.from({ length: found }, (_, at) => probes.slice(at * length, (at + 1) * length));
}

describe("fillProbes", () => {
  const ids = [0, 1, 2, -1, 3, 4, -1, 5, -1, 0, 2, 4, 1];

  test("takes context and true word from the same sentence and window", () => {
    const near = new Set(["0 1", "0 2", "1 2", "3 4", "2 4", "1 4", "1 2"]);
    const probes = probesOf(ids, 6);
    expect(probes.length).toBe(5);
    for (const [contexts, context, , , , trueId] of probes) {
      expect(contexts).toBe(1);
      expect(near).toContain([context!, trueId!].sort().join(" "));
    }
  });

  test("never takes the true word as its negative", () => {
    for (const probe of probesOf(ids, 6)) {
      const [trueId, ...negatives] = probe.slice(1 + 2 * options.window);
      expect(negatives).toHaveLength(3);
      expect(negatives).not.toContain(trueId);
    }
  });

  test("takes all words of a window where the algorithm does", () => {
    const probes = probesOf([0, 1, 2, 3, 4, 5, 0, 1, 2], 9, true);
    expect(probes.some(([contexts]) => contexts === 4)).toBe(true);
  });

  test("finds none where no sentence has two words", () => {
    expect(probesOf([0, -1, 1, -1, -1, 2], 6)).toEqual([]);
    expect(probesOf([], 0)).toEqual([]);
  });
});
