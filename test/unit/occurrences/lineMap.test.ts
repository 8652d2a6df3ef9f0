import { describe, expect, it } from "vitest";
import { LineMapBuilder, MARK_LENGTH, markBefore } from "../../../src/occurrences/lineMap.ts";
import { toWellFormed } from "../../../src/occurrences/places.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { randomText } from "../corpus/randomText.ts";

const BREAK = /\r\n|\n|\r/g;

describe("LineMapBuilder", () => {
  it("marks offsets, bytes, lines and their beginnings as counting from the beginning does", () => {
    const random = seededRandom(3);
    for (let round = 0; round < 20; round++) {
      const markBytes = round % 2 === 0 ? 0 : 3;
      const parts = Array.from({ length: 30 }, () =>
        toWellFormed(`${randomText(random, 150)}${random() < 0.5 ? "\r\n" : "\r"}`),
      );
      const text = parts.join("");
      const builder = new LineMapBuilder(markBytes);
      const marks: number[] = [];
      for (const part of parts) {
        builder.add(new TextEncoder().encode(part));
        marks.push(...builder.takeMarks());
      }
      expect(builder.units).toBe(text.length);
      expect(marks.slice(0, MARK_LENGTH)).toEqual([0, markBytes, 0, 0]);
      expect(marks.length / MARK_LENGTH).toBeGreaterThan(text.length / 5000);
      for (let at = 0; at < marks.length; at += MARK_LENGTH) {
        const [unit, byte, line, lineStart] = marks.slice(at, at + MARK_LENGTH);
        const before = text.slice(0, unit);
        const ends = [...before.matchAll(BREAK)].map(({ index, 0: end }) => index + end.length);
        expect(byte).toBe(markBytes + Buffer.byteLength(before, "utf8"));
        expect([line, lineStart]).toEqual([ends.length, ends.at(-1) ?? 0]);
        expect(before.endsWith("\r") && text[unit!] === "\n").toBe(false);
      }
    }
  });

  it("is searched for the last mark at or before an offset", () => {
    const marks = Uint32Array.of(0, 0, 0, 0, 4096, 5000, 60, 4090);
    expect([0, 4095, 4096, 9999].map((offset) => markBefore(marks, offset))).toEqual([0, 0, 1, 1]);
  });
});
