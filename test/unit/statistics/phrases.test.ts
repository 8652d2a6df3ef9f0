import { describe, expect, it } from "vitest";
import { joinPhrases, phraseForms } from "../../../src/statistics/joinPhrases.ts";
import {
  findPhrases,
  PhraseLookup,
  type PhraseOptions,
  type PhraseTable,
} from "../../../src/statistics/phrases.ts";
import type { TextIds } from "../../../src/statistics/replaceIds.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { encodeDocuments, golden, randomDocuments, sentencesOf } from "./goldenText.ts";

const ALL = { minimumCount: 1 };

/** Phrases by their words: "a b" to count and score. */
function listed(words: readonly string[], { firsts, seconds, counts, scores }: PhraseTable) {
  return new Map(
    Array.from(firsts, (first, i) => [
      `${words[first]!} ${words[seconds[i]!]!}`,
      { count: counts[i]!, score: scores[i]! },
    ]),
  );
}

/** The words of each document, by sentence. */
const documentsOf = ({ words, ids, documents: { starts, ends } }: TextIds) =>
  Array.from(starts, (start, i) => sentencesOf(words, ids.subarray(start, ends[i])));

/** By definition, slowly: pairs of neighbors by their words. */
function plainPhrases(sentences: readonly (readonly string[])[], options: PhraseOptions) {
  const words = new Map<string, number>();
  const pairs = new Map<string, number>();
  for (const sentence of sentences)
    sentence.forEach((word, i) => {
      words.set(word, (words.get(word) ?? 0) + 1);
      if (i === 0) return;
      const pair = `${sentence[i - 1]!} ${word}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    });
  const tokens = sentences.flat().length;
  const found = new Map<string, { count: number; score: number }>();
  for (const [pair, count] of pairs) {
    const [a, b] = pair.split(" ").map((word) => words.get(word)!) as [number, number];
    const score =
      options.scorer === "npmi"
        ? Math.log((count * tokens) / (a * b)) / -Math.log(count / tokens)
        : ((count - (options.discount ?? options.minimumCount)) / a / b) *
          (words.size + pairs.size);
    if (count >= options.minimumCount && score > options.threshold)
      found.set(pair, { count, score });
  }
  return found;
}

/** As the documents are after joining, by definition. */
const plainJoin = (sentence: readonly string[], phrases: { has(pair: string): boolean }) => {
  const joined: string[] = [];
  for (let i = 0; i < sentence.length; i++)
    if (phrases.has(`${sentence[i]!} ${sentence[i + 1] ?? ""}`)) {
      joined.push(`${sentence[i]!}_${sentence[i + 1]!}`);
      i++;
    } else joined.push(sentence[i]!);
  return joined;
};

function expectSameScores(
  actual: Map<string, { count: number; score: number }>,
  expected: Map<string, { count: number; score: number }>,
): void {
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [pair, { count, score }] of expected) {
    expect(actual.get(pair)!.count).toBe(count);
    expect(Math.abs(actual.get(pair)!.score - score)).toBeLessThan(
      1e-6 * Math.max(1, Math.abs(score)),
    );
  }
}

describe("findPhrases", () => {
  it.each(golden.phrases)(
    "finds gensim’s phrases with its scores, and joins as it does, twice: $options",
    ({ options, passes }) => {
      let text: TextIds = encodeDocuments(golden.documents);
      passes.forEach(({ scores, joined }) => {
        const found = findPhrases(text.ids, text.words.length, options);
        // gensim’s second pass joins with "+", so that its counts of words and pairs stay apart.
        expectSameScores(
          listed(text.words, found),
          new Map(scores.map(([a, b, count, score]) => [`${a} ${b}`, { count, score }])),
        );
        text = joinPhrases(text, found, ALL);
        expect(sentencesOf(text.words, text.ids)).toEqual(
          joined.map((words) => words.map((word) => word.replaceAll("+", "_"))),
        );
      });
      expect(text.words).toContain("new_york_times");
    },
  );

  it.each([
    { scorer: "original", minimumCount: 2, threshold: 0.5 },
    { scorer: "original", minimumCount: 3, threshold: 0.1, discount: 0 },
    { scorer: "npmi", minimumCount: 1, threshold: -1 },
    { scorer: "npmi", minimumCount: 4, threshold: 0.05 },
  ] as const)("equals its plain twin on random documents: %j", (options) => {
    const random = seededRandom(4);
    for (let round = 0; round < 20; round++) {
      const documents = randomDocuments(random);
      const text = encodeDocuments(documents);
      const found = findPhrases(text.ids, text.words.length, options);
      const expected = plainPhrases(documents.flat(), options);
      expectSameScores(listed(text.words, found), expected);
      const joined = joinPhrases(text, found, ALL);
      expect(documentsOf(joined)).toEqual(
        documents.map((sentences) => sentences.map((words) => plainJoin(words, expected))),
      );
    }
  });

  it("lists pairs by their words’ ids, so that each is found again and no other", () => {
    const { words, ids } = encodeDocuments(golden.documents);
    const found = findPhrases(ids, words.length, { scorer: "npmi", minimumCount: 2, threshold: 0 });
    const lookup = new PhraseLookup(found, words.length);
    const numbers = new Map(Array.from(found.firsts, (a, i) => [`${a} ${found.seconds[i]!}`, i]));
    expect(numbers.size).toBeGreaterThan(20);
    words.forEach((_, a) =>
      words.forEach((_, b) => expect(lookup.find(a, b)).toBe(numbers.get(`${a} ${b}`) ?? -1)),
    );
  });

  it("finds none in no text, in single words and over the ends of sentences", () => {
    const options = { scorer: "npmi", minimumCount: 1, threshold: -2 } as const;
    for (const documents of [[], [[["a"], ["b"]]], [[["a"]], [["b"]]]]) {
      const { words, ids } = encodeDocuments(documents);
      expect(findPhrases(ids, words.length, options).firsts).toHaveLength(0);
    }
  });
});

describe("joinPhrases", () => {
  const table = (pairs: readonly (readonly [number, number])[]): PhraseTable => ({
    firsts: Uint32Array.from(pairs, ([first]) => first),
    seconds: Uint32Array.from(pairs, ([, second]) => second),
    counts: new Uint32Array(pairs.length),
    scores: new Float64Array(pairs.length),
  });

  it("counts words anew and orders them as a corpus does", () => {
    const text = encodeDocuments([
      [
        ["b", "c", "a"],
        ["b", "c", "b"],
        ["c", "b", "c", "a"],
      ],
    ]);
    expect(text.words).toEqual(["b", "c", "a"]);
    const joined = joinPhrases(text, table([[0, 1]]), ALL);
    expect(joined.words).toEqual(["b_c", "a", "b", "c"]);
    expect([...joined.counts]).toEqual([3, 2, 1, 1]);
    const counted = new Map<string, number>();
    for (const id of joined.ids)
      if (id >= 0) counted.set(joined.words[id]!, (counted.get(joined.words[id]!) ?? 0) + 1);
    expect(joined.words.map((word) => counted.get(word))).toEqual([...joined.counts]);
  });

  it("drops words that have become rare, and documents keep their places", () => {
    const text = encodeDocuments([[["b", "c"]], [["c"], ["a", "b"]], [["b", "c"], ["b"]]]);
    expect(text.words).toEqual(["b", "c", "a"]);
    const joined = joinPhrases(text, table([[0, 1]]), { minimumCount: 2 });
    expect(documentsOf(joined)).toEqual([[["b_c"]], [["b"]], [["b_c"], ["b"]]]);
    const few = joinPhrases(encodeDocuments([[["b", "c", "a", "a"]]]), table([]), {
      minimumCount: 1,
      maximumWords: 1,
    });
    expect(few.words).toEqual(["a"]);
    expect(documentsOf(few)).toEqual([[["a", "a"]]]);
  });

  it("makes one word of phrases that are written alike", () => {
    const text = encodeDocuments([[["a_b", "c"], ["a", "b_c"], ["a_b_c"]]]);
    const pairs = [
      [text.words.indexOf("a"), text.words.indexOf("b_c")],
      [text.words.indexOf("a_b"), text.words.indexOf("c")],
    ] as const;
    expect(phraseForms(text.words, table(pairs))).toEqual(["a_b_c", "a_b_c"]);
    const joined = joinPhrases(text, table(pairs), ALL);
    expect(joined.words).toEqual(["a_b_c"]);
    expect([...joined.counts]).toEqual([3]);
    expect([...joined.ids]).toEqual([0, -1, 0, -1, 0, -1]);
  });

  it("changes nothing where there are no phrases", () => {
    const text = encodeDocuments(golden.documents);
    const copy = { ...text, ids: text.ids.slice() };
    expect(joinPhrases(copy, table([]), ALL)).toEqual(text);
  });
});
