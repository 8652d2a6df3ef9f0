// E-mail addresses and URLs in a text.

import { ASTRAL, classAt, LETTER, MARK, UNSPACED } from "./characterClasses.ts";

/** Where an address stands, in UTF-16 units. */
interface PlacedAddress {
  readonly start: number;
  readonly end: number;
}

/** Every address has one of these; the byte tokenizer looks for them, too. */
const HINTS = /@|:\/\/|www\./gi;

// RFC 5321, section 4.5.3.1; the longest scheme registered has 35 letters.
const LONGEST_LOCAL_PART = 64;
const LONGEST_DOMAIN = 255;
const LONGEST_SCHEME = 40;

/**
 * Gives the addresses of a text from left to right. None holds a control character or a space.
 *
 * An e-mail address is NAME@LABEL.LABEL…; a URL begins with SCHEME:// or www. and goes on to the first character that no
 * URL has, or closing bracket without an opening one, less the punctuation at its end. Takes linear time.
 */
export function* addressesOf(text: string): Generator<PlacedAddress, undefined> {
  let from = 0; // everything before is known
  const hints = new RegExp(HINTS);
  for (let hint = hints.exec(text); hint; hint = hints.exec(text)) {
    const found =
      hint[0] === "@"
        ? mailAround(text, hint.index, from)
        : hint[0] === "://"
          ? urlAround(text, hint.index, from)
          : webAddressAt(text, hint.index);
    if (!found) continue;
    yield found;
    from = found.end;
    hints.lastIndex = from;
  }
}

function mailAround(text: string, at: number, from: number): PlacedAddress | undefined {
  let start = at;
  const first = Math.max(from, at - LONGEST_LOCAL_PART);
  while (start > first && isOfLocalPart(text, start - 1)) start--;
  if (start > from && start < at && start === first && isOfLocalPart(text, start - 1))
    return undefined; // too long for a name
  while (start < at && !isLetter(text, start)) start++;
  if (start === at) return undefined;
  let labels = 0;
  let end = at;
  for (let position = at + 1; ; position++) {
    const labelStart = position;
    while (position - at <= LONGEST_DOMAIN && isOfLabel(text, position)) position++;
    if (position === labelStart) break;
    labels++;
    end = position;
    if (text[position] !== ".") break;
  }
  return labels >= 2 ? { start, end } : undefined;
}

function urlAround(text: string, colon: number, from: number): PlacedAddress | undefined {
  let start = colon;
  const first = Math.max(from, colon - LONGEST_SCHEME);
  while (start > first && /[a-z0-9+.-]/i.test(text[start - 1]!)) start--;
  while (start < colon && !/[a-z]/i.test(text[start]!)) start++;
  if (start === colon) return undefined;
  const end = urlEnd(text, colon + 3);
  return end > colon + 3 ? { start, end } : undefined;
}

function webAddressAt(text: string, start: number): PlacedAddress | undefined {
  if (start > 0 && (isLetter(text, start - 1) || text[start - 1] === "_")) return undefined;
  const host = start + 4;
  if (host >= text.length || !isLetter(text, host)) return undefined;
  const end = urlEnd(text, host);
  return end > host ? { start, end } : undefined;
}

/** Where what begins at `start` ends; there, if it is nothing. */
function urlEnd(text: string, start: number): number {
  let end = start;
  let round = 0;
  let square = 0;
  for (; end < text.length && isOfUrl(text, end); end++) {
    const character = text[end];
    if (character === "(") round++;
    else if (character === "[") square++;
    else if (character === ")" && --round < 0) break;
    else if (character === "]" && --square < 0) break;
  }
  while (end > start && TRAILING.has(text[end - 1]!)) end--;
  return end;
}

const TRAILING = new Set(".,;:!?*_~-");
/** Neither in URLs nor escaped in them as people write them. */
const NOT_IN_URLS = new Set("\"'<>\\^`{|}\x7f");

function isOfUrl(text: string, position: number): boolean {
  const unit = text.charCodeAt(position);
  if (unit >= 0x80) return isSpacedLetter(text, position);
  return unit > 0x20 && !NOT_IN_URLS.has(text[position]!);
}

function isOfLocalPart(text: string, position: number): boolean {
  return isSpacedLetter(text, position) || ".+-_%".includes(text[position]!);
}

function isOfLabel(text: string, position: number): boolean {
  return position < text.length && (isSpacedLetter(text, position) || text[position] === "-");
}

function isLetter(text: string, position: number): boolean {
  return (classAt(text, position) & LETTER) !== 0;
}

/** Chinese around an address does not belong to it; letters of two units are in none. */
function isSpacedLetter(text: string, position: number): boolean {
  const kind = classAt(text, position);
  return (kind & (LETTER | MARK)) !== 0 && (kind & (UNSPACED | ASTRAL)) === 0;
}
