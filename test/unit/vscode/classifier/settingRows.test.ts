import { describe, expect, it } from "vitest";
import { CLASSIFIER_SETTING_NAMES } from "../../../../src/protocol/classifierOptions.ts";
import {
  explainSettingFault,
  listSettingRows,
  withSetting,
} from "../../../../src/vscode/classifier/settingRows.ts";
import type { ClassifierTask } from "../../../../src/vscode/classifier/settingTexts.ts";
import { english } from "../english.ts";

const rowsOf = (task: ClassifierTask, settings = {}) =>
  listSettingRows(task, settings, english).flatMap(({ rows }) => rows);
const valueOf = (name: string, task: ClassifierTask, settings = {}) =>
  rowsOf(task, settings).find((row) => row.name === name)?.value;

describe("listSettingRows", () => {
  it("has every setting in some task", () => {
    const all = (["train", "test", "classify"] as const).flatMap((task) =>
      rowsOf(task, { loss: "ns", wordNgrams: 2 }).map(({ name }) => name),
    );
    expect([...new Set(all)].sort()).toEqual([...CLASSIFIER_SETTING_NAMES].sort());
  });

  it("writes defaults, and what depends on the machine, the classifier or the text", () => {
    expect(valueOf("epochs", "train")).toBe("5");
    expect(valueOf("loss", "train")).toBe("Softmax");
    expect(valueOf("threads", "train")).toBe("one per core");
    expect(valueOf("tokenizer", "train")).toBe("Words");
    expect(valueOf("tokenizer", "test")).toBe("as the classifier was trained");
    expect(valueOf("count", "test")).toBe("1");
    expect(valueOf("count", "classify")).toBe("automatic");
    expect(valueOf("textUnit", "classify", { textUnit: "line" })).toBe("Each line");
  });

  it("leaves out what has no say", () => {
    expect(valueOf("negatives", "train")).toBeUndefined();
    expect(valueOf("negatives", "train", { loss: "ns" })).toBe("5");
    expect(valueOf("buckets", "train")).toBeUndefined();
    expect(valueOf("buckets", "train", { maximumNgram: 4 })).toBe("200000");
  });

  it("marks what somebody has set", () => {
    const set = rowsOf("train", { epochs: 7 }).filter(({ isSet }) => isSet);
    expect(set.map(({ name, value }) => [name, value])).toEqual([["epochs", "7"]]);
  });
});

describe("explainSettingFault", () => {
  it.each([
    ["epochs", "", null],
    ["epochs", " 7 ", null],
    ["epochs", "7.5", "Expected is a whole number from 1 to 1000."],
    ["learningRate", "11", "Expected is a number from 0.000001 to 10."],
    ["labelPrefix", "a b", "Expected is a text without white space, such as __label__."],
    ["labelPrefix", "#", null],
    ["maximumNgram", "2", "The shortest part has 3 characters: the longest can’t have fewer."],
    ["maximumNgram", "3", null],
  ] as const)("says what is wrong with %s “%s”", (name, text, fault) => {
    expect(explainSettingFault(name, text, { minimumNgram: 3 }, english)).toBe(fault);
  });
});

describe("withSetting", () => {
  it("sets one, or leaves it to its default", () => {
    expect(withSetting({ epochs: 3 }, "loss", "ova")).toEqual({ epochs: 3, loss: "ova" });
    expect(withSetting({ epochs: 3 }, "epochs", undefined)).toEqual({});
  });
});
