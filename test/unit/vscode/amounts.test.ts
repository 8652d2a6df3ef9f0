import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDay,
  formatSeconds,
  formatWordRate,
} from "../../../src/vscode/amounts.ts";
import { english } from "./english.ts";

describe("formatCount", () => {
  it("separates thousands", () => {
    expect([0, 999, 11_157].map(formatCount)).toEqual(["0", "999", "11,157"]);
  });
});

describe("formatBytes", () => {
  it("takes the unit in which the number has at most three digits", () => {
    expect([0, 999, 1_000, 4_462_800, 23_000_000, 999_600_000].map(formatBytes)).toEqual([
      "0 bytes",
      "999 bytes",
      "1.0 kB",
      "4.5 MB",
      "23 MB",
      "1.0 GB",
    ]);
  });
});

describe("formatSeconds", () => {
  it("writes at most two units and no zero after the first", () => {
    expect([0.2, 4.4, 59.6, 60, 130, 3_600, 3_900].map(formatSeconds)).toEqual([
      "0 s",
      "4 s",
      "1 min",
      "1 min",
      "2 min 10 s",
      "1 h",
      "1 h 5 min",
    ]);
  });
});

describe("formatWordRate", () => {
  it("shortens thousands and millions", () => {
    expect([830, 830_000, 1_900_000].map((rate) => formatWordRate(rate, english))).toEqual([
      "830 words/s",
      "830 k words/s",
      "1.9 M words/s",
    ]);
  });
});

describe("formatDay", () => {
  const now = new Date(2026, 3, 30, 0, 30).getTime();
  const day = (...parts: [number, number, number, number]) =>
    formatDay(new Date(...parts).toISOString(), now, english);

  it("lets midnight divide today from yesterday", () => {
    expect(day(2026, 3, 30, 0)).toBe("today");
    expect(day(2026, 3, 29, 23)).toBe("yesterday");
    expect(day(2026, 3, 28, 23)).toBe("2026-04-28");
  });

  it("is empty where a file names no time", () => {
    expect(formatDay("never", now, english)).toBe("");
  });
});
