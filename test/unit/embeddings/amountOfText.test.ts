import { describe, expect, it } from "vitest";
import { forAmountOfText } from "../../../src/embeddings/amountOfText.ts";

const NUMBER = { little: 3, much: 2 };

describe("a number by the amount of text", () => {
  it("is that of little text up to 100,000 tokens and that of much from 500,000 on", () => {
    for (const tokens of [0, 1, 5_000, 100_000]) expect(forAmountOfText(tokens, NUMBER)).toBe(3);
    for (const tokens of [500_000, 17_000_000]) expect(forAmountOfText(tokens, NUMBER)).toBe(2);
  });

  it("is half of each where the logarithm of the tokens is half way", () => {
    expect(forAmountOfText(Math.sqrt(100_000 * 500_000), NUMBER)).toBeCloseTo(2.5, 10);
  });
});
