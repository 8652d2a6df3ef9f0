import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { foldText, foldWord } from "../../../src/corpus/caseFolding.ts";

/** What Python's str.casefold makes of each character that it changes. */
async function pythonFolds(): Promise<Map<number, string>> {
  const file = new URL("../../fixtures/caseFolding/folds.tsv", import.meta.url);
  const character = (code: string) => String.fromCodePoint(parseInt(code, 16));
  return new Map(
    (await readFile(file, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t") as [string, string])
      .map(([code, folded]) => [parseInt(code, 16), folded.split(" ").map(character).join("")]),
  );
}

describe("foldText", () => {
  it("folds every character as Python's casefold does, but Cherokee to small letters", async () => {
    const folds = await pythonFolds();
    const wrong: string[] = [];
    for (let code = 0; code < 0x110000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const character = String.fromCodePoint(code);
      if (/\p{Script=Cherokee}|\p{Cn}/u.test(character)) continue;
      const folded = folds.get(code);
      // Python 3.11 knows Unicode 14, the platform may know more letters with two cases.
      if (folded === undefined && /[\p{Lu}\p{Lt}]/u.test(character) && code > 0x1c88) continue;
      const expected = (folded ?? character).normalize("NFC");
      if (/[’\u2010\u2011\u00ad\u200c\u200d\u2060]/.test(character)) continue;
      if (foldText(character) !== expected) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
    expect(foldText("Ꭰ")).toBe(foldText("ꭰ"));
  });

  it("makes one of all ways to write a text", () => {
    expect(foldText("L’E\u0301te\u0301")).toBe(foldText("l'été"));
    expect(foldText("Co\u00adop WELL\u2010known")).toBe("coop well-known");
    expect(foldText("ΜΆΪΟΣ Μάϊος")).toBe("μάϊοσ μάϊοσ");
  });

  it("leaves letters as they are, or makes them small, where it is told to", () => {
    expect(foldText("Straße ΟΔΟΣ e\u0301’", "keep")).toBe("Straße ΟΔΟΣ é'");
    expect(foldText("Straße ΟΔΟΣ", "lower")).toBe("straße οδος");
  });
});

describe("foldWord", () => {
  it("ends a word with the sigma that stands there", () => {
    expect(["ΟΔΟΣ", "οδος", "οδοσ", "Σ", "ς"].map((word) => foldWord(word, "fold"))).toEqual([
      ...["οδος", "οδος", "οδος", "σ", "σ"],
    ]);
  });
});
