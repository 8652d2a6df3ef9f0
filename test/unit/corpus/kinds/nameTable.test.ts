import { describe, expect, it } from "vitest";
import { NameTable } from "../../../../src/corpus/kinds/nameTable.ts";

describe("a table of names", () => {
  it("gives each name its value, from whatever source and however many there were", () => {
    const table = new NameTable((name) => name.toUpperCase());
    for (const letter of ["a", "é", "日"]) {
      const names = Array.from({ length: 20_000 }, (_, i) => `${letter}${(i * i) % 12_007}`);
      const source = names.join(" ");
      let start = 0;
      for (const name of names) {
        const end = start + name.length;
        if (table.get(source, start, end) !== name.toUpperCase()) expect.fail(name);
        start = end + 1;
      }
    }
  });

  it("makes a value once while it is remembered", () => {
    const made: string[] = [];
    const table = new NameTable((name) => made.push(name));
    expect([
      table.get("one two", 0, 3),
      table.get("two one", 4, 7),
      table.get("two", 0, 3),
    ]).toEqual([1, 1, 2]);
    expect(made).toEqual(["one", "two"]);
  });
});
