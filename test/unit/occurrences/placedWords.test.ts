import { beforeAll, describe, expect, it } from "vitest";
import { ICU_SEGMENTER } from "../../../src/corpus/segmenter.ts";
import { forEachToken } from "../../../src/corpus/tokenize.ts";
import type { TokenizerChoice } from "../../../src/corpus/tokenizerOptions.ts";
import { PlacedWords } from "../../../src/occurrences/placedWords.ts";
import { shapeOf, toWellFormed } from "../../../src/occurrences/places.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { mixedTexts } from "../../support/mixedText.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";
import { randomText, randomTokenizer } from "../corpus/randomText.ts";

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await tokenizerModule();
}, BUILD_TIMEOUT_MS);

/** The words of documents and their places, from bytes in parts of a few lengths. */
function read(texts: readonly string[], tokenizer: TokenizerChoice, partBytes: number) {
  const numbers: number[] = [];
  const places: number[] = [];
  const documentEnds: number[] = [];
  const words = new PlacedWords({ module, tokenizer, segmenter: ICU_SEGMENTER }, (some, where) => {
    for (const number of some) numbers.push(number);
    for (const place of where) places.push(place);
  });
  for (const text of texts) {
    const utf8 = new TextEncoder().encode(text);
    for (let start = 0; start < utf8.length;) {
      let end = Math.min(utf8.length, start + partBytes);
      while (end < utf8.length && (utf8[end]! & 0xc0) === 0x80) end++;
      words.addBytes(utf8.subarray(start, end));
      start = end;
    }
    words.endDocument();
    documentEnds.push(numbers.length);
  }
  const sorted = words.sorted();
  const names: string[] = [];
  sorted.numbers.forEach((number, rank) => (names[number] = sorted.words[rank]!));
  const tokens = numbers.map((number, token) => [
    names[number]!,
    places[2 * token]!,
    places[2 * token + 1]!,
  ]);
  return { words, names, sorted, tokens, documentEnds };
}

function plainly(text: string, tokenizer: TokenizerChoice) {
  const tokens: (readonly [string, number, number])[] = [];
  forEachToken(text, tokenizer, (word, start, end) => tokens.push([word, start, end]));
  return tokens;
}

function expectPlain(texts: readonly string[], tokenizer: TokenizerChoice, partBytes = 1e9): void {
  const { tokens, documentEnds } = read(texts, tokenizer, partBytes);
  let first = 0;
  texts.forEach((text, document) => {
    const found = tokens.slice(first, documentEnds[document]);
    first = documentEnds[document]!;
    const wanted = plainly(text, tokenizer);
    // Much faster than `toEqual` where they are equal.
    if (found.join() !== wanted.join()) expect(found, text.slice(0, 300)).toEqual(wanted);
  });
}

describe("PlacedWords", () => {
  it("finds the words of random text of all scripts where the plain tokenizer does", () => {
    const random = seededRandom(5);
    for (let round = 0; round < 150; round++) {
      const texts = Array.from({ length: 3 }, () => toWellFormed(randomText(random, 80)));
      for (const tokenizer of ["words", "whitespace", randomTokenizer(random)] as const)
        expectPlain(texts, tokenizer, 1 + Math.floor(random() * 90));
    }
  });

  it("finds the words of 2 MB of documentation, code and data where the plain tokenizer does", async () => {
    const texts: string[] = [];
    for await (const text of mixedTexts(2_000_000)) texts.push(toWellFormed(text));
    for (const tokenizer of ["words", "whitespace"] as const) expectPlain(texts, tokenizer);
  }, 60_000);

  it("counts on over the parts of a long document, and from the beginning in the next", () => {
    const long = "Straße, 学习 and 𝒜 few words — “naïve” ones. ".repeat(20_000);
    expectPlain([long, "short", long], "words", 100_000);
  });

  it("leaves out what is ignored at the end of a word, and takes in what stands within", () => {
    expectPlain(["co\u00adop\u00ad x\u200d. a\u00ad'b\u00ad’", "12\u00ad 3"], "words");
  });

  it("knows the length of each word, whether it is of a script without spaces, and their order", () => {
    const random = seededRandom(6);
    const texts = Array.from({ length: 40 }, () => toWellFormed(randomText(random, 200)));
    const { words, names, sorted } = read(texts, "words", 1e9);
    expect(names.length).toBeGreaterThan(500);
    expect(words.count).toBe(names.length);
    names.forEach((word, number) => expect(words.shapeOf(number), word).toEqual(shapeOf(word)));
    expect(sorted.words).toEqual([...names].sort());
  });

  it("takes further words after they were sorted", () => {
    const told: number[] = [];
    const words = new PlacedWords(
      { module, tokenizer: "words", segmenter: ICU_SEGMENTER },
      (numbers) => told.push(...numbers),
    );
    words.endDocument("some words");
    expect(words.sorted()).toEqual({ words: ["some", "words"], numbers: Uint32Array.of(0, 1) });
    words.endDocument("words and others");
    expect(told).toEqual([0, 1, 1, 2, 3]);
    expect(words.sorted().words).toEqual(["and", "others", "some", "words"]);
  });
});
