import { describe, expect, it } from "vitest";
import { createBar, createLines } from "../../../src/cli/progress.ts";
import { displayWidth, styleFor } from "../../../src/cli/style.ts";
import type { TrainingSnapshot } from "../../../src/protocol/engineMessages.ts";

const reading: TrainingSnapshot = {
  runId: "test",
  modelName: "test",
  phase: "reading",
  fraction: 0.04,
  filesRead: 10,
  files: 232,
  bytesRead: 1_200_000,
  tokens: null,
  words: null,
  epoch: 0,
  epochs: 5,
  wordsPerSecond: null,
  lossPerEpoch: [],
  secondsLeft: null,
  paused: false,
  memoryBytes: null,
};
const training: TrainingSnapshot = {
  ...reading,
  phase: "training",
  fraction: 0.5,
  tokens: 1_800_000,
  words: 14_000,
  epoch: 3,
  wordsPerSecond: 1_450_000,
  lossPerEpoch: [2.5, 2.25],
  secondsLeft: 4.2,
  memoryBytes: 48_600_000,
};

/** A progress on a clock that the test moves. */
function recorded(kind: "bar" | "lines", columns = 110) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const write = (text: string) => written.push(text);
  const style = styleFor({ columns }, {});
  const progress =
    kind === "bar" ? createBar(write, style, () => clock.ms) : createLines(write, () => clock.ms);
  return { progress, written, clock };
}

describe("createLines", () => {
  it("tells of counting what has been read, and then that it counts", () => {
    const { progress, written } = recorded("lines");
    const { runId, filesRead, files, bytesRead } = reading;
    const counting = { runId, fraction: 0.03, filesRead, files, bytesRead } as const;
    progress.show({ ...counting, step: "reading" });
    progress.show({ ...counting, step: "counting", fraction: 0.7 });
    expect(written).toEqual(["Reading: 3 %, 10 of 232 files, 1.2 MB\n", "Counting: 70 %\n"]);
  });

  it("writes at once for a new phase, soon for a new epoch, and otherwise once in five seconds", () => {
    const { progress, written, clock } = recorded("lines");
    progress.show(reading);
    clock.ms = 4_999;
    progress.show({ ...reading, filesRead: 20 });
    clock.ms = 5_000;
    progress.show({ ...reading, filesRead: 30 });
    clock.ms = 5_001;
    progress.show(training);
    clock.ms = 5_002;
    progress.show({ ...training, fraction: 0.51 });
    const nextEpoch = { ...training, epoch: 4, lossPerEpoch: [2.5, 2.25, 2.125] };
    progress.show(nextEpoch);
    clock.ms = 6_001;
    progress.show(nextEpoch);
    clock.ms = 7_002;
    progress.show(nextEpoch);
    expect(written).toEqual([
      "Reading: 4 %, 10 of 232 files, 1.2 MB\n",
      "Reading: 4 %, 30 of 232 files, 1.2 MB\n",
      "Training: 50 %, epoch 3/5, 1.45 M words/s, loss 2.250, 4.2 s left, 48.6 MB of memory\n",
      "Training: 50 %, epoch 4/5, 1.45 M words/s, loss 2.125, 4.2 s left, 48.6 MB of memory\n",
    ]);
  });

  it("names the test that a model is put to", () => {
    const { progress, written } = recorded("lines");
    progress.show({ runId: "test", modelName: "test", test: "simlex", fraction: 0.257 });
    expect(written).toEqual(["Evaluating: 25 %, simlex\n"]);
  });
});

describe("createBar", () => {
  it("draws over its own line, at most ten times a second, and wipes it at the end", () => {
    const { progress, written, clock } = recorded("bar");
    progress.show(training);
    clock.ms = 99;
    progress.show(training);
    clock.ms = 100;
    progress.show(training);
    progress.clear();
    progress.clear();
    expect(written).toHaveLength(3);
    expect(written[0]).toBe(
      "\r\u001b[KTraining ████████████░░░░░░░░░░░░  50 %  epoch 3/5  1.45 M words/s  loss 2.250  4.2 s left",
    );
    expect(written[2]).toBe("\r\u001b[K");
  });

  it("leaves out details rather than wrap", () => {
    const { progress, written } = recorded("bar", 60);
    progress.show(training);
    const line = written[0]?.replace("\r\u001b[K", "") ?? "";
    expect(line).toContain("epoch 3/5");
    expect(displayWidth(line)).toBeLessThan(60);
  });
});
