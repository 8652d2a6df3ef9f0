// What stands in prose and is no word: URLs, e-mail addresses, hashes, base64.
import { classAt, LETTER, MARK, UNSPACED } from "../characterClasses.ts";
import { shortTextOf } from "./unitText.ts";

/** Classes of the ASCII characters, a sum of bits. */
const DIGIT = 1;
const HEX_LETTER = 2;
const CAPITAL = 4;
const SMALL = 8;
/** Of base64 and its variant for URLs, besides letters and digits. */
const BASE64_SIGN = 16;
const COLON = 32;
const AT_SIGN = 64;
const OTHER = 128;
const ALPHANUMERIC = DIGIT | CAPITAL | SMALL;
const BASE64 = ALPHANUMERIC | BASE64_SIGN;

const SPACE = 0x20;
const FULL_STOP = 0x2e;
const SHORTEST_ADDRESS = 5;
const SHORTEST_HASH = 7;
const SHORTEST_BASE64 = 32;
/** Of neighbors in random base64, 64 % are of different classes; in camel case at most 40 %. */
const BASE64_CHANGES = 0.45;
/** No registered scheme is longer. Units: UTF-16 units. */
const LONGEST_SCHEME = 24;
/** By RFC 5321. Units: UTF-16 units. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_DOMAIN = 255;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const UUID_LENGTH = 36;
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
  return character === ":" ? COLON : character === "@" ? AT_SIGN : OTHER;
});

/** What an address, a hash or base64 has, and few words. */
const isTelling = classes.map((kind, unit) =>
  kind & (DIGIT | COLON | AT_SIGN) || unit === FULL_STOP ? 1 : 0,
);

/** Puts blanks for URLs, e-mail addresses, hashes and base64. Takes linear time. */
export function blankAddresses(units: Uint16Array, signs: Uint32Array): void {
  blankRuns(units, signs, true);
}

