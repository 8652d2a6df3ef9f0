import { beforeAll, describe, expect, it } from "vitest";
import { ByteVocabularyBuilder } from "../../../src/corpus/byteVocabulary.ts";
import type { EncodedText, VocabularyLimits } from "../../../src/corpus/encodedText.ts";
import { IdMemory } from "../../../src/corpus/idStream.ts";
import { LONGEST_WORD } from "../../../src/corpus/tokenize.ts";
import type { TokenizerChoice } from "../../../src/corpus/tokenizerOptions.ts";
import { VocabularyBuilder, type DocumentCounter } from "../../../src/corpus/vocabulary.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { mixedTexts } from "../../support/mixedText.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";
import { createRandom, randomText, randomTokenizer } from "./randomText.ts";

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await tokenizerModule();
}, BUILD_TIMEOUT_MS);

const smallIds = () => new IdMemory(2 ** 22);
const utf8 = (text: string) => new TextEncoder().encode(text);

interface Result extends Pick<EncodedText, "words" | "counts"> {
  readonly tokens: number;
  readonly sentences: number;
  readonly ids: Int32Array;
}

/** Compares much faster than `toEqual` does. */
function expectSame(bytes: Result, twin: Result, text: string): void {
  const texts = ({ tokens, sentences, words }: Result) =>
    `${tokens} tokens, ${sentences} sentences: ${words.join(" ")}`;
  expect(texts(bytes), text).toBe(texts(twin));
  expect(Buffer.compare(bytesOf(bytes.counts), bytesOf(twin.counts)), text).toBe(0);
  expect(Buffer.compare(bytesOf(bytes.ids), bytesOf(twin.ids)), text).toBe(0);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array | Uint32Array) =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

/** Both ways' results; `add` gives each the same documents. */
function bothWays(
  tokenizer: TokenizerChoice,
  add: (counter: DocumentCounter) => void,
  limits: VocabularyLimits = { minimumCount: 1 },
) {
  const resultOf = (counter: DocumentCounter): Result => {
    add(counter);
    const { tokens, sentences } = counter;
    const { words, counts, ids } = counter.finish(limits);
    return { tokens, sentences, words, counts, ids: ids! };
  };
  return [
    resultOf(new ByteVocabularyBuilder(module, tokenizer, smallIds())),
    resultOf(new VocabularyBuilder(tokenizer, smallIds())),
  ] as const;
}

function expectEqual(tokenizer: TokenizerChoice, text: string, limits?: VocabularyLimits): void {
  const [bytes, twin] = bothWays(tokenizer, (counter) => counter.addDocument(text), limits);
  expectSame(bytes, twin, JSON.stringify(text.slice(0, 500)));
}

const wordsOf = (text: string, tokenizer: TokenizerChoice = "words") =>
  bothWays(tokenizer, (counter) => counter.addDocument(text))[0].words;

