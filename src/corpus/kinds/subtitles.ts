// Subtitles: SubRip, WebVTT, SubViewer, SubStation Alpha, lyrics. What is said, without numbers, times and styles.
import { classAt, LETTER } from "../characterClasses.ts";
import { readEntity } from "./entities.ts";
import { finishProse } from "./finishProse.ts";
import { findLineEnd, skipBlanks, trimEnd, unifyLineEnds } from "./lines.ts";
import { ProseBuilder } from "./prose.ts";
import type { ProseReader } from "./textKinds.ts";

const TIMES = /^\s*(?:\d{1,3}:)?\d{1,3}:\d{2}[.,]\d{1,3}(?:\s*-->|,\s*\d)/;
const NUMBER = /^\s*\d{1,9}\s*$/;
/** Headers, and blocks of WebVTT that are no cues. */
const NO_CUE = /^(?:WEBVTT|NOTE|STYLE|REGION)(?=\s|$)/;
/** The tenth field of an event is its text. */
const EVENT = /^Dialogue:\s*(?:[^,\n]{0,200},){9}/;
const LYRICS =
  /(?:\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]\s?)+|\[(?:ar|al|ti|au|by|re|ve|offset|length):[^\]\n]{0,200}\]/y;
/** A drawing follows, no text. */
const DRAWING = /\\p[1-9]/;
/** Longer tags are text. Units: UTF-16 units. */
const LONGEST_TAG = 500;
/** A tag of WebVTT that names who speaks. */
const VOICE = /^<v[. ]/;

/**
 * Reads subtitles.
 *
 * The lines of a cue belong together. A cue ends its sentence unless the next one begins with a small letter; a line that
 * begins with a dash is said by someone else.
 */
export const readSubtitles: ProseReader = (text, options, extension) => {
  const source = unifyLineEnds(text);
  const builder = new ProseBuilder(source);
  new SubtitleReader(builder, source, extension).read();
  return finishProse(builder, options);
};

class SubtitleReader {
  readonly #builder: ProseBuilder;
  readonly #source: string;
  readonly #isSubStation: boolean;
  readonly #isLyrics: boolean;
  /** Where what was said so far ends, if a sentence may go on there; else -1. */
  #openEnd = -1;
  #isNewCue = true;

  constructor(builder: ProseBuilder, source: string, extension: string) {
    this.#builder = builder;
    this.#source = source;
    this.#isSubStation =
      extension === "ass" || extension === "ssa" || source.startsWith("[Script Info]");
    this.#isLyrics = extension === "lrc";
  }

  read(): void {
    const source = this.#source;
    let isSkipped = false; // until a blank line
    let isFirst = true; // of its block
    let start = 0;
    while (start < source.length) {
      const lineEnd = findLineEnd(source, start);
      const next = lineEnd + 1;
      const end = trimEnd(source, start, lineEnd);
      const line = source.slice(start, Math.min(end, start + 400));
      if (end === start) {
        isSkipped = false;
        isFirst = this.#isNewCue = true;
      } else if (this.#isSubStation) this.#readEvent(line, start, end);
      else if (this.#isLyrics) this.#readLyrics(start, end);
      else if (isFirst && NO_CUE.test(line)) isSkipped = true;
      else if (isSkipped || TIMES.test(line)) {
        isFirst = false;
        this.#isNewCue = true;
      } else if (isFirst && (NUMBER.test(line) || this.#isBeforeTimes(next))) isFirst = false;
      else {
        this.#readText(start, end, false);
        isFirst = false;
      }
      start = next;
    }
  }

  /** The line before the times is the cue's name. */
  #isBeforeTimes(next: number): boolean {
    return TIMES.test(this.#source.slice(next, next + 40));
  }

  #readEvent(line: string, start: number, end: number): void {
    const event = EVENT.exec(line);
    // The other lines are headers and styles.
    if (event === null || DRAWING.test(line)) return;
    this.#isNewCue = true;
    this.#readText(start + event[0].length, end, true);
  }

  #readLyrics(start: number, end: number): void {
    LYRICS.lastIndex = start;
    const text = LYRICS.test(this.#source) ? LYRICS.lastIndex : start;
    this.#endSentence(start);
    this.#readText(text, end, false);
  }

  /** Ends the sentence before `at`. */
  #endSentence(at: number): void {
    if (this.#openEnd >= 0 && at > this.#builder.position) this.#builder.breakSentence(at);
    this.#openEnd = -1;
  }

  #readText(start: number, end: number, isEvent: boolean): void {
    const source = this.#source;
    const first = skipBlanks(source, start, end);
    if (this.#openEnd >= 0 && this.#beginsSentence(first, end)) this.#endSentence(start);
    let from = first;
    let at = first;
    while (at < end) {
      const unit = source.charCodeAt(at);
      let next = at;
      if (unit === 0x3c) next = this.#skipTag(at, end, ">");
      else if (unit === 0x7b) next = this.#skipTag(at, end, "}");
      else if (unit === 0x5c && isEvent && /[Nnh]/.test(source[at + 1] ?? "")) next = at + 2;
      else if (unit === 0x26) {
        this.#builder.keep(from, at);
        from = readEntity(this.#builder, source, at, end);
        at = Math.max(from, at + 1);
        continue;
      }
      if (next === at) at++;
      else {
        this.#builder.keep(from, at);
        from = at = next;
      }
    }
    this.#builder.keep(from, end);
    this.#openEnd = end;
    this.#isNewCue = false;
  }

  #skipTag(at: number, end: number, close: string): number {
    const text = this.#source.slice(at, Math.min(end, at + LONGEST_TAG));
    const length = text.indexOf(close);
    return length < 0 ? at : at + length + 1;
  }

  /** Lines of one cue go on; after a cue only a small letter does. */
  #beginsSentence(first: number, end: number): boolean {
    const source = this.#source;
    // Sounds and music stand alone.
    if (
      (first < end && "[(♪♫".includes(source.charAt(first))) ||
      "])♪♫".includes(source.charAt(this.#openEnd - 1))
    )
      return true;
    let at = first;
    // Tags, dashes and quotes before the first letter.
    while (at < end && at - first < 60) {
      const unit = source.charCodeAt(at);
      if (unit === 0x3c || unit === 0x7b) {
        if (VOICE.test(source.slice(at, at + 3))) return true;
        const next = this.#skipTag(at, end, unit === 0x3c ? ">" : "}");
        at = Math.max(next, at + 1);
      } else if (unit === 0x2d || unit === 0x2013 || unit === 0x2014) return true;
      else if (classAt(source, at) & LETTER) break;
      else at++;
    }
    if (!this.#isNewCue) return false;
    const letter = source[at] ?? "";
    return letter === letter.toUpperCase();
  }
}
