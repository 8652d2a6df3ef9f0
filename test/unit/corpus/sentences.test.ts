import { beforeAll, describe, expect, it } from "vitest";
import { ByteVocabularyBuilder } from "../../../src/corpus/byteVocabulary.ts";
import { IdMemory } from "../../../src/corpus/idStream.ts";
import { ABBREVIATIONS, type LineBreaks } from "../../../src/corpus/sentences.ts";
import { DEFAULT_TOKENIZER, type TokenizerOptions } from "../../../src/corpus/tokenizerOptions.ts";
import { VocabularyBuilder } from "../../../src/corpus/vocabulary.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";
import { createRandom } from "./randomText.ts";

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await tokenizerModule();
}, BUILD_TIMEOUT_MS);

/** The sentences of a text, on which both ways must agree. */
function sentencesOf(
  text: string,
  options: Partial<TokenizerOptions> = {},
  lineBreaks: LineBreaks = "soft",
): string[] {
  const tokenizer = { ...DEFAULT_TOKENIZER, ...options };
  const [plain, bytes] = [
    new VocabularyBuilder(tokenizer, new IdMemory(2 ** 20)),
    new ByteVocabularyBuilder(module, tokenizer, new IdMemory(2 ** 20)),
  ].map((counter) => {
    counter.addDocument(text, lineBreaks);
    const { words, ids } = counter.finish({ minimumCount: 1 });
    return Array.from(ids!, (id) => words[id] ?? "|").join(" ");
  });
  expect(bytes, JSON.stringify(text)).toBe(plain);
  return plain!
    .split(" |")
    .map((sentence) => sentence.trim())
    .slice(0, -1);
}

const WRAPPED = "The quick brown fox jumps over the lazy dog and then it went";

describe("sentences", () => {
  it("end at . ! ? and … before white space, if need be behind closing marks", () => {
    expect(sentencesOf('One. Two! Three? "Four." Five.) Six… seven.” Eight.» nine')).toEqual([
      "one",
      "two",
      "three",
      "four",
      "five",
      "six",
      "seven",
      "eight",
      "nine",
    ]);
    expect(sentencesOf("At 3.14 or v1.2.3, example.com... and so?! on ?not .here a.b")).toEqual([
      "at 3 14 or v1 2 3 example com",
      "and so",
      "on not here a b",
    ]);
  });

  it("end at the full stops of Chinese and Japanese whatever follows, and at those of other scripts", () => {
    expect(sentencesOf("我们。他们！谁？好｡")).toHaveLength(4);
    expect(sentencesOf("यह है। वह है। كيف؟ نعم۔ جيد")).toHaveLength(5);
  });

  it("do not end behind initials and well-known abbreviations", () => {
    expect(
      sentencesOf("Mr. J. K. Smith of the U.S. Army, i.e. he, met Dr. А. С. Пушкин. Then"),
    ).toEqual(["mr j k smith of the u s army i e he met dr а с пушкин", "then"]);
    for (const word of ABBREVIATIONS) expect(sentencesOf(`x ${word}. Y`), word).toHaveLength(1);
    expect(sentencesOf("In 5. Then farms. Xetc. Éal. O")).toHaveLength(5);
  });

  it("go on over a line break where a line was wrapped", () => {
    expect(sentencesOf(`${WRAPPED}\nhome again.\r\n${WRAPPED}\r\n  ühome`)).toHaveLength(2);
    expect(sentencesOf(`${WRAPPED}\nHome`)).toHaveLength(2);
    expect(sentencesOf(`${WRAPPED}\n\nhome`)).toHaveLength(2);
    expect(sentencesOf(`${WRAPPED}\r\n\r\nhome`)).toHaveLength(2);
    expect(sentencesOf(`${WRAPPED}\n- home`)).toHaveLength(2);
    expect(sentencesOf("short\nlines\nof words")).toHaveLength(3);
    expect(sentencesOf(`${WRAPPED} ${WRAPPED} ${WRAPPED}\nhome`)).toHaveLength(2);
    expect(sentencesOf(`a\u2028b\u2029c`)).toHaveLength(3);
  });

  it("count a line's length in UTF-16 units", () => {
    for (const letter of ["x", "ж", "क", "𐐨"])
      for (const units of [38, 40, 42, 118, 120, 122]) {
        const line = `${`${letter.repeat(9 / letter.length)} `.repeat(20).slice(0, units - 2)} z`;
        const isWrapped = line.length >= 40 && line.length <= 120;
        expect(sentencesOf(`${line}\nhome`), `${letter} ${line.length}`).toHaveLength(
          isWrapped ? 1 : 2,
        );
      }
  });

  it("can be lines, whatever is in them", () => {
    expect(sentencesOf(`One. Two\n${WRAPPED}\nhome`, { sentences: "lines" })).toHaveLength(3);
    expect(sentencesOf("One. Two\nthree\r\n\nfour", { name: "whitespace" })).toEqual([
      "One. Two",
      "three",
      "four",
    ]);
  });

  it("can be paragraphs, of which each has a line of its own or is parted by a blank one", () => {
    const text = `${WRAPPED}\nHome. Again\n \n${WRAPPED}\n- x\nlast`;
    expect(sentencesOf(text, { sentences: "paragraphs" })).toHaveLength(3);
  });

  it("end at every line break that is said to be hard", () => {
    expect(sentencesOf(`${WRAPPED}\nhome. Again`, {}, "hard")).toHaveLength(3);
    expect(
      sentencesOf(`${WRAPPED}\nHome. Again`, { sentences: "paragraphs" }, "hard"),
    ).toHaveLength(2);
  });

  it("are found around addresses and in mixed scripts", () => {
    expect(sentencesOf("See www.example.org. Then (me@x.org)! And http://x.org/?a=b? yes")).toEqual(
      ["see", "then", "and", "yes"],
    );
    expect(sentencesOf("用a@b.c.d。然后iPhone…” 再见").length).toBe(3);
  });

  it("are the same for both ways on random prose, cut anywhere", () => {
    const random = createRandom(21);
    const pieces = [
      ...[
        "word",
        "Word",
        "ß",
        "я",
        "Mr",
        "etc",
        "A",
        "Ж",
        "汉字",
        "9",
        "x@y.z",
        "https://a.b",
        "é",
      ],
      ...[". ", ".", "! ", "?", "…", "。", "”", '"', ")", "’", "\u00a0", "  "],
      ...[" ", " ", " ", "\n", "\r\n", "\n\n", "\r", "\t", "\u2028", "\0", "long words in a line "],
    ];
    for (let round = 0; round < 300; round++) {
      let text = "";
      for (let piece = 0; piece < 120; piece++)
        text += pieces[Math.floor(random() * pieces.length)]!;
      for (const sentences of ["sentences", "paragraphs", "lines"] as const)
        sentencesOf(text, { sentences });
    }
  });

  it("are the same where the text is longer than what is read at once", () => {
    const line = "Some words of a line, which is long enough to be wrapped, é\n";
    expect(sentencesOf(`${line.replace("S", "s")}`.repeat(12_000)).length).toBe(1);
    expect(sentencesOf(`${line}`.repeat(12_000)).length).toBe(12_000);
    expect(sentencesOf("Ends here. ".repeat(60_000)).length).toBe(60_000);
    expect(sentencesOf("没有空格。".repeat(60_000)).length).toBe(60_000);
  });
});
