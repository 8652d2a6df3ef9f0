import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { listNgrams, shareOut } from "../../../src/embeddings/subwordParts.ts";
import { NgramTable } from "../../../src/embeddings/ngramTable.ts";
import {
  ngramBuckets,
  type NgramOptions,
  rowsOfNgrams,
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

describe("the parts of a word", () => {
  const { ngramVectors, vectorsOfUnknownWords, ...options } = golden.model;
  const table = new NgramTable({
    buckets: Uint32Array.from(ngramVectors, (_, bucket) => bucket),
    vectors: Float32Array.from(ngramVectors.flat()),
  });
  const { dimension } = table;

  test("are listed with their brackets, one for each bucket", () => {
    expect(listNgrams("où", { minimumNgram: 2, maximumNgram: 3, buckets: 10 })).toEqual([
      "<o",
      "<où",
      "où",
      "où>",
      "ù>",
    ]);
    for (const word of ["a", "où", "😀🏽", "银行", "unbelievable"])
      expect(listNgrams(word, options)).toHaveLength(ngramBuckets(word, options).length);
  });

  test("add up to the vector, and their shares to 1", () => {
    for (const word of Object.keys(vectorsOfUnknownWords)) {
      const rows = rowsOfNgrams(word, table, options)!;
      const ngrams = listNgrams(word, options);
      const vector = vectorOfUnknownWord(word, table, options)!;
      for (const [column, value] of vector.entries()) {
        let sum = 0;
        for (let row = 0; row < ngrams.length; row++)
          sum += rows[row * dimension + column]! / ngrams.length;
        expect(sum).toBeCloseTo(value, 5);
      }
      const parts = shareOut({ ngrams, rows, dimension });
      expect(parts.map(({ ngram }) => ngram).sort()).toEqual([...ngrams].sort());
      expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 4);
      // Without a part, the rest points along the vector by what is left of the shares.
      const [first] = parts;
      const place = ngrams.indexOf(first!.ngram);
      const rest = vector.map(
        (value, column) => value - rows[place * dimension + column]! / ngrams.length,
      );
      const along = rest.reduce((sum, value, i) => sum + value * vector[i]!, 0);
      const squares = vector.reduce((sum, value) => sum + value * value, 0);
      expect(along / squares).toBeCloseTo(1 - first!.share, 4);
    }
  });

  test("that were never trained are known for it and add nothing", () => {
    const three = { minimumNgram: 3, maximumNgram: 3, buckets: 1000 };
    const [, second] = ngramBuckets("ab", three); // <ab and ab>
    const known = new NgramTable({
      buckets: Uint32Array.of(second!),
      vectors: Float32Array.of(4, 2),
    });
    const rows = rowsOfNgrams("ab", known, three)!;
    expect(shareOut({ ngrams: listNgrams("ab", three), rows, dimension: 2 })).toEqual([
      { ngram: "ab>", known: true, share: 1 },
      { ngram: "<ab", known: false, share: 0 },
    ]);
  });
});
