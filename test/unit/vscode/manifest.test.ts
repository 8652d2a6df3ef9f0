import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import texts from "../../../package.nls.json" with { type: "json" };
import {
  isChoiceOption,
  isNumberOption,
  TRAINING_CHOICES,
  TRAINING_OPTION_NAMES,
  TRAINING_RANGES,
  type TrainingOptionName,
} from "../../../src/protocol/trainingOptions.ts";
import { PRESET_NAMES, TRAINING_PRESETS } from "../../../src/protocol/trainingPresets.ts";
import { completeHyperparameters } from "../../../src/training/hyperparameters.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url));
const settings: Readonly<
  Record<
    string,
    {
      readonly type: string | readonly string[];
      readonly default: unknown;
      readonly enum?: readonly (string | null)[];
    }
  >
> = Object.fromEntries(
  manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties)),
);
const declared = manifest.contributes.commands.map(({ command }) => command);

describe("package.json", () => {
  it("declares exactly the commands that the table has", () => {
    const table = read("src/vscode/commands.ts").toString();
    const rows = [...table.matchAll(/^ {4}"(wordfield\.\w+)":/gm)].map(([, id]) => id);
    expect(rows.sort()).toEqual([...declared].sort());
  });

  it("names in its menus only commands that it declares", () => {
    for (const items of Object.values(manifest.contributes.menus))
      for (const { command } of items) expect(declared).toContain(command);
  });

  it("takes all of its texts from package.nls.json, which has no others", () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key);
    expect([...new Set(used)].sort()).toEqual(Object.keys(texts).sort());
  });

  it("offers the presets in their order", () => {
    expect(settings["wordfield.training.preset"]?.enum).toEqual(PRESET_NAMES);
  });

  it.each(TRAINING_OPTION_NAMES)("has a setting for %s with the engine's values", (name) => {
    const setting = settings[`wordfield.training.${name}`];
    if (isNumberOption(name)) {
      const { minimum, maximum, whole } = TRAINING_RANGES[name];
      const first = name === "threads" ? 0 : minimum; // 0 threads: as many as there are cores
      expect(setting).toMatchObject({ minimum: first, maximum });
      expect([setting?.type].flat()[0]).toBe(whole ? "integer" : "number");
    } else if (isChoiceOption(name))
      expect(setting?.enum?.filter((value) => value !== null)).toEqual(TRAINING_CHOICES[name]);
    else expect(setting?.type).toBe("boolean");
  });

  it("promises the engine's defaults, and none where they depend on preset or algorithm", () => {
    const defaults = completeHyperparameters({}, 4);
    const inPresets = new Set(
      PRESET_NAMES.flatMap((name) => Object.keys(TRAINING_PRESETS[name]) as TrainingOptionName[]),
    );
    for (const name of TRAINING_OPTION_NAMES) {
      const promised = settings[`wordfield.training.${name}`]?.default;
      if (inPresets.has(name)) expect(promised, name).toBeNull();
      else if (name === "threads") expect(promised).toBe(0);
      else if (promised !== null) expect(promised, name).toBe(defaults[name]);
    }
  });

  it("restricts only settings that exist", () => {
    for (const key of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      expect(Object.keys(settings)).toContain(key);
  });

  it("has an icon of 128 x 128 pixels", () => {
    const png = read(manifest.icon);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  });

  it("binds no keys", () => {
    expect(manifest.contributes).not.toHaveProperty("keybindings");
  });
});
