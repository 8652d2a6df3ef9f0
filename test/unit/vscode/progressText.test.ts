import { describe, expect, it } from "vitest";
import type { TrainingSnapshot } from "../../../src/protocol/engineMessages.ts";
import { writeProgress, writeRunRow, writeRunStatus } from "../../../src/vscode/progressText.ts";
import { english } from "./english.ts";

const run: TrainingSnapshot = {
  runId: "1",
  modelName: "sotu",
  phase: "training",
  fraction: 0.628,
  filesRead: 233,
  files: 233,
  bytesRead: 10_000_000,
  tokens: 1_788_989,
  words: 11_157,
  epoch: 4,
  epochs: 5,
  wordsPerSecond: 1_900_000,
  lossPerEpoch: [0.3, 0.25, 0.2142],
  secondsLeft: 4.2,
};
const reading: TrainingSnapshot = {
  ...run,
  phase: "reading",
  fraction: 0.02,
  filesRead: 12,
  secondsLeft: null,
  epoch: 0,
};

describe("writeProgress", () => {
  it("says epoch, rate, loss and time left", () => {
    expect(writeProgress(run, english)).toBe(
      "epoch 4 of 5 · 1.9 M words/s · loss 0.214 · 4 s left",
    );
  });

  it("leaves out what is not known yet", () => {
    const early = { ...run, epoch: 0, wordsPerSecond: null, lossPerEpoch: [], secondsLeft: null };
    expect(writeProgress(early, english)).toBe("epoch 1 of 5");
  });

  it("counts files while reading, once it knows how many there are", () => {
    expect(writeProgress(reading, english)).toBe("reading, 12 of 233 files");
    expect(writeProgress({ ...reading, files: 0 }, english)).toBe("looking for text");
  });
});

describe("writeRunRow and writeRunStatus", () => {
  it("say share and time left", () => {
    expect(writeRunRow(run, english)).toBe("training 62 % · 4 s left");
    expect(writeRunStatus(run)).toBe("sotu 62 % · 4 s");
    expect(writeRunStatus(reading)).toBe("sotu 2 %");
  });

  it("never say 100 % before the end", () => {
    expect(writeRunStatus({ ...run, fraction: 1 })).toBe("sotu 99 % · 4 s");
  });
});
