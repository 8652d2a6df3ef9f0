import {
  DEFAULT_TOKENIZER,
  TOKENIZER_CHOICES,
  type TokenizerOptions,
} from "../../../src/corpus/tokenizerOptions.ts";

/** Returns a generator of numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Makes a `words` tokenizer of random options. */
export function randomTokenizer(random: () => number): TokenizerOptions {
  const choose = <T>(choices: readonly T[]) => choices[Math.floor(random() * choices.length)]!;
  return {
    ...DEFAULT_TOKENIZER,
    markup: "keep",
    letterCase: choose(TOKENIZER_CHOICES.letterCase),
    numbers: choose(TOKENIZER_CHOICES.numbers),
    hyphens: choose(TOKENIZER_CHOICES.hyphens),
    underscores: choose(TOKENIZER_CHOICES.underscores),
    addresses: choose(TOKENIZER_CHOICES.addresses),
    sentences: choose(TOKENIZER_CHOICES.sentences),
    chinese: "icu",
  };
}

const PIECES = [
  ..."aZéßİıſKΣσςЖйअनก็ำພມြက្ខ汉字々カーひ한글שلم0٣Ⅷ",
  ..."'’_-.,!?\"()…·・。、 \t\n\r\u00a0\u2028\u3000\u200b\u200d\ufeff\ufe0f",
  ...["\ud83d\ude00", "👩‍👩‍👧", "1️⃣", "𝒳", "𠮷", "𐐀", "\u{e0100}", "e\u0301", "ᄒ", "ᅡ", "ᆫ"],
  ...["\ud800", "\udc00", "\r\n", "don't", "l’homme", "OΔΟΣ", "iPhone手机", "東京都に", "ภาษาไทย"],
  ...["snake_case", "x".repeat(101), "\u0301".repeat(3), "\u0000"],
  ...["\u00ad", "\u200c", "\u2060", "-", "\u2010", "\u2011", "_", "@", "ẞ", "ŉ", "ﬁ", "ǰ", "1984"],
  ...[
    "well-known",
    "co\u00adop",
    "A_1",
    "me.too@mail.example.org",
    "https://x.org/a_(b)?q=é-1.",
    "WWW.Ab.de",
  ],
  ...[
    ". ",
    "! ",
    "? ",
    '." ',
    ".” ",
    "… ",
    "。",
    "！",
    "A. ",
    "Ж. ",
    "Mr. ",
    "etc. ",
    "। ",
    "\r\r",
    "\n\n",
    "\n  a",
  ],
  ...["line of words that may have been wrapped", "слова в строке, которую могли перенести на"],
  ...["0".repeat(20), "://", "www.", "h", "½", "１２"],
];

/** Makes text of mixed scripts, marks, emoji, lone surrogates and line ends. */
export function randomText(random: () => number, pieces: number): string {
  let text = "";
  for (let piece = 0; piece < pieces; piece++)
    text += PIECES[Math.floor(random() * PIECES.length)]!;
  return text;
}
