import { describe, expect, it } from "vitest";
import type { ModelDescription } from "../../../src/protocol/modelMessages.ts";
import { describeModelRow, listModelFacts } from "../../../src/vscode/modelRow.ts";
import { english } from "./english.ts";

const created = new Date(2026, 3, 30, 12);
const model: ModelDescription = {
  path: "/models/sotu.safetensors",
  name: "sotu",
  algorithm: "skip-gram",
  words: 11_157,
  dimension: 100,
  bytes: 4_462_800,
  createdAt: created.toISOString(),
  corpus: {
    files: 233,
    bytes: 10_700_000,
    tokens: 1_788_989,
    tokenizer: "words",
    minimumCount: 5,
    skipped: 2,
  },
  hyperparameters: { algorithm: "skip-gram", window: 5, epochs: 5, sharedNegatives: true },
  lossPerEpoch: [0.3, 0.21449],
};

describe("describeModelRow", () => {
  it("says words, dimension, size and day", () => {
    expect(describeModelRow(model, created.getTime(), english)).toBe(
      "11,157 words · 100 d · 4.5 MB · today",
    );
  });

  it("leaves out a day that the file does not say", () => {
    expect(describeModelRow({ ...model, createdAt: "" }, created.getTime(), english)).toBe(
      "11,157 words · 100 d · 4.5 MB",
    );
  });
});

describe("listModelFacts", () => {
  it("says kind, corpus, options, loss, size and file", () => {
    expect(Object.fromEntries(listModelFacts(model, english))).toEqual({
      Kind: "skip-gram, 100 d",
      Words: "11,157",
      Corpus: "233 files, 11 MB, 1,788,989 tokens; 2 files skipped",
      Options: "window 5, epochs 5, sharedNegatives true",
      Loss: "0.214",
      Size: "4.5 MB",
      File: "/models/sotu.safetensors",
    });
  });

  it("leaves out what a foreign file does not know", () => {
    const facts = listModelFacts(
      { ...model, corpus: null, hyperparameters: {}, lossPerEpoch: [] },
      english,
    );
    expect(facts.map(([label]) => label)).toEqual(["Kind", "Words", "Size", "File"]);
  });
});
