import { describe, expect, it } from "vitest";
import { modelsFolderName } from "../../../src/vscode/modelsFolder.ts";

describe("modelsFolderName", () => {
  it("is the same for the same workspace and another for every other", () => {
    const names = ["file:///a/sotu", "file:///b/sotu", "file:///a/sotu.code-workspace", undefined];
    expect(names.map(modelsFolderName)).toEqual(names.map(modelsFolderName));
    expect(new Set(names.map(modelsFolderName)).size).toBe(names.length);
  });

  it("begins with the workspace's name as far as every file system takes it", () => {
    expect(modelsFolderName("file:///a/sotu")).toMatch(/^models-sotu-[0-9a-f]{16}$/);
    expect(modelsFolderName("file:///a/my%20notes%20%E4%B8%AD")).toMatch(
      /^models-mynotes-[0-9a-f]{16}$/,
    );
    expect(modelsFolderName("file:///a/%E4%B8%AD")).toMatch(/^models-[0-9a-f]{16}$/);
    expect(modelsFolderName(`file:///${"x".repeat(300)}`)).toHaveLength(64);
  });
});
