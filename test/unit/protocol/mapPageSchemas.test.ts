import { describe, expect, it } from "vitest";
import { parsePageRequest } from "../../../src/protocol/pageSchemas.ts";

const SETTINGS = { method: "umap", dimensions: 2, count: 4000, seed: 1 };

describe("the map's requests", () => {
  it("pass as the page sends them", () => {
    for (const settings of [SETTINGS, { ...SETTINGS, method: "axes", axes: ["a - b", "c"] }])
      expect(parsePageRequest("projectMap", { runId: "1", settings })).toEqual({
        runId: "1",
        settings,
      });
    const file = { kind: "tsv", content: "word\n" };
    expect(parsePageRequest("saveMap", file)).toEqual(file);
  });

  it.each([
    ["projectMap", { runId: "", settings: SETTINGS }],
    ["projectMap", { runId: "x".repeat(65), settings: SETTINGS }],
    ["projectMap", { runId: "1", settings: { ...SETTINGS, method: "magic" } }],
    ["projectMap", { runId: "1", settings: { ...SETTINGS, dimensions: 4 } }],
    ["projectMap", { runId: "1", settings: { ...SETTINGS, count: 1e9 } }],
    ["projectMap", { runId: "1", settings: { ...SETTINGS, epochs: 1e9 } }],
    ["projectMap", { runId: "1", settings: { ...SETTINGS, axes: ["a", "b", "c", "d"] } }],
    ["projectMap", { runId: "1", settings: { ...SETTINGS, axes: ["x".repeat(10_001)] } }],
    ["findSimilarities", { word: "bank", count: 0 }],
    ["findSimilarities", { word: "bank", count: 1.5 }],
    ["saveMap", { kind: "exe", content: "" }],
    ["saveMap", { kind: "tsv", content: 7 }],
    ["saveMap", { kind: "tsv", content: "", path: "/etc/passwd" }],
  ] as const)("refuse %s with %j", (method, params) => {
    expect(() => parsePageRequest(method, params)).toThrow(
      expect.objectContaining({
        code: "bad-input",
        message: expect.stringContaining(method) as string,
      }),
    );
  });
});
