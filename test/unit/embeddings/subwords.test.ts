import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
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
  const matrix = Float32Array.from(ngramVectors.flat());

  test("gives the C++ tool's vectors", () => {
    for (const [word, expected] of Object.entries(vectorsOfUnknownWords))
      for (const [column, value] of vectorOfUnknownWord(word, matrix, options)!.entries())
        expect(value).toBeCloseTo(expected[column]!, 6);
  });

  test("gives none for a word without n-grams", () => {
    expect(vectorOfUnknownWord("</s>", matrix, options)).toBeUndefined();
  });
});
