import { describe, expect, it } from "vitest";
import { WordTable } from "../../../src/classifier/wordTable.ts";
import { seededRandom } from "../../support/seededRandom.ts";

describe("WordTable", () => {
  it("numbers and counts words as a map does", () => {
    const random = seededRandom(4);
    const table = new WordTable();
    const expected = new Map<string, { order: number; count: number }>();
    for (let round = 0; round < 60_000; round++) {
      const word = Math.floor(random() * random() * 40_000).toString(36) + "é";
      const known = expected.get(word) ?? { order: expected.size, count: 0 };
      known.count++;
      expected.set(word, known);
      if (table.addText(word) !== known.order) throw new Error(`wrong number of ${word}`);
    }
    const { words, counts } = table.content();
    expect(words).toEqual([...expected.keys()]);
    expect([...counts]).toEqual([...expected.values()].map(({ count }) => count));
  });

  it("hashes words as fastText does, over signed bytes", () => {
    const table = new WordTable();
    for (const word of ["</s>", "a", "é", "北京"]) table.addText(word);
    // FNV-1a with bytes from 128 on widened with their sign, computed with Python's integers.
    expect([...table.content().hashes].map((hash) => hash >>> 0)).toEqual([
      3617362777, 3826002220, 1023043777, 1017908609,
    ]);
  });

  it("tells words of one hash apart", () => {
    const table = new WordTable();
    const text = new TextEncoder().encode("onetwo");
    expect(table.add(text, 0, 3, 7)).toBe(0);
    expect(table.add(text, 3, 6, 7)).toBe(1);
    expect(table.add(text, 0, 3, 7)).toBe(0);
    expect(table.add(text, 0, 2, 7)).toBe(2);
    expect(table.content().words).toEqual(["one", "two", "on"]);
  });

  it("keeps words of any length", () => {
    const table = new WordTable();
    const long = "é".repeat(300_000);
    expect([table.addText(long), table.addText(""), table.addText(long)]).toEqual([0, 1, 0]);
    expect(table.content().words).toEqual([long, ""]);
  });
});
