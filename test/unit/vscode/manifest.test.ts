import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import texts from "../../../package.nls.json" with { type: "json" };
import { isAlgorithmName, listAlgorithms } from "../../../src/vscode/algorithms.ts";
import { english } from "./english.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url));
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

  it("offers the kinds of model that can be trained", () => {
    const training = manifest.contributes.configuration.find(
      (section) => "wordfield.training.algorithm" in section.properties,
    );
    const offered = training?.properties["wordfield.training.algorithm"]?.enum ?? [];
    expect([...offered].sort()).toEqual(
      listAlgorithms(english)
        .map(({ name }) => name)
        .sort(),
    );
    expect(offered.every(isAlgorithmName)).toBe(true);
  });

  it("restricts only settings that exist", () => {
    const settings = manifest.contributes.configuration.flatMap((section) =>
      Object.keys(section.properties),
    );
    for (const key of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      expect(settings).toContain(key);
  });

  it("has an icon of 128 x 128 pixels", () => {
    const png = read(manifest.icon);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  });

  it("binds no keys", () => {
    expect(manifest.contributes).not.toHaveProperty("keybindings");
  });
});
