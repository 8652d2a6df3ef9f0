import { describe, expect, it } from "vitest";
import { columnRange, evidenceRange, layoutFor, sashSize } from "../../../webview-ui/layout.ts";

describe("layoutFor", () => {
  it("has two columns from 640 pixels and wide ones from 1100", () => {
    expect([300, 639, 640, 1099, 1100].map((width) => layoutFor(width, 800).columns)).toEqual([
      "narrow",
      "narrow",
      "medium",
      "medium",
      "wide",
    ]);
  });

  it("gives map and evidence one place where there is little height, but not in one column", () => {
    expect(layoutFor(1200, 479).short).toBe(true);
    expect(layoutFor(1200, 480).short).toBe(false);
    expect(layoutFor(360, 300).short).toBe(false);
  });
});

describe("the sashes", () => {
  it("take the preset where the user has not moved them", () => {
    expect(sashSize(null, 328, columnRange(1200))).toBe(328);
  });

  it("stay inside the room that there is, also after the window has shrunk", () => {
    expect(sashSize(500, 328, columnRange(1200))).toBe(500);
    expect(sashSize(500, 328, columnRange(700))).toBe(380);
    expect(sashSize(10, 328, columnRange(700))).toBe(220);
    expect(sashSize(900, 212, evidenceRange(700))).toBe(540);
  });

  it("have a range even where there is no room at all", () => {
    for (const range of [columnRange(0), evidenceRange(0)])
      expect(range.maximum).toBeGreaterThanOrEqual(range.minimum);
  });
});
