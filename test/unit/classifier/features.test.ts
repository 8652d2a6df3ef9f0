import { describe, expect, it } from "vitest";
import { countRows, featuresOfTokens, hashOfWord } from "../../../src/classifier/features.ts";
import { ngramBuckets } from "../../../src/embeddings/subwords.ts";

describe("hashOfWord", () => {
  it("hashes over UTF-8 with signed bytes, as fastText does", () => {
    // FNV-1a with bytes from 128 on widened with their sign, computed with Python's integers.
    expect(["</s>", "a", "é", "北京"].map((word) => hashOfWord(word) >>> 0)).toEqual([
      3617362777, 3826002220, 1023043777, 1017908609,
    ]);
  });
});

describe("featuresOfTokens", () => {
  const options = { wordNgrams: 1, minimumNgram: 2, maximumNgram: 3, buckets: 50 };
  const rowsOf = (word: string) => ngramBuckets(word, options).map((bucket) => 2 + bucket);

  it("lists a word's own row and its n-grams', and of unknown words only these", () => {
    const { rowLists, rowOffsets, tokenHashes } = featuresOfTokens(
      ["bank", "</s>", "river"],
      2,
      options,
    );
    const lists = [0, 1, 2].map((token) => [
      ...rowLists.subarray(rowOffsets[token], rowOffsets[token + 1]),
    ]);
    expect(lists).toEqual([[0, ...rowsOf("bank")], [1], rowsOf("river")]);
    expect(tokenHashes).toHaveLength(0);
  });

  it("keeps the places of words that the text does not have", () => {
    const { rowOffsets, rowLists } = featuresOfTokens([undefined, "</s>"], 2, options);
    expect([...rowOffsets]).toEqual([0, 1, 2]);
    expect([...rowLists]).toEqual([0, 1]);
  });

  it("has hashes for word n-grams alone", () => {
    const { tokenHashes, rowOffsets } = featuresOfTokens(["a", undefined], 1, {
      ...options,
      wordNgrams: 2,
      maximumNgram: 0,
    });
    expect([...tokenHashes]).toEqual([hashOfWord("a"), 0]);
    expect(rowOffsets).toHaveLength(0);
  });
});

describe("countRows", () => {
  it("counts words, their parts, and word n-grams of every length", () => {
    const none = { wordNgrams: 1, minimumNgram: 0, maximumNgram: 0, buckets: 9 };
    const tokens = Int32Array.of(7, 0, 1, 9, 0, 7);
    const plain = featuresOfTokens(["a", "b"], 2, none);
    expect(countRows(tokens, 1, 5, plain, 2, none)).toBe(3);
    expect(countRows(tokens, 1, 5, plain, 2, { ...none, wordNgrams: 3 })).toBe(3 + 3 + 2);
    expect(countRows(tokens, 2, 3, plain, 2, { ...none, wordNgrams: 3 })).toBe(1);
    const parts = { ...none, minimumNgram: 1, maximumNgram: 1 };
    const features = featuresOfTokens(["ab", "c"], 2, parts);
    expect(countRows(Int32Array.of(0, 1, 0), 0, 3, features, 2, parts)).toBe(3 + 2 + 3);
  });
});
