import { describe, expect, it } from "vitest";
import {
  ProseBuilder,
  sourceRange,
  toSourcePlaces,
  type wholeProse,
} from "../../../src/corpus/kinds/prose.ts";
import { seededRandom } from "../../support/seededRandom.ts";

/** What stands in the source where a word stands in the prose. */
function surfaceOf(source: string, prose: ReturnType<typeof wholeProse>, word: string): string {
  const at = prose.text.indexOf(word);
  expect(at).toBeGreaterThanOrEqual(0);
  const { start, end } = sourceRange(prose, at, at + word.length);
  return source.slice(start, end);
}

describe("a prose", () => {
  it("keeps offsets where markup only becomes blank", () => {
    const source = "# A *big* tree\n\nnext";
    const builder = new ProseBuilder(source);
    builder.keep(2, 4);
    builder.keep(5, 8);
    builder.keep(9, 14);
    builder.breakSentence(16);
    builder.keep(16, 20);
    const prose = builder.finish();
    expect(prose.text).toBe("  A  big  tree \nnext");
    expect(prose.pieces).toHaveLength(0);
    expect(sourceRange(prose, 5, 8)).toEqual({ start: 5, end: 8 });
  });

  it("leads from what stands for an escape back to the escape", () => {
    const source = "un caf&eacute; noir, d&eacute;j&agrave;";
    const builder = new ProseBuilder(source);
    builder.keep(0, 6);
    builder.put("é", 6, 14);
    builder.keep(14, 22);
    builder.put("é", 22, 30);
    builder.keep(30, 31);
    builder.put("à", 31, 39);
    const prose = builder.finish();
    expect(prose.text).toBe("un café noir, déjà");
    expect(surfaceOf(source, prose, "café")).toBe("caf&eacute;");
    expect(surfaceOf(source, prose, "noir")).toBe("noir");
    expect(surfaceOf(source, prose, "déjà")).toBe("d&eacute;j&agrave;");
  });

  it("has the parts of a name behind it, each with its own place", () => {
    const source = "call getUserName now";
    const builder = new ProseBuilder(source);
    builder.keep(5, 16);
    builder.repeat(5, 8);
    builder.repeat(8, 12);
    builder.repeat(12, 16);
    builder.keep(16, 20);
    const prose = builder.finish();
    expect(prose.text).toBe("     getUserName get User Name now");
    expect(surfaceOf(source, prose, "getUserName")).toBe("getUserName");
    expect(sourceRange(prose, 21, 25)).toEqual({ start: 8, end: 12 });
    expect(surfaceOf(source, prose, "now")).toBe("now");
  });

  it("changes the places of many words at once as it does each", () => {
    const random = seededRandom(8);
    for (let round = 0; round < 50; round++) {
      const source = "getUserName ".repeat(40);
      const builder = new ProseBuilder(source);
      for (let start = 0; start + 12 < source.length; start += 12) {
        const turn = random();
        if (turn < 0.3) builder.keep(start, start + 11);
        else if (turn < 0.5) builder.put("é", start, start + 8);
        else if (turn < 0.8) {
          builder.keep(start, start + 11);
          builder.repeat(start, start + 3);
          builder.repeat(start + 3, start + 7);
        }
      }
      const prose = builder.finish();
      const words = [...prose.text.matchAll(/\S+/g)];
      const places = words.flatMap(({ 0: word, index }) => [index, index + word.length]);
      const changed = Uint32Array.from(places);
      toSourcePlaces(prose, changed);
      const each = words.map(({ 0: word, index }) =>
        sourceRange(prose, index, index + word.length),
      );
      expect([...changed]).toEqual(each.flatMap(({ start, end }) => [start, end]));
    }
  });

  it("ends sentences and leaves gaps also behind an escape", () => {
    const source = "a&amp;b.<p>c";
    const builder = new ProseBuilder(source);
    builder.keep(0, 1);
    builder.put("&", 1, 6);
    builder.keep(6, 7);
    builder.breakSentence(8);
    builder.keep(11, 12);
    const prose = builder.finish();
    expect(prose.text).toBe("a&b\n c");
    expect(surfaceOf(source, prose, "c")).toBe("c");
  });
});
