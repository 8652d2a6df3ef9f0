import { describe, expect, it } from "vitest";
import { SENTENCE_END } from "../../../src/corpus/encodedText.ts";
import { IdMemory } from "../../../src/corpus/idStream.ts";
import { forEachToken } from "../../../src/corpus/tokenize.ts";
import { DEFAULT_TOKENIZER } from "../../../src/corpus/tokenizerOptions.ts";
import { VocabularyBuilder } from "../../../src/corpus/vocabulary.ts";
import { createRandom, randomText } from "./randomText.ts";

const LINES = { ...DEFAULT_TOKENIZER, sentences: "lines" } as const;

function encode(texts: string[], minimumCount = 1, maximumWords?: number) {
  const builder = new VocabularyBuilder(LINES, new IdMemory(2 ** 20));
  for (const text of texts) builder.addDocument(text);
  const { words, counts, ids } = builder.finish({ minimumCount, maximumWords });
  return { words, counts, ids: ids! };
}
const decode = ({ words, ids }: ReturnType<typeof encode>) =>
  [...ids].map((id) => (id === SENTENCE_END ? "/" : words[id])).join(" ");

/** The same with nothing but arrays. */
function plainEncode(texts: string[], minimumCount: number, maximumWords: number) {
  const sentences = texts
    .flatMap((text) => text.split(/[\n\r\u2028\u2029]/))
    .map((line) => {
      const words: string[] = [];
      forEachToken(line, LINES, (word) => words.push(word));
      return words;
    });
  const all = sentences.flat();
  const counts = new Map<string, number>();
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= minimumCount)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, maximumWords);
  const words = kept.map(([word]) => word);
  const ids = sentences
    .map((sentence) => sentence.map((word) => words.indexOf(word)).filter((id) => id >= 0))
    .filter((sentence) => sentence.length > 0)
    .flatMap((sentence) => [...sentence, SENTENCE_END]);
  return { words, counts: kept.map(([, count]) => count), ids };
}

describe("VocabularyBuilder", () => {
  it("orders words by falling count, equal counts by code units", () => {
    const encoded = encode(["b a Z é b\na c b"]);
    expect(encoded.words).toEqual(["b", "a", "c", "z", "é"]);
    expect([...encoded.counts]).toEqual([3, 2, 1, 1, 1]);
    expect(encoded.ids.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("ends sentences at all line ends and never joins documents", () => {
    expect(decode(encode(["a b\r\nc\n\n\nd\re\u2028f\u2029g", "", "h"]))).toBe(
      "a b / c / d / e / f / g / h /",
    );
  });

  it("drops rare words and the sentences that they leave empty", () => {
    expect(decode(encode(["a x a\ny z\na b b"], 2))).toBe("a a / a b b /");
    expect(encode(["a b c"], 2).ids).toHaveLength(0);
  });

  it("keeps only the most frequent words where told", () => {
    expect(encode(["a a a b b c c"], 1, 2).words).toEqual(["a", "b"]);
  });

  it("counts tokens and sentences before words are dropped", () => {
    const builder = new VocabularyBuilder("words");
    builder.addDocument("a b\nc\n\n");
    builder.addDocument("?");
    expect([builder.tokens, builder.sentences]).toEqual([3, 2]);
  });

  it("equals a plain twin on random text", () => {
    const random = createRandom(4);
    for (let round = 0; round < 60; round++) {
      const texts = Array.from({ length: 3 }, () => randomText(random, 60));
      const minimumCount = 1 + Math.floor(random() * 3);
      const maximumWords = 5 + Math.floor(random() * 40);
      const { words, counts, ids } = encode(texts, minimumCount, maximumWords);
      expect({ words, counts: [...counts], ids: [...ids] }, JSON.stringify(texts)).toEqual(
        plainEncode(texts, minimumCount, maximumWords),
      );
    }
  });

  it("holds more ids than one block", () => {
    const builder = new VocabularyBuilder("words");
    for (let round = 0; round < 2_200_000; round++) builder.addWord(round % 4 === 0 ? "rare" : "x");
    builder.addWord("last");
    const { words, counts, ...stream } = builder.finish({ minimumCount: 1 });
    const ids = stream.ids!;
    expect(words).toEqual(["x", "rare", "last"]);
    expect([...counts]).toEqual([1_650_000, 550_000, 1]);
    expect(ids).toHaveLength(2_200_002);
    const seen = [0, 0, 0];
    for (let position = 0; position < 2_200_001; position++) seen[ids[position]!]!++;
    expect(seen).toEqual([...counts]);
    expect([...ids.subarray(-3)]).toEqual([0, 2, SENTENCE_END]);
  });

  it("refuses more ids or different words than it can hold", () => {
    const few = new VocabularyBuilder("words", new IdMemory(5));
    few.addDocument("a b c\nd e f");
    expect(() => few.finish({ minimumCount: 1 })).toThrow(/more than 5 words and line ends/);
    const poor = new VocabularyBuilder("words", new IdMemory(5), 2);
    expect(() => poor.addDocument("a b a c")).toThrow(/more than 2 different words/);
  });
});
