import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTokenizer } from "../../../src/encoder/tokenizer.ts";
import { BUNDLED_ENCODERS, readGoldenTokens } from "../../support/encoderFixtures.ts";
import { seededRandom } from "../../support/seededRandom.ts";

const json = (name: string) =>
  JSON.parse(readFileSync(join(BUNDLED_ENCODERS, name, "tokenizer.json"), "utf8")) as object;
const english = createTokenizer(json("all-MiniLM-L6-v2"));
const chinese = createTokenizer(json("bge-small-zh-v1.5"));

/** Accents composed and decomposed, ideographs of both planes, emoji, zero-width, lone surrogates, capitals that change length. */
const ALPHABET = [
  ..."abcdefgh ABC 12",
  ..."éàÜßİΣς",
  "e\u0301",
  "\u0308",
  ..."学习国𠀀",
  "👍🏽",
  "\u200d",
  "\u00ad",
  "\ud800",
  "\udc00",
  ...".,!?-_'$€…",
  "\t",
  "\n",
  "[MASK]",
  "##",
  "한",
  "ﬁ",
];

function randomText(seed: number): string {
  const random = seededRandom(seed);
  const length = Math.floor(random() * 30);
  return Array.from({ length }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join("");
}

describe("createTokenizer", () => {
  it("gives the tokens and places that Python's tokenizers give", () => {
    for (const { text, ids, spans } of readGoldenTokens()) {
      const pieces = english.tokenize(text, 512).pieces.slice(1, -1);
      expect([text, pieces.map(({ id }) => id)]).toEqual([text, ids]);
      // They end a token before a mark that was stripped from its last letter; here it belongs to the letter.
      const withoutMarks = pieces.map(({ start, end }) => [
        start,
        start + text.slice(start, end).replace(/\p{Mn}+$/u, "").length,
      ]);
      expect([text, withoutMarks]).toEqual([text, spans]);
    }
  });

  it("places every token of 5,000 random strings in order, on characters that spell it", () => {
    const plain = (part: string) =>
      part
        .normalize("NFD")
        .replace(/[\p{Mn}\p{Cf}\p{Cs}]/gu, "")
        .toLowerCase()
        .replaceAll("ς", "σ");
    const faults: object[] = [];
    let tokens = 0;
    for (const tokenizer of [english, chinese])
      for (let seed = 1; seed <= 2_500; seed++) {
        const text = randomText(seed);
        let before = 0;
        for (const { token, start, end, word } of tokenizer
          .tokenize(text, 512)
          .pieces.slice(1, -1)) {
          const surface = plain(text.slice(start, end));
          const isSpelled =
            token === "[UNK]" || surface.includes(plain(token.replace(/^##(?=.)/u, "")));
          const isInOrder = start >= before - (token.startsWith("##") ? 1 : 0);
          if (!isSpelled || !isInOrder || word < 0 || end <= start || end > text.length)
            faults.push({ text, token, start, end, word });
          before = Math.max(before, start);
          tokens++;
        }
      }
    expect(faults).toEqual([]);
    expect(tokens).toBeGreaterThan(20_000);
  });

  it("lower-cases for a vocabulary without capitals, though tokenizer.json does not ask for it", () => {
    const tokens = chinese.tokenize("Wordfield 学习", 512).pieces.map(({ token }) => token);
    expect(tokens).not.toContain("[UNK]");
  });

  it("ignores truncation to 128 and padding of tokenizer.json: the model's own limit counts", () => {
    const text = "word ".repeat(400);
    const whole = english.tokenize(text, 512);
    expect(whole.pieces).toHaveLength(402);
    expect(whole.isTruncated).toBe(false);
    const cut = english.tokenize(text, 100);
    expect(cut.pieces).toHaveLength(100);
    expect(cut.isTruncated).toBe(true);
    expect(cut.pieces.at(-1)?.token).toBe("[SEP]");
    expect(english.tokenize("", 512).pieces.map(({ token }) => token)).toEqual(["[CLS]", "[SEP]"]);
  });

  it("reads no more of a long text than fits", () => {
    const text = "word ".repeat(2_000_000);
    const started = performance.now();
    expect(english.tokenize(text, 512).pieces).toHaveLength(512);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("places the bytes of byte-level BPE on whole characters", () => {
    const bytes = [..."abcdefghijklmnopqrstuvwxyz.,", "Ġ", "Ã", "©", "ð", "Ł", "ĳ", "į", "Ģ"];
    const vocab = Object.fromEntries(
      ["<s>", "<pad>", "</s>", "<unk>", ...bytes, "th", "Ġth", "Ġthe", "<mask>"].map(
        (token, id) => [token, id],
      ),
    );
    const special = (id: number, content: string) => ({ id, content, special: true });
    const tokenizer = createTokenizer({
      added_tokens: [
        special(0, "<s>"),
        special(2, "</s>"),
        special(3, "<unk>"),
        special(Object.keys(vocab).length - 1, "<mask>"),
      ],
      normalizer: null,
      pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
      post_processor: {
        type: "RobertaProcessing",
        sep: ["</s>", 2],
        cls: ["<s>", 0],
        trim_offsets: true,
        add_prefix_space: false,
      },
      decoder: { type: "ByteLevel" },
      model: { type: "BPE", unk_token: "<unk>", vocab, merges: ["t h", "Ġ th", "Ġth e"] },
    });
    const text = "a thé the.";
    const { pieces } = tokenizer.tokenize(text, 512);
    expect(tokenizer.withoutPlaces).toBeUndefined();
    expect(
      pieces.slice(1, -1).map(({ token, start, end }) => [token, text.slice(start, end)]),
    ).toEqual([
      ["a", "a"],
      ["Ġth", "th"],
      ["Ã", "é"],
      ["©", "é"],
      ["Ġthe", "the"],
      [".", "."],
    ]);
    expect(tokenizer.mask?.token).toBe("<mask>");
  });

  it("refuses what is no tokenizer with a sentence", () => {
    for (const damaged of [{}, { model: null }, { model: { type: "WordPiece" } }, { model: 7 }])
      expect(() => createTokenizer(damaged)).toThrow(
        /^tokenizer\.json cannot be used: .+ Fetch the encoder again/s,
      );
  });
});
