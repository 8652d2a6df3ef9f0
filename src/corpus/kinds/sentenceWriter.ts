// What the readers of code and data put into a prose: words without addresses and encoded data, sentence by sentence.

import type { ProseBuilder } from "./prose.ts";

/** Writes words and ends of sentences; never two ends of a sentence with nothing between them. */
export class SentenceWriter {
  readonly builder: ProseBuilder;
  readonly source: string;
  readonly #keepsAddresses: boolean;
  #isOpen: boolean;

  /** `isOpen`: whether words that belong to no ended sentence stand before. */
  constructor(builder: ProseBuilder, source: string, keepsAddresses: boolean, isOpen = false) {
    this.builder = builder;
    this.source = source;
    this.#keepsAddresses = keepsAddresses;
    this.#isOpen = isOpen;
  }

  /** Whether the present sentence has words. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Takes a word as it is. */
  keepWord(start: number, end: number): void {
    this.builder.keep(start, end);
    this.#isOpen = true;
  }

  /** Takes a word once more. */
  repeat(start: number, end: number): void {
    this.builder.repeat(start, end);
  }

  /** Takes `text` for an escape. */
  put(text: string, start: number, end: number): void {
    this.builder.put(text, start, end);
    this.#isOpen = true;
  }

  /** Ends the sentence, if there is one; `end` must lie behind what was written. */
  endSentence(end: number): void {
    if (!this.#isOpen) return;
    this.builder.breakSentence(end);
    this.#isOpen = false;
  }

  /**
   * Takes text, but no base64, hashes and UUIDs, and no URLs and e-mail addresses unless they are wanted. Takes linear
   * time.
   */
  keepText(start: number, end: number): void {
    const { source } = this;
    let keptFrom = start;
    /** Where the present run of characters that data may have begins. */
    let runStart = start;
    let position = start;
    while (position <= end) {
      let unit = SPACE;
      let kind = SEPARATOR;
      for (; position < end; position++) {
        unit = source.charCodeAt(position);
        kind = unit < 0x80 ? DATA_KINDS[unit]! : SEPARATOR;
        if (kind >= SEPARATOR) break;
      }
      if (position === end) {
        unit = SPACE; // where the text ends, a run does
        kind = SEPARATOR;
      }
      if (position - runStart >= SHORTEST_DATA && isData(source, runStart, position)) {
        this.#keepStretch(keptFrom, runStart);
        keptFrom = runStart = position;
        continue;
      }
      if (kind === ADDRESS_SIGN && !this.#keepsAddresses) {
        const address =
          unit === AT
            ? mailAddressAt(source, keptFrom, position, end)
            : urlAt(source, keptFrom, position, end);
        if (address) {
          this.#keepStretch(keptFrom, address.start);
          keptFrom = runStart = position = address.end;
          continue;
        }
      }
      if (unit === SEMICOLON && source.startsWith(";base64,", position)) {
        this.#keepStretch(keptFrom, position);
        position = endOfData(source, position + ";base64,".length, end);
        keptFrom = runStart = position;
        continue;
      }
      position++;
      runStart = position;
    }
    this.#keepStretch(keptFrom, end);
  }

  #keepStretch(start: number, end: number): void {
    if (end <= start) return;
    this.builder.keep(start, end);
    this.#isOpen = true;
  }
}

const SPACE = 0x20;
const AT = 0x40;
const SEMICOLON = 0x3b;
const HYPHEN = 0x2d;
const SHORTEST_DATA = 16;
const SHORTEST_BASE64 = 32;

// What a character is in encoded data; those up to SYMBOL are digits of base64 or UUIDs.
const CAPITAL = 1;
const SMALL = 2;
const DIGIT = 3;
const SYMBOL = 4;
const SEPARATOR = 5;
/** May belong to an address: a separator too. */
const ADDRESS_SIGN = 6;
const DATA_KINDS = new Uint8Array(0x80).fill(SEPARATOR);
for (let unit = 0; unit < 26; unit++) {
  DATA_KINDS[0x41 + unit] = CAPITAL;
  DATA_KINDS[0x61 + unit] = SMALL;
}
DATA_KINDS.fill(DIGIT, 0x30, 0x3a);
for (const symbol of "+/=-_") DATA_KINDS[symbol.charCodeAt(0)] = SYMBOL;
for (const sign of "@:.") DATA_KINDS[sign.charCodeAt(0)] = ADDRESS_SIGN;

