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
  return text === undefined ? decodeLegacy(bytes) : { text, encoding: "utf-8" };
}

/**
 * Tells of a file, or of its first part, that it is not plainly a text in an encoding that extends ASCII: only
 * `decodeText` can say what it is.
 */
export function mayBeBinary(bytes: Uint8Array): boolean {
  const mark = markedEncoding(bytes);
  if (mark === "utf-16le" || mark === "utf-16be") return true;
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
  if (nuls[0] > 0 && nuls[1] > 0) return undefined;
  if (nuls[0] + nuls[1] < (LOWEST_UTF16_NUL_SHARE * head.length) / 2) return undefined;
  const encoding = nuls[0] > 0 ? "utf-16be" : "utf-16le";
  const text = decodeStrictly(bytes, encoding);
  return text !== undefined && isPlausible(text) ? { text, encoding } : undefined;
}

function decodeLegacy(bytes: Uint8Array): DecodedText {
  const start = Math.max(0, bytes.findIndex((byte) => byte >= 0x80) - SAMPLE_LEAD);
  const sample = bytes.subarray(start, start + ENCODING_SAMPLE);
  if (isMostlyUtf8(sample)) return { reason: "damaged UTF-8" };
  const best = analyse(sample)[0];
  if (best && best.confidence >= LOWEST_CONFIDENCE) {
    const encoding = canonicalName(best.name);
    const text = encoding && decodeStrictly(bytes, encoding);
    if (encoding && text !== undefined && isPlausible(text)) return { text, encoding };
  }
  return { reason: "encoding not recognized" };
}

/** Other encodings hardly ever form valid sequences of UTF-8; the detector takes a damaged file for Western European. */
function isMostlyUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(sample);
  const damages = text.match(/\ufffd/g)?.length ?? 0;
  const others = text.match(/[^\x00-\x7f\ufffd]/g)?.length ?? 0;
  return others > damages;
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
