import { describe, expect, test } from "vitest";
import { probeLength } from "../../../src/kernels/memory.ts";
import { fillProbes } from "../../../src/training/probes.ts";
import { binaryLoss, softmaxLoss } from "../../../src/training/loss.ts";
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

describe("binaryLoss", () => {
  test("is the loss of negative sampling, also where a logit is huge", () => {
    const firstIsTrue = (index: number) => index === 0;
    expect(binaryLoss(Float32Array.of(0, 0), firstIsTrue)).toBeCloseTo(2 * Math.log(2), 12);
    expect(binaryLoss(Float32Array.of(2, -1), firstIsTrue)).toBeCloseTo(
      Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(-1)),
      7,
    );
    expect(binaryLoss(Float32Array.of(-1000, 1000), firstIsTrue)).toBe(2000);
  });
});

describe("softmaxLoss", () => {
  test("is minus the logarithm of the true word's probability, also where a logit is huge", () => {
    expect(softmaxLoss(Float32Array.of(0, 0, 0, 0), 2)).toBeCloseTo(Math.log(4), 12);
    expect(softmaxLoss(Float32Array.of(1, 2), 0)).toBeCloseTo(Math.log(1 + Math.E), 7);
    expect(softmaxLoss(Float32Array.of(1000, -1000), 1)).toBe(2000);
  });
});
