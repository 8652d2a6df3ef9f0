import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { splitIdentifier, splitSameCase } from "../../../src/corpus/kinds/identifiers.ts";
import { createRandom, randomText } from "./randomText.ts";

/** Names and the parts that a person sees in them. */
const NAMES = readFileSync(
  new URL("../../fixtures/corpus/identifiers.tsv", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => line.split("\t") as [name: string, parts: string]);

function split(name: string): string {
  return splitIdentifier(name)
    .map(({ start, end }) => name.slice(start, end))
    .join(" ");
}

/** Splits further what has one case. */
function splitAll(name: string, counts: ReadonlyMap<string, number>): string {
  return splitIdentifier(name)
    .flatMap(({ start, end }) => {
      const part = name.slice(start, end);
      return splitSameCase(part, counts).map((inner) => part.slice(inner.start, inner.end));
    })
    .join(" ");
}

/** How often each part stands in the names of this repository's sources and of the DOM's declarations. */
function countParts(): Map<string, number> {
  const root = new URL("../../../", import.meta.url);
  const texts = [readFileSync(new URL("node_modules/typescript/lib/lib.dom.d.ts", root), "utf8")];
  for (const file of readdirSync(new URL("src", root), { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".ts")) texts.push(readFileSync(new URL(`src/${file}`, root), "utf8"));
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const [name] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g))
      for (const { start, end } of splitIdentifier(name)) {
        const part = name.slice(start, end).toLowerCase();
        counts.set(part, (counts.get(part) ?? 0) + 1);
      }
  return counts;
}

describe("splitIdentifier", () => {
  it("splits 19 of 20 names with several cases or separators as a person does", () => {
    const cased = NAMES.filter(([name, parts]) => !isSameCase(name, parts));
    const wrong = cased.filter(([name, parts]) => split(name) !== parts);
    console.log(report("by case, separators and digits", cased.length, wrong, split));
    expect(wrong.length / cased.length).toBeLessThan(0.05);
  });

  it("gives every letter and digit to one part, in order", () => {
    const random = createRandom(3);
    for (let round = 0; round < 300; round++) {
      const name = randomText(random, 12).slice(0, 100);
      let position = 0;
      for (const { start, end } of splitIdentifier(name)) {
        expect(start).toBeGreaterThanOrEqual(position);
        expect(end).toBeGreaterThan(start);
        expect(name.slice(position, start)).not.toMatch(/[\p{L}\p{N}]/u);
        position = end;
      }
      expect(position).toBeLessThanOrEqual(name.length);
      expect(name.slice(position)).not.toMatch(/[\p{L}\p{N}]/u);
    }
  });

  it("has no parts where there are no letters, and one where the name is no name", () => {
    expect(splitIdentifier("")).toEqual([]);
    expect(splitIdentifier("_-$")).toEqual([]);
    expect(splitIdentifier("aB".repeat(60))).toEqual([{ start: 0, end: 120 }]);
  });
});

describe("splitSameCase", () => {
  it("splits most compounds of one case, and hardly a word that is none", () => {
    const counts = countParts();
    const same = NAMES.filter(([name, parts]) => isSameCase(name, parts));
    const wrong = same.filter(([name, parts]) => splitAll(name, counts) !== parts);
    console.log(
      report("of one case, by counts", same.length, wrong, (name) => splitAll(name, counts)),
    );
    const words = same.filter(([name, parts]) => name === parts);
    const cut = words.filter(([name]) => splitAll(name, counts) !== name);
    expect(wrong.length / same.length).toBeLessThan(0.4);
    expect(cut.length / words.length).toBeLessThan(0.1);
    const all = NAMES.filter(([name, parts]) => splitAll(name, counts) !== parts);
    console.log(report("all", NAMES.length, all, (name) => splitAll(name, counts)));
  });

  it("splits where the parts are more usual than the whole, and only then", () => {
    const counts = new Map([
      ["file", 100],
      ["size", 50],
      ["filesize", 3],
    ]);
    expect(splitSameCase("FILESIZE", counts)).toEqual([
      { start: 0, end: 4 },
      { start: 4, end: 8 },
    ]);
    expect(splitSameCase("filesize", new Map([...counts, ["filesize", 500]]))).toEqual([
      { start: 0, end: 8 },
    ]);
    expect(splitSameCase("filesizes", counts)).toEqual([{ start: 0, end: 9 }]);
    expect(splitSameCase("utf8size", counts)).toEqual([{ start: 0, end: 8 }]);
  });
});

/** Tells names whose parts differ in nothing that can be seen. */
function isSameCase(name: string, parts: string): boolean {
  return parts.replaceAll(" ", "") === name && /^[a-z]+$/.test(name);
}

function report(
  what: string,
  count: number,
  wrong: readonly (readonly [string, string])[],
  read: (name: string) => string,
): string {
  const share = ((100 * (count - wrong.length)) / count).toFixed(1);
  const examples = wrong.map(([name, parts]) => `${name}: ${read(name)} (not ${parts})`);
  return `${what}: ${count - wrong.length} of ${count} right, ${share} %; wrong: ${examples.join("; ")}`;
}
