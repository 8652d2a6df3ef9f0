import { describe, expect, it } from "vitest";
import { SCHEDULES } from "../../../src/training/hyperparameters.ts";
import { learningRateAt } from "../../../src/training/schedule.ts";

describe("learningRateAt", () => {
  it("falls on a straight line", () => {
    const rates = [0, 0.25, 0.5, 0.75].map((fraction) => learningRateAt("linear", 0.05, fraction));
    for (const [at, expected] of [0.05, 0.0375, 0.025, 0.0125].entries())
      expect(rates[at]).toBeCloseTo(expected, 12);
  });

  it("falls on half a cosine: slowly, fast in the middle, slowly", () => {
    expect(learningRateAt("cosine", 0.1, 0)).toBeCloseTo(0.1, 12);
    expect(learningRateAt("cosine", 0.1, 1 / 3)).toBeCloseTo(0.075, 12);
    expect(learningRateAt("cosine", 0.1, 0.5)).toBeCloseTo(0.05, 12);
    expect(learningRateAt("cosine", 0.1, 2 / 3)).toBeCloseTo(0.025, 12);
  });

  it("stays where it is", () => {
    for (const fraction of [0, 0.5, 1, 1.5])
      expect(learningRateAt("constant", 0.05, fraction)).toBe(0.05);
  });

  it.each(SCHEDULES)("%s never rises, and never falls below a ten-thousandth", (schedule) => {
    const rates = Array.from({ length: 1201 }, (_, step) =>
      learningRateAt(schedule, 1, step / 1000),
    );
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    expect(rates.at(-1)).toBeGreaterThanOrEqual(1e-4);
    expect(rates[0]).toBe(1);
  });
});
