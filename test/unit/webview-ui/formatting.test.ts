import { describe, expect, it } from "vitest";
import {
  fileName,
  formatBytes,
  formatCosine,
  formatCount,
  formatDuration,
  formatRate,
  formatShare,
  shorten,
} from "../../../webview-ui/formatting.ts";
import { text } from "../../../webview-ui/texts.ts";

const plain = (written: string) => written.replaceAll("\u00a0", " ");

describe("numbers", () => {
  it("writes cosines with two places and a real minus, and a dash for no number", () => {
    expect([0.694, 1, -0.256, -0.001, 0].map(formatCosine)).toEqual([
      "0.69",
      "1.00",
      "\u22120.26",
      "0.00",
      "0.00",
    ]);
    // What JSON makes of NaN.
    expect([null, Number.NaN].map(formatCosine)).toEqual(["\u2013", "\u2013"]);
  });

  it("writes counts with separators, shares and rates with units", () => {
    expect(formatCount(11_157)).toBe("11,157");
    expect(formatCount(null)).toBe("\u2013");
    expect([0, 0.004, 0.14, 1].map((share) => plain(formatShare(share)))).toEqual([
      "0 %",
      "under 1 %",
      "14 %",
      "100 %",
    ]);
    expect([730, 9_949, 61_234, 1_912_345].map((rate) => plain(formatRate(rate)))).toEqual([
      "730",
      "9,949",
      "61 k",
      "1.9 M",
    ]);
  });

  it("writes sizes and times in the unit that reads best", () => {
    expect([0, 999, 1_000, 10_761_340, 999_960, 4.5e12].map((n) => plain(formatBytes(n)))).toEqual([
      "0 bytes",
      "999 bytes",
      "1 kB",
      "10.8 MB",
      "1 MB",
      "4.5 TB",
    ]);
    expect([0, 4.4, 89, 100, 3_600, 4_200].map((s) => plain(formatDuration(s)))).toEqual([
      "1 s",
      "4 s",
      "89 s",
      "2 min",
      "1 h",
      "1 h 10 min",
    ]);
  });
});

describe("words and paths", () => {
  it("shortens by characters, not inside one", () => {
    expect(shorten("bank", 4)).toBe("bank");
    expect(shorten("banking", 5)).toBe("bank…");
    expect(shorten("😀😀😀😀", 3)).toBe("😀😀…");
    expect(shorten("😀😀😀", 3)).toBe("😀😀😀");
    expect([...shorten("x".repeat(10_000), 28)]).toHaveLength(28);
  });

  it("takes the name of a file from paths of either kind", () => {
    expect(fileName("/a b/c.txt")).toBe("c.txt");
    expect(fileName("C:\\a\\c.txt")).toBe("c.txt");
    expect(fileName("c.txt")).toBe("c.txt");
  });
});

describe("texts", () => {
  it("fills places in, writes numbers with separators and chooses the form by the first number", () => {
    expect(text("times", 1)).toBe("1 time");
    expect(text("times", 1_234)).toBe("1,234 times");
    expect(text("inFilesOf", 91, 233)).toBe("91 of 233 files");
    expect(text("neighborRowCount", 1, "king", "0.50")).toBe("king, 0.50, 1 time");
  });

  it("takes words as they are, also where they look like places or patterns", () => {
    expect(text("notInModel", "{0}$&")).toBe("{0}$& is not among the words of this model.");
  });
});
