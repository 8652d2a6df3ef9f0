import { beforeAll, describe, expect, it } from "vitest";
import { ExampleCollector } from "../../../src/classifier/collectExamples.ts";
import { encodeForModel, encodeForTraining } from "../../../src/classifier/encodeExamples.ts";
import { ngramBuckets } from "../../../src/embeddings/subwords.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";

const PLAIN = { wordNgrams: 1, minimumNgram: 0, maximumNgram: 0, buckets: 0 };
const TRAINING = { ...PLAIN, minimumCount: 1, minimumLabelCount: 1 };
const TEXT = `__label__a b b c
__label__b b a d
no label
__label__a
__label__c __label__a c c
`;

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await tokenizerModule();
}, BUILD_TIMEOUT_MS);

function collect(text: string) {
  const reading = { tokenizer: "whitespace", labelPrefix: "__label__" } as const;
  const collector = new ExampleCollector(module, reading);
  collector.addLines(new TextEncoder().encode(text));
  collector.endLines();
  return collector.finish();
}

describe("encodeForTraining", () => {
  it("orders words and labels by falling count, equal counts by their letters", () => {
    const { dictionary } = encodeForTraining(collect(TEXT), TRAINING);
    expect(dictionary.words).toEqual(["</s>", "b", "c", "a", "d", "label", "no"]);
    expect(dictionary.labels).toEqual(["__label__a", "__label__b", "__label__c"]);
    expect([...dictionary.counts]).toEqual([5, 3, 3, 1, 1, 1, 1, 3, 1, 1]);
    expect(dictionary.tokens).toBe(20);
  });

  it("leaves out examples without label, and numbers the rest", () => {
    const { encoded } = encodeForTraining(collect(TEXT), TRAINING);
    expect([...encoded.tokens]).toEqual([1, 1, 2, 0, 1, 3, 4, 0, 0, 2, 2, 0]);
    expect([...encoded.exampleOffsets]).toEqual([0, 4, 8, 9, 12]);
    expect([...encoded.labels]).toEqual([0, 1, 0, 2, 0]);
    expect([...encoded.labelOffsets]).toEqual([0, 1, 2, 3, 5]);
    expect(encoded.longestExample).toBe(4);
  });

  it("leaves out rare words, rare labels, and the examples that have nothing else", () => {
    const options = { ...TRAINING, minimumCount: 3, minimumLabelCount: 1 };
    const { dictionary, encoded } = encodeForTraining(collect(`${TEXT}__label__b d`), options);
    expect(dictionary.words).toEqual(["</s>", "b", "c"]);
    expect([...encoded.tokens]).toEqual([1, 1, 2, 0, 1, 0, 0, 2, 2, 0, 0]);
    const few = encodeForTraining(collect(`${TEXT}__label__b d`), {
      ...TRAINING,
      minimumLabelCount: 2,
    });
    expect(few.dictionary.labels).toEqual(["__label__a", "__label__b"]);
    expect([...few.encoded.labels]).toEqual([0, 1, 0, 0, 1]);
  });

  it("keeps rare words for their characters and for their neighbors", () => {
    const rare = { ...TRAINING, minimumCount: 3, buckets: 50 };
    const { dictionary, encoded } = encodeForTraining(collect(TEXT), { ...rare, wordNgrams: 2 });
    expect(dictionary.words).toEqual(["</s>", "b", "c"]);
    expect(encoded.distinctTokens).toBe(7);
    expect(encoded.tokens).toHaveLength(12);
    expect(encoded.tokenHashes).toHaveLength(7);
    expect(encoded.longestExample).toBe(4 + 3);
    const subwords = encodeForTraining(collect(TEXT), {
      ...rare,
      minimumNgram: 1,
      maximumNgram: 3,
    }).encoded;
    const listOf = (token: number) => [
      ...subwords.rowLists.subarray(subwords.rowOffsets[token], subwords.rowOffsets[token + 1]),
    ];
    const ngrams = { minimumNgram: 1, maximumNgram: 3, buckets: 50 };
    expect(listOf(0)).toEqual([0]);
    expect(listOf(1)).toEqual([1, ...ngramBuckets("b", ngrams).map((bucket) => 3 + bucket)]);
    // The first unknown word of the text: only its n-grams have rows.
    expect(listOf(3)).toEqual(ngramBuckets("a", ngrams).map((bucket) => 3 + bucket));
  });

  it("counts the end of a line with its word where that stands in the text", () => {
    const { dictionary, encoded } = encodeForTraining(
      collect("__label__a x </s>\n__label__b y y y y </s>"),
      TRAINING,
    );
    expect(dictionary.words).toEqual(["</s>", "y", "x"]);
    expect([...dictionary.counts]).toEqual([4, 4, 1, 1, 1]);
    expect([...encoded.tokens]).toEqual([2, 0, 0, 1, 1, 1, 1, 0, 0]);
  });

  it.each([
    ["a b\nc d", "The text has no labels. Give labeled text."],
    [
      "__label__x a\n__label__x b",
      "The text has one label, __label__x, and a classifier needs two at least. Add text with another.",
    ],
  ])("refuses %j", (text, message) => {
    expect(() => encodeForTraining(collect(text), TRAINING)).toThrow(
      expect.objectContaining({ code: "corpus-too-small", message }),
    );
  });

  it("refuses text of which no word is frequent enough, and says what would help", () => {
    const options = { ...TRAINING, minimumCount: 9 };
    expect(() => encodeForTraining(collect(TEXT), options)).toThrow(/occurs 9 times or more/);
    const labels = { ...TRAINING, minimumLabelCount: 3 };
    expect(() => encodeForTraining(collect(TEXT), labels)).toThrow(
      /one label, __label__a, .* minimum count of labels \(3\)/,
    );
  });
});

describe("encodeForModel", () => {
  const dictionary = { words: ["</s>", "b", "x", "c"], labels: ["__label__b", "__label__a"] };

  it("keeps every example, with the words and labels that the model knows", () => {
    const encoded = encodeForModel(collect(TEXT), dictionary, PLAIN);
    expect([...encoded.tokens]).toEqual([1, 1, 3, 0, 1, 0, 0, 0, 3, 3, 0]);
    expect([...encoded.exampleOffsets]).toEqual([0, 4, 6, 7, 8, 11]);
    expect([...encoded.labels]).toEqual([1, 0, 1, 1]);
    expect([...encoded.labelOffsets]).toEqual([0, 1, 2, 2, 3, 4]);
  });

  it("has nothing of a text whose words are all unknown", () => {
    const encoded = encodeForModel(collect("y z"), { ...dictionary, words: ["b"] }, PLAIN);
    expect([...encoded.exampleOffsets]).toEqual([0, 0]);
    expect(encoded.longestExample).toBe(0);
  });
});
