import { describe, expect, it } from "vitest";
import { completeClassifierOptions } from "../../../src/classifier/hyperparameters.ts";
import { LABEL_PREFIX } from "../../../src/classifier/labels.ts";
import { LOSS_NUMBERS } from "../../../src/kernels/classifyKernels.ts";
import {
  CLASSIFIER_CHOICES,
  CLASSIFIER_DEFAULTS,
  CLASSIFIER_RANGES,
  CLASSIFIER_SETTING_NAMES,
  findClassifierFault,
  toClassifierOptions,
  type ClassifierNumberName,
} from "../../../src/protocol/classifierOptions.ts";

const HYPERPARAMETERS = (Object.keys(CLASSIFIER_RANGES) as ClassifierNumberName[]).filter(
  (name) => name !== "count" && name !== "threshold",
);

describe("the settings of a classifier", () => {
  it.each(HYPERPARAMETERS)("have for %s the engine's range", (name) => {
    const { minimum, maximum } = CLASSIFIER_RANGES[name];
    const complete = (value: number) =>
      completeClassifierOptions(
        { maximumNgram: name === "minimumNgram" ? 20 : 0, [name]: value },
        4,
      );
    expect(() => complete(minimum)).not.toThrow();
    expect(() => complete(maximum)).not.toThrow();
    expect(() => complete(minimum - 1)).toThrow(/choose/);
    expect(() => complete(maximum + 1)).toThrow(/choose/);
  });

  it("have the engine's losses and defaults", () => {
    expect([...CLASSIFIER_CHOICES.loss].sort()).toEqual(Object.keys(LOSS_NUMBERS).sort());
    expect(completeClassifierOptions({ wordNgrams: 2 }, 4)).toEqual({
      ...toClassifierOptions(CLASSIFIER_DEFAULTS),
      wordNgrams: 2,
      threads: 4,
    });
    expect(CLASSIFIER_DEFAULTS.labelPrefix).toBe(LABEL_PREFIX);
  });

  it("are no hyperparameters where they say how text is read or a classifier is asked", () => {
    const settings = {
      loss: "ova",
      epochs: 3,
      count: 2,
      threshold: 0.5,
      textUnit: "line",
    } as const;
    expect(toClassifierOptions({ ...settings, labelPrefix: "#" })).toEqual({
      loss: "ova",
      epochs: 3,
    });
  });

  it.each([
    ["epochs", 2.5, "a whole number from 1 to 1000"],
    ["threshold", "0.5", "a number from 0 to 1"],
    ["loss", "hinge", "one of softmax, ova, hs, ns"],
    ["labelPrefix", "a b", "a text without white space, such as __label__"],
  ] as const)("refuse %s %s", (name, value, expected) => {
    expect(findClassifierFault(name, value)).toBe(expected);
  });

  it("take what is right", () => {
    const right = { ...CLASSIFIER_DEFAULTS, ...{ threads: 2, count: 5, threshold: 0.1 } };
    for (const name of CLASSIFIER_SETTING_NAMES)
      if (name !== "textUnit") expect(findClassifierFault(name, right[name]), name).toBeNull();
  });
});
