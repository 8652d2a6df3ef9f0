// What stands in prose and is no word: URLs, e-mail addresses, hashes, base64.
import { classAt, LETTER, MARK, UNSPACED } from "../characterClasses.ts";

/** Classes of the ASCII characters, a sum of bits. */
const DIGIT = 1;
const HEX_LETTER = 2;
const CAPITAL = 4;
const SMALL = 8;
/** Of base64 and its variant for URLs, besides letters and digits. */
const BASE64_SIGN = 16;
const COLON = 32;
const AT_SIGN = 64;
const ALPHANUMERIC = DIGIT | CAPITAL | SMALL;
const BASE64 = ALPHANUMERIC | BASE64_SIGN;

const SHORTEST_HASH = 7;
const SHORTEST_BASE64 = 32;
/** Of neighbors in random base64, 64 % are of different classes; in camel case at most 40 %. */
const BASE64_CHANGES = 0.45;
/** No registered scheme is longer. Units: UTF-16 units. */
const LONGEST_SCHEME = 24;
/** By RFC 5321. Units: UTF-16 units. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_DOMAIN = 255;
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/iy;
const WWW = /www\.[a-z\d-]+\.[a-z\d]/iy;
const DATA_URI = /data:(?:[a-z\d.+-]+\/[a-z\d.+-]+)?[;,]/iy;
const OTHER_SCHEMES: ReadonlySet<string> = new Set([
  "mailto",
  "tel",
  "sms",
  "urn",
  "doi",
  "magnet",
]);
const TRAILING = ".,;:!?'\"*_~`>]}";

const classes = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  if (/\d/.test(character)) return DIGIT;
  const hex = /[a-f]/i.test(character) ? HEX_LETTER : 0;
  if (/[A-Z]/.test(character)) return CAPITAL | hex;
  if (/[a-z]/.test(character)) return SMALL | hex;
  if ("+/=_-".includes(character)) return BASE64_SIGN;
  return character === ":" ? COLON : character === "@" ? AT_SIGN : 0;
});

/** Returns the text with blanks for URLs, e-mail addresses, hashes and base64. Takes linear time, keeps the length. */
export function blankAddresses(text: string): string {
  return blankRuns(text, true);
}

/** Returns the text with blanks for hashes and base64 only. */
export function blankEncodedData(text: string): string {
  return blankRuns(text, false);
}

/** Returns where the URL that begins at `start` ends: before punctuation that belongs to the sentence. */
export function findAddressEnd(text: string, start: number, limit: number): number {
  let end = start;
  let open = 0;
  for (; end < limit; end++) {
    const unit = text.charCodeAt(end);
    if (unit < 0x80) {
      if (unit <= 0x20 || unit === 0x3c || unit === 0x3e || unit === 0x22 || unit === 0x60) break;
      if (unit === 0x28) open++;
      else if (unit === 0x29 && --open < 0) break;
    } else {
      // Chinese text needs no space behind an address.
      const kind = classAt(text, end);
      if (kind & UNSPACED || !(kind & (LETTER | MARK))) break;
    }
  }
  while (end > start && TRAILING.includes(text[end - 1]!)) end--;
  return end;
}

/** Returns where the scheme before a "://" begins; the colon's position where there is none. */
export function findSchemeStart(text: string, colon: number, from: number): number {
  let start = colon;
  const lowest = Math.max(from, colon - LONGEST_SCHEME);
  while (start > lowest && isSchemeUnit(text.charCodeAt(start - 1))) start--;
  while (start < colon && !(classOf(text.charCodeAt(start)) & (CAPITAL | SMALL))) start++;
  return start;
}

function blankRuns(text: string, areAddressesBlank: boolean): string {
  const parts: string[] = [];
  let from = 0;
  const blank = (start: number, end: number): void => {
    const first = Math.max(start, from); // a scheme may reach back into what is blank already
    if (end <= first) return;
    parts.push(text.slice(from, first), " ".repeat(end - first));
    from = end;
  };
  const length = text.length;
  let base64Line = -1; // where the last run ended, if it was base64
  for (let position = 0; position < length;) {
    let unit = text.charCodeAt(position);
    if (unit <= 0x20) {
      position++;
      continue;
    }
    const start = position;
    let kinds = 0;
    let all = BASE64;
    do {
      const kind = unit < 0x80 ? classes[unit]! : 0;
      kinds |= kind;
      all &= kind === 0 ? 0 : kind & BASE64 ? BASE64 : 0;
      unit = ++position < length ? text.charCodeAt(position) : 0;
    } while (unit > 0x20);
    const size = position - start;
    if (base64Line >= 0 && all !== 0 && size >= 4 && isNextLine(text, base64Line, start)) {
      // The last line of a block may be of any length.
      if (kinds & DIGIT || text[position - 1] === "=" || isEncoded(text, start, position)) {
        blank(start, position);
        base64Line = position;
        continue;
      }
    }
    base64Line = -1;
    if (areAddressesBlank && size > 4) {
      if (kinds & (COLON | AT_SIGN)) blankMarked(text, start, position, blank);
      else if ((text.charCodeAt(start) | 0x20) === 0x77 || text.charCodeAt(start) < 0x41) {
        const at = start + (classOf(text.charCodeAt(start)) === 0 ? 1 : 0);
        WWW.lastIndex = at;
        if (WWW.test(text)) blank(at, findAddressEnd(text, at, position));
      }
    } else if (kinds & COLON) blankDataUris(text, start, position, blank);
    if (size >= SHORTEST_HASH && kinds & DIGIT && kinds & (CAPITAL | SMALL))
      if (blankEncoded(text, Math.max(start, from), position, blank)) base64Line = position;
  }
  if (from === 0) return text;
  parts.push(text.slice(from));
  return parts.join("");
}

