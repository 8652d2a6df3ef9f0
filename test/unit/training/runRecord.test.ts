import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  removeRunRecord,
  runRecordPaths,
  writeRunRecord,
} from "../../../src/training/runRecord.node.ts";
import { composeRunJson, composeRunLines } from "../../../src/training/runRecord.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { runRecord } from "../../support/trainingRun.ts";

describe("the record of a training", () => {
  it("is one JSON document that holds everything, one measurement a line", () => {
    const record = runRecord(8);
    const text = composeRunJson(record);
    expect(JSON.parse(text)).toEqual({ format: "wordfield-run", version: 1, ...record });
    for (const mark of record.marks) expect(text).toContain(`\n    ${JSON.stringify(mark)}`);
    expect(text.endsWith("\n  ]\n}\n")).toBe(true);
  });

  it("is a document also where nothing was measured", () => {
    expect(JSON.parse(composeRunJson(runRecord(0)))).toMatchObject({ marks: [] });
    expect(composeRunLines(runRecord(0))).toBe("");
  });

  it("is a line for each measurement, and every line has the same columns", () => {
    const record = runRecord(8);
    const lines = composeRunLines(record).trimEnd().split("\n");
    const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows).toEqual(record.marks.map((mark) => ({ model: "notes.safetensors", ...mark })));
    expect(new Set(rows.map((row) => Object.keys(row).join())).size).toBe(1);
  });

  it("lies beside the model under its name, whatever its ending", () => {
    expect(runRecordPaths("/m/notes.safetensors")).toEqual({
      json: "/m/notes.run.json",
      lines: "/m/notes.run.jsonl",
    });
    expect(runRecordPaths("/m/v1.2").json).toBe("/m/v1.2.run.json");
  });

  it("replaces the record of an earlier training, and can be removed", async () => {
    const folder = await temporaryFolder({ "other.run.json": "{}" });
    const modelPath = join(folder, "notes.safetensors");
    await writeRunRecord(modelPath, runRecord(3));
    await writeRunRecord(modelPath, runRecord(8));
    expect(await readFile(join(folder, "notes.run.json"), "utf8")).toBe(
      composeRunJson(runRecord(8)),
    );
    expect(await readFile(join(folder, "notes.run.jsonl"), "utf8")).toBe(
      composeRunLines(runRecord(8)),
    );
    await removeRunRecord(modelPath);
    await removeRunRecord(modelPath);
    expect(await readdir(folder)).toEqual(["other.run.json"]);
  });

  it("says what is wrong where it cannot be written", async () => {
    const modelPath = join(await temporaryFolder(), "missing", "notes.safetensors");
    await expect(writeRunRecord(modelPath, runRecord(1))).rejects.toMatchObject({
      code: "file-unwritable",
    });
  });
});
