import { describe, expect, it } from "vitest";
import type { TrainingSnapshot } from "../../../src/protocol/engineMessages.ts";
import {
  writeCheckpointRow,
  writeProgress,
  writeProgressDetails,
  writeRunRow,
  writeRunStatus,
} from "../../../src/vscode/progressText.ts";
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
  paused: false,
  memoryBytes: 48_600_000,
};
const reading: TrainingSnapshot = {
  ...run,
  phase: "reading",
  fraction: 0.02,
  filesRead: 12,
  secondsLeft: null,
  epoch: 0,
  memoryBytes: null,
};
const paused = { ...run, paused: true };

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

  it("says neither rate nor time left of a paused training", () => {
    expect(writeProgress(paused, english)).toBe("paused at 62 % · epoch 4 of 5");
  });
});

describe("writeProgressDetails", () => {
  it("adds the memory once it is known", () => {
    expect(writeProgressDetails(run, english)).toBe(
      `${writeProgress(run, english)} · 49 MB of memory`,
    );
    expect(writeProgressDetails(reading, english)).toBe("reading, 12 of 233 files");
  });
});

describe("writeCheckpointRow", () => {
  it("says how far the training was, what it takes on disk and how old it is", () => {
    const checkpoint = {
      modelPath: "/models/sotu.safetensors",
      name: "sotu",
      algorithm: "skip-gram",
      fraction: 0.628,
      savedAt: "2026-03-04T12:00:00Z",
      bytes: 45_000_000,
    };
    expect(writeCheckpointRow(checkpoint, Date.parse("2026-03-04T13:00:00Z"), english)).toBe(
      "interrupted at 62 % · 45 MB · today",
    );
    expect(writeCheckpointRow({ ...checkpoint, savedAt: "?" }, 0, english)).toBe(
      "interrupted at 62 % · 45 MB",
    );
  });
});

describe("writeRunRow and writeRunStatus", () => {
  it("say share and time left", () => {
    expect(writeRunRow(run, english)).toBe("training 62 % · 4 s left");
    expect(writeRunStatus(run, english)).toBe("sotu 62 % · 4 s");
    expect(writeRunStatus(reading, english)).toBe("sotu 2 %");
  });

  it("say that a training is paused", () => {
    expect(writeRunRow(paused, english)).toBe("paused at 62 %");
    expect(writeRunStatus(paused, english)).toBe("sotu paused");
  });

  it("never say 100 % before the end", () => {
    expect(writeRunStatus({ ...run, fraction: 1 }, english)).toBe("sotu 99 % · 4 s");
  });
});
