import { describe, expect, it } from "vitest";
import { ProseBuilder, sourceRange, type wholeProse } from "../../../src/corpus/kinds/prose.ts";

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
