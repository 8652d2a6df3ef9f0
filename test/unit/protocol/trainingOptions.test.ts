import { describe, expect, it } from "vitest";
import {
  findOptionFault,
  findUnmetNeed,
  TRAINING_CHOICES,
  TRAINING_OPTION_NAMES,
  TRAINING_RANGES,
  TRAINING_SWITCHES,
} from "../../../src/protocol/trainingOptions.ts";
import { PRESET_NAMES, TRAINING_PRESETS } from "../../../src/protocol/trainingPresets.ts";
import { completeHyperparameters } from "../../../src/training/hyperparameters.ts";

const accepts = (options: object) => {
  try {
    completeHyperparameters(options, 4);
    return true;
  } catch {
    return false;
  }
};
// A bound of one end of the n-grams must not meet the default of the other.
const withRoom = (name: string, value: unknown) =>
  name === "minimumNgram"
    ? { maximumNgram: 20, [name]: value }
    : name === "maximumNgram"
      ? { minimumNgram: 1, [name]: value }
      : { [name]: value };

describe("options of a training", () => {
  it("are those of the engine", () => {
    const known = Object.keys(completeHyperparameters({ maximumWords: 2 }, 4));
    expect([...TRAINING_OPTION_NAMES].sort()).toEqual(known.sort());
  });

  it.each(Object.entries(TRAINING_RANGES))("%s has the engine's range", (name, range) => {
    const { minimum, maximum, whole } = range;
    const step = whole ? 1 : maximum / 1_000;
    for (const value of [minimum, maximum]) expect(accepts(withRoom(name, value))).toBe(true);
    for (const value of [minimum - step, maximum + step])
      expect(accepts(withRoom(name, value))).toBe(false);
    expect(accepts(withRoom(name, minimum + 1.5 * step))).toBe(!whole);
  });

  it.each(Object.entries(TRAINING_CHOICES))("%s has the engine's choices", (name, choices) => {
    for (const choice of choices) expect(accepts({ [name]: choice })).toBe(true);
    expect(() => completeHyperparameters({ [name]: "?" }, 4)).toThrow(choices.join(", "));
  });
});

describe("findOptionFault", () => {
  it("finds nothing wrong with what the engine takes", () => {
    const completed = completeHyperparameters({ maximumWords: 9 }, 4);
    for (const name of TRAINING_OPTION_NAMES)
      expect(findOptionFault(name, completed[name])).toBeNull();
  });

  it("says what a value should be", () => {
    expect(findOptionFault("epochs", 2.5)).toBe("a whole number from 1 to 1000");
    expect(findOptionFault("sample", "0.5")).toBe("a number from 0 to 1");
    expect(findOptionFault("loss", "nce")).toBe("one of ns, hs, softmax");
    for (const name of TRAINING_SWITCHES) expect(findOptionFault(name, 1)).toBe("true or false");
  });
});

describe("findUnmetNeed", () => {
  it("finds the options that nothing would come of", () => {
    const idle = (options: object) =>
      TRAINING_OPTION_NAMES.filter((name) => findUnmetNeed(name, options) !== null).sort();
    const ngrams = ["buckets", "maximumNgram", "minimumNgram"];
    expect(idle({})).toEqual(["buckets", "cbowGradient", "maximumNgram", "minimumNgram"]);
    expect(idle({ algorithm: "fasttext" })).toEqual(["cbowGradient"]);
    expect(idle({ algorithm: "cbow" })).toEqual([...ngrams, "sharedNegatives"]);
    expect(idle({ algorithm: "fasttext-cbow", loss: "hs" })).toEqual([
      "negatives",
      "samplingExponent",
      "sharedNegatives",
    ]);
  });

  it("finds none among what the presets set", () => {
    for (const preset of PRESET_NAMES) {
      const options = TRAINING_PRESETS[preset];
      expect(accepts(options)).toBe(true);
      for (const name of TRAINING_OPTION_NAMES)
        if (options[name] !== undefined) expect(findUnmetNeed(name, options)).toBeNull();
    }
  });
});
