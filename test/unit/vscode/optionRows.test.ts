import { describe, expect, it } from "vitest";
import {
  TRAINING_CHOICES,
  TRAINING_OPTION_NAMES,
  TRAINING_SWITCHES,
  type ChoiceOptionName,
} from "../../../src/protocol/trainingOptions.ts";
import { completeHyperparameters } from "../../../src/training/hyperparameters.ts";
import {
  DEFAULTS_WITHOUT_PRESET,
  explainNumberFault,
  listOptionRows,
  readNumber,
  withOption,
  writeOption,
} from "../../../src/vscode/optionRows.ts";
import { listOptionChoices, listOptionGroups } from "../../../src/vscode/optionTexts.ts";
import { english } from "./english.ts";

const names = (options: object) =>
  listOptionRows(options, {}, english).flatMap(({ rows }) => rows.map(({ name }) => name));

describe("listOptionRows", () => {
  it("has every option once, in one group", () => {
    const grouped = listOptionGroups(english).flatMap((group) => group.names);
    expect([...grouped].sort()).toEqual([...TRAINING_OPTION_NAMES].sort());
  });

  it("leaves out what has no say with the others", () => {
    expect(names({})).not.toContain("minimumNgram");
    expect(names({ algorithm: "fasttext" })).toContain("minimumNgram");
    expect(names({ algorithm: "cbow", loss: "hs" })).toContain("cbowGradient");
    expect(names({ algorithm: "cbow", loss: "hs" })).not.toContain("negatives");
  });

  it("shows what is set, else the default, else that it depends", () => {
    const defaults = { dimension: 100, epochs: null, loss: "ns" } as const;
    const rows = listOptionRows({ window: 3 }, defaults, english).flatMap((group) => group.rows);
    const row = (name: string) => rows.find((one) => one.name === name);
    expect(row("window")).toMatchObject({ label: "Window", value: "3", isSet: true });
    expect(row("dimension")).toMatchObject({ value: "100", isSet: false });
    expect(row("loss")).toMatchObject({ value: "Negative sampling" });
    expect(row("epochs")).toMatchObject({ value: "automatic" });
    expect(row("threads")).toMatchObject({ value: "one per core" });
    expect(row("maximumWords")).toMatchObject({ value: "all" });
  });
});

describe("listOptionChoices", () => {
  it("has every value of an option", () => {
    for (const [name, values] of Object.entries(TRAINING_CHOICES))
      expect(
        listOptionChoices(name as ChoiceOptionName, english).map(({ value }) => value),
      ).toEqual(values);
    for (const name of TRAINING_SWITCHES) {
      expect(listOptionChoices(name, english).map(({ value }) => value)).toEqual([true, false]);
      expect(writeOption(name, true, english)).toBe("On");
    }
  });
});

describe("explainNumberFault", () => {
  it("takes numbers in range and nothing, which stands for the default", () => {
    for (const text of ["", "  ", "50", " 2000 "])
      expect(explainNumberFault("dimension", text, {}, {}, english)).toBeNull();
    expect(explainNumberFault("sample", "1e-3", {}, {}, english)).toBeNull();
    expect(readNumber(" ")).toBeUndefined();
    expect(readNumber(" 1e-3 ")).toBe(0.001);
  });

  it("says what a number may be", () => {
    for (const text of ["0", "2001", "1.5", "many", "0x10 0"])
      expect(explainNumberFault("dimension", text, {}, {}, english)).toBe(
        "Expected is a whole number from 1 to 2000.",
      );
    expect(explainNumberFault("samplingExponent", "3", {}, {}, english)).toBe(
      "Expected is a number from -2 to 2.",
    );
  });

  it("keeps the shortest part of a word no longer than the longest", () => {
    expect(explainNumberFault("minimumNgram", "5", { maximumNgram: 4 }, {}, english)).toBe(
      "The longest part has 4 characters: the shortest can’t have more.",
    );
    expect(explainNumberFault("maximumNgram", "2", {}, { minimumNgram: 3 }, english)).toBe(
      "The shortest part has 3 characters: the longest can’t have fewer.",
    );
    expect(explainNumberFault("maximumNgram", "3", { minimumNgram: 3 }, {}, english)).toBeNull();
  });
});

describe("DEFAULTS_WITHOUT_PRESET", () => {
  it("are the engine's", () => {
    expect(completeHyperparameters({}, 1)).toMatchObject(DEFAULTS_WITHOUT_PRESET);
  });
});

describe("withOption", () => {
  it("sets an option or leaves it to its default", () => {
    expect(withOption({ epochs: 3 }, "window", 2)).toEqual({ epochs: 3, window: 2 });
    expect(withOption({ epochs: 3, window: 2 }, "epochs", undefined)).toEqual({ window: 2 });
  });
});
