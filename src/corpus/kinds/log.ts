// Log files: the words of their messages, a sentence a line.
import { finishProse } from "./finishProse.ts";
import { findLineEnd, unifyLineEnds } from "./lines.ts";
import { ProseBuilder } from "./prose.ts";
import type { ProseReader } from "./textKinds.ts";

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const LEVELS = names(
  "TRACE DEBUG INFO INFORMATION NOTICE WARN WARNING ERROR ERR FATAL CRITICAL CRIT SEVERE ALERT EMERG EMERGENCY PANIC FINE " +
    "FINER FINEST VERBOSE DBG INF WRN FTL TRC",
);
/** A level stands among the first words of a line. */
const LEVEL_PLACES = 10;
const LEVEL_KEYS = names("level lvl severity loglevel");
/** Keys whose values are no words. */
const ID_KEYS = names(
  "id uuid guid ts time timestamp pid tid trace span traceid spanid requestid sha hash token",
);
const DATE_NAMES =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mo|Di|Mi|Do|Fr|Sa|So)$/;
const ZONES = names("UTC GMT Z CET CEST EST EDT PST PDT AM PM MSK JST");
const CODE_PATH = /^(?:[~.]{0,2}\/|[A-Za-z]:\\|\\\\)/;
const FILE_IN_PATH = /\/[^/]*\.[a-zA-Z]/;
/** Only hexadecimal digits and what stands between them: hashes, UUIDs, addresses of machines. */
const HEXADECIMAL = /^[\da-fA-F:.-]{4,}$/;
const PART = /[^\x00-\x2f:-@[-`{-\x7f]+/g;
const ANDROID_LEVEL = /^[VDIWEF](?:\/[A-Za-z]\w*)?$/;
/** Longer fields are no words. Units: UTF-16 units. */
const LONGEST_FIELD = 500;

/** What separates fields. An apostrophe is none between letters, a colon none between what is no space. */
const isSeparator = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  unit <= 0x20 || ",;\"'()[]{}<>|=!?*`".includes(String.fromCharCode(unit)) ? 1 : 0,
);

/**
 * Reads a log: timestamps, levels, ids, hashes, paths and numbers go, the words of the messages stay.
 *
 * Each line is a sentence.
 */
export const readLog: ProseReader = (text, options) => {
  const source = unifyLineEnds(text);
  const builder = new ProseBuilder(source);
  const reader = new LogReader(builder, source, options.addresses);
  for (let start = 0; start < source.length;) {
    const end = findLineEnd(source, start);
    reader.readLine(start, end);
    if (end < source.length) builder.breakSentence(end + 1);
    start = end + 1;
  }
  return finishProse(builder, options);
};

class LogReader {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  readonly #areAddressesKept: boolean;
  #fields = 0;
  #hasLevel = false;
  /** The key before an equals sign, in lower case. */
  #key = "";
  /** Whether the last field was a number or date. */
  #isAfterNumber = false;
  /** Words that were taken and not yet handed on. */
  #keptStart = -1;
  #keptEnd = -1;

  constructor(builder: ProseBuilder, source: string, areAddressesKept: boolean) {
    this.#builder = builder;
    this.#source = source;
    this.#areAddressesKept = areAddressesKept;
  }

  readLine(start: number, end: number): void {
    const source = this.#source;
    this.#fields = 0;
    this.#hasLevel = this.#isAfterNumber = false;
    this.#key = "";
    let at = start;
    while (at < end) {
      const unit = source.charCodeAt(at);
      if (unit === 0x1b) {
        at = skipEscape(source, at, end);
        continue;
      }
      if (unit < 0x80 && isSeparator[unit] === 1) {
        at++;
        continue;
      }
      const first = at++; // a colon ends a field and begins none
      while (at < end && !this.#endsField(first, at, end)) at++;
      this.#readField(first, at, end);
    }
    this.#builder.keep(this.#keptStart, this.#keptEnd);
    this.#keptStart = this.#keptEnd = -1;
  }

  /** Takes words; those with one blank between them at once. */
  #keep(start: number, end: number): void {
    if (start !== this.#keptEnd + 1 || this.#source.charCodeAt(this.#keptEnd) !== 0x20) {
      this.#builder.keep(this.#keptStart, this.#keptEnd);
      this.#keptStart = start;
    }
    this.#keptEnd = end;
  }

  #endsField(start: number, at: number, end: number): boolean {
    const source = this.#source;
    const unit = source.charCodeAt(at);
    if (unit >= 0x80 || isSeparator[unit] === 0)
      return unit === 0x3a && (at + 1 === end || source.charCodeAt(at + 1) <= 0x20);
    if (unit === 0x27)
      return !(isLetter(source.charCodeAt(at - 1)) && isLetter(source.charCodeAt(at + 1)));
    if (unit !== 0x3d && unit !== 0x3f) return true;
    // The query of an address or path.
    const isAddress = source.slice(start, Math.min(at, start + 30)).includes("://");
    return !isAddress && source.charCodeAt(start) !== 0x2f;
  }

  #readField(start: number, end: number, lineEnd: number): void {
    const source = this.#source;
    const key = this.#key;
    this.#key = "";
    this.#fields++;
    const isAfterNumber = this.#isAfterNumber;
    this.#isAfterNumber = false;
    if (end - start > LONGEST_FIELD) return;
    let digits = 0;
    let letters = 0;
    let slashes = 0;
    let capitals = 0;
    for (let at = start; at < end; at++) {
      const unit = source.charCodeAt(at);
      if (isDigit(unit)) digits++;
      else if (unit >= 0x80 || isLetter(unit)) {
        letters++;
        if (unit < 0x5b) capitals++;
      } else if (unit === 0x2f || unit === 0x5c) slashes++;
    }
    if (letters === 0) {
      this.#isAfterNumber = digits > 0;
      return;
    }
    const isKey = source.charCodeAt(end) === 0x3d && end < lineEnd;
    // Most fields are plain words, which need no closer look.
    const isNamed = isKey || key !== "" || isAfterNumber || capitals === letters;
    if (digits + slashes === 0 && !isNamed && letters > 3 && source[start - 1] === " ")
      return this.#keep(start, end);
    const field = source.slice(start, end);
    if (isKey) this.#key = field.toLowerCase();
    if (LEVEL_KEYS.has(isKey ? this.#key : key)) return;
    if (ID_KEYS.has(isKey ? this.#key : key.replace(/[_-]/g, "")) && (isKey || digits > 0)) return;
    if (this.#isLevel(field, start)) return;
    // Android's levels: "E/Activity", or alone behind numbers.
    if (ANDROID_LEVEL.test(field) && (isAfterNumber || this.#fields === 1)) {
      return this.#keep(start + 2, end);
    }
    if (digits === 0 && slashes === 0) {
      if (isAfterNumber && ZONES.has(field)) return;
      if (DATE_NAMES.test(field) && (isAfterNumber || this.#isBeforeNumber(end))) return;
      return this.#keep(start, end);
    }
    if (field.includes("://")) {
      if (this.#areAddressesKept) this.#keep(start, end);
      return;
    }
    if (slashes > 0 && (slashes > 1 || CODE_PATH.test(field) || FILE_IN_PATH.test(field))) return;
    if (isDigit(source.charCodeAt(start)) && digits >= letters - 3) {
      this.#isAfterNumber = true;
      return;
    }
    if (digits > 0 && HEXADECIMAL.test(field)) return;
    this.#readParts(field, start);
  }

  /** The first level among a line's first words is its level: in capitals, or in brackets. */
  #isLevel(field: string, start: number): boolean {
    if (this.#hasLevel || this.#fields > LEVEL_PLACES || !LEVELS.has(field.toUpperCase()))
      return false;
    const isCapital = field === field.toUpperCase();
    const before = this.#source[start - 1];
    if (!isCapital && before !== "[" && before !== "<" && before !== "(") return false;
    this.#hasLevel = true;
    return true;
  }

  /** Says whether a number or the name of a month follows. */
  #isBeforeNumber(end: number): boolean {
    const source = this.#source;
    let at = end;
    while (at < end + 3 && (source[at] === " " || source[at] === ",")) at++;
    return isDigit(source.charCodeAt(at)) || DATE_NAMES.test(source.slice(at, at + 3));
  }

  /** Takes what are words in a field with digits: "worker-12", "utf8", but no ids. */
  #readParts(field: string, start: number): void {
    for (const { 0: part, index } of field.matchAll(PART)) {
      const digits = part.replace(/\D+/g, " ").trim();
      const isWord =
        digits === "" ||
        (digits.length <= 2 && !digits.includes(" ") && part.length - digits.length >= 2);
      if (isWord && !/^\d/.test(part)) this.#keep(start + index, start + index + part.length);
    }
  }
}

/** Returns the place behind the terminal's color or the like. */
function skipEscape(source: string, start: number, end: number): number {
  let at = start + 1;
  if (source.charCodeAt(at) !== 0x5b) return at;
  at++;
  while (at < end && (isDigit(source.charCodeAt(at)) || source.charCodeAt(at) === 0x3b)) at++;
  return Math.min(at + 1, end);
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function isLetter(unit: number): boolean {
  return ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) || unit >= 0xc0;
}
