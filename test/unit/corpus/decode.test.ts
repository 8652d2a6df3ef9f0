import { describe, expect, it } from "vitest";
import { decodeText } from "../../../src/corpus/decode.ts";
import { createRandom } from "./randomText.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const bytesOf = (...parts: (Uint8Array | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const utf16le = (text: string) => Uint8Array.from(Buffer.from(text, "utf16le"));
const utf16be = (text: string) => Uint8Array.from(Buffer.from(text, "utf16le").swap16());

/** Encodes with the decoder's own table, for encodings that Node only decodes. */
function encodeSingleByte(text: string, encoding: string): Uint8Array {
  const all = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Uint8Array.from(text, (character) => {
    const byte = all.indexOf(character);
    if (byte < 0) throw new Error(`${encoding} has no ${character}`);
    return byte;
  });
}
function encodeDoubleByte(text: string, encoding: string): Uint8Array {
  const codes = new Map<string, number[]>();
  const decoder = new TextDecoder(encoding);
  for (let byte = 0; byte < 0x80; byte++) codes.set(String.fromCharCode(byte), [byte]);
  for (let first = 0x81; first < 0xff; first++)
    for (let second = 0x40; second < 0xff; second++) {
      const character = decoder.decode(Uint8Array.of(first, second));
      if (character.length === 1 && !codes.has(character)) codes.set(character, [first, second]);
    }
  return bytesOf(...[...text].map((character) => codes.get(character)!));
}

const RUSSIAN =
  "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом.";
const CHINESE =
  "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。";
const JAPANESE =
  "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。";
const KOREAN =
  "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로";
const TAIWANESE =
  "人人生而自由,在尊嚴和權利上一律平等。他們賦有理性和良心,並應以兄弟關係的精神相對待。";

describe("decodeText", () => {
  it("reads UTF-8 with and without byte order mark, and nothing", () => {
    expect(decodeText(utf8("größe 汉字 😀"))).toEqual({ text: "größe 汉字 😀", encoding: "utf-8" });
    expect(decodeText(bytesOf([0xef, 0xbb, 0xbf], utf8("é")))).toEqual({
      text: "é",
      encoding: "utf-8",
    });
    expect(decodeText(new Uint8Array(0))).toEqual({ text: "", encoding: "utf-8" });
  });

  it("reads UTF-16 by its byte order mark", () => {
    const text = "Ein Käse, 汉字 😀\r\n";
    expect(decodeText(bytesOf([0xff, 0xfe], utf16le(text)))).toEqual({
      text,
      encoding: "utf-16le",
    });
    expect(decodeText(bytesOf([0xfe, 0xff], utf16be(text)))).toEqual({
      text,
      encoding: "utf-16be",
    });
  });

  it("recognizes UTF-16 without byte order mark by its NUL bytes", () => {
    for (const text of ["Plain English, two lines.\r\n", `${RUSSIAN}\n`]) {
      expect(decodeText(utf16le(text))).toEqual({ text, encoding: "utf-16le" });
      expect(decodeText(utf16be(text))).toEqual({ text, encoding: "utf-16be" });
    }
  });

  it("calls binary what has NUL bytes otherwise", () => {
    expect(decodeText(utf8("text with one \0 in it"))).toEqual({ reason: "binary" });
    expect(decodeText(utf8("text, text, one \0 in it"))).toEqual({ reason: "binary" });
    expect(decodeText(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0))).toEqual({
      reason: "binary",
    });
    expect(decodeText(Uint8Array.of(5, 0, 7, 0, 9, 0, 12, 0))).toEqual({ reason: "binary" });
    expect(decodeText(bytesOf([0xff, 0xfe, 0, 0], [0x61, 0, 0, 0]))).toEqual({ reason: "binary" });
    expect(decodeText(bytesOf([0xef, 0xbb, 0xbf], utf8("a\0b")))).toEqual({ reason: "binary" });
  });

  it("names damage instead of guessing", () => {
    expect(decodeText(bytesOf(utf8("Größe und Käse ".repeat(20)), [0xff], utf8("mehr")))).toEqual({
      reason: "damaged UTF-8",
    });
    expect(decodeText(utf8("汉字".repeat(100)).subarray(0, -1))).toEqual({
      reason: "damaged UTF-8",
    });
    expect(decodeText(bytesOf([0xff, 0xfe], utf16le("abc"), [0x61]))).toEqual({
      reason: "damaged UTF-16LE",
    });
  });

  it("reads Latin-1, and windows-1252 with its quotation marks", () => {
    const french = "L'été dernier, nous avons visité une petite église à côté de la forêt.\n";
    expect(decodeText(latin1(french))).toEqual({ text: french, encoding: "windows-1252" });
    const quoted = bytesOf(
      latin1("The café was closed when the old man came back from the sea, "),
      [0x93, ...utf8("quoted"), 0x94, 0x20, 0x80],
    );
    expect(decodeText(quoted)).toEqual({
      text: "The café was closed when the old man came back from the sea, “quoted” €",
      encoding: "windows-1252",
    });
  });

  it("sees the first foreign byte wherever in the file it stands", () => {
    const text = `${"plain words and more of them, line by line\n".repeat(5000)}Größe und Käse für alle\n`;
    expect(decodeText(latin1(text))).toEqual({ text, encoding: "windows-1252" });
  });

  it.each([
    ["windows-1251", RUSSIAN],
    ["koi8-r", RUSSIAN],
    ["iso-8859-5", RUSSIAN],
    [
      "iso-8859-2",
      "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.",
    ],
    [
      "windows-1250",
      "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.",
    ],
    [
      "iso-8859-7",
      "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    ],
    ["windows-1256", "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق."],
  ])("recognizes %s", (encoding, text) => {
    expect(decodeText(encodeSingleByte(text, encoding))).toEqual({ text, encoding });
  });

  it.each([
    ["gb18030", CHINESE],
    ["big5", TAIWANESE],
    ["shift_jis", JAPANESE],
    ["euc-jp", JAPANESE],
    ["euc-kr", KOREAN],
  ])("recognizes %s", (encoding, text) => {
    expect(decodeText(encodeDoubleByte(text, encoding))).toEqual({ text, encoding });
  });

  it("refuses random bytes without NUL", () => {
    const random = createRandom(5);
    for (let round = 0; round < 50; round++) {
      const bytes = Uint8Array.from({ length: 3000 }, () => 1 + Math.floor(random() * 255));
      expect(decodeText(bytes)).toEqual({ reason: "encoding not recognized" });
    }
  });
});
