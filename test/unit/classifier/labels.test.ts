import { describe, expect, it } from "vitest";
import { findLabel, isSpace } from "../../../src/classifier/labels.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function labelsOf(text: string, prefix = "__label__"): string[] {
  const utf8 = encoder.encode(text);
  const labels: string[] = [];
  for (
    let label = findLabel(utf8, 0, encoder.encode(prefix));
    label !== undefined;
    label = findLabel(utf8, label.end, encoder.encode(prefix))
  )
    labels.push(decoder.decode(utf8.subarray(label.start, label.end)));
  return labels;
}

describe("findLabel", () => {
  it("finds labels anywhere in a text, as they stand", () => {
    expect(labelsOf("__label__A-b The,\t__label__ü's \n__label__\0__label__z")).toEqual([
      "__label__A-b",
      "__label__ü's",
      "__label__",
      "__label__z",
    ]);
  });

  it("takes for a label only what begins behind white space or at the beginning", () => {
    expect(labelsOf("x__label__y (__label__z) \u00a0__label__q __label_")).toEqual([]);
  });

  it("finds labels with another prefix", () => {
    expect(labelsOf("#good #bad so so# #", "#")).toEqual(["#good", "#bad", "#"]);
    expect(labelsOf("§ä §", "§")).toEqual(["§ä", "§"]);
  });
});

describe("isSpace", () => {
  it("is true for the bytes that fastText takes for white space and no others", () => {
    const spaces = Array.from({ length: 256 }, (_, byte) => byte).filter(isSpace);
    expect(spaces).toEqual([0, 9, 10, 11, 12, 13, 32]);
    expect(isSpace(undefined)).toBe(false);
  });
});
