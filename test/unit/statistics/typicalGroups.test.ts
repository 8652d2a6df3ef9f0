import { describe, expect, it } from "vitest";
import { partsOfWorkspace, typicalGroup } from "../../../src/statistics/typicalGroups.ts";

const usesOf = (...uses: number[]) => uses.map((some, group) => ({ group, uses: some }));

describe("the group that a word is typical of", () => {
  it("is that where it stands more often than its uses spread evenly would", () => {
    expect(typicalGroup(usesOf(40, 10), [0.5, 0.5])).toBe(0);
    expect(typicalGroup(usesOf(10, 40), [0.5, 0.5])).toBe(1);
    // More often in the large group, but less than it is large.
    expect(typicalGroup(usesOf(60, 40), [0.9, 0.1])).toBe(1);
  });

  it("is none for a word that stands everywhere, or hardly anywhere", () => {
    expect(typicalGroup(usesOf(52, 48), [0.5, 0.5])).toBeUndefined();
    expect(typicalGroup(usesOf(2, 0), [0.5, 0.5])).toBeUndefined();
    expect(typicalGroup([], [])).toBeUndefined();
  });

  it("is the one that has all its uses, however large that is", () => {
    expect(typicalGroup(usesOf(30), [0.95, 0.05])).toBe(0);
  });

  it("outweighs a small excess of many uses by a large one of fewer", () => {
    expect(typicalGroup(usesOf(80, 60, 2), [0.3, 0.1, 0.6])).toBe(1);
  });
});

describe("the parts of a workspace", () => {
  const partsOf = (files: Readonly<Record<string, number>>) =>
    partsOfWorkspace(
      Object.entries(files).map(([path, tokens]) => ({ parts: path.split("/"), tokens })),
    );

  it("are the first folders below what all files have in common", () => {
    expect(
      partsOf({
        "home/me/book/one/a.md": 10,
        "home/me/book/one/b.md": 10,
        "home/me/book/two/c/d.md": 10,
      }),
    ).toEqual(["one", "one", "two"]);
  });

  it("are files where there are no folders", () => {
    expect(partsOf({ "home/a.txt": 5, "home/b.txt": 5 })).toEqual(["a.txt", "b.txt"]);
    expect(partsOf({ "home/a.txt": 5 })).toEqual(["a.txt"]);
    expect(partsOf({})).toEqual([]);
  });

  it("are those within a folder that holds nearly everything", () => {
    expect(
      partsOf({ "r/src/engine/a.ts": 50, "r/src/page/deep/b.ts": 45, "r/docs/c.md": 5 }),
    ).toEqual(["src/engine", "src/page", "docs"]);
  });

  it("end with a single file that holds nearly everything", () => {
    expect(partsOf({ "r/src/a.ts": 99, "r/docs/c.md": 1 })).toEqual(["src/a.ts", "docs"]);
  });
});
