// Names in code, and the words that they are made of.

import { classAt, ASTRAL, LETTER, MARK, UNSPACED } from "../characterClasses.ts";

/** A part of a name. Units: UTF-16 units from the name's beginning. */
export interface NamePart {
  readonly start: number;
  readonly end: number;
}

// What a character of a name is. Letters without case, such as Chinese ones, count as lower case.
const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;

/** Names are split up to this length; what is longer is generated, and no word to the tokenizers either. */
const LONGEST_NAME = 100;

/**
 * Words of mixed case that the rules would cut, with the parts that they stay; the idea is Spiral's (Hucka 2018, "Spiral:
 * splitters for identifiers in source code files", JOSS 3(24)).
 */
const MIXED_CASE_WORDS = [
  ..."iOS iPad iPadOS iPhone iTunes iCloud macOS tvOS watchOS eBay IPv4 IPv6 OAuth OAuth1 OAuth2 OpenID".split(
    " ",
  ),
  ..."GitHub GitLab BitBucket JavaScript TypeScript CoffeeScript ECMAScript PostScript YouTube LinkedIn".split(
    " ",
  ),
  ..."WiFi MySQL NoSQL PostgreSQL SQLite GraphQL LaTeX BibTeX TeX PhD NumPy SciPy PyTorch TensorFlow".split(
    " ",
  ),
  ..."WebGL WebGL2 WebGPU OpenGL OpenCL OpenSSL SSLv2 SSLv3 TLSv1 ActiveX OCaml OpenAI ChatGPT DevOps VSCode XPath XQuery PyPI".split(
    " ",
  ),
  ..."UInt UInt8 UInt16 UInt32 UInt64 MHz GHz kHz dB mL kB MiB KiB GiB CMake".split(" "),
] as const;
/** By the unit of the first character, the longest first. */
const mixedCaseWords: (string[] | undefined)[] = Array.from({ length: 0x80 }, () => undefined);
for (const word of [...MIXED_CASE_WORDS].sort((a, b) => b.length - a.length))
  (mixedCaseWords[word.charCodeAt(0)] ??= []).push(word);

/**
 * Splits a name at `_` and whatever else is no letter or digit, at changes of case, and behind acronyms: `HTTPServer` is
 * HTTP Server, `userIDs` user IDs.
 *
 * Digits stay with the letters before them (`utf8`, `sha256`, `vec2`, `IPv4Address` is IPv4 Address), and a word of three
 * or more letters behind them is one of its own (`base64Encode`, `md5sum`); one or two letters stay (`i18n`, `vec3f`).
 * `2D`, `3d` and `4x` are parts. A name of one part has that part; a name without letters or digits has none. Takes time
 * linear in the name's length; a name of more than 100 units is one part.
 */
export function splitIdentifier(name: string): NamePart[] {
  if (name.length > LONGEST_NAME) return [{ start: 0, end: name.length }];
  const kinds = scratch;
  readKinds(name, kinds);
  const parts: NamePart[] = [];
  let position = 0;
  while (position < name.length) {
    if (kinds[position] === OTHER) {
      position++;
      continue;
    }
    const end = endOfPart(name, kinds, position);
    parts.push({ start: position, end });
    position = end;
  }
  return parts;
}

/** Kinds of the name at hand, and one more: nothing stands behind it. */
const scratch = new Uint8Array(LONGEST_NAME + 1);

function readKinds(name: string, kinds: Uint8Array): void {
  kinds[name.length] = OTHER;
  for (let position = 0; position < name.length; position++) {
    const unit = name.charCodeAt(position);
    if (unit < 0x80) {
      if (unit >= 0x61 && unit <= 0x7a) kinds[position] = LOWER;
      else if (unit >= 0x41 && unit <= 0x5a) kinds[position] = UPPER;
      else kinds[position] = unit >= 0x30 && unit <= 0x39 ? DIGIT : OTHER;
      continue;
    }
    const bits = classAt(name, position);
    if ((bits & (LETTER | MARK)) === 0) {
      kinds[position] = OTHER;
      continue;
    }
    const size = bits & ASTRAL ? 2 : 1;
    const character = name.slice(position, position + size);
    const isDigit = (bits & UNSPACED) === 0 && DECIMAL.test(character);
    const isUpper = character !== character.toLowerCase();
    const kind = isDigit ? DIGIT : isUpper ? UPPER : LOWER;
    kinds.fill(kind, position, position + size);
    if (bits & MARK && position > 0) kinds[position] = kinds[position - 1]!;
    position += size - 1;
  }
}