describe("ByteVocabularyBuilder", () => {
  it("equals its twin on random text of all scripts", () => {
    const random = createRandom(11);
    for (let round = 0; round < 150; round++) {
      const texts = Array.from({ length: 3 }, () => wellFormed(randomText(random, 80)));
      const minimumCount = 1 + Math.floor(random() * 3);
      const maximumWords = 5 + Math.floor(random() * 60);
      for (const tokenizer of ["words", "whitespace", randomTokenizer(random)] as const) {
        const [bytes, twin] = bothWays(
          tokenizer,
          (counter) => texts.forEach((text) => counter.addDocument(text)),
          { minimumCount, maximumWords },
        );
        expectSame(bytes, twin, JSON.stringify({ tokenizer, texts }));
      }
    }
  });

  it("equals its twin on 2 MB of documentation, code and data", async () => {
    const random = createRandom(14);
    const tokenizers = ["words", "whitespace", randomTokenizer(random)] as const;
    const texts: string[] = [];
    for await (const text of mixedTexts(2_000_000)) texts.push(text);
    expect(texts.length).toBeGreaterThan(20);
    for (const tokenizer of tokenizers) {
      const [bytes, twin] = bothWays(tokenizer, (counter) =>
        texts.forEach((text) => counter.addDocument(text)),
      );
      expectSame(bytes, twin, JSON.stringify(tokenizer));
    }
  }, 60_000);

  it("equals its twin on every character, alone and in the middle of a word", () => {
    for (let first = 0; first < 0x21000; first += 0x1000) {
      // Han, Hangul, Tangut and the like, which are much alike.
      if ([0x5, 0x6, 0x7, 0x8, 0x9, 0xb, 0xc, 0x14, 0x15, 0x17, 0x18].includes(first >> 12))
        continue;
      let text = "";
      for (let codePoint = first; codePoint < first + 0x1000; codePoint++) {
        if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
        const character = String.fromCodePoint(codePoint);
        text += `${character} a${character}b 9${character}'${character}\u2019e `;
      }
      expectEqual("words", text);
    }
  });

  it("equals its twin on every character before and behind marks", () => {
    const marks = ["\u0301", "\u0316", "\u0334", "\u05b0", "\u093c", "\u094d", "\u0651\u064e"];
    for (const mark of marks)
      for (const [first, end] of [
        [0x80, 0x1200],
        [0x1e00, 0x2200],
        [0xa640, 0xac00],
        [0xf900, 0xfb50],
        [0x10a00, 0x11200],
        [0x1d100, 0x1d200],
      ] as const) {
        let text = "";
        for (let codePoint = first; codePoint < end; codePoint++)
          text += `a${String.fromCodePoint(codePoint)}${mark}x${mark}${String.fromCodePoint(codePoint)} `;
        expectEqual("words", text);
      }
  });

  it("equals its twin on ASCII words of all lengths at all places of a block", () => {
    const random = createRandom(12);
    for (const tokenizer of ["words", "whitespace"] as const)
      for (let round = 0; round < 60; round++) {
        let text = " ".repeat(round);
        for (let word = 0; word < 300; word++) {
          const length = Math.floor(random() ** 4 * 120);
          for (let index = 0; index < length; index++)
            text += "aBcXyZ019'"[Math.floor(random() * 10)]!;
          text += [" ", "\n", "'", ", ", "\r\n", "\t\0", "é", "’"][Math.floor(random() * 8)]!;
        }
        expectEqual(tokenizer, text);
      }
  });

  it("knows the words at both ends of a document, however long it is", () => {
    for (let length = 0; length <= 200; length++) {
      const text = `${"ab ".repeat(70).slice(0, length)}`;
      expectEqual("words", text);
      expectEqual("whitespace", `${text}é`);
    }
  });

  it("does the same in parts of any length", () => {
    const random = createRandom(13);
    const text = wellFormed(randomText(random, 4000));
    const bytes = utf8(text);
    for (const tokenizer of ["words", "whitespace"] as const) {
      const whole = new ByteVocabularyBuilder(module, tokenizer, smallIds());
      whole.addDocument(text);
      const inParts = new ByteVocabularyBuilder(module, tokenizer, smallIds());
      for (let start = 0; start < bytes.length;) {
        const end = start + 1 + Math.floor(random() * 40);
        inParts.addBytes(bytes.subarray(start, end));
        start = end;
      }
      inParts.endDocument();
      const limits = { minimumCount: 1 };
      expect(inParts.finish(limits)).toEqual(whole.finish(limits));
    }
  });

  it("orders words of one count by UTF-16 units, as strings are", () => {
    const words = ["\u{10400}", "\ue000", "\uffee", "\ud7ff", "z", "aaaaaaaaé", "aaaaaaaa"];
    const longer = words.flatMap((word) => [word, `prefix--${word}`, `a-prefix-of-many-${word}`]);
    expect(wordsOf(longer.join(" "), "whitespace")).toEqual([...longer].sort());
  });

  it("counts equal and nearly equal words of any length apart", () => {
    const words: string[] = [];
    for (let length = 1; length <= LONGEST_WORD; length++)
      words.push("x".repeat(length), `${"x".repeat(length - 1)}y`, `y${"x".repeat(length - 1)}`);
    expectEqual("words", [...words, ...words.slice(50), ...words].join(" "));
  });

  it("leaves out words of more than the longest length, counted in UTF-16 units", () => {
    for (const letter of ["x", "é", "я", "😀", "ก"])
      for (const tokenizer of ["words", "whitespace"] as const)
        for (const length of [LONGEST_WORD / letter.length, LONGEST_WORD / letter.length + 1])
          expectEqual(tokenizer, `a ${letter.repeat(length)} b`);
    expect(wordsOf(`a ${"x".repeat(1_000_000)} b`)).toEqual(["a", "b"]);
    expect(wordsOf(`a ${"é".repeat(1_000_000)} b`, "whitespace")).toEqual(["a", "b"]);
  });

  it("finds the words of long stretches without a place to cut", () => {
    expectEqual("words", "我们在北京大学学习经济学".repeat(12_000));
    expectEqual("words", `${"日本語".repeat(30_000)}。${"ภาษาไทย".repeat(10_000)} end`);
    expectEqual("words", `one ${"é".repeat(300_000)} two ${"x'".repeat(300_000)} three`);
    expectEqual("whitespace", `one ${"我们".repeat(300_000)}\ntwo`);
  });

  it("survives a single token of 20 MB", () => {
    const builder = new ByteVocabularyBuilder(module, "words", smallIds());
    builder.addBytes(utf8("first "));
    const part = utf8("x".repeat(1_000_000));
    for (let count = 0; count < 20; count++) builder.addBytes(part);
    builder.addBytes(utf8(" last"));
    builder.endDocument();
    expect(builder.finish({ minimumCount: 1 }).words).toEqual(["first", "last"]);
  });

  it("ends sentences at line breaks and documents, and drops those that become empty", () => {
    const texts = ["a b\r\nc\n\n\nd\re\u2028f\u2029g", "", "?\n!", "h\n", "rare\na a"];
    for (const tokenizer of ["words", "whitespace"] as const) {
      const [bytes, twin] = bothWays(
        tokenizer,
        (counter) => texts.forEach((text) => counter.addDocument(text)),
        { minimumCount: 2 },
      );
      expectSame(bytes, twin, tokenizer);
    }
  });

  it("takes one sentence of a million tokens", () => {
    const builder = new ByteVocabularyBuilder(module, "words", smallIds());
    builder.addDocument("one Two ".repeat(500_000));
    expect([builder.tokens, builder.sentences]).toEqual([1_000_000, 1]);
    const { words, counts, ids } = builder.finish({ minimumCount: 5 });
    expect({ words, counts: [...counts], length: ids!.length }).toEqual({
      words: ["one", "two"],
      counts: [500_000, 500_000],
      length: 1_000_001,
    });
  });

  it("holds 100,000 different words, and gives none of them below the minimum count", () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `word${index * 7919}`).join("\n");
    expectEqual("words", `${text} ${text.slice(1000)}`, { minimumCount: 2 });
    expectEqual("words", text, { minimumCount: 2 });
  });

  it("gives nothing for no text", () => {
    for (const text of ["", " ", "\n", "?!", "\0"]) expectEqual("words", text);
  });

  it("refuses more words or different words than it can hold", () => {
    const few = new ByteVocabularyBuilder(module, "words", new IdMemory(5));
    few.addDocument("a b c\nd e f");
    expect(() => few.finish({ minimumCount: 1 })).toThrow(/more than 5 words and line ends/);
    const poor = new ByteVocabularyBuilder(module, "words", smallIds(), 2);
    expect(() => {
      poor.addDocument("a b a c");
      poor.finish({ minimumCount: 1 });
    }).toThrow(/more than 2 different words/);
  });
});

/** Lone surrogates have no bytes: TextEncoder writes what this does. */
function wellFormed(text: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(utf8(text));
}
