import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ByteVocabularyBuilder } from "../../../src/corpus/byteVocabulary.ts";
import { DocumentRecorder } from "../../../src/corpus/documentRanges.ts";
import { SENTENCE_END } from "../../../src/corpus/encodedText.ts";
import { IdMemory } from "../../../src/corpus/idStream.ts";
import { readCorpus, type CorpusRequest } from "../../../src/corpus/readCorpus.node.ts";
import { DEFAULT_TOKENIZER } from "../../../src/corpus/tokenizerOptions.ts";
import { VocabularyBuilder, type DocumentCounter } from "../../../src/corpus/vocabulary.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";
import { createRandom } from "./randomText.ts";

const LINES = { ...DEFAULT_TOKENIZER, sentences: "lines" } as const;

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await tokenizerModule();
}, BUILD_TIMEOUT_MS);

/** The words of each document and the ends of its sentences, by both counters, after words were dropped. */
function documentsOf(texts: readonly string[], minimumCount: number): string[][] {
  const results = [
    (ids: DocumentRecorder) => new ByteVocabularyBuilder(module, LINES, ids),
    (ids: DocumentRecorder) => new VocabularyBuilder(LINES, ids),
  ].map((create) => {
    const recorder = new DocumentRecorder(new IdMemory(2 ** 22));
    const counter: DocumentCounter = create(recorder);
    for (const text of texts) {
      const start = counter.tokens + counter.sentences;
      counter.addDocument(text);
      recorder.addDocument(start, counter.tokens + counter.sentences);
    }
    const { words, ids } = counter.finish({ minimumCount });
    const { starts, ends } = recorder.ranges;
    return texts.map((_, document) =>
      [...ids!.subarray(starts[document], ends[document])].map((id) =>
        id === SENTENCE_END ? "/" : words[id]!,
      ),
    );
  });
  expect(results[0]).toEqual(results[1]);
  return results[0]!;
}

describe("DocumentRecorder", () => {
  it("knows each document’s ids after rare words and empty sentences have fallen out", () => {
    const texts = ["a b\nrare\na", "", "rarest", "b a\n\nb other", "?!"];
    expect(documentsOf(texts, 2)).toEqual([
      ["a", "b", "/", "a", "/"],
      [],
      [],
      ["b", "a", "/", "b", "/"],
      [],
    ]);
  });

  it("gives what each document alone gives, with many documents and documents of many parts", () => {
    const random = createRandom(21);
    const wordsAt = (count: number) =>
      Array.from(
        { length: count },
        () => `w${Math.floor(random() ** 3 * 400)}${random() < 0.1 ? "\n" : ""}`,
      );
    const lengths = [
      0,
      1,
      40_000,
      3,
      16_384,
      0,
      20_000,
      ...Array.from({ length: 500 }, () => Math.floor(random() * 60)),
    ];
    const texts = lengths.map((length) => wordsAt(length).join(" "));
    const counts = new Map<string, number>();
    for (const word of texts.join(" ").split(/\s+/)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const expected = texts.map((text) =>
      text
        .split("\n")
        .map((line) => line.split(" ").filter((word) => word !== "" && counts.get(word)! >= 200))
        .filter((line) => line.length > 0)
        .flatMap((line) => [...line, "/"]),
    );
    expect(expected.flat().length).toBeGreaterThan(50_000);
    expect(documentsOf(texts, 200)).toEqual(expected);
  });
});

describe("readCorpus with documents", () => {
  it("has a range for each file it has read, and none for skipped ones", async () => {
    const folder = await temporaryFolder({
      "a.txt": "x y",
      "b.txt": "z",
      "c.bin": "",
      "d.txt": "y y\nz",
    });
    await writeFile(join(folder, "b.txt"), Buffer.of(0, 1));
    await truncate(join(folder, "c.bin"), 10);
    const request: CorpusRequest = {
      selection: { paths: [folder], exclude: [], useIgnoreFiles: true, maximumFileBytes: 1e6 },
      documents: [],
      tokenizer: "words",
      minimumCount: 1,
      withDocuments: true,
    };
    for (const tokenizer of [module, undefined]) {
      const { report, documents, words, ids } = await readCorpus(
        request,
        () => undefined,
        tokenizer,
      );
      expect(report.files.map(({ path }) => path)).toEqual([
        join(folder, "a.txt"),
        join(folder, "d.txt"),
      ]);
      expect(words).toEqual(["y", "x", "z"]);
      expect([...ids!]).toEqual([1, 0, -1, 0, 0, -1, 2, -1]);
      expect(documents).toEqual({ starts: Uint32Array.of(0, 3), ends: Uint32Array.of(3, 8) });
    }
  });
});
