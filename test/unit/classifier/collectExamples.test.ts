import { beforeAll, describe, expect, it } from "vitest";
import {
  ExampleCollector,
  type CollectedExamples,
} from "../../../src/classifier/collectExamples.ts";
import { SENTENCE_END } from "../../../src/corpus/encodedText.ts";
import type { TokenizerName } from "../../../src/corpus/tokenizerOptions.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await tokenizerModule();
}, BUILD_TIMEOUT_MS);

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Labels and words of each example, as text; a bar stands between its parts. */
function examplesOf(collected: CollectedExamples): string[] {
  const { words, labels, labelStream, labelEnds } = collected;
  let position = 0;
  return Array.from(collected.partCounts, (parts, example) => {
    const own = labelStream.subarray(labelEnds[example - 1] ?? 0, labelEnds[example]);
    const texts = Array.from({ length: parts }, () => {
      const end = collected.wordStream.indexOf(SENTENCE_END, position);
      const part = collected.wordStream.subarray(position, end);
      position = end + 1;
      return Array.from(part, (word) => words[word]).join(" ");
    });
    return [...Array.from(own, (label) => `[${labels[label]}]`), texts.join(" | ")].join(" ");
  });
}

function collect(
  tokenizer: TokenizerName,
  add: (collector: ExampleCollector) => void,
): CollectedExamples {
  const collector = new ExampleCollector(module, { tokenizer, labelPrefix: "__label__" });
  add(collector);
  return collector.finish();
}

const TEXT =
  "__label__A The\tBank,\u00a0x \r\n\n__label__b\nno __label__A label\0here\n x__label__ __label__";

describe("ExampleCollector", () => {
  it("reads lines as fastText does where words stand between white space", () => {
    const collected = collect("whitespace", (each) => {
      each.addLines(utf8(TEXT));
      each.endLines();
    });
    expect(examplesOf(collected)).toEqual([
      "[__label__A] The Bank,\u00a0x",
      "",
      "[__label__b] ",
      "[__label__A] no label here",
      "[__label__] x__label__",
    ]);
    expect(collected.labels).toEqual(["__label__A", "__label__b", "__label__"]);
    expect(collected.labelCounts).toEqual([2, 1, 1]);
  });

  it("folds words and leaves out punctuation where they are letters and digits", () => {
    const collected = collect("words", (each) => {
      each.addLines(utf8(TEXT));
      each.endLines();
    });
    expect(examplesOf(collected)).toEqual([
      "[__label__A] the bank x",
      "",
      "[__label__b] ",
      "[__label__A] no label here",
      "[__label__] x label",
    ]);
  });

  it.each(["words", "whitespace"] as const)(
    "reads the same of a text that comes in parts, cut anywhere (%s)",
    (tokenizer) => {
      const bytes = utf8(TEXT);
      const whole = collect(tokenizer, (each) => {
        each.addLines(bytes);
        each.endLines();
        each.addDocument(bytes);
        each.endDocument("__label__d");
      });
      for (const length of [1, 2, 3, 7, 40]) {
        const parts = Array.from({ length: Math.ceil(bytes.length / length) }, (_, part) =>
          bytes.slice(part * length, (part + 1) * length),
        );
        const cut = collect(tokenizer, (each) => {
          for (const part of parts) each.addLines(part);
          each.endLines();
          for (const part of parts) each.addDocument(part);
          each.endDocument("__label__d");
        });
        expect(cut).toEqual(whole);
      }
    },
  );

  it("takes a whole text for one example, with the label that is given or those in it", () => {
    const collected = collect("whitespace", (each) => {
      each.addDocument(utf8("one\n__label__x two\n"));
      each.endDocument("__label__a b");
      each.addExample("one\n__label__x two");
      each.addExample("");
      each.endDocument();
      each.addExample("__label__y");
    });
    expect(examplesOf(collected)).toEqual([
      "[__label__a b] one | __label__x two",
      "[__label__x] one | two",
      "",
      "",
      "[__label__y] ",
    ]);
  });

  it("has an example for each line, also the last without a line break", () => {
    const collector = new ExampleCollector(module, { tokenizer: "whitespace", labelPrefix: "#" });
    for (const text of ["a\nb", "", "c\n", " ", "#x"]) {
      collector.addLines(utf8(text));
      collector.endLines();
    }
    expect(collector.exampleCount).toBe(5);
    expect(collector.tokenCount).toBe(3 + 5);
  });
});
