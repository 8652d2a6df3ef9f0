// The words of a file without its markup, and the way back to where they stand in the file.

import { Lookahead } from "./lookahead.ts";
import { textOf } from "./unitText.ts";

/**
 * A file's text with everything that is no word blanked out or left out: what the tokenizers read.
 *
 * In `text` a "\n" ends a sentence, and every other blank only separates words.
 */
export interface Prose {
  readonly text: string;
  /**
   * Where the pieces of `text` come from, four numbers a piece: where it begins and ends in `text`, and where in the
   * source. Blanks between pieces come from nowhere. Empty where every offset in `text` is the same in the source.
   *
   * Units: UTF-16 units.
   */
  readonly pieces: Uint32Array;
}

/** Text of which every character is prose, at the same offsets. */
export function wholeProse(text: string): Prose {
  return { text, pieces: NO_PIECES };
}

/** Returns where in the source the characters from `start` to `end` of a prose stand. */
export function sourceRange(
  { pieces }: Prose,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  if (pieces.length === 0) return { start, end };
  const first = findPiece(pieces, start);
  const last = findPiece(pieces, end - 1);
  return {
    start: pieces[first + 2]! + (isCopy(pieces, first) ? start - pieces[first]! : 0),
    end: pieces[last + 3]! - (isCopy(pieces, last) ? pieces[last + 1]! - end : 0),
  };
}

/**
 * Changes the places of words of a prose to where they stand in the source.
 *
 * Shapes: `places` [n, 2], beginning and end of each word, in the order of the prose. Units: UTF-16 units.
 */
export function toSourcePlaces({ pieces }: Prose, places: Uint32Array): void {
  if (pieces.length === 0) return;
  let first = findPiece(pieces, places[0] ?? 0);
  for (let place = 0; place < places.length; place += 2) {
    const start = places[place]!;
    const end = places[place + 1]!;
    while (first + 4 < pieces.length && pieces[first + 4]! <= start) first += 4;
    let last = first;
    while (last + 4 < pieces.length && pieces[last + 4]! < end) last += 4;
    places[place] = pieces[first + 2]! + (isCopy(pieces, first) ? start - pieces[first]! : 0);
    places[place + 1] = pieces[last + 3]! - (isCopy(pieces, last) ? pieces[last + 1]! - end : 0);
  }
}

/** Puts a prose together, from the beginning of its source to the end. */
export class ProseBuilder {
  /** Looks ahead in the source; one for all readers of it, so that all of their searches together are linear. */
  readonly ahead: Lookahead;
  readonly #source: string;
  /** Grows; so do the pieces. An array of short strings takes ten times as long to fill and to join. */
  #text: Uint16Array<ArrayBuffer>;
  #length = 0;
  /** Every bit of every unit, so never less than the greatest unit. */
  #units = 0;
  #pieces: Uint32Array<ArrayBuffer>;
  #piecesLength = 0;
  /** Where in the text the characters stand that `finish` tells of; has room for all of the text, or for none. */
  #signs: Uint32Array<ArrayBuffer>;
  #signsLength = 0;
  /** Everything before is in `#text` or was left out. */
  #position = 0;
  /** Text and source differ at the present position. */
  #isShifted = false;

  /** `isAmended`: whether `finish` will be asked to amend the text, which takes some getting ready. */
  constructor(source: string, isAmended = true) {
    this.#source = source;
    this.ahead = new Lookahead(source);
    this.#text = takeText(source.length); // about what it will be
    this.#pieces = takePieces();
    this.#signs = isAmended ? takeSigns(this.#text.length) : NO_PIECES;
  }

  /** Where the next thing is expected to begin in the source. */
  get position(): number {
    return this.#position;
  }

  /** Takes the source from `start` to `end` as it is; what lies before it becomes blank. */
  keep(start: number, end: number): void {
    if (end <= start) return;
    this.blank(start);
    this.#copy(start, end);
  }

