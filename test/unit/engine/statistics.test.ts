import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StatisticsRequests } from "../../../src/protocol/statisticsMessages.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { sourcesOf, startEngine, type StartedEngine } from "../../support/engine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

type Params<M extends keyof StatisticsRequests> = StatisticsRequests[M]["params"];

let started: StartedEngine;
beforeAll(async () => {
  started = await startEngine();
}, BUILD_TIMEOUT_MS);
afterAll(() => started.engine.close());

const PHRASES = {
  runId: "run",
  scorer: "original",
  minimumCount: 2,
  threshold: 0,
  passes: 2,
  count: 20,
} as const;

describe("counting in text by the engine", () => {
  it("takes unsaved editors in place of their files", async () => {
    const folder = await temporaryFolder({ "a.txt": "old words", "b.txt": "river bank" });
    const documents = [
      { path: join(folder, "a.txt"), text: "fresh fresh text" },
      { path: "untitled:1", text: "another" },
    ];
    const params: Params<"findKeywords"> = {
      runId: "run",
      sources: { ...sourcesOf(folder), documents },
      tokenizer: "words",
      formula: "sublinear",
      stopWords: ["en"],
      count: 5,
    };
    const { files } = await started.engine.calls.findKeywords(params);
    expect(files.map(({ path, keywords }) => [path, keywords.map(({ word }) => word)])).toEqual([
      [join(folder, "a.txt"), ["fresh", "text"]],
      [join(folder, "b.txt"), ["bank", "river"]],
      ["untitled:1", []], // a stop word
    ]);
  });

  it("shows phrases in unsaved editors, with names that have the joint of phrases in them", async () => {
    const path = "untitled:2";
    const text = "call do_it now\ncall do_it now\nx call  do_it now\nthen call\nnow do_it then\n";
    const sources = { ...sourcesOf(), documents: [{ path, text }] };
    const { phrases } = await started.engine.calls.findPhrases({
      ...PHRASES,
      sources,
      tokenizer: "whitespace",
      minimumCount: 2,
    });
    expect(phrases.map(({ words, count }) => [words, count])).toEqual([
      [["call", "do_it", "now"], 3],
      [["call", "do_it"], 3],
      [["do_it", "now"], 3],
    ]);
    expect(phrases[1]!.example).toMatchObject({ path, line: 1, column: 1, match: "call do_it" });
  });

  it("joins longer phrases from shorter ones, each with the file that has it first", async () => {
    const folder = await temporaryFolder({
      "1.txt": "we saw new york\nin new york we stayed\n",
      "2.txt": "the new york times said\nread new york\u2019s new york times\nnew  york times!\n",
      "3.txt": "times change we said\n",
    });
    const { phrases } = await started.engine.calls.findPhrases({
      ...PHRASES,
      sources: sourcesOf(folder),
      tokenizer: "words",
    });
    const placeOf = (phrase: string) => {
      const found = phrases.find(({ words }) => words.join(" ") === phrase);
      return found?.example && [found.example.path, found.example.line, found.example.column];
    };
    expect(placeOf("new york")).toEqual([join(folder, "1.txt"), 1, 8]);
    expect(placeOf("new york times")).toEqual([join(folder, "2.txt"), 1, 5]);
  });

  it("stops at once when it is canceled", async () => {
    const documents = [{ path: "untitled:3", text: "a b c d e f\n".repeat(2_000_000) }];
    const sources = { ...sourcesOf(), documents };
    const cancel = new AbortController();
    const call = started.engine.calls.findPhrases(
      { ...PHRASES, sources, tokenizer: "words" },
      cancel.signal,
    );
    setTimeout(() => cancel.abort(), 100);
    await expect(call).rejects.toMatchObject({ code: "canceled" });
  });

  it("refuses a text without words", async () => {
    const folder = await temporaryFolder({ "a.txt": "?!" });
    await expect(
      started.engine.calls.findContexts({
        runId: "run",
        sources: sourcesOf(folder),
        tokenizer: "words",
        word: "a",
        window: 5,
        weighting: "flat",
        minimumCount: 1,
        minimumPairs: 0,
        contextSmoothing: 0.75,
        shift: 1,
        count: 10,
      }),
    ).rejects.toMatchObject({ code: "corpus-too-small" });
  });
});
