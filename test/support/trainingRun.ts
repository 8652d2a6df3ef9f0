import type { RunRecord, TrainingMark } from "../../src/training/runRecord.ts";

/** Measurements of a training that learns, four an epoch. */
export function trainingMarks(count: number): TrainingMark[] {
  return Array.from({ length: count }, (_, index) => ({
    epoch: (index + 1) / 4,
    idsDone: (index + 1) * 25_000,
    seconds: (index + 1) / 8,
    wordsPerSecond: 200_000,
    learningRate: 0.05 * (1 - index / count),
    loss: 4.1 / (index + 1),
  }));
}

/** The record of a training with so many measurements. */
export function runRecord(markCount: number): RunRecord {
  return {
    model: "notes.safetensors",
    startedAt: "2026-04-30T10:11:12.000Z",
    resumedAt: [],
    endedAt: "2026-04-30T10:11:19.500Z",
    trainingSeconds: 6.5,
    wordsPerSecond: 200_000,
    hyperparameters: { algorithm: "skip-gram", dimension: 100, epochs: 2 },
    corpus: { tokenizer: "words", tokens: 100_000, bytes: 600_000, fileCount: 1, files: ["a.txt"] },
    words: 1234,
    dimension: 100,
    machine: {
      processor: "A processor",
      threads: 2,
      memoryBytes: 8e9,
      platform: "linux",
      release: "6.1",
      architecture: "x64",
    },
    versions: { wordfield: "0.1.0", node: "22.20.0", v8: "12.4", kernels: "relaxed-simd" },
    marks: trainingMarks(markCount),
  };
}
