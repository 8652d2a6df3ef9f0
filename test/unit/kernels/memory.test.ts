import { describe, expect, test } from "vitest";
import {
  allocateTrainingMemory,
  estimateTrainingBytes,
  layoutTrainingMemory,
  type TrainingShape,
} from "../../../src/kernels/memory.ts";

const shape: TrainingShape = {
  wordCount: 101,
  outputRowCount: 101,
  idCount: 1003,
  idBufferLength: 0,
  dimension: 7,
  lanes: 3,
  window: 5,
  negatives: 13,
  targetCount: 14,
  logitCount: 14,
  buckets: 50,
  ngramRowCount: 777,
  longestRowList: 12,
  pathNodeCount: 300,
  overlayRows: 64,
  sentenceRows: 0,
  probeCount: 20,
  lossMarks: 9,
};

describe("layoutTrainingMemory", () => {
  test("gives every part its own place", () => {
    const training = allocateTrainingMemory(layoutTrainingMemory(shape));
    const { memory, layout, ...views } = training;
    const parts = Object.values(views)
      .map((view) => ({ first: view.byteOffset, end: view.byteOffset + view.byteLength }))
      .sort((a, b) => a.first - b.first);
    for (const [index, part] of parts.slice(1).entries())
      expect(part.first).toBeGreaterThanOrEqual(parts[index]!.end);
    expect(layout.totalBytes).toBeGreaterThanOrEqual(parts.at(-1).end);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(layout.totalBytes);
    expect(training.inputVectors.length).toBe((101 + 50) * 8);
    expect(training.losses.every(Number.isNaN)).toBe(true);
  });

  test("gives each lane scratch of its own", () => {
    const { scratch, ids } = layoutTrainingMemory({ ...shape, idBufferLength: 100 });
    const addresses = scratch.flatMap((each) => Object.values(each) as number[]);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(Math.max(...addresses)).toBeLessThan(ids);
  });

  test("refuses what does not fit, with the size and what would fit", () => {
    const large = {
      ...shape,
      wordCount: 500_000,
      outputRowCount: 500_000,
      buckets: 3_000_000,
      dimension: 300,
    };
    expect(() => layoutTrainingMemory(large)).toThrow(
      expect.objectContaining({
        code: "out-of-memory",
        message: expect.stringMatching(
          /^Training needs 4\.\d GB, and 4\.0 GB is the most it can have\. Lower the dimension from 300 to (\d+), or the buckets/,
        ) as string,
      }) as Error,
    );
    const [, dimension] = /dimension from 300 to (\d+)/.exec(messageOf(large))!;
    expect(() => layoutTrainingMemory({ ...large, dimension: Number(dimension) })).not.toThrow();
    expect(() => layoutTrainingMemory({ ...large, dimension: Number(dimension) + 1 })).toThrow();
  });

  test("advises less text where the ids alone do not fit", () => {
    expect(messageOf({ ...shape, idCount: 2 ** 30 })).toMatch(/Train on less text\.$/);
  });
});

describe("estimateTrainingBytes", () => {
  test("counts four bytes a number of both matrices, whether or not they fit", () => {
    const large = {
      ...shape,
      wordCount: 10_000_000,
      outputRowCount: 10_000_000,
      dimension: 1000,
    };
    expect(estimateTrainingBytes(large)).toBeGreaterThan(2 * 10_000_000 * 4000);
    expect(estimateTrainingBytes(large)).toBeLessThan(2.01 * 10_000_000 * 4000);
  });
});

function messageOf(large: TrainingShape): string {
  try {
    layoutTrainingMemory(large);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
