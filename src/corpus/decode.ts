// Bytes of a file of unknown encoding to text, or the reason why not.

import { analyse } from "chardet";

/** A text, or why the bytes are none. `encoding` is a name of the WHATWG Encoding Standard. */
export type DecodedText = { text: string; encoding: string } | { reason: string };

/** V8's longest string is 2^29 - 24 units. Units: bytes. */
const LONGEST_INPUT = 2 ** 29 - 24;
/** NUL bytes are looked for in the first 8 kB, as git and editors do. */
const BINARY_SAMPLE = 8192;
const ENCODING_SAMPLE = 65_536;
/** ASCII text before the first other byte, for the detector to see words. */
const SAMPLE_LEAD = 1024;
/** Of 100. Random bytes reach 6, guesses from a single character pair 10, the weakest right answers seen 32. */
const LOWEST_CONFIDENCE = 20;
/** Spaces and line ends alone make a tenth of a UTF-16 text in an alphabet. */
const LOWEST_UTF16_NUL_SHARE = 0.1;
const HIGHEST_ODDITY_SHARE = 0.01;
/** Of the characters of a text in UTF-16 that has fewer NUL bytes; code read as characters has a third. */
const LOWEST_EAST_ASIAN_SHARE = 0.8;
/** Of what is no ASCII and yet valid UTF-8 in a text of another encoding. */
const HIGHEST_CHANCE_SHARE = 0.05;
const SINGLE_BYTE = /^(windows|iso-8859|koi8)/;

/**
 * Decodes a file.
 *
 * Tries a byte order mark, UTF-16 by its NUL bytes, UTF-8, then what the detector names with confidence; never guesses
 * where a character would be lost. The text is without byte order mark.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length > LONGEST_INPUT) return { reason: "too large for one text" };
  const marked = markedEncoding(bytes);
  if (marked) {
    const text = decodeStrictly(bytes, marked);
    if (text === undefined) return { reason: `damaged ${marked.toUpperCase()}` };
    return text.slice(0, BINARY_SAMPLE).includes("\0")
      ? { reason: "binary" }
      : { text, encoding: marked };
  }
  const head = bytes.subarray(0, BINARY_SAMPLE);
  if (head.includes(0)) return decodeUtf16ByNuls(bytes, head) ?? { reason: "binary" };
  const text = decodeStrictly(bytes, "utf-8");
  if (text === undefined) return decodeLegacy(bytes);
  return (
    (hasJapaneseEscape(head) && decodePlausibly(bytes, "iso-2022-jp")) || {
      text,
      encoding: "utf-8",
    }
  );
}

/**
 * Tells of a file, or of its first part, that it is not plainly a text in an encoding that extends ASCII: only
 * `decodeText` can say what it is.
 */
export function mayBeBinary(bytes: Uint8Array): boolean {
  const mark = markedEncoding(bytes);
  if (mark === "utf-16le" || mark === "utf-16be") return true;
  if (!mark && hasJapaneseEscape(bytes.subarray(0, BINARY_SAMPLE))) return true;
  // With a mark it is characters that are looked at, and none has more than three bytes a unit.
  return bytes.subarray(0, mark ? 3 * BINARY_SAMPLE + 3 : BINARY_SAMPLE).includes(0);
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}

function decodeUtf16ByNuls(bytes: Uint8Array, head: Uint8Array): DecodedText | undefined {
  const nuls: [number, number] = [0, 0];
  head.forEach((byte, offset) => {
    if (byte === 0) nuls[offset % 2 === 0 ? 0 : 1]++;
  });
  const encodings = nuls[0] > nuls[1] ? UTF16.toReversed() : UTF16;
  const isAlphabetic =
    Math.min(...nuls) === 0 && Math.max(...nuls) >= (LOWEST_UTF16_NUL_SHARE * head.length) / 2;
  if (isAlphabetic) return decodePlausibly(bytes, encodings[0]!);
  return encodings
    .map((encoding) => decodePlausibly(bytes, encoding))
    .find((decoded) => decoded && isEastAsian(decoded.text));
}

const UTF16 = ["utf-16le", "utf-16be"];

/** Chinese, Japanese and Korean have few NUL bytes, and not all at one side: 一 is U+4E00. */
function isEastAsian(text: string): boolean {
  const sample = text.slice(0, ENCODING_SAMPLE);
  const own = sample.match(EAST_ASIAN)?.length ?? 0;
  return own >= LOWEST_EAST_ASIAN_SHARE * sample.length;
}

const EAST_ASIAN = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\uff00-\uffef]/gu;

/** Tells whether bytes switch to a Japanese character set and back, as ISO-2022-JP does, which is ASCII otherwise. */
function hasJapaneseEscape(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x1b); at >= 0; at = bytes.indexOf(0x1b, at + 1))
    if (bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42)) return true;
  return false;
}

function decodeLegacy(bytes: Uint8Array): DecodedText {
  const start = Math.max(0, bytes.findIndex((byte) => byte >= 0x80) - SAMPLE_LEAD);
  const sample = bytes.subarray(start, start + ENCODING_SAMPLE);
  const share = shareOfUtf8(sample);
  if (share > 0.5) return { reason: "damaged UTF-8" };
  const best = analyse(sample)[0];
  const encoding =
    best && best.confidence >= LOWEST_CONFIDENCE ? canonicalName(best.name) : undefined;
  const decoded = encoding && decodePlausibly(bytes, encoding);
  if (!decoded) return { reason: "encoding not recognized" };
  // Two bytes of a double-byte encoding are a character of UTF-8 by chance, those of Western European hardly ever.
  if (share > HIGHEST_CHANCE_SHARE && SINGLE_BYTE.test(decoded.encoding))
    return { reason: `mixed encodings: UTF-8 and ${decoded.encoding}` };
  return decoded;
}

/** How many of the characters beyond ASCII are valid UTF-8, from 0 to 1; of text in another encoding nearly none. */
function shareOfUtf8(sample: Uint8Array): number {
  const text = new TextDecoder("utf-8").decode(sample);
  const damages = text.match(/\ufffd/g)?.length ?? 0;
  const others = text.match(/[^\x00-\x7f\ufffd]/g)?.length ?? 0;
  return others === 0 ? 0 : others / (others + damages);
}

function decodePlausibly(
  bytes: Uint8Array,
  encoding: string,
): { text: string; encoding: string } | undefined {
  const text = decodeStrictly(bytes, encoding);
  return text !== undefined && isPlausible(text) ? { text, encoding } : undefined;
}

function canonicalName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch (error) {
    // The detector names encodings that the platform does not decode, such as UTF-32.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return encoding === "windows-1252" ? completeWindows1252(text) : text;
  } catch (error) {
    // Invalid bytes are what the caller asks about; anything else is an error.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const WINDOWS_1252_FROM_80 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** Some releases of Node 20 to 23 decode windows-1252 as ISO-8859-1, which has controls in place of quotation marks. */
function completeWindows1252(text: string): string {
  return text.replace(
    /[\x80-\x9f]/g,
    (character) => WINDOWS_1252_FROM_80[character.charCodeAt(0) - 0x80]!,
  );
}

/** Tells whether the text is nearly free of control, private and unassigned characters, which wrong guesses yield. */
function isPlausible(text: string): boolean {
  const sample = text.slice(0, ENCODING_SAMPLE);
  const oddities = sample.match(/[^\P{C}\p{Cf}\t\n\v\f\r\b\x1b]/gu)?.length ?? 0;
  return oddities <= HIGHEST_ODDITY_SHARE * sample.length;
}
