import { describe, expect, it } from "vitest";
import { MAPS_ENDING } from "../../../src/engine/mapCache.ts";
import { INDEX_ENDING } from "../../../src/engine/occurrenceIndexes.ts";
import { runRecordPaths } from "../../../src/training/runRecord.node.ts";
import {
  findNameFault,
  MODEL_ENDING,
  RECORD_ENDINGS,
  toFreeName,
  toModelName,
  toNameOfPath,
  withoutForeignEnding,
} from "../../../src/vscode/modelNames.ts";

describe("toModelName", () => {
  it("replaces what no file system accepts", () => {
    expect(toModelName('a/b\\c:d*e?"<>|\u0007')).toBe("a-b-c-d-e------");
  });

  it("keeps letters of every script, inner spaces and dots", () => {
    expect(toModelName("我的 笔记 v1.2 – été")).toBe("我的 笔记 v1.2 – été");
  });

  it("never leaves the folder or hides the file", () => {
    expect(toModelName("..")).toBe("model");
    expect(toModelName(".git")).toBe("git");
    expect(toModelName("../../etc/passwd")).not.toMatch(/[/\\]|^\./);
  });

  it("avoids the names that Windows keeps for devices, and endings that it drops", () => {
    expect(toModelName("con")).toBe("con-model");
    expect(toModelName("notes. . ")).toBe("notes");
  });

  it("cuts long names between characters", () => {
    const name = toModelName("𝔘".repeat(300));
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(180);
    expect(name).toBe("𝔘".repeat(45));
  });

  it("names a model of nothing", () => {
    expect(toModelName("  ")).toBe("model");
  });
});

describe("findNameFault", () => {
  it("accepts a free name and refuses an empty, impossible or taken one", () => {
    expect(findNameFault("notes", ["sotu"])).toBeNull();
    expect(findNameFault(" ", [])).toBe("empty");
    expect(findNameFault("a/b", [])).toBe("forbidden");
    expect(findNameFault("SOTU", ["sotu"])).toBe("taken");
  });
});

describe("toFreeName", () => {
  it("counts up to the first free name, whatever the case", () => {
    expect(toFreeName("sotu", [])).toBe("sotu");
    expect(toFreeName("sotu", ["Sotu", "sotu 2"])).toBe("sotu 3");
  });
});

describe("toNameOfPath", () => {
  it("takes the file's name without its ending from paths of both kinds", () => {
    expect(toNameOfPath("/models/my notes.safetensors")).toBe("my notes");
    expect(toNameOfPath("c:\\models\\v1.2.safetensors")).toBe("v1.2");
    expect(toNameOfPath("/models/glove.txt")).toBe("glove.txt");
  });
});

describe("withoutForeignEnding", () => {
  it("takes away the endings of other programs' files only", () => {
    expect(withoutForeignEnding("glove.6B.100d.txt")).toBe("glove.6B.100d");
    expect(withoutForeignEnding("cc.de.300.BIN")).toBe("cc.de.300");
    expect(withoutForeignEnding("wiki.vec")).toBe("wiki");
    expect(withoutForeignEnding("v1.2")).toBe("v1.2");
    expect(withoutForeignEnding(".vec")).toBe(".vec");
  });
});

describe("RECORD_ENDINGS", () => {
  it("are those of what the engine writes beside a model", () => {
    const { json, lines } = runRecordPaths(`notes${MODEL_ENDING}`);
    const index = `notes${INDEX_ENDING}`;
    const maps = `notes${MAPS_ENDING}`;
    expect(RECORD_ENDINGS.map((ending) => `notes${ending}`)).toEqual([json, lines, index, maps]);
  });
});
