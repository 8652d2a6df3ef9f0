import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { scalarsOf } from "../../../src/training/runRecord.ts";
import { encodeScalarEvent } from "../../../src/training/tensorboardEvents.ts";
import { startTensorboardRun } from "../../../src/training/tensorboardRun.node.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { trainingMarks } from "../../support/trainingRun.ts";

const STARTED_MS = Date.UTC(2026, 3, 30, 10, 11, 12);

/** Cuts a file into its records, each of which is checked for its length alone. */
async function recordsOf(path: string): Promise<Buffer[]> {
  const bytes = await readFile(path);
  const records: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(start));
    records.push(bytes.subarray(start, start + length + 16));
    start += length + 16;
  }
  return records;
}

describe("a run for TensorBoard", () => {
  it("has a folder of its own, and each measurement is in its file at once and in order", async () => {
    const folder = join(await temporaryFolder(), "boards");
    const run = await startTensorboardRun({ folder, name: "notes", startedMs: STARTED_MS });
    expect(dirname(run.path)).toBe(join(folder, "notes-20260430-101112"));
    const marks = trainingMarks(4);
    await run.append(marks[0]!);
    expect(await recordsOf(run.path)).toHaveLength(2);
    await Promise.all(marks.slice(1).map((mark) => run.append(mark)));
    await run.close();
    const records = await recordsOf(run.path);
    expect(records).toHaveLength(5);
    expect(records[0]!.includes("brain.Event:2")).toBe(true);
    for (const [index, mark] of marks.entries()) {
      const written = records[index + 1]!;
      // The wall clock's time stands in nine bytes after the frame's twelve, and in the checksum at the end.
      const expected = encodeScalarEvent({
        wallTimeSeconds: 0,
        step: mark.idsDone,
        scalars: scalarsOf(mark),
      });
      expect(written.subarray(21, -4)).toEqual(Buffer.from(expected.subarray(21, -4)));
    }
  });

  it("goes on in the same folder when the training is resumed", async () => {
    const folder = await temporaryFolder();
    const options = { folder, name: "notes", startedMs: STARTED_MS };
    const first = await startTensorboardRun(options);
    await first.close();
    const second = await startTensorboardRun({ ...options, resumedAtIds: 50_000 });
    await second.close();
    expect(dirname(second.path)).toBe(dirname(first.path));
    expect(await recordsOf(second.path)).toHaveLength(2);
    expect([first.path, second.path].sort()).toEqual([first.path, second.path]);
  });

  it("leaves nothing behind when it is discarded, but for what else is in the folder", async () => {
    const folder = await temporaryFolder();
    const options = { folder, name: "notes", startedMs: STARTED_MS };
    await (await startTensorboardRun(options)).discard();
    expect(await readdir(folder)).toEqual([]);
    const kept = await startTensorboardRun(options);
    await kept.close();
    await (await startTensorboardRun(options)).discard();
    expect(await readdir(dirname(kept.path))).toHaveLength(1);
  });

  it("says what is wrong where it cannot be written", async () => {
    const folder = join(await temporaryFolder(), "file");
    await writeFile(folder, "");
    await expect(
      startTensorboardRun({ folder, name: "notes", startedMs: STARTED_MS }),
    ).rejects.toMatchObject({ code: "file-unwritable" });
  });
});
