import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeText } from "../../../src/corpus/decode.ts";
import { builtTokenizer } from "../../support/builtEntries.ts";

const FOLDER = new URL("../../fixtures/encodings/", import.meta.url);
const bytesOf = async (name: string) => new Uint8Array(await readFile(new URL(name, FOLDER)));

describe("decodeText, on files that Python has written", async () => {
  const table = new TextDecoder().decode(await bytesOf("texts.tsv"));
  const rows = table
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t") as [string, string]);

  it.each(rows)("reads %s", async (name, text) => {
    const decoded = decodeText(await bytesOf(`${name}.txt`));
    expect(decoded).toEqual({
      text: expect.stringContaining(text.replaceAll("\\r\\n", "\r\n")) as unknown,
      encoding: name.split(".")[0],
    });
  });

  it("names a reason for a file that is cut inside a character", async () => {
    for (const name of ["utf-8.plain", "shift_jis.japanese", "gb18030.chinese", "utf-16le.mark"]) {
      const bytes = await bytesOf(`${name}.txt`);
      expect(
        decodeText(bytes.subarray(0, name.startsWith("utf-16") ? -1 : -2)),
        name,
      ).toHaveProperty("reason");
    }
  });

  it("names a reason for lines of different encodings", async () => {
    const line = async (name: string) => [...(await bytesOf(`${name}.txt`))];
    const mixed = [...(await line("windows-1252.french")), ...(await line("utf-8.mark")).slice(3)];
    expect(decodeText(Uint8Array.from(mixed))).toEqual({ reason: "damaged UTF-8" });
    const western = [0, 1, 2, 3].flatMap(() => mixed.slice(0, 200));
    const little = Uint8Array.from([
      ...western,
      ...new TextEncoder().encode("Café au lait, là-bas, où\n"),
    ]);
    expect(decodeText(little)).toEqual({ reason: "mixed encodings: UTF-8 and windows-1252" });
  });

  it("never makes garbage of UTF-16 that has neither mark nor NUL", async () => {
    const chinese = (await bytesOf("utf-16le.chinese.txt")).subarray(0, 26);
    expect(decodeText(chinese)).toHaveProperty("reason");
  });

  it("calls machine code, pictures and archives binary, also without NUL bytes", async () => {
    const wasm = await readFile(await builtTokenizer());
    expect(decodeText(wasm)).toEqual({ reason: "binary" });
    const gzip = gzipSync(wasm).filter((byte) => byte !== 0);
    expect(decodeText(Uint8Array.from(gzip))).toHaveProperty("reason");
  });
});