/** Puts blanks for hashes and base64 only. */
export function blankEncodedData(units: Uint16Array, signs: Uint32Array): void {
  blankRuns(units, signs, false);
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

/** Looks only at runs that hold something telling: to end every word takes longer than to read it. */
function blankRuns(units: Uint16Array, signs: Uint32Array, areAddressesBlank: boolean): void {
  let end = 0;
  for (const at of signs) {
    const unit = units[at]!;
    if (at < end || unit >= 0x80 || isTelling[unit] === 0) continue;
    if (unit === FULL_STOP && !isBehindWww(units, at)) continue;
    let start = at;
    while (start > 0 && units[start - 1]! > SPACE) start--;
    end = endOfRun(units, at);
    if (blankRun(units, start, end, areAddressesBlank)) end = blankNextLines(units, end);
  }
}

function endOfRun(units: Uint16Array, start: number): number {
  let end = start;
  while (end < units.length && units[end]! > SPACE) end++;
  return end;
}

function isBehindWww(units: Uint16Array, at: number): boolean {
  return at >= 3 && isW(units[at - 1]!) && isW(units[at - 2]!) && isW(units[at - 3]!);
}

function isW(unit: number): boolean {
  return (unit | 0x20) === 0x77;
}

/** Says whether base64 reaches to the run's end. */
function blankRun(
  units: Uint16Array,
  start: number,
  end: number,
  areAddressesBlank: boolean,
): boolean {
  const kinds = kindsOf(units, start, end);
  let from = start;
  if (end - start >= SHORTEST_ADDRESS) {
    if (!areAddressesBlank) {
      if (kinds & COLON) from = blankDataUris(units, start, end);
    } else if (kinds & (COLON | AT_SIGN)) from = blankMarked(units, start, end);
    else from = blankWebAddress(units, start, end);
  }
  const mayBeEncoded = end - start >= SHORTEST_HASH && kinds & DIGIT && kinds & (CAPITAL | SMALL);
  return mayBeEncoded ? blankEncoded(units, from, end) : false;
}

function kindsOf(units: Uint16Array, start: number, end: number): number {
  let kinds = 0;
  for (let at = start; at < end; at++) kinds |= classOf(units[at]!);
  return kinds;
}

/** Blanks the lines with which base64 goes on; returns where they end. */
function blankNextLines(units: Uint16Array, base64End: number): number {
  let lastEnd = base64End;
  for (;;) {
    let start = lastEnd;
    let breaks = 0;
    for (; start < units.length && units[start]! <= SPACE; start++)
      if (units[start] === 0x0a) breaks++;
    const end = endOfRun(units, start);
    if (breaks > 1 || start - lastEnd >= 200 || !isNextLine(units, start, end)) return lastEnd;
    blank(units, start, end);
    lastEnd = end;
  }
}

/** Says whether a run may be the next line of base64; the last line may be of any length. */
function isNextLine(units: Uint16Array, start: number, end: number): boolean {
  const kinds = kindsOf(units, start, end);
  if (kinds & ~(BASE64 | HEX_LETTER) || end - start < 4) return false;
  return (kinds & DIGIT) !== 0 || units[end - 1] === 0x3d || isEncoded(units, start, end);
}

function blank(units: Uint16Array, start: number, end: number): void {
  units.fill(SPACE, start, end);
}

/** Blanks what is told by a ":" or an "@" in a run; returns where the text behind it begins. */
function blankMarked(units: Uint16Array, start: number, end: number): number {
  const run = shortTextOf(units, start, end);
  let done = 0;
  for (let at = 0; at < run.length; at++) {
    const unit = run.charCodeAt(at);
    let first = at;
    let last = at;
    if (unit === 0x3a) {
      first = findSchemeStart(run, at, done);
      if (first === at) continue;
      if (isDataUri(run, first)) last = run.length;
      else if (run.startsWith("//", at + 1)) last = findAddressEnd(run, at + 3, run.length);
      else if (OTHER_SCHEMES.has(run.slice(first, at).toLowerCase()) && at + 1 < run.length)
        last = findAddressEnd(run, at + 1, run.length);
    } else if (unit === 0x40) {
      first = findLocalPart(run, at, done);
      if (first < at) last = findDomainEnd(run, at + 1, run.length);
    }
    if (last <= at + 1) continue;
    blank(units, start + first, start + last);
    done = last;
    at = last - 1;
  }
  return start + done;
}

function blankDataUris(units: Uint16Array, start: number, end: number): number {
  const run = shortTextOf(units, start, end);
  for (let colon = run.indexOf(":"); colon >= 0; colon = run.indexOf(":", colon + 1))
    if (colon >= 4 && isDataUri(run, colon - 4)) {
      blank(units, start + colon - 4, end);
      return end;
    }
  return start;
}

/** Blanks an address that begins with "www."; a bracket or quote may stand before it. */
function blankWebAddress(units: Uint16Array, start: number, end: number): number {
  const first = units[start]!;
  const at = first < 0x41 && classOf(first) === OTHER ? start + 1 : start;
  if ((units[at]! | 0x20) !== 0x77 || units[at + 3] !== 0x2e) return start;
  const run = shortTextOf(units, at, end);
  WWW.lastIndex = 0;
  if (!WWW.test(run)) return start;
  const last = at + findAddressEnd(run, 0, run.length);
  blank(units, at, last);
  return last;
}

function isDataUri(text: string, start: number): boolean {
  DATA_URI.lastIndex = start;
  return DATA_URI.test(text);
}

/** Blanks hashes, UUIDs and base64 in a run; says whether base64 reaches to its end. */
function blankEncoded(units: Uint16Array, start: number, end: number): boolean {
  for (let at = start; at < end;) {
    if (!(classOf(units[at]!) & BASE64)) {
      at++;
      continue;
    }
    let last = at;
    while (last < end && classOf(units[last]!) & BASE64) last++;
    if (last - at >= SHORTEST_BASE64 && isEncoded(units, at, last)) {
      blank(units, at, last);
      if (last === end) return true;
    } else blankHashes(units, at, last);
    at = last;
  }
  return false;
}

function blankHashes(units: Uint16Array, start: number, end: number): void {
  for (let at = start; at < end;) {
    let last = at;
    let digits = 0;
    let letters = 0;
    for (; last < end; last++) {
      const kind = classOf(units[last]!);
      if (!(kind & ALPHANUMERIC)) break;
      if (kind & DIGIT) digits++;
      else if (kind & HEX_LETTER) letters++;
      else letters = -Infinity;
    }
    if (last - at === 8 && isUuid(units, at)) blank(units, at, (last = at + UUID_LENGTH));
    // Words such as "defaced" have no digits, and numbers no letters.
    else if (last - at >= SHORTEST_HASH && digits >= 2 && letters >= 1) blank(units, at, last);
    at = last + 1;
  }
}

function isUuid(units: Uint16Array, at: number): boolean {
  return units[at + 8] === 0x2d && UUID.test(shortTextOf(units, at, at + UUID_LENGTH));
}

/** Says whether letters and digits change as often as in base64. */
function isEncoded(units: Uint16Array, start: number, end: number): boolean {
  let changes = 0;
  let pairs = 0;
  let kinds = 0;
  let previous = -1;
  for (let at = start; at < end; at++) {
    const unit = units[at]!;
    const kind = classOf(unit) & BASE64;
    kinds |= kind;
    // Zeros are runs of "A".
    if (previous >= 0 && unit !== previous) {
      pairs++;
      if (kind !== (classOf(previous) & BASE64)) changes++;
    }
    previous = unit;
  }
  const mixed = DIGIT | CAPITAL | SMALL;
  return (kinds & mixed) === mixed && changes >= BASE64_CHANGES * pairs;
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
  return unit < 0x80 ? classes[unit]! : OTHER;
}
