import { describe, expect, it } from "vitest";
import {
  foldText,
  forEachToken,
  LONGEST_WORD,
  normalizeWord,
  wordAt,
  type TokenizerName,
} from "../../../src/corpus/tokenize.ts";
import { createRandom, randomText } from "./randomText.ts";

function tokensOf(text: string, tokenizer: TokenizerName = "words") {
  const tokens: { word: string; start: number; end: number }[] = [];
  forEachToken(text, tokenizer, (word, start, end) => tokens.push({ word, start, end }));
  return tokens;
}
const wordsOf = (text: string, tokenizer?: TokenizerName) =>
  tokensOf(text, tokenizer).map(({ word }) => word);

describe("the words tokenizer", () => {
  it("takes runs of letters, digits and marks, lower-cased", () => {
    expect(wordsOf("The 2nd World-War, (1939–45): Ça va? snake_case_name x²")).toEqual(
      "the 2nd world war 1939 45 ça va snake case name x²".split(" "),
    );
  });

  it("joins words at inner apostrophes only, and writes them all alike", () => {
    expect(wordsOf("Don't l’Homme 'quoted' rock ’n’ roll o''clock dogs' 'tis")).toEqual(
      "don't l'homme quoted rock n roll o clock dogs tis".split(" "),
    );
  });

  it("composes characters and folds case by Unicode", () => {
    expect(wordsOf("CAFE\u0301 ΟΔΟΣ ΣΟΦΙΑ Straße ЁЖ \u212aelvin")).toEqual(
      "café οδος σοφια straße ёж kelvin".replace("οδος", "οδος").split(" "),
    );
  });

  it("keeps Indic vowel signs and other marks inside words", () => {
    expect(wordsOf("हिन्दी भाषा العَرَبِيَّة")).toEqual(["हिन्दी", "भाषा", "العَرَبِيَّة"]);
  });

  it("segments scripts written without spaces", () => {
    expect(wordsOf("我们在北京大学学习。")).toEqual(expect.arrayContaining(["我们", "学习"]));
    expect(wordsOf("東京に住んでいる")).toContain("東京");
    expect(wordsOf("ภาษาไทยเป็นภาษา")).toEqual(["ภาษา", "ไทย", "เป็น", "ภาษา"]);
    expect(wordsOf("ភាសាខ្មែរគឺជាភាសា").length).toBeGreaterThan(1);
    expect(wordsOf("ພາສາລາວເປັນພາສາ").length).toBeGreaterThan(1);
    expect(wordsOf("မြန်မာဘာသာစကားသည်").length).toBeGreaterThan(1);
  });

  it("ends a word where the script changes to or from an unspaced one", () => {
    expect(tokensOf("iPhone手机2台")).toEqual([
      { word: "iphone", start: 0, end: 6 },
      { word: "手机", start: 6, end: 8 },
      { word: "2", start: 8, end: 9 },
      { word: "台", start: 9, end: 10 },
    ]);
  });

  it("leaves alone emoji, variation selectors and lone surrogates", () => {
    expect(wordsOf("😀❤️👩‍👩‍👧 a\ud800b \udc00c \ud83d")).toEqual(["a", "b", "c"]);
  });

  it("knows letters beyond the basic plane", () => {
    expect(tokensOf("x 𐐀𐐁 y")).toContainEqual({ word: "𐐨𐐩", start: 2, end: 6 });
    expect(wordsOf("𠮷野家")).not.toHaveLength(0);
  });

  it("skips a token of 1 MB and goes on behind it", () => {
    const long = "aB9".repeat(350_000);
    expect(wordsOf(`before ${long} after`)).toEqual(["before", "after"]);
    expect(wordsOf(`${long}'s`)).toEqual([]);
    expect(wordsOf("x".repeat(LONGEST_WORD))).toHaveLength(1);
    expect(wordsOf("x".repeat(LONGEST_WORD + 1))).toEqual([]);
  });

  it("cuts a long stretch without spaces into the words that it has as short ones", () => {
    const sentence = "我们在北京大学学习经济学";
    const alone = wordsOf(sentence);
    const repeated = wordsOf(sentence.repeat(2000));
    expect(repeated).toHaveLength(2000 * alone.length);
    expect(new Set(repeated)).toEqual(new Set(alone));
  });

  it("takes no word from a stretch that is one character and a thousand marks", () => {
    expect(wordsOf(`漢${"\u0301".repeat(1000)} x`)).toEqual(["x"]);
  });
});