const DECIMAL = /^\p{Nd}$/u;

/** Returns where the part ends that begins at a letter or digit. */
function endOfPart(name: string, kinds: Uint8Array, start: number): number {
  const special = mixedCaseWordAt(name, kinds, start);
  if (special > 0) return withDigits(name, kinds, special);
  if (kinds[start] === DIGIT) return endOfDigits(name, kinds, start);
  let end = start + 1;
  if (kinds[start] === UPPER) {
    while (kinds[end] === UPPER && mixedCaseWordAt(name, kinds, end) === 0) end++;
    if (kinds[end] !== LOWER || end - start > 1) {
      // An acronym; the last capital of HTTPServer begins the next word, but the s of URLs is a plural.
      if (kinds[end] !== LOWER) return withDigits(name, kinds, end);
      if (name[end] === "s" && kinds[end + 1] !== LOWER) return withDigits(name, kinds, end + 1);
      return end - 1;
    }
  }
  while (kinds[end] === LOWER) end++;
  return withDigits(name, kinds, end);
}

/** Returns the end of a part that has digits behind its letters: `utf8`, `i18n`, but `draw` of `draw3d`. */
function withDigits(name: string, kinds: Uint8Array, end: number): number {
  if (kinds[end] !== DIGIT) return end;
  let digitsEnd = end;
  while (kinds[digitsEnd] === DIGIT) digitsEnd++;
  if (isDimension(name, kinds, end, digitsEnd) && end > 1 && kinds[end - 2] !== OTHER) return end;
  return behindDigits(name, kinds, digitsEnd);
}

/** Returns the end of a part that begins with digits. */
function endOfDigits(name: string, kinds: Uint8Array, start: number): number {
  let end = start;
  while (kinds[end] === DIGIT) end++;
  if (isDimension(name, kinds, start, end)) return end + 1;
  return behindDigits(name, kinds, end);
}

/** Letters that stay with the digits before them: one or two small ones, or a single capital. */
function behindDigits(name: string, kinds: Uint8Array, digitsEnd: number): number {
  let end = digitsEnd;
  while (kinds[end] === LOWER && end - digitsEnd <= 2) end++;
  if (end > digitsEnd) {
    if (end - digitsEnd > 2) return digitsEnd;
    // `utf8mb4` has digits once more.
    return kinds[end] === DIGIT ? withDigits(name, kinds, end) : end;
  }
  // `B2B`, `H2O`, and `B2BOrder`
  const next = kinds[end + 1];
  const isSingle =
    kinds[end] === UPPER && next !== LOWER && (next !== UPPER || kinds[end + 2] === LOWER);
  return isSingle ? end + 1 : end;
}

/** Tells `2d`, `3D` and `4x`. */
function isDimension(name: string, kinds: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 1 || !/[dx]/i.test(name[end] ?? "")) return false;
  const next = kinds[end + 1];
  return (
    next === OTHER ||
    (next === UPPER && kinds[end] === UPPER ? kinds[end + 2] === LOWER : next === UPPER)
  );
}

/** Returns the end of a word of mixed case at a position, or 0. */
function mixedCaseWordAt(name: string, kinds: Uint8Array, start: number): number {
  const words = mixedCaseWords[name.charCodeAt(start)];
  if (!words) return 0;
  // Within a word of small letters nothing begins.
  if (kinds[start] === LOWER && kinds[start - 1] === LOWER) return 0;
  for (const word of words) {
    const end = start + word.length;
    if (!name.startsWith(word, start)) continue;
    const next = kinds[end];
    // `OAuthor` is no OAuth, and `MHzX` none of these.
    if (next === LOWER && kinds[end - 1] !== DIGIT) {
      if (name[end] !== "s" || kinds[end + 1] === LOWER) continue;
      return end + 1;
    }
    return end;
  }
  return 0;
}
