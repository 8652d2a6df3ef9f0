import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { NgramTable } from "../../../src/embeddings/ngramTable.ts";
import {
  ngramBuckets,
  type NgramOptions,
  vectorOfUnknownWord,
} from "../../../src/embeddings/subwords.ts";

interface Golden {
  readonly hashing: readonly (NgramOptions & {
    readonly bucketsOfWords: Readonly<Record<string, number[]>>;
  })[];
  readonly model: NgramOptions & {
    readonly ngramVectors: readonly number[][];
    readonly vectorsOfUnknownWords: Readonly<Record<string, number[]>>;
  };
}

const golden = JSON.parse(
  readFileSync(new URL("../../fixtures/subwords/subwords.json", import.meta.url), "utf8"),
) as Golden;

describe("ngramBuckets", () => {
  test.each(golden.hashing)(
    "gives the C++ tool's buckets for n-grams of $minimumNgram to $maximumNgram in $buckets buckets",
    (options) => {
      for (const [word, buckets] of Object.entries(options.bucketsOfWords))
        expect(ngramBuckets(word, options), word).toEqual(buckets);
    },
  );

  test("has none for a word shorter than the shortest n-gram", () => {
    expect(ngramBuckets("a", { minimumNgram: 5, maximumNgram: 6, buckets: 10 })).toEqual([]);
  });
});

describe("vectorOfUnknownWord", () => {
  const { ngramVectors, vectorsOfUnknownWords, ...options } = golden.model;
  const table = new NgramTable({
    buckets: Uint32Array.from(ngramVectors, (_, bucket) => bucket),
    vectors: Float32Array.from(ngramVectors.flat()),
  });

  test("gives the C++ tool's vectors", () => {
    for (const [word, expected] of Object.entries(vectorsOfUnknownWords))
      for (const [column, value] of vectorOfUnknownWord(word, table, options)!.entries())
        expect(value).toBeCloseTo(expected[column]!, 6);
  });

  test("gives none for a word without n-grams", () => {
    expect(vectorOfUnknownWord("</s>", table, options)).toBeUndefined();
  });

  test("takes n-grams that were never trained for zeros, and gives none where there are no others", () => {
    const options = { minimumNgram: 3, maximumNgram: 3, buckets: 1000 };
    const [first, second] = ngramBuckets("ab", options); // <ab and ab>
    const known = new NgramTable({
      buckets: Uint32Array.of(second!),
      vectors: Float32Array.of(4, 2),
    });
    expect([...vectorOfUnknownWord("ab", known, options)!]).toEqual([2, 1]);
    const others = new NgramTable({
      buckets: Uint32Array.of((first! + second! + 1) % 1000),
      vectors: Float32Array.of(4, 2),
    });
    expect(vectorOfUnknownWord("ab", others, options)).toBeUndefined();
  });
});