type Blank = (start: number, end: number) => void;

/** Blanks what is told by a ":" or an "@" in it. */
function blankMarked(text: string, start: number, end: number, blank: Blank): void {
  let done = start;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    let first = at;
    let last = at;
    if (unit === 0x3a) {
      first = findSchemeStart(text, at, done);
      if (first === at) continue;
      if (isDataUri(text, first)) last = end;
      else if (text.startsWith("//", at + 1)) last = findAddressEnd(text, at + 3, end);
      else if (OTHER_SCHEMES.has(text.slice(first, at).toLowerCase()) && at + 1 < end)
        last = findAddressEnd(text, at + 1, end);
    } else if (unit === 0x40) {
      first = findLocalPart(text, at, done);
      if (first < at) last = findDomainEnd(text, at + 1, end);
    }
    if (last <= at + 1) continue;
    blank(first, last);
    done = last;
    at = last - 1;
  }
}

function blankDataUris(text: string, start: number, end: number, blank: Blank): void {
  for (let colon = text.indexOf(":", start); colon >= 0 && colon < end;) {
    if (colon - 4 >= start && isDataUri(text, colon - 4)) {
      blank(colon - 4, end);
      return;
    }
    colon = text.indexOf(":", colon + 1);
  }
}

function isDataUri(text: string, start: number): boolean {
  DATA_URI.lastIndex = start;
  return DATA_URI.test(text);
}

/** Blanks hashes, UUIDs and base64 in a run; says whether base64 reaches to its end. */
function blankEncoded(text: string, start: number, end: number, blank: Blank): boolean {
  for (let at = start; at < end;) {
    const kind = classOf(text.charCodeAt(at));
    if (!(kind & BASE64)) {
      at++;
      continue;
    }
    let last = at;
    while (last < end && classOf(text.charCodeAt(last)) & BASE64) last++;
    if (last - at >= SHORTEST_BASE64 && isEncoded(text, at, last)) {
      blank(at, last);
      if (last === end) return true;
    } else blankHashes(text, at, last, blank);
    at = last;
  }
  return false;
}

function blankHashes(text: string, start: number, end: number, blank: Blank): void {
  for (let at = start; at < end;) {
    let last = at;
    let digits = 0;
    let letters = 0;
    for (; last < end; last++) {
      const kind = classOf(text.charCodeAt(last));
      if (!(kind & ALPHANUMERIC)) break;
      if (kind & DIGIT) digits++;
      else if (kind & HEX_LETTER) letters++;
      else letters = -Infinity;
    }
    UUID.lastIndex = at;
    if (last - at === 8 && UUID.test(text)) blank(at, (last = UUID.lastIndex));
    // Words such as "defaced" have no digits, and numbers no letters.
    else if (last - at >= SHORTEST_HASH && digits >= 2 && letters >= 1) blank(at, last);
    at = last + 1;
  }
}

/** Says whether letters and digits change as often as in base64. */
function isEncoded(text: string, start: number, end: number): boolean {
  let changes = 0;
  let pairs = 0;
  let kinds = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    const kind = classOf(unit) & BASE64;
    kinds |= kind;
    if (at === start || unit === text.charCodeAt(at - 1)) continue; // zeros are runs of "A"
    pairs++;
    if (kind !== (classOf(text.charCodeAt(at - 1)) & BASE64)) changes++;
  }
  const mixed = DIGIT | CAPITAL | SMALL;
  return (kinds & mixed) === mixed && changes >= BASE64_CHANGES * pairs;
}

function isNextLine(text: string, end: number, start: number): boolean {
  let breaks = 0;
  for (let at = end; at < start; at++)
    if (text.charCodeAt(at) === 0x0a && ++breaks > 1) return false;
  return start - end < 200;
}

function findLocalPart(text: string, at: number, from: number): number {
  let start = at;
  const lowest = Math.max(from, at - LONGEST_LOCAL_PART);
  while (start > lowest) {
    const unit = text.charCodeAt(start - 1);
    const isLocal =
      unit < 0x80
        ? classOf(unit) & ALPHANUMERIC || ".%+-_".includes(text[start - 1]!)
        : classAt(text, start - 1) & LETTER && !(classAt(text, start - 1) & UNSPACED);
    if (!isLocal) break;
    start--;
  }
  return start;
}

/** Returns where the domain behind an "@" ends; its start where the domain has no dot. */
function findDomainEnd(text: string, start: number, limit: number): number {
  let end = start;
  let dot = -1;
  const last = Math.min(limit, start + LONGEST_DOMAIN);
  for (; end < last; end++) {
    const unit = text.charCodeAt(end);
    if (unit === 0x2e) {
      if (!isDomainUnit(text, end + 1, limit)) break;
      dot = end;
    } else if (!isDomainUnit(text, end, limit)) break;
  }
  const isName = dot > start && !(classOf(text.charCodeAt(dot + 1)) & DIGIT);
  return isName ? end : start;
}

function isDomainUnit(text: string, at: number, limit: number): boolean {
  if (at >= limit) return false;
  const unit = text.charCodeAt(at);
  if (unit < 0x80) return (classOf(unit) & ALPHANUMERIC) !== 0 || unit === 0x2d;
  return (classAt(text, at) & (LETTER | UNSPACED)) === LETTER;
}

function isSchemeUnit(unit: number): boolean {
  return (classOf(unit) & ALPHANUMERIC) !== 0 || unit === 0x2b || unit === 0x2d || unit === 0x2e;
}

function classOf(unit: number): number {
  return unit < 0x80 ? classes[unit]! : 0;
}
