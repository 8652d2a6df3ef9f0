import { describe, expect, it } from "vitest";
import { displayWidth, pad, styleFor, visible, wrap } from "../../../src/cli/style.ts";
import { layOutTable } from "../../../src/cli/table.ts";

describe("displayWidth", () => {
  it.each([
    ["plain", 5],
    ["Zürich", 6],
    ["Zu\u0308rich", 6],
    ["北京", 4],
    ["ﾊﾝｶｸ", 4],
    ["한국어", 6],
    ["👍", 2],
    ["👩‍👩‍👧", 2],
    ["❤️", 2],
    ["❤", 1],
    ["Ελλάδα", 6],
    ["عربى", 4],
    ["\u200b", 0],
    ["\u001b[1mbold\u001b[22m", 4],
  ])("counts the cells of %s", (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });
});

describe("pad", () => {
  it("fills by cells on either side", () => {
    expect(pad("北", 4)).toBe("北  ");
    expect(pad("北", 4, "left")).toBe("  北");
    expect(pad("longer", 3)).toBe("longer");
  });
});

describe("visible", () => {
  it("shows what could steer a terminal as a sign", () => {
    expect(visible("a\u001b[2Jb\nc\u202ed")).toBe("a\ufffd[2Jb\ufffdc\ufffdd");
  });
});

describe("wrap", () => {
  it("breaks between words and keeps a word that is too long", () => {
    expect(wrap("one two three incomprehensible", 8)).toEqual([
      "one two",
      "three",
      "incomprehensible",
    ]);
  });
});

describe("styleFor", () => {
  it("colors only a terminal, and not where NO_COLOR or a dumb terminal forbids it", () => {
    const terminal = { isTTY: true, columns: 90 };
    expect(styleFor(terminal, {}).bold("x")).toBe("\u001b[1mx\u001b[22m");
    expect(styleFor(terminal, { NO_COLOR: "1" }).bold("x")).toBe("x");
    expect(styleFor(terminal, { TERM: "dumb" }).bold("x")).toBe("x");
    expect(styleFor({}, {}).bold("x")).toBe("x");
  });

  it("keeps lines readable on very wide and very narrow terminals", () => {
    expect(styleFor({ isTTY: true, columns: 300 }, {}).columns).toBe(100);
    expect(styleFor({ isTTY: true, columns: 10 }, {}).columns).toBe(40);
    expect(styleFor({}, {}).columns).toBe(80);
  });
});

describe("layOutTable", () => {
  it("aligns columns by cells", () => {
    const style = styleFor({}, {});
    const lines = layOutTable(
      style,
      [
        { heading: "word", align: "left" },
        { heading: "count", align: "right" },
      ],
      [
        ["北京市", "7"],
        ["a", "1,234"],
      ],
    );
    expect(lines).toEqual(["word    count", "北京市      7", "a       1,234"]);
    expect(layOutTable(style, [{ heading: "", align: "left" }], [["x"]])).toEqual(["x"]);
  });
});
