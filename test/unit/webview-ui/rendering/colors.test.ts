import { describe, expect, it } from "vitest";
import {
  contrast,
  dimShare,
  mix,
  parseColor,
  type Rgb,
} from "../../../../webview-ui/rendering/colors.ts";

describe("colors", () => {
  it("reads what browsers compute", () => {
    expect(parseColor("rgb(31, 31, 31)")).toEqual({ rgb: [31, 31, 31], alpha: 1 });
    expect(parseColor("rgba(255, 0, 10, 0.5)")).toEqual({ rgb: [255, 0, 10], alpha: 0.5 });
    expect(parseColor("color(srgb 1 0.5 0 / 0.25)")).toEqual({ rgb: [255, 127.5, 0], alpha: 0.25 });
    expect(parseColor("color(srgb 0.2 0.2 0.2)")?.rgb[0]).toBeCloseTo(51);
  });

  it.each(["", "red", "rgb(1, 2)", "oklab(0.5 0 0)", "rgb(a, b, c)"])("refuses %j", (written) => {
    expect(parseColor(written)).toBeNull();
  });

  it("measures contrast as the guidelines do", () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
  });

  it.each<[string, Rgb, Rgb[]]>([
    [
      "Dark Modern",
      [204, 204, 204],
      [
        [31, 31, 31],
        [4, 57, 94],
      ],
    ],
    [
      "Light Modern",
      [59, 59, 59],
      [
        [255, 255, 255],
        [232, 232, 232],
      ],
    ],
    ["a pale theme", [120, 120, 120], [[255, 255, 255]]],
  ])("finds a share of the foreground that can be read: %s", (_, foreground, backgrounds) => {
    const share = dimShare(foreground, backgrounds, 0.74);
    expect(share).toBeGreaterThanOrEqual(0.74);
    const dim = mix(foreground, backgrounds[0]!, share);
    const best = Math.min(...backgrounds.map((background) => contrast(foreground, background)));
    for (const background of backgrounds)
      expect(contrast(dim, background)).toBeGreaterThanOrEqual(Math.min(4.5, best));
  });
});
