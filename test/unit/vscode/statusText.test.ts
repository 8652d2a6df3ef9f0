import { describe, expect, it } from "vitest";
import type { TrainingSnapshot } from "../../../src/protocol/engineMessages.ts";
import { describeStatus, type StatusFacts } from "../../../src/vscode/statusText.ts";
import { english } from "./english.ts";

const nothing: StatusFacts = {
  modelName: null,
  training: null,
  engineStopped: false,
  hasFolder: true,
};
const run = {
  modelName: "sotu",
  phase: "training",
  fraction: 0.62,
  epoch: 4,
  epochs: 5,
  lossPerEpoch: [],
  wordsPerSecond: null,
  secondsLeft: 4,
  paused: false,
  memoryBytes: 48_600_000,
} as unknown as TrainingSnapshot;

describe("describeStatus", () => {
  it("names the active model and offers others", () => {
    const view = describeStatus({ ...nothing, modelName: "sotu" }, english);
    expect(view).toMatchObject({
      text: "$(graph-scatter) sotu",
      command: "wordfield.chooseModel",
      warning: false,
    });
  });

  it("says how many files have changed since the training, and offers to go on with them", () => {
    const view = (staleFiles: number) =>
      describeStatus({ ...nothing, modelName: "sotu", staleFiles }, english);
    expect(view(1)?.tooltip).toMatch(/another\. 1 file changed since training\.$/);
    expect(view(1234)?.tooltip).toMatch(/ 1,234 files changed since training\.$/);
    expect(view(3)?.offer).toEqual({
      label: "Continue Training on What Is New…",
      command: "wordfield.continueTraining",
    });
    expect(view(0)).toEqual(describeStatus({ ...nothing, modelName: "sotu" }, english));
  });

  it("says of a model without training what it is, and offers to train", () => {
    const view = describeStatus(
      { ...nothing, modelName: "sotu-general", isUntrained: true, staleFiles: 3 },
      english,
    );
    expect(view?.tooltip).toMatch(/ General meaning; not trained on this workspace yet\.$/);
    expect(view?.offer).toEqual({ label: "Train…", command: "wordfield.train" });
    const looking = { ...run, isUntrained: true, phase: "encoding", words: 20_000 } as const;
    expect(describeStatus({ ...nothing, training: looking }, english)).toMatchObject({
      text: "$(sync~spin) sotu 62 % · 4 s",
      tooltip: expect.stringMatching(
        /^General meaning of words, sotu: 20,000 words · 4 s left/,
      ) as string,
    });
  });

  it("offers to train where there is a folder and no model", () => {
    expect(describeStatus(nothing, english)).toMatchObject({
      text: "$(graph-scatter) No model",
      command: "wordfield.train",
    });
  });

  it("is not there where there is neither folder nor model", () => {
    expect(describeStatus({ ...nothing, hasFolder: false }, english)).toBeNull();
  });

  it("shows a training before the model", () => {
    expect(describeStatus({ ...nothing, modelName: "old", training: run }, english)?.text).toBe(
      "$(sync~spin) sotu 62 % · 4 s",
    );
  });

  it("says what a training takes in memory", () => {
    expect(describeStatus({ ...nothing, training: run }, english)?.tooltip).toBe(
      "Training sotu: epoch 4 of 5 · 4 s left · 49 MB of memory",
    );
  });

  it("goes on with a paused training", () => {
    expect(describeStatus({ ...nothing, training: { ...run, paused: true } }, english)).toEqual({
      text: "$(debug-pause) sotu paused",
      tooltip: "Training sotu: paused at 62 % · epoch 4 of 5 · 49 MB of memory. Click to resume.",
      command: "wordfield.resumeTraining",
      warning: false,
    });
  });

  it("warns before all else when the engine was given up", () => {
    expect(
      describeStatus({ ...nothing, modelName: "old", training: run, engineStopped: true }, english),
    ).toMatchObject({
      text: "$(warning) Wordfield stopped",
      command: "wordfield.restartEngine",
      warning: true,
    });
  });

  it("shows no icon that a model's name asks for", () => {
    const view = describeStatus({ ...nothing, modelName: "$(zap)" }, english);
    expect(view?.text.replace("$(graph-scatter)", "")).not.toContain("$(");
  });
});
