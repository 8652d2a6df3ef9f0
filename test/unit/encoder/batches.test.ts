import { describe, expect, it } from "vitest";
import { planBatches } from "../../../src/encoder/batches.ts";

const lengths = Array.from({ length: 700 }, (_, index) => 3 + (index % 60));

describe("texts that run together", () => {
  it.each([
    { areIndependent: true, onProcessor: true },
    { areIndependent: false, onProcessor: true },
    { areIndependent: true, onProcessor: false },
  ])("are each in one run, sorted by length (%o)", (rules) => {
    const order = planBatches(lengths, rules).flat();
    expect(order.toSorted((a, b) => a - b)).toEqual(lengths.map((_, index) => index));
    const sorted = order.map((index) => lengths[index]);
    expect(sorted).toEqual(lengths.toSorted((a, b) => a - b));
  });

  it("are at most 1,024 tokens on a processor and 4,096 on a GPU, padding included", () => {
    const sizes = (onProcessor: boolean) =>
      planBatches(lengths, { areIndependent: true, onProcessor }).map(
        (batch) => batch.length * Math.max(...batch.map((index) => lengths[index]!)),
      );
    expect(Math.max(...sizes(true))).toBeGreaterThan(900);
    expect(Math.max(...sizes(true))).toBeLessThanOrEqual(1_024);
    expect(Math.max(...sizes(false))).toBeGreaterThan(3_900);
    expect(Math.max(...sizes(false))).toBeLessThanOrEqual(4_096);
  });

  it("have one length where what runs beside a text changes its numbers, and long ones run alone", () => {
    for (const batch of planBatches(lengths, { areIndependent: false, onProcessor: true })) {
      const [first = 0] = batch.map((index) => lengths[index]);
      expect(batch.every((index) => lengths[index] === first)).toBe(true);
      if (first >= 32) expect(batch).toHaveLength(1);
    }
  });

  it("may be longer than a run, alone", () => {
    expect(planBatches([5_000, 2], { areIndependent: true, onProcessor: true })).toEqual([
      [1],
      [0],
    ]);
    expect(planBatches([], { areIndependent: true, onProcessor: true })).toEqual([]);
  });
});
