import { describe, expect, it } from "vitest";
import {
  forEachToken,
  LONGEST_WORD,
  mayHoldWord,
  normalizeWord,
  wordAt,
} from "../../../src/corpus/tokenize.ts";
import {
  DEFAULT_TOKENIZER,
  FIRST_TOKENIZER,
  type TokenizerChoice,
  type TokenizerOptions,
} from "../../../src/corpus/tokenizerOptions.ts";
import { foldWord } from "../../../src/corpus/caseFolding.ts";
import { createRandom, randomText, randomTokenizer } from "./randomText.ts";

function tokensOf(text: string, tokenizer: TokenizerChoice = "words") {
  const tokens: { word: string; start: number; end: number }[] = [];
  forEachToken(text, tokenizer, (word, start, end) => tokens.push({ word, start, end }));
  return tokens;
}
const wordsOf = (text: string, tokenizer?: TokenizerChoice) =>
  tokensOf(text, tokenizer).map(({ word }) => word);

describe("the words tokenizer", () => {
  it("takes runs of letters, digits and marks, case folded", () => {
    expect(wordsOf("The 2nd World-War, (1939–45): Ça va? x²")).toEqual(
      "the 2nd world war 1939 45 ça va x²".split(" "),
    );
  });

  it("joins words at inner apostrophes only, and writes them all alike", () => {
    expect(wordsOf("Don't l’Homme 'quoted' rock ’n’ roll o''clock dogs' 'tis")).toEqual(
      "don't l'homme quoted rock n roll o clock dogs tis".split(" "),
    );
  });

  it("composes characters and folds case by Unicode", () => {
    expect(wordsOf("CAFE\u0301 ЁЖ \u212aelvin ﬁn")).toEqual(["café", "ёж", "kelvin", "fin"]);
    expect(new Set(wordsOf("Straße STRASSE STRAẞE strasse"))).toEqual(new Set(["strasse"]));
    expect(wordsOf("İstanbul ISPARTA ısparta")).toEqual(["i\u0307stanbul", "isparta", "ısparta"]);
  });

  it("writes a sigma at the end of a word as Greek does, however it was written", () => {
    const sigmas = wordsOf("ΟΔΟΣ οδός ὀδοσ ΣΟΦΙΑ Σ'ΑΓΑΠΩ σ ΣΑΣ");
    expect(sigmas).toEqual(["οδος", "οδός", "ὀδος", "σοφια", "σ'αγαπω", "σ", "σας"]);
  });

  it("joins at one inner _, which neither begins nor ends a word", () => {
    expect(wordsOf("snake_case_name __init__ a__b _x 1_000 x_'y é_ü 汉_字")).toEqual(
      "snake_case_name init a b x 1_000 x y é_ü 汉 字".split(" "),
    );
  });

  it("ignores soft hyphens and joiners inside words, and only there", () => {
    const text = "co\u00adoper\u00adate می\u200cخواهم क्\u200dष word\u00ad next";
    const tokens = tokensOf(text);
    expect(tokens.map(({ word }) => word)).toEqual(["cooperate", "میخواهم", "क्ष", "word", "next"]);
    expect(text.slice(tokens[0]!.start, tokens[0]!.end)).toBe("co\u00adoper\u00adate");
    expect(text.slice(tokens[3]!.start, tokens[3]!.end)).toBe("word");
    expect(wordsOf("a\u200bb")).toEqual(["a", "b"]);
  });

  it("leaves out e-mail addresses and URLs", () => {
    const text =
      "Write to Ann.Lee+x@mail.example.org, or see (https://example.org/a_(b)/c?d=e.f#g). " +
      "Then www.example.com/x! and müller@exämple.de; but a@b, @home and ://x stay.";
    expect(wordsOf(text).join(" ")).toBe("write to or see then and but a b home and x stay");
    expect(wordsOf("请看https://example.org/路径。再见")).toEqual(wordsOf("请看 路径。再见"));
    expect(wordsOf("git+ssh://h/x 'file:///tmp/x' wwww.x.y")).toEqual(["wwww", "x", "y"]);
  });

  it("keeps letters inside words that are also used with unspaced scripts", () => {
    expect(wordsOf("обʼєкт")).toEqual(["обʼєкт"]);
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

describe("the options of the words tokenizer", () => {
  const withOptions = (text: string, options: Partial<TokenizerOptions>) =>
    wordsOf(text, { ...DEFAULT_TOKENIZER, ...options }).join(" ");

  it("folds or drops numbers, which are the words without a letter", () => {
    const text = "In 1984, 3.14 or 2nd, x1 ½ ٣٤ １２ 1_000 years";
    expect(withOptions(text, { numbers: "keep" })).toBe(
      "in 1984 3 14 or 2nd x1 ½ ٣٤ １２ 1_000 years",
    );
    expect(withOptions(text, { numbers: "fold" })).toBe("in 0 0 0 or 2nd x1 0 0 0 0 years");
    expect(withOptions(text, { numbers: "drop" })).toBe("in or 2nd x1 years");
  });

  it("joins at inner hyphens where it is told to, and writes them all alike", () => {
    const text = "well-known x\u2010y x\u2011y a--b -c d- 1939–45 e-'f";
    expect(withOptions(text, { hyphens: "join" })).toBe("well-known x-y x-y a b c d 1939 45 e f");
    expect(withOptions(text, { hyphens: "separate" })).toBe(
      "well known x y x y a b c d 1939 45 e f",
    );
  });

  it("keeps letters as they are, or in lower case", () => {
    const text = "Straße ΟΔΟΣ CAFE\u0301 don’t";
    expect(withOptions(text, { letterCase: "keep" })).toBe("Straße ΟΔΟΣ CAFÉ don't");
    expect(withOptions(text, { letterCase: "lower" })).toBe("straße οδος café don't");
  });

  it("keeps an address whole, or knows nothing of it", () => {
    const text = "See HTTPS://Example.org/A_b, or me@x.org.";
    expect(withOptions(text, { addresses: "keep" })).toBe(
      "see https://example.org/a_b or me@x.org",
    );
    expect(withOptions(text, { addresses: "split" })).toBe("see https example org a_b or me x org");
    expect(withOptions(`http://x.org/${"y".repeat(100)} z`, { addresses: "keep" })).toBe("z");
  });

  it("can be those of the first models", () => {
    expect(wordsOf("Snake_case, Straße 1984 me@x.org", FIRST_TOKENIZER)).toEqual([
      "snake",
      "case",
      "straße",
      "1984",
      "me",
      "x",
      "org",
    ]);
  });

  it("find addresses in a text full of their beginnings in linear time", () => {
    for (const piece of ["a.", "@", "a@", "a@b", "x://", "www.", "://(", "a@b.c.", "www.a("]) {
      const text = piece.repeat(60_000);
      const began = performance.now();
      wordsOf(text);
      expect(performance.now() - began, piece).toBeLessThan(5000);
    }
  });
});

/** The words tokenizer again, as short as it can be, for texts without unspaced scripts and addresses. */
function plainWords(text: string, { letterCase, numbers, hyphens, underscores }: TokenizerOptions) {
  const joins = `['’${underscores === "join" ? "_" : ""}${hyphens === "join" ? "‐‑-" : ""}]`;
  const part = "[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}\u00ad\u200c\u200d\u2060]*";
  return [...text.matchAll(new RegExp(`${part}(?:${joins}${part})*`, "gu"))]
    .map(({ 0: found, index }) => {
      const surface = found.replace(/[\u00ad\u200c\u200d\u2060]+$/, "");
      const isNumber = numbers !== "keep" && !/\p{L}/u.test(surface);
      const word = isNumber ? "0" : foldWord(surface, letterCase);
      return { word, start: index, end: index + surface.length, isNumber };
    })
    .filter(({ start, end }) => end - start <= LONGEST_WORD)
    .filter(({ isNumber }) => !isNumber || numbers === "fold")
    .map(({ word, start, end }) => ({ word, start, end }));
}

describe("both tokenizers on random text", () => {
  const UNSPACED =
    /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/gu;

  it("equal a plain twin where there is no unspaced script", () => {
    const random = createRandom(1);
    for (let round = 0; round < 300; round++) {
      const text = randomText(random, 40).replace(UNSPACED, " ");
      const options = { ...randomTokenizer(random), addresses: "split" } as const;
      expect(tokensOf(text, options), JSON.stringify({ text, options })).toEqual(
        plainWords(text, options),
      );
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
      const options = randomTokenizer(random);
      for (const tokenizer of ["words", "whitespace", options] as const) {
        const letterCase = typeof tokenizer === "string" ? "fold" : tokenizer.letterCase;
        let last = 0;
        const wrong = tokensOf(text, tokenizer).filter(({ word, start, end }) => {
          const surface = text.slice(start, end);
          const isInOrder = last <= start && start < end;
          last = end;
          return !(
            isInOrder &&
            (word === (tokenizer === "whitespace" ? surface : foldWord(surface, letterCase)) ||
              word === "0") &&
            word === normalizeWord(surface, tokenizer) &&
            word === normalizeWord(word, tokenizer) &&
            mayHoldWord(text, word, tokenizer)
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
