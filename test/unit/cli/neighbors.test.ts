import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { layOutNeighbors } from "../../../src/cli/neighborTable.ts";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { manyTopics, topicWord } from "../../support/manyTopics.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const plain = { columns: 80, bold: (text: string) => text, dim: (text: string) => `<${text}>` };

describe("the table of neighbors", () => {
  it("says how often each is likely to be seen again, with a mark on those that may well not be", () => {
    const rows = layOutNeighbors(plain, [
      { word: "notes", cosine: 0.69, count: 309, confidence: 0.93 },
      { word: "england", cosine: 0.52, count: 61, confidence: 0.41 },
    ]);
    expect(rows.map((row) => row.replace(/ +/g, " "))).toEqual([
      "<word cosine count again>",
      "notes 0.6900 309 9 of 10",
      expect.stringMatching(/^<england> <0\.5200> <61> <4 of 10 \?>$/),
    ]);
  });

  it("says nothing of it where nothing is known", () => {
    const rows = layOutNeighbors(plain, [{ word: "notes", cosine: 0.69, count: null }]);
    expect(rows.join()).not.toContain("again");
  });
});

describe("wordfield neighbors", () => {
  let entry: string;
  beforeAll(async () => {
    entry = await builtCommandLine();
  }, BUILD_TIMEOUT_MS);

  it("prints the confidence of neighbors, and gives it as a number to programs", async () => {
    const folder = await temporaryFolder({ "text/a.txt": manyTopics(1_000) });
    const wordfield = (...words: string[]) => runCommandLine(entry, words, { cwd: folder });
    const options = ["--dimension", "16", "--epochs", "3", "--threads", "1"];
    await wordfield("train", "text", "-o", join(folder, "m.safetensors"), ...options);
    const question = ["neighbors", "m.safetensors", topicWord(2, 3)];
    const { out, exitCode } = await wordfield(...question);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^word +cosine +count +again$/m);
    expect(out).toMatch(/ \d+ of 10( \?)?$/m);
    const [result] = (
      JSON.parse((await wordfield(...question, "--json")).out) as {
        results: { among: number; neighbors: { confidence: number }[] }[];
      }
    ).results;
    expect(result!.among).toBe(20);
    expect(result!.neighbors).toHaveLength(10);
    for (const { confidence } of result!.neighbors) expect(confidence).toBeGreaterThan(0);
  });
});
