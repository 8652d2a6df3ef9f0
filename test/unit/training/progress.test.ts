import { describe, expect, it } from "vitest";
import {
  allocateTrainingMemory,
  layoutTrainingMemory,
  type TrainingMemory,
} from "../../../src/kernels/memory.ts";
import { completeHyperparameters } from "../../../src/training/hyperparameters.ts";
import { saveLane } from "../../../src/training/lanes.ts";
import { type EarlierProgress, ProgressMeter } from "../../../src/training/progress.ts";

const LANES = 2;
const IDS = 1000;
/** One id of five ends a sentence. */
const WORDS = 800;
const hyperparameters = completeHyperparameters({ epochs: 2, learningRate: 0.1 }, 1);

/** A training of two lanes and two epochs that somebody else seems to run, on a clock that the test turns. */
function startMeter(earlier?: EarlierProgress, done = 0) {
  const training: TrainingMemory = allocateTrainingMemory(
    layoutTrainingMemory({
      wordCount: 2,
      outputRowCount: 2,
      idCount: IDS,
      idBufferLength: 0,
      dimension: 4,
      lanes: LANES,
      window: 1,
      negatives: 1,
      targetCount: 2,
      logitCount: 2,
      buckets: 0,
      ngramRowCount: 0,
      longestRowList: 0,
      pathNodeCount: 0,
      overlayRows: 0,
      sentenceRows: 0,
      probeCount: 1,
      lossMarks: 8,
    }),
  );
  const pass = (ids: number): void => {
    for (let lane = 0; lane < LANES; lane++) saveLane(training, lane, ids / LANES, 1n);
  };
  pass(done);
  const clock = { ms: 5000 };
  const meter = new ProgressMeter(training, hyperparameters, WORDS, earlier, () => clock.ms);
  return { meter, clock, pass, training };
}

describe("ProgressMeter", () => {
  it("tells words a second, the part done and the time left", () => {
    const { meter, clock, pass } = startMeter();
    meter.setRunning(true);
    expect(meter.read()).toMatchObject({ epoch: 1, fraction: 0, secondsLeft: Infinity });
    clock.ms += 2000;
    pass(500);
    expect(meter.read()).toMatchObject({
      epoch: 1,
      epochs: 2,
      fraction: 0.25,
      wordsPerSecond: 200,
      secondsLeft: 6,
      paused: false,
    });
    pass(1000);
    expect(meter.read().epoch).toBe(2);
    pass(2000);
    expect(meter.read()).toMatchObject({ epoch: 2, fraction: 1, secondsLeft: 0 });
  });

  it("leaves pauses out of words a second, of the time left and of the measurements", () => {
    const { meter, clock, pass, training } = startMeter();
    meter.setRunning(true);
    clock.ms += 2000;
    pass(500);
    const before = meter.read();
    meter.setRunning(false);
    clock.ms += 3_600_000;
    expect(meter.read()).toEqual({ ...before, paused: true });
    meter.setRunning(false);
    clock.ms += 1000;
    meter.setRunning(true);
    meter.setRunning(true);
    expect(meter.read()).toEqual(before);
    clock.ms += 2000;
    pass(1000);
    training.losses[0] = 3;
    expect(meter.seconds).toBe(4);
    expect(meter.marks[0]).toMatchObject({ seconds: 4, wordsPerSecond: 200 });
  });

  it("takes in each measurement once, with the place that it belongs to", () => {
    const { meter, clock, pass, training } = startMeter();
    meter.setRunning(true);
    expect(meter.marks).toEqual([]);
    clock.ms += 1000;
    pass(600);
    training.losses.set([4, 3]);
    expect(meter.marks).toHaveLength(2);
    expect(meter.marks).toHaveLength(2);
    expect(meter.marks[1]).toEqual({
      epoch: 0.5,
      idsDone: 500,
      seconds: 1,
      wordsPerSecond: 480,
      learningRate: expect.closeTo(0.075, 12) as number,
      loss: 3,
    });
  });

  it("goes on where an interrupted training stopped, with the speed of now", () => {
    const mark = {
      epoch: 0.25,
      idsDone: 250,
      seconds: 9,
      wordsPerSecond: 1,
      learningRate: 1,
      loss: 4,
    };
    const { meter, clock, pass, training } = startMeter({ marks: [mark], seconds: 10 }, 300);
    training.losses[0] = 4;
    expect(meter.read()).toMatchObject({ fraction: 0.15, secondsLeft: Infinity, paused: true });
    meter.setRunning(true);
    clock.ms += 1000;
    pass(1150);
    training.losses.set([3, 2, 1], 1);
    expect(meter.seconds).toBe(11);
    expect(meter.wordsPerSecond).toBeCloseTo(850 * 0.8, 9);
    expect(meter.read().secondsLeft).toBeCloseTo(1, 9);
    expect(meter.marks.map(({ loss }) => loss)).toEqual([4, 3, 2, 1]);
    expect(meter.marks[1]!.seconds).toBe(11);
  });
});
