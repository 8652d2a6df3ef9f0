import { describe, expect, it } from "vitest";
import type {
  ClassifierTestResult,
  ClassifierTrainingResult,
} from "../../../../src/protocol/classifierMessages.ts";
import {
  formatShare,
  writeTrainingEnd,
} from "../../../../src/vscode/classifier/classifierTexts.ts";
import { english } from "../english.ts";

const trained: ClassifierTrainingResult = {
  path: "/reviews.bin",
  bytes: 1_000,
  words: 500,
  labels: [
    { label: "good", count: 1_200 },
    { label: "bad", count: 34 },
  ],
  dimension: 100,
  loss: "softmax",
  examples: 1_234,
  corpus: { files: 1, bytes: 9_000, tokens: 2_000 },
  lossPerEpoch: [0.7, 0.2],
  seconds: 3.4,
  wordsPerSecond: 1e6,
  skipped: [],
};
const test: ClassifierTestResult = {
  examples: 1_100,
  precision: 0.9318,
  recall: null,
  labels: [],
  confusions: [],
  unknownLabels: [],
  skipped: [],
};

describe("writeTrainingEnd", () => {
  it("tells what was learned", () => {
    expect(writeTrainingEnd("reviews", trained, null, english)).toBe(
      "reviews is ready: 2 labels from 1,234 texts in 3 s.",
    );
  });

  it("tells what a test has shown, and that files were skipped", () => {
    const skipped = [{ path: "/a.png", reason: "binary" }];
    expect(writeTrainingEnd("reviews", { ...trained, skipped }, test, english)).toBe(
      "reviews is ready: 2 labels from 1,234 texts in 3 s. Precision 93.2 %, recall – on 1,100 texts. 1 file was skipped.",
    );
  });
});

describe("formatShare", () => {
  it("writes percents with one place, and a dash for none", () => {
    expect([0, 0.0004, 0.93249, 1, null].map(formatShare)).toEqual([
      ...["0.0 %", "0.0 %", "93.2 %", "100.0 %", "–"],
    ]);
  });
});