/**
 * Tells data from long words: hexadecimal digits of both kinds; a run of 32 characters and more in which the case changes
 * nearly as often as by chance, where in base64 two of three neighbors differ and in names and paths one of three; or a run
 * of 48 and more with capitals, small letters and digits, but hardly a sign, of which paths have one every few characters.
 */
function isData(source: string, start: number, end: number): boolean {
  const length = end - start;
  const counts = [0, 0, 0, 0, 0];
  let changes = 0;
  let isHexadecimal = true;
  let previous = 0;
  for (let position = start; position < end; position++) {
    const unit = source.charCodeAt(position);
    const kind = DATA_KINDS[unit]!;
    if (kind !== previous) changes++;
    previous = kind;
    counts[kind]!++;
    if (kind === SYMBOL ? unit !== HYPHEN : kind !== DIGIT && (unit | 0x20) > 0x66)
      isHexadecimal = false;
  }
  const [, capitals, smalls, digits, symbols] = counts as [number, number, number, number, number];
  if (digits === 0) return false;
  if (isHexadecimal && capitals + smalls > 0 && digits * 8 >= length) return true;
  if (length < SHORTEST_BASE64) return false;
  if (changes * 20 >= length * 9) return true;
  return length >= 48 && capitals > 0 && smalls > 0 && symbols * 16 <= length;
}

function endOfData(source: string, start: number, end: number): number {
  let position = start;
  while (position < end && (DATA_KINDS[source.charCodeAt(position)] ?? SEPARATOR) < SEPARATOR)
    position++;
  return position;
}

/** Finds the URL whose first `:` or `.` stands at a position: with a scheme, or beginning with `www.`. */
function urlAt(
  source: string,
  from: number,
  position: number,
  end: number,
): { start: number; end: number } | undefined {
  let start = position;
  if (source.startsWith("://", position)) {
    while (start > from && isSchemeUnit(source.charCodeAt(start - 1))) start--;
    if (start === position) return undefined;
  } else {
    start -= 3;
    if (start < from || source.slice(start, position).toLowerCase() !== "www") return undefined;
    if (start > from && isWordUnit(source.charCodeAt(start - 1))) return undefined;
  }
  let urlEnd = position + 1;
  while (urlEnd < end && isUrlUnit(source.charCodeAt(urlEnd))) urlEnd++;
  // What ends a sentence or closes a parenthesis belongs to the text.
  while (urlEnd > position + 1 && ".,;:!?)]}*_'".includes(source[urlEnd - 1]!)) urlEnd--;
  return { start, end: urlEnd };
}

/** Finds the e-mail address whose `@` stands at a position. */
function mailAddressAt(
  source: string,
  from: number,
  at: number,
  end: number,
): { start: number; end: number } | undefined {
  let start = at;
  while (start > from && isMailUnit(source.charCodeAt(start - 1))) start--;
  let mailEnd = at + 1;
  let lastDot = 0;
  for (; mailEnd < end; mailEnd++) {
    const unit = source.charCodeAt(mailEnd);
    if (unit === 0x2e) {
      if (mailEnd + 1 >= end || !isWordUnit(source.charCodeAt(mailEnd + 1))) break;
      lastDot = mailEnd;
    } else if (!isWordUnit(unit) && unit !== 0x2d) break;
  }
  return start < at && lastDot > at + 1 ? { start, end: mailEnd } : undefined;
}

function isWordUnit(unit: number): boolean {
  return unit < 0x80 && DATA_KINDS[unit]! <= DIGIT;
}

function isSchemeUnit(unit: number): boolean {
  return isWordUnit(unit) || unit === 0x2b || unit === 0x2d;
}

function isMailUnit(unit: number): boolean {
  return isWordUnit(unit) || unit === 0x2e || unit === 0x5f || unit === 0x2b || unit === 0x2d;
}

/** Any printed ASCII character but quotes, angle brackets and the like. */
function isUrlUnit(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f && !FOREIGN_TO_URLS.includes(String.fromCharCode(unit));
}

const FOREIGN_TO_URLS = "\"'<>`{}|\\^";
