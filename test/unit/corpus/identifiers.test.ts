import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { splitIdentifier } from "../../../src/corpus/kinds/identifiers.ts";
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
