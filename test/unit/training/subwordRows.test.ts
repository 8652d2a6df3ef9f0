import { describe, expect, test } from "vitest";
import { ngramBuckets } from "../../../src/embeddings/subwords.ts";
import { listSubwordRows } from "../../../src/training/subwordRows.ts";

describe("listSubwordRows", () => {
  const options = { minimumNgram: 2, maximumNgram: 6, buckets: 100 };

  test("lists each word's own row and those of its n-grams behind all words", async () => {
    const words = ["anchor", "a", "</s>", "incomprehensibilities".repeat(20)];
    const { offsets, rows, buckets } = await listSubwordRows(words, options, async () => undefined);
    expect(offsets[0]).toBe(0);
    for (const [wordId, word] of words.entries()) {
      const list = [...rows.subarray(offsets[wordId], offsets[wordId + 1])];
      expect(list[0]).toBe(wordId);
      expect(list.slice(1).map((row) => buckets[row - 4])).toEqual(ngramBuckets(word, options));
    }
    expect(rows.length).toBe(offsets[4]);
    expect(new Set(buckets).size).toBe(buckets.length);
  });
});