  /** Makes the source up to `end` blank. */
  blank(end: number): void {
    if (end <= this.#position) return;
    // The length is kept, so that offsets stay equal; where they are not, one blank will do.
    this.#appendUnit(SPACE, this.#isShifted ? 1 : end - this.#position);
    this.#position = end;
  }

  /** Ends a sentence at the present position; the source up to `end`, at least one character, is left out. */
  breakSentence(end: number): void {
    if (end <= this.#position) return;
    if (!this.#isShifted) this.#appendUnit(SPACE, end - this.#position - 1);
    this.#appendUnit(NEWLINE, 1);
    this.#position = end;
  }

  /** Takes `text` for what stands from `start` to `end` in the source: an escape such as `&eacute;`. */
  put(text: string, start: number, end: number): void {
    this.blank(start);
    this.#mark(text.length, start, end);
    this.#append(text, 0, text.length);
    this.#position = end;
    this.#isShifted = true;
  }

  /**
   * Takes a part of the source once more, as words of its own: the parts of a name, behind the name. It must lie before
   * the present position.
   */
  repeat(start: number, end: number): void {
    this.#appendUnit(SPACE, 1);
    this.#mark(end - start, start, end);
    this.#append(this.#source, start, end);
    this.#isShifted = true;
  }

  /**
   * Makes the rest of the source blank and returns the prose. The builder is of no further use then.
   *
   * `amend` may put blanks and line ends for any units of the text. It receives where digits, `.`, `!`, `?`, `:`, `@` and
   * what is beyond ASCII stand, in ascending order: addresses and ends of sentences have them.
   */
  finish(amend?: (units: Uint16Array, signs: Uint32Array) => void): Prose {
    this.blank(this.#source.length);
    const units = this.#text.subarray(0, this.#length);
    amend?.(units, this.#signs.subarray(0, this.#signsLength));
    const prose = {
      text: textOf(units, this.#units < 0x80),
      pieces: this.#pieces.slice(0, this.#piecesLength),
    };
    giveBack(this.#text, this.#pieces, this.#signs);
    this.#text = NO_TEXT;
    this.#pieces = this.#signs = NO_PIECES;
    this.#length = this.#piecesLength = this.#signsLength = 0;
    return prose;
  }

  #copy(start: number, end: number): void {
    if (this.#isShifted) this.#mark(end - start, start, end);
    this.#append(this.#source, start, end);
    this.#position = end;
  }

  /** Begins a piece; the first one is everything before the first difference. */
  #mark(length: number, start: number, end: number): void {
    if (this.#piecesLength === 0) this.#pushPiece(0, this.#length, 0, this.#length);
    this.#pushPiece(this.#length, this.#length + length, start, end);
  }

  #pushPiece(begin: number, end: number, sourceStart: number, sourceEnd: number): void {
    const at = this.#piecesLength;
    if (at === this.#pieces.length) {
      const grown = new Uint32Array(2 * at);
      grown.set(this.#pieces);
      this.#pieces = grown;
    }
    const pieces = this.#pieces;
    pieces[at] = begin;
    pieces[at + 1] = end;
    pieces[at + 2] = sourceStart;
    pieces[at + 3] = sourceEnd;
    this.#piecesLength = at + 4;
  }

  #append(from: string, start: number, end: number): void {
    this.#makeRoom(end - start);
    const units =
      this.#signs.length > 0
        ? this.#copySigns(from, start, end)
        : this.#copyUnits(from, start, end);
    this.#units |= units;
    this.#length += end - start;
  }

  #copyUnits(from: string, start: number, end: number): number {
    const text = this.#text;
    let units = 0;
    for (let at = this.#length, position = start; position < end; position++, at++) {
      const unit = from.charCodeAt(position);
      units |= unit;
      text[at] = unit;
    }
    return units;
  }

  /** Copies, and finds signs on the way: to look at every character once more would take longer than to copy it. */
  #copySigns(from: string, start: number, end: number): number {
    const text = this.#text;
    const signs = this.#signs;
    let signsLength = this.#signsLength;
    let units = 0;
    for (let at = this.#length, position = start; position < end; position++, at++) {
      const unit = from.charCodeAt(position);
      units |= unit;
      text[at] = unit;
      if ((isSign[unit & 0x7f]! | (unit >> 7)) !== 0) signs[signsLength++] = at;
    }
    this.#signsLength = signsLength;
    return units;
  }

  #appendUnit(unit: number, count: number): void {
    this.#makeRoom(count);
    const text = this.#text;
    const end = this.#length + count;
    for (let at = this.#length; at < end; at++) text[at] = unit;
    this.#length = end;
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#text.length) return;
    const grown = new Uint16Array(Math.max(2 * this.#text.length, this.#length + count));
    grown.set(this.#text);
    this.#text = grown;
    if (this.#signs.length === 0) return;
    const signs = new Uint32Array(grown.length);
    signs.set(this.#signs);
    this.#signs = signs;
  }
}

const SPACE = 0x20;
const NEWLINE = 0x0a;
const isSign = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  "0123456789.!?:@".includes(String.fromCharCode(unit)) ? 1 : 0,
);
// New memory is slow: it has to be cleared first, page by page. What one builder has filled the next one takes.
/** Longer arrays are not kept. Units: elements. */
const MOST_SPARE = 2 ** 21;
const NO_TEXT = new Uint16Array();
const NO_PIECES = new Uint32Array();
let spareText = NO_TEXT;
let sparePieces = new Uint32Array(256);
let spareSigns = NO_PIECES;

function takeText(length: number): Uint16Array<ArrayBuffer> {
  if (spareText.length < length || spareText.length === 0)
    return new Uint16Array(Math.max(64, length));
  const text = spareText;
  spareText = NO_TEXT; // another builder may begin before this one ends
  return text;
}

function takePieces(): Uint32Array<ArrayBuffer> {
  if (sparePieces.length === 0) return new Uint32Array(256);
  const pieces = sparePieces;
  sparePieces = NO_PIECES;
  return pieces;
}

function takeSigns(length: number): Uint32Array<ArrayBuffer> {
  if (spareSigns.length < length) return new Uint32Array(length);
  const signs = spareSigns;
  spareSigns = NO_PIECES;
  return signs;
}

function giveBack(
  text: Uint16Array<ArrayBuffer>,
  pieces: Uint32Array<ArrayBuffer>,
  signs: Uint32Array<ArrayBuffer>,
): void {
  if (text.length <= MOST_SPARE && text.length > spareText.length) spareText = text;
  if (pieces.length <= MOST_SPARE && pieces.length > sparePieces.length) sparePieces = pieces;
  if (signs.length <= MOST_SPARE && signs.length > spareSigns.length) spareSigns = signs;
}

/** Returns the place in `pieces` of the last piece that begins at or before an offset. */
function findPiece(pieces: Uint32Array, offset: number): number {
  let low = 0;
  let high = pieces.length / 4;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (pieces[4 * middle]! <= offset) low = middle;
    else high = middle;
  }
  return 4 * low;
}

/** Says whether each character of a piece stands for itself. */
function isCopy(pieces: Uint32Array, piece: number): boolean {
  return pieces[piece + 1]! - pieces[piece]! === pieces[piece + 3]! - pieces[piece + 2]!;
}
