import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { compileKernels, supportsRelaxedSimd } from "../../../src/kernels/kernels.ts";
import { FileList } from "../../../src/occurrences/fileList.ts";
import { findPlaces, type Places } from "../../../src/occurrences/findPlaces.node.ts";
import { PhraseMemories } from "../../../src/occurrences/phraseMemories.ts";
import { PlaceList, shapeOf } from "../../../src/occurrences/places.ts";
import type { Segment } from "../../../src/occurrences/segment.node.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { distortTokens, randomTokens, segmentOf, type Token } from "./randomSegment.ts";

/** A file, how often the phrase stands there, and from where to where. */
type Found = [file: number, count: number, places: [start: number, end: number][]];

const paths = await builtPaths();
// Relaxed SIMD is behind a flag in Node 20.
const builds = supportsRelaxedSimd()
  ? [paths.kernelsSimd, paths.kernelsRelaxed]
  : [paths.kernelsSimd];
const PHRASES = [
  ...[
    ["a", "a"],
    ["a", "b"],
    ["b", "a"],
    ["a", "c"],
    ["ab", "a"],
    ["ab", "b"],
    ["字", "a"],
  ],
  ...[
    ["c", "字"],
    ["a", "b", "a"],
    ["a", "a", "a"],
    ["ab", "a", "b"],
    ["b", "c", "a", "a"],
  ],
  ["a", "a", "a", "a", "a", "a"],
];

const pairs = ({ starts, ends }: Places): [number, number][] =>
  Array.from(starts, (start, place) => [start, ends[place]!]);

/** The plain twin: one file after the other. */
async function findPlainly(
  segment: Segment,
  words: readonly string[],
  isLive: (file: number) => boolean,
): Promise<Found[]> {
  const lists = await Promise.all(
    words.map(async (word) => {
      const entry = (await segment.find(word))!;
      const shape = shapeOf(word);
      const list = new FileList(await segment.list(entry), shape, segment.files.count);
      return { list, shape, places: segment.places(entry) };
    }),
  );
  const [first, ...others] = lists;
  const found: Found[] = [];
  const joined = new PlaceList();
  while (first!.list.advance()) {
    const { file } = first!.list;
    for (const { list } of others) while (list.file < file) if (!list.advance()) return found;
    if (others.some(({ list }) => list.file !== file) || !isLive(file)) continue;
    for (const { list, shape, places } of lists) {
      const { count, start, length } = list;
      const bytes = count === 1 ? list.single() : await places.read(start, length);
      if (list === first!.list) joined.fill(bytes, count, shape);
      else joined.continueWith(bytes, count, shape);
    }
    const { starts, ends, length } = joined;
    if (length > 0)
      found.push([
        file,
        length,
        pairs({ starts: starts.subarray(0, length), ends: ends.subarray(0, length) }),
      ]);
  }
  return found;
}

describe.each(builds)("phrases by the kernels of %s", (path) => {
  const newMemories = () => new PhraseMemories(async () => compileKernels(await readFile(path)));
  const phrases = newMemories();
  const all = () => true;

  async function find(
    segment: Segment,
    words: readonly string[],
    isLive: (file: number) => boolean = all,
    memories = phrases,
  ): Promise<Found[]> {
    const reads: Promise<Found>[] = [];
    await findPlaces({ segment, isLive, phrases: memories }, words, ({ file, count, reader }) => {
      const read = reader();
      reads.push(read(100).then((places) => [file, count, pairs(places)]));
    });
    return Promise.all(reads);
  }

  it("are those that the plain twin finds, with names, exceptions, far places and gone files", async () => {
    const random = seededRandom(5);
    // More files than generations of marks, and more than are noted at once.
    const files = Array.from({ length: 1500 }, (_, file) =>
      randomTokens(random, file % 7 === 0 ? 3 : 60),
    );
    const segment = await segmentOf(files);
    const isLive = (file: number) => file % 5 !== 1;
    let total = 0;
    const answers = await Promise.all(PHRASES.map((words) => find(segment, words, isLive)));
    for (const [place, words] of PHRASES.entries()) {
      const expected = await findPlainly(segment, words, isLive);
      expect(answers[place], words.join(" ")).toEqual(expected);
      total += expected.length;
    }
    expect(total).toBeGreaterThan(5000);
    await segment.close();
  });

  it("are found in files of millions of letters and in many places", async () => {
    const long = randomTokens(seededRandom(6), 200_000);
    const far = long.map(({ word, start, end }) => ({ word, start: start + 3e6, end: end + 3e6 }));
    const segment = await segmentOf([long.slice(0, 9), long, long.slice(0, 50_000), far]);
    for (const words of PHRASES)
      expect(await find(segment, words), words.join(" ")).toEqual(
        await findPlainly(segment, words, all),
      );
    await segment.close();
  });

  it("are found where words lead back or to the same place", async () => {
    const random = seededRandom(9);
    const files = Array.from({ length: 600 }, () =>
      distortTokens(random, randomTokens(random, 60)),
    );
    const segment = await segmentOf(files);
    for (const words of PHRASES)
      expect(await find(segment, words), words.join(" ")).toEqual(
        await findPlainly(segment, words, all),
      );
    await segment.close();
  });

  it("are not found by what was noted of a file that was left to the plain twin", async () => {
    const token = (word: string, start: number): Token => ({ word, start, end: start + 1 });
    const few = [token("a", 0), token("b", 4)];
    const pairs = Array.from({ length: 40 }, (_, pair) => 5000 + 4 * pair);
    const unclear = pairs.flatMap((start) => [token("a", start), token("b", start + 2)]);
    const apart = [token("a", 0), token("c", 2), ...pairs.map((start) => token("b", start + 2))];
    const segment = await segmentOf([
      [...unclear, { ...token("a", 6000), next: 5002 }],
      ...Array.from({ length: 300 }, () => few),
      ...Array.from({ length: 300 }, () => apart),
    ]);
    const found = await find(segment, ["a", "b"], all, newMemories());
    expect(found).toEqual(await findPlainly(segment, ["a", "b"], all));
    expect(found).toHaveLength(301);
    await segment.close();
  });

  it("are refused where an index is damaged, as by the plain twin, and never found elsewhere", async () => {
    const random = seededRandom(7);
    let refused = 0;
    for (let trial = 0; trial < 150; trial++) {
      const files = Array.from({ length: 12 }, () => randomTokens(random, 1 + 30 * random()));
      const segment = await segmentOf(files, (postings) => {
        for (const part of ["list", "places"] as const) {
          const bytes = postings[part];
          if (random() < 0.3)
            bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
          if (random() < 0.1) postings[part] = bytes.subarray(0, random() * bytes.length);
          if (random() < 0.05) bytes.fill(0xff, random() * bytes.length);
        }
      });
      for (const words of PHRASES) {
        const [expected, found] = await Promise.allSettled([
          findPlainly(segment, words, all),
          find(segment, words),
        ]);
        if (found.status === "fulfilled") expect(found).toEqual(expected);
        else {
          expect(found.reason).toMatchObject({ code: "bad-format" });
          refused++;
        }
      }
      await segment.close();
    }
    expect(refused).toBeGreaterThan(100);
  });

  it("are looked for no more once a question is canceled", async () => {
    const segment = await segmentOf([randomTokens(seededRandom(8), 50)]);
    const question = findPlaces(
      { segment, isLive: all, phrases },
      ["a", "b"],
      () => undefined,
      AbortSignal.abort(),
    );
    await expect(question).rejects.toMatchObject({ code: "canceled" });
    await segment.close();
  });
});
