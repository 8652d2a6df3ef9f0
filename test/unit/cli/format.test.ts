import { expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatNumber,
  formatQuantity,
  formatRounded,
  formatSeconds,
} from "../../../src/cli/format.ts";

it("formats counts with groups and the right number of their noun", () => {
  expect(formatCount(1234567)).toBe("1,234,567");
  expect(formatQuantity(1, "file")).toBe("1 file");
  expect(formatQuantity(2000, "file")).toBe("2,000 files");
  expect(formatNumber(0.0001)).toBe("0.0001");
  expect(formatNumber("all")).toBe("all");
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [999_949, "1.0 MB"],
  [123_456_789, "123 MB"],
  [5e14, "500 TB"],
])("formats %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [0.44, "0.4 s"],
  [9.96, "10 s"],
  [59.4, "59 s"],
  [59.6, "1 min 00 s"],
  [185, "3 min 05 s"],
  [7800, "2 h 10 min"],
])("formats %d seconds as %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

it.each([
  [12, "12"],
  [920_400, "920 k"],
  [999_600, "1.00 M"],
  [1_448_000, "1.45 M"],
])("rounds %d to %s", (value, text) => {
  expect(formatRounded(value)).toBe(text);
});
