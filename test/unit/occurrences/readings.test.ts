import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { readCorpus } from "../../../src/corpus/readCorpus.node.ts";
import { ICU_SEGMENTER } from "../../../src/corpus/segmenter.ts";
import { buildSegment } from "../../../src/occurrences/buildSegments.node.ts";
import { findPlaces } from "../../../src/occurrences/findPlaces.node.ts";
import { PhraseMemories } from "../../../src/occurrences/phraseMemories.ts";
import { Segment } from "../../../src/occurrences/segment.node.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";

const finding = {
  module: await tokenizerModule(),
  tokenizer: "words" as const,
  segmenter: ICU_SEGMENTER,
};

const phrases = new PhraseMemories(kernelModule);

describe("readingsOf", () => {
  it("reads reStructuredText that is called a text as the corpus does, but not a long one", async () => {
    const page = "Queries\n=======\n\n.. versionadded:: 5.0\n\nA :class:`QuerySet` is lazy.\n";
    const long = page + "Many lines follow here.\n".repeat(200_000);
    const folder = await temporaryFolder({ "page.txt": page, "long.txt": long });
    for (const [file, kind] of [
      ["page.txt", "restructuredtext"],
      ["long.txt", "plain"],
    ] as const) {
      const path = join(folder, file);
      const files = [{ path, bytes: 1 }];
      const { name } = await buildSegment({
        ...{ folder, files, maximumFileBytes: 1e8, finding },
      });
      const segment = await Segment.open(join(folder, name));
      expect(segment.files.record(0)).toMatchObject({ kind });
      const words: string[] = [];
      for (const word of ["queries", "lazy", "versionadded"])
        await findPlaces({ segment, isLive: () => true, phrases }, [word], () => words.push(word));
      await segment.close();
      const selection = {
        paths: [path],
        exclude: [],
        useIgnoreFiles: false,
        maximumFileBytes: 1e8,
      };
      const corpus = await readCorpus(
        { selection, documents: [], tokenizer: "words", minimumCount: 1 },
        () => undefined,
      );
      expect(corpus.report.files[0]).toMatchObject({ kind });
      expect(words).toEqual(
        ["queries", "lazy", "versionadded"].filter((word) => corpus.words.includes(word)),
      );
      expect(words.includes("versionadded")).toBe(kind === "plain");
    }
  });

  it("indexes words of a file with markup where they stand in its source", async () => {
    const source =
      "<p class='no'>Caf&eacute; noir, <code>fooBar</code></p>\n<b>foo</b> Bar <code>fooBar</code> foo ".repeat(
        3,
      );
    const folder = await temporaryFolder({ "a.html": source, "b.html": source });
    for (const maximumTokens of [2, 1000]) {
      const { name } = await buildSegment({
        folder,
        files: ["a.html", "b.html"].map((file) => ({ path: join(folder, file), bytes: 1 })),
        maximumFileBytes: 1e6,
        finding,
        maximumTokens,
      });
      const segment = await Segment.open(join(folder, name));
      const surfaces = async (...words: string[]) => {
        const found: string[][] = [];
        const reads: Promise<unknown>[] = [];
        await findPlaces({ segment, isLive: () => true, phrases }, words, (hit) =>
          reads.push(
            hit
              .reader()(100)
              .then(({ starts, ends }) =>
                found.push(Array.from(starts, (start, place) => source.slice(start, ends[place]))),
              ),
          ),
        );
        await Promise.all(reads);
        expect(found).toHaveLength(words.includes("no") ? 0 : 2);
        return found[0];
      };
      const thrice = <T>(...items: T[]) => [...items, ...items, ...items];
      expect(await surfaces("café")).toEqual(thrice("Caf&eacute;"));
      expect(await surfaces("foobar")).toEqual(thrice("fooBar", "fooBar"));
      expect(await surfaces("foo")).toEqual(thrice("foo", "foo", "foo", "foo"));
      expect(await surfaces("café", "noir")).toEqual(thrice("Caf&eacute; noir"));
      expect(await surfaces("noir", "foobar")).toEqual(thrice("noir, <code>fooBar"));
      expect(await surfaces("no")).toBeUndefined();
      expect(segment.files.record(0)).toMatchObject({ kind: "html", isUtf8: true });
      await segment.close();
    }
    expect(await readFile(join(folder, "a.html"), "utf8")).toBe(source);
  });
});
