import { describe, expect, it } from "vitest";
import { PRESET_NAMES, TRAINING_PRESETS } from "../../../src/protocol/trainingPresets.ts";
import {
  applyPreset,
  isPresetName,
  listOverrides,
  listPresets,
} from "../../../src/vscode/presets.ts";
import { english } from "./english.ts";

describe("presets", () => {
  it("are all offered, each with one line of its own", () => {
    const offered = listPresets(english);
    expect(offered.map(({ name }) => name)).toEqual(PRESET_NAMES);
    expect(new Set(offered.map(({ detail }) => detail)).size).toBe(PRESET_NAMES.length);
    expect(PRESET_NAMES.every(isPresetName)).toBe(true);
    expect(isPresetName("best")).toBe(false);
  });

  it("stay as they are where the user has set nothing", () => {
    for (const name of PRESET_NAMES) expect(applyPreset(name, {})).toEqual(TRAINING_PRESETS[name]);
  });

  it("give way to what the user has set, but keep the algorithm that they are named for", () => {
    const set = { algorithm: "fasttext-cbow", epochs: 2, window: 8 } as const;
    expect(applyPreset("balanced", set)).toEqual(set);
    expect(applyPreset("small-text", set)).toEqual({ ...TRAINING_PRESETS["small-text"], ...set });
    expect(applyPreset("fast", set)).toMatchObject({ algorithm: "cbow", epochs: 2, window: 8 });
    expect(applyPreset("chinese", set).algorithm).toBe("fasttext");
  });

  it("say what the user's settings change", () => {
    const { epochs } = TRAINING_PRESETS["small-text"];
    const set = { algorithm: "skip-gram", window: 8, ...(epochs ? { epochs } : {}) } as const;
    expect(listOverrides("small-text", set)).toEqual(["window"]);
    expect(listOverrides("subwords", set)).toEqual(["window", "epochs"]);
    expect(listOverrides("balanced", {})).toEqual([]);
  });
});
