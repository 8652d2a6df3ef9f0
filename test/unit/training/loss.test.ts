import { describe, expect, it } from "vitest";
import { binaryLoss, softmaxLoss } from "../../../src/training/loss.ts";
import { seededRandom } from "../../support/seededRandom.ts";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe("binaryLoss", () => {
  it("is minus the logarithm of the chance of all right answers", () => {
    const random = seededRandom(1);
    const logits = Float32Array.from({ length: 20 }, () => random() * 8 - 4);
    const isTrue = (index: number) => index % 3 === 0;
    const chance = [...logits].reduce(
      (product, logit, index) => product * sigmoid(isTrue(index) ? logit : -logit),
      1,
    );
    expect(binaryLoss(logits, isTrue)).toBeCloseTo(-Math.log(chance), 10);
  });

  it("is log 2 for each answer that nothing is known of", () => {
    expect(binaryLoss(new Float32Array(6), (index) => index === 0)).toBeCloseTo(
      6 * Math.log(2),
      12,
    );
  });

  it("stays a number at both ends, and grows with the error only", () => {
    expect(binaryLoss(Float32Array.of(1e30), () => true)).toBe(0);
    expect(binaryLoss(Float32Array.of(1e30), () => false)).toBeCloseTo(1e30, -25);
    expect(binaryLoss(Float32Array.of(-1e30), () => false)).toBe(0);
  });

  it("is nothing for no answers", () => {
    expect(binaryLoss(new Float32Array(), () => true)).toBe(0);
  });
});

describe("softmaxLoss", () => {
  it("is minus the logarithm of the true word's share", () => {
    const random = seededRandom(2);
    const logits = Float32Array.from({ length: 50 }, () => random() * 8 - 4);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    for (const trueId of [0, 17, 49])
      expect(softmaxLoss(logits, trueId)).toBeCloseTo(
        -Math.log(Math.exp(logits[trueId]!) / total),
        10,
      );
  });

  it("is log n where all are equal, however large they are", () => {
    for (const level of [0, 1e4, -1e4])
      expect(softmaxLoss(new Float32Array(64).fill(level), 3)).toBeCloseTo(Math.log(64), 10);
  });

  it("does not overflow where one word is nearly certain", () => {
    expect(softmaxLoss(Float32Array.of(1000, 0, -1000), 0)).toBe(0);
    expect(softmaxLoss(Float32Array.of(1000, 0, -1000), 2)).toBeCloseTo(2000, 6);
  });
});
