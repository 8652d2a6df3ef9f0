import { describe, expect, it } from "vitest";
import { categoryColor, scaleColor } from "../../../../webview-ui/rendering/palettes.ts";
import {
  colorPoints,
  countValues,
  numberValues,
  similarityValues,
} from "../../../../webview-ui/rendering/pointColors.ts";
import type { Theme } from "../../../../webview-ui/rendering/theme.ts";

const THEME: Theme = {
  kind: "dark",
  background: [31, 31, 31],
  foreground: [204, 204, 204],
  dim: [150, 150, 150],
  similarity: [79, 155, 217],
  focus: [0, 120, 212],
  warning: [236, 154, 60],
  minus: [236, 154, 60],
  plus: [77, 170, 252],
  fontFamily: "sans-serif",
};
const PLAIN = {
  theme: THEME,
  groups: null,
  values: null,
  only: [],
  selected: null,
  formerFrom: null,
} as const;

function colorsOf(colors: Uint8Array): number[][] {
  return Array.from({ length: colors.length / 4 }, (_, row) => [
    ...colors.subarray(row * 4, row * 4 + 3),
  ]);
}

describe("colorPoints", () => {
  it("gives the first eight groups the colors of the design and all others grey", () => {
    const groups = Uint16Array.of(0, 7, 8, 65_535);
    const { colors, order } = colorPoints({ ...PLAIN, count: 4, groups });
    const grey = [204, 204, 204];
    expect(colorsOf(colors)).toEqual([[0x27, 0xa8, 0xc6], [0x0c, 0xdf, 0xa0], grey, grey]);
    expect(order).toBeNull();
  });

  it("tells where words are from where they were", () => {
    const { colors } = colorPoints({ ...PLAIN, count: 3, groups: null, formerFrom: 1 });
    const before = [236, 154, 60];
    expect(colorsOf(colors)).toEqual([[77, 170, 252], before, before]);
  });

  it("mutes the groups that are not shown and draws them behind the others", () => {
    const groups = Uint16Array.of(1, 0, 1, 0);
    const { colors, order } = colorPoints({ ...PLAIN, count: 4, groups, only: [0] });
    expect([...order!]).toEqual([2, 0, 3, 1]);
    expect(colors[3]).toBeLessThan(colors[7]! / 2);
  });

  it("treats all groups without a color of their own as one", () => {
    const groups = Uint16Array.of(0, 9, 12);
    const { order } = colorPoints({ ...PLAIN, count: 3, groups, only: [8] });
    expect([...order!]).toEqual([0, 2, 1]);
  });

  it("mutes what is not selected, whatever the colors say", () => {
    const values = Float32Array.of(0, 1, 0.5);
    const { order } = colorPoints({ ...PLAIN, count: 3, values, selected: new Set([1]) });
    expect([...order!]).toEqual([2, 0, 1]);
  });

  it("colors values along the scale, and what is no number like a point without a color", () => {
    const values = Float32Array.of(0, 1, Number.NaN, 7);
    const { colors } = colorPoints({ ...PLAIN, count: 4, values });
    const [low, high] = [
      [0x23, 0x31, 0x3f],
      [0x9b, 0xd0, 0xff],
    ];
    expect(colorsOf(colors)).toEqual([low, high, [...THEME.foreground], high]);
  });
});

describe("the palettes", () => {
  it("serve high contrast on white with the colors for light", () => {
    const bright: Theme = { ...THEME, kind: "contrast", background: [255, 255, 255] };
    expect(categoryColor(bright, 0)).toEqual([0x16, 0x71, 0x98]);
    expect(categoryColor({ ...THEME, kind: "contrast" }, 0)).toEqual([0x27, 0xa8, 0xc6]);
    expect(categoryColor(THEME, 8)).toBeNull();
    expect(scaleColor(bright, 1)).toEqual([0x0a, 0x4a, 0x85]);
  });
});

describe("numberValues", () => {
  it("spreads all but the outermost hundredths over the scale, and leaves gaps where nothing is known", () => {
    const numbers = Float32Array.from({ length: 201 }, (_, i) => i - 100);
    numbers[0] = -1e9;
    numbers[200] = 1e9;
    numbers[7] = NaN;
    const { values, least, most } = numberValues(numbers);
    expect([least, most]).toEqual([-98, 98]);
    expect(values[100]).toBeCloseTo(0.5, 2);
    expect(values[2]).toBeCloseTo(0, 5);
    expect(values[7]).toBeNaN();
  });

  it("puts equal numbers in the middle, and knows nothing of no numbers", () => {
    expect([...numberValues(Float32Array.of(3, 3)).values]).toEqual([0.5, 0.5]);
    expect([...numberValues(Float32Array.of(NaN)).values]).toEqual([NaN]);
  });
});

describe("countValues", () => {
  it("grows with the logarithm, from the rarest to the most frequent", () => {
    expect([...countValues(Uint32Array.of(1000, 100, 10))]).toEqual([1, 0.5, 0]);
    expect([...countValues(Uint32Array.of(5, 5))]).toEqual([0.5, 0.5]);
  });
});

describe("similarityValues", () => {
  it("ends at the highest cosine besides the word's own, and has nothing below zero", () => {
    const { values, highest } = similarityValues(Float32Array.of(1, 0.5, 0.25, -0.4), 0);
    expect(highest).toBe(0.5);
    expect([...values]).toEqual([2, 1, 0.5, 0]);
  });
});
