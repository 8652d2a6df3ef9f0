import { describe, expect, it } from "vitest";
import { countBagOfWords } from "../../../src/statistics/bagOfWords.ts";
import {
  createTfidf,
  GENSIM_FORMULA,
  KEYWORD_FORMULA,
  scikitLearnFormula,
  weighBagOfWords,
  type TfidfFormula,
} from "../../../src/statistics/tfidf.ts";
import { topTerms } from "../../../src/statistics/topTerms.ts";
import { stopWordsOf } from "../../../src/statistics/stopWords.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { encodeDocuments, golden, randomDocuments } from "./goldenText.ts";

const bagOf = (documents: Parameters<typeof encodeDocuments>[0]) => {
  const { words, ids, documents: ranges } = encodeDocuments(documents);
  return { words, bag: countBagOfWords({ ids, ...ranges }, words.length) };
};

/** The entries of a bag as those of the other tools: by document, then by word. */
function entriesOf(words: readonly string[], bag: ReturnType<typeof bagOf>["bag"]) {
  const entries: [document: number, word: string, count: number, entry: number][] = [];
  for (let document = 0; document + 1 < bag.rowStarts.length; document++)
    for (let entry = bag.rowStarts[document]!; entry < bag.rowStarts[document + 1]!; entry++)
      entries.push([document, words[bag.wordIds[entry]!]!, bag.counts[entry]!, entry]);
  return entries.sort(([d, a], [e, b]) => d - e || (a < b ? -1 : 1));
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  const farthest = actual.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - expected[i]!)),
    0,
  );
  expect(farthest).toBeLessThan(1e-6);
}

describe("countBagOfWords", () => {
  it("counts as scikit-learn does", () => {
    const { words, bag } = bagOf(golden.documents);
    expect(entriesOf(words, bag).map((entry) => entry.slice(0, 3))).toEqual(golden.entries);
  });

  it("counts random documents as a plain table does, empty documents and unused words included", () => {
    const random = seededRandom(3);
    for (let round = 0; round < 30; round++) {
      const documents = randomDocuments(random);
      const { words, bag } = bagOf([[], ...documents, []]);
      const plain = [[], ...documents, []].flatMap((sentences, document) => {
        const counts = new Map<string, number>();
        for (const word of sentences.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
        return [...counts]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([word, n]) => [document, word, n]);
      });
      expect(entriesOf(words, bag).map((entry) => entry.slice(0, 3))).toEqual(plain);
      expect([...bag.documentFrequencies]).toEqual(
        words.map(
          (word) => documents.filter((sentences) => sentences.flat().includes(word)).length,
        ),
      );
      for (let document = 0; document + 1 < bag.rowStarts.length; document++) {
        const row = [...bag.wordIds.subarray(bag.rowStarts[document], bag.rowStarts[document + 1])];
        expect(row).toEqual([...row].sort((a, b) => a - b));
      }
    }
  });

  it("leaves out what lies between documents", () => {
    const ids = Int32Array.of(0, 1, -1, 2, -1, 1, 1, -1);
    const bag = countBagOfWords(
      { ids, starts: Uint32Array.of(0, 5), ends: Uint32Array.of(3, 8) },
      4,
    );
    expect([...bag.wordIds]).toEqual([0, 1, 1]);
    expect([...bag.counts]).toEqual([1, 1, 2]);
    expect([...bag.documentFrequencies]).toEqual([1, 2, 0, 0]);
  });
});

describe("TF-IDF", () => {
  const weigh = (formula: TfidfFormula) => {
    const { words, bag } = bagOf(golden.documents);
    const weights = weighBagOfWords(bag, formula);
    return entriesOf(words, bag).map(([, , , entry]) => weights[entry]!);
  };

  it.each(golden.scikitLearn)("equals scikit-learn’s with $options", ({ options, weights }) => {
    expectClose(weigh(scikitLearnFormula(options)), weights);
  });

  it("equals gensim’s, by default and as “ltc”", () => {
    expectClose(weigh(GENSIM_FORMULA), golden.gensim.default);
    expectClose(weigh(KEYWORD_FORMULA), golden.gensim.ltc);
  });

  it("is a number for empty documents, words of no document and words of all", () => {
    const { bag } = bagOf([[], [["a"]], [["a", "a"]]]);
    for (const formula of [scikitLearnFormula(), GENSIM_FORMULA, KEYWORD_FORMULA]) {
      const wider = { ...bag, documentFrequencies: Uint32Array.of(...bag.documentFrequencies, 0) };
      const tfidf = createTfidf(wider, formula);
      expect(tfidf.inverseDocumentFrequencies.every(Number.isFinite)).toBe(true);
      expect(tfidf.weighDocument(0)).toHaveLength(0);
      expect(weighBagOfWords(wider, formula).every(Number.isFinite)).toBe(true);
    }
    // As gensim, which then lists none.
    const common = bagOf([[["a"]], [["a", "a"]]]).bag;
    expect([...weighBagOfWords(common, GENSIM_FORMULA)]).toEqual([0, 0]);
  });
});

describe("topTerms", () => {
  const documents = [
    [
      ["the", "cat", "sat", "on", "the", "mat"],
      ["the", "cat"],
    ],
    [["the", "dog", "on", "the", "log"]],
    [["the", "dog", "and", "the", "cat"]],
  ];
  const termsOf = (document: number, count: number, leftOut: ReadonlySet<string> = new Set()) => {
    const { words, bag } = bagOf(documents);
    return topTerms(bag, createTfidf(bag, KEYWORD_FORMULA), document, count, (id) =>
      leftOut.has(words[id]!),
    ).map(({ wordId, ...term }) => ({ word: words[wordId]!, ...term }));
  };

  it("lists what a document has more of than the others, with counts", () => {
    const terms = termsOf(0, 3);
    expect(terms.map(({ word }) => word)).toEqual(["cat", "mat", "sat"]); // equal weights: the frequent word first
    expect(terms[0]).toMatchObject({ count: 2, documentFrequency: 2 });
    expect(terms[1]).toMatchObject({ count: 1, documentFrequency: 1 });
  });

  it("lists all words of a document where there is room, by falling weight", () => {
    const terms = termsOf(1, 10);
    expect(terms.map(({ word }) => word).sort()).toEqual(["dog", "log", "on", "the"]);
    const weights = terms.map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(termsOf(1, 2)).toEqual(terms.slice(0, 2));
  });

  it("leaves out stop words without changing the weights of the others", () => {
    const without = termsOf(0, 10, stopWordsOf(["en"]));
    expect(without).toEqual(termsOf(0, 10).filter(({ word }) => !["the", "on"].includes(word)));
  });
});
