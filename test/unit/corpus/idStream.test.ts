import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SpillingIds } from "../../../src/corpus/idFile.node.ts";
import { IdMemory } from "../../../src/corpus/idStream.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { createRandom } from "./randomText.ts";

/** Numbers below 100, with ends of sentences. */
function randomNumbers(length: number): Int32Array {
  const random = createRandom(21);
  return Int32Array.from({ length }, () => Math.max(-1, Math.floor(random() * 110) - 10));
}

/** Halves even numbers and leaves out odd ones, all but ends of sentences. */
const halve = (part: Int32Array) =>
  part
    .filter((number) => number === -1 || number % 2 === 0)
    .map((number) => (number < 0 ? -1 : number / 2));

function append(sink: { append(numbers: Int32Array): void }, numbers: Int32Array): void {
  const random = createRandom(22);
  for (let start = 0; start < numbers.length;) {
    const end = start + Math.floor(random() * 5000);
    sink.append(numbers.subarray(start, end));
    start = end;
  }
}

describe("IdMemory", () => {
  it("replaces numbers by what is left of them", () => {
    const sink = new IdMemory(60_000);
    const numbers = randomNumbers(60_000);
    append(sink, numbers);
    const { ids } = sink.finish(halve);
    expect([...ids]).toEqual([...halve(numbers)]);
    expect(ids.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("grows to its limit and no further", () => {
    const numbers = randomNumbers(5_000_000);
    const sink = new IdMemory(5_000_000);
    append(sink, numbers);
    expect(() => sink.append(Int32Array.of(1))).toThrow(/more than 5000000 words .*fewer files/);
    const view = sink.view();
    expect(view).toHaveLength(numbers.length);
    expect(numbers.findIndex((number, position) => view[position] !== number)).toBe(-1);
  });
});

describe("SpillingIds", () => {
  it("writes a file of little-endian int32 where memory does not suffice", async () => {
    const idsPath = join(await temporaryFolder(), "corpus.ids");
    const numbers = randomNumbers(2_500_000);
    const sink = new SpillingIds({ maximumIdBytes: 4_000_000, idsPath });
    append(sink, numbers);
    const { ids, idsFile } = sink.finish(halve);
    const wanted = halve(numbers);
    expect(ids).toBeUndefined();
    expect(idsFile).toEqual({ path: idsPath, length: wanted.length });
    const bytes = await readFile(idsPath);
    expect(bytes).toHaveLength(4 * wanted.length);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const wrong = wanted.findIndex((id, index) => view.getInt32(4 * index, true) !== id);
    expect(wrong).toBe(-1);
  });

  it("makes no file where memory suffices", async () => {
    const folder = await temporaryFolder();
    const sink = new SpillingIds({ maximumIdBytes: 4000, idsPath: join(folder, "ids") });
    append(sink, Int32Array.of(1, 2, -1));
    expect([...sink.finish(halve).ids!]).toEqual([1, -1]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("removes its file where nobody is to have it", async () => {
    const folder = await temporaryFolder();
    for (const finish of [false, true]) {
      const sink = new SpillingIds({ maximumIdBytes: 40, idsPath: join(folder, "ids") });
      append(sink, randomNumbers(1000));
      if (finish) sink.finish(halve);
      sink.discard();
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it("says where ids cannot be written, and leaves alone what is there", async () => {
    const folder = await temporaryFolder();
    const missing = new SpillingIds({ maximumIdBytes: 4, idsPath: join(folder, "x", "ids") });
    expect(() => missing.append(randomNumbers(10))).toThrow(/kept in .+ids: not found\. Free/);
    const idsPath = join(folder, "there");
    await writeFile(idsPath, "precious");
    const sink = new SpillingIds({ maximumIdBytes: 4, idsPath });
    expect(() => sink.append(randomNumbers(10))).toThrow(/EEXIST/);
    sink.discard();
    expect(await readFile(idsPath, "utf8")).toBe("precious");
  });
});