describe("the whitespace tokenizer", () => {
  it("takes what stands between ASCII white space and NUL, as it is", () => {
    expect(wordsOf(" The\tU.S.\vdon’t\f汉字x\0é,\r\n", "whitespace")).toEqual([
      "The",
      "U.S.",
      "don’t",
      "汉字x",
      "é,",
    ]);
    const unicode = ["a\u00a0b", "c\u3000d", "e\u2028f", "\ufeffg", "h\u0085i", "j\u001fk"];
    expect(wordsOf(unicode.join(" "), "whitespace")).toEqual(unicode);
  });

  it("skips a token of 1 MB and goes on behind it", () => {
    expect(wordsOf(`a ${"x".repeat(1_000_000)} b`, "whitespace")).toEqual(["a", "b"]);
  });
});

/** The words tokenizer again, as short as it can be, for texts without unspaced scripts. */
function plainWords(text: string) {
  return [
    ...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu),
  ]
    .filter(([surface]) => surface.length <= LONGEST_WORD)
    .map(({ 0: surface, index }) => ({
      word: surface.replaceAll("’", "'").toLowerCase().normalize("NFC"),
      start: index,
      end: index + surface.length,
    }));
}

describe("both tokenizers on random text", () => {
  const UNSPACED =
    /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/gu;

  it("equal a plain twin where there is no unspaced script", () => {
    const random = createRandom(1);
    for (let round = 0; round < 300; round++) {
      const text = randomText(random, 40).replace(UNSPACED, " ");
      expect(tokensOf(text), JSON.stringify(text)).toEqual(plainWords(text));
      const spaced = text.split(/[\t\n\v\f\r \0]+/).filter((token) => token !== "");
      expect(wordsOf(text, "whitespace"), JSON.stringify(text)).toEqual(
        spaced.filter((token) => token.length <= LONGEST_WORD),
      );
    }
  });

  it("give ascending, separate offsets whose text normalizes to the word, which is stable", () => {
    const random = createRandom(2);
    for (let round = 0; round < 300; round++) {
      const long = round % 30 === 0 ? "漢字ภาษาไทย".repeat(150) : "";
      const text = randomText(random, 40) + long + randomText(random, 10);
      for (const tokenizer of ["words", "whitespace"] as const) {
        let last = 0;
        const wrong = tokensOf(text, tokenizer).filter(({ word, start, end }) => {
          const surface = text.slice(start, end);
          const isInOrder = last <= start && start < end;
          last = end;
          return !(
            isInOrder &&
            word === (tokenizer === "words" ? foldText(surface) : surface) &&
            word === normalizeWord(surface, tokenizer) &&
            word === normalizeWord(word, tokenizer)
          );
        });
        expect(wrong, JSON.stringify({ text, tokenizer })).toEqual([]);
      }
    }
  });

  it("find by any offset in a word what they find in the whole text", () => {
    const random = createRandom(3);
    for (let round = 0; round < 60; round++) {
      const text = randomText(random, 30);
      for (const token of tokensOf(text))
        for (let offset = token.start; offset < token.end; offset++)
          expect(wordAt(text, offset, "words"), JSON.stringify({ text, offset })).toEqual(token);
    }
  });
});

describe("normalizeWord", () => {
  it("drops the punctuation around a single word", () => {
    expect(normalizeWord(" “King’s”, ", "words")).toBe("king's");
    expect(normalizeWord(" King, ", "whitespace")).toBe("King,");
  });

  it("folds whole what is not exactly one word", () => {
    expect(normalizeWord("New  York", "words")).toBe("new  york");
    expect(normalizeWord("", "words")).toBe("");
    expect(normalizeWord("+", "words")).toBe("+");
  });
});

describe("wordAt", () => {
  it("prefers the word that begins at the offset to the one that ends there", () => {
    expect(wordAt("手机x", 2, "words")?.word).toBe("x");
    expect(wordAt("king queen", 4, "words")?.word).toBe("king");
    expect(wordAt("king, queen", 5, "words")).toBeUndefined();
    expect(wordAt("", 0, "words")).toBeUndefined();
  });

  it("finds a word in the middle of a line of 1 MB", () => {
    const line = "alpha beta ".repeat(100_000);
    expect(wordAt(line, 550_007, "words")).toEqual({ word: "beta", start: 550_006, end: 550_010 });
    expect(wordAt("x".repeat(1_000_000), 500_000, "words")).toBeUndefined();
  });
});
