import { describe, expect, it } from "vitest";
import {
  ExampleCollector,
  type CollectedExamples,
} from "../../../src/classifier/collectExamples.ts";
import type { TokenizerName } from "../../../src/corpus/tokenize.ts";

/** Labels and words of each example, as text. */
function examplesOf({ tokens, labels, ...streams }: CollectedExamples): string[] {
  const { tokenStream, tokenEnds, labelStream, labelEnds } = streams;
  return Array.from(tokenEnds, (end, example) => {
    const own = tokenStream.subarray(tokenEnds[example - 1] ?? 0, end);
    const ownLabels = labelStream.subarray(labelEnds[example - 1] ?? 0, labelEnds[example]);
    return [
      ...Array.from(ownLabels, (label) => `[${labels.words[label]}]`),
      ...Array.from(own, (token) => tokens.words[token]),
    ].join(" ");
  });
}

function collect(
  tokenizer: TokenizerName,
  add: (collector: ExampleCollector) => void,
): CollectedExamples {
  const collector = new ExampleCollector(tokenizer, "__label__");
  add(collector);
  return collector.finish();
}

describe("ExampleCollector", () => {
  it("reads lines as fastText does where words stand between white space", () => {
    const text =
      "__label__a The\tbank,\u00a0x \r\n\n__label__b\nno __label__a label\0here\n__label__";
    expect(examplesOf(collect("whitespace", (each) => each.addLines(text)))).toEqual([
      "[__label__a] The bank,\u00a0x </s>",
      "</s>",
      "[__label__b] </s>",
      "[__label__a] no label here </s>",
      "[__label__] </s>",
    ]);
  });

  it("folds words and leaves out punctuation where they are letters and digits", () => {
    const text = "__label__A The\tBank, __label__b x1!\n\n__label__c";
    expect(examplesOf(collect("words", (each) => each.addLines(text)))).toEqual([
      "[__label__A] [__label__b] the bank x1 </s>",
      "</s>",
      "[__label__c] </s>",
    ]);
  });

  it.each(["words", "whitespace"] as const)(
    "takes a whole text for one example whose label is given, cut into %s",
    (tokenizer) => {
      const text = "one\n__label__x two\n";
      const word = tokenizer === "words" ? "label x" : "__label__x";
      const collected = collect(tokenizer, (each) => {
        each.addExample(text, "__label__a b");
        each.addExample(text);
        each.addExample("");
      });
      expect(examplesOf(collected)).toEqual([
        `[__label__a b] one ${word} two </s>`,
        "[__label__x] one two </s>",
        "</s>",
      ]);
      expect(collected.tokens.counts[collected.tokens.words.indexOf("</s>")]).toBe(3);
    },
  );

  it("keeps words that stand where a long text is cut into pieces", () => {
    const words = Array.from({ length: 200_000 }, (_, index) => `wörd${index % 977}`);
    const one = "y".repeat(1_500_000);
    const text = `__label__x ${words.join(" ")} ${one} ${one}`;
    const collected = collect("whitespace", (each) => each.addLines(text));
    expect(collected.tokenStream).toHaveLength(words.length + 3);
    expect(collected.tokens.words).toHaveLength(977 + 2);
    expect(collected.tokens.words).toContain(one);
    expect(collected.tokens.words[collected.tokenStream[199_999]!]).toBe(words[199_999]);
  });

  it("has an example for each line, also the last without a line break", () => {
    const collector = new ExampleCollector("whitespace", "#");
    collector.addLines("a\nb");
    collector.addLines("");
    collector.addLines("c\n");
    expect(collector.exampleCount).toBe(3);
    expect(collector.tokenCount).toBe(6);
  });
});
