// The words of a file without its markup, and the way back to where they stand in the file.

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

/** Puts a prose together, from the beginning of its source to the end. */
export class ProseBuilder {
  readonly #source: string;
  readonly #parts: string[] = [];
  readonly #pieces: number[] = [];
  #length = 0;
  /** Everything before is in `#parts` or was left out. */
  #position = 0;
  /** Text and source differ at the present position. */
  #isShifted = false;

  constructor(source: string) {
    this.#source = source;
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
    const length = this.#isShifted ? 1 : end - this.#position;
    this.#append(" ".repeat(length));
    this.#position = end;
  }

  /** Ends a sentence at the present position; the source up to `end`, at least one character, is left out. */
  breakSentence(end: number): void {
    if (end <= this.#position) return;
    this.#append(this.#isShifted ? "\n" : "\n".padStart(end - this.#position));
    this.#position = end;
  }

  /** Takes `text` for what stands from `start` to `end` in the source: an escape such as `&eacute;`. */
  put(text: string, start: number, end: number): void {
    this.blank(start);
    this.#mark(text.length, start, end);
    this.#append(text);
    this.#position = end;
    this.#isShifted = true;
  }

  /**
   * Takes a part of the source once more, as words of its own: the parts of a name, behind the name. It must lie before
   * the present position.
   */
  repeat(start: number, end: number): void {
    this.#append(" ");
    this.#mark(end - start, start, end);
    this.#append(this.#source.slice(start, end));
    this.#isShifted = true;
  }

  /** Makes the rest of the source blank and returns the prose. */
  finish(): Prose {
    this.blank(this.#source.length);
    return { text: this.#parts.join(""), pieces: Uint32Array.from(this.#pieces) };
  }

  #copy(start: number, end: number): void {
    if (this.#isShifted) this.#mark(end - start, start, end);
    this.#append(this.#source.slice(start, end));
    this.#position = end;
  }

  /** Begins a piece; the first one is everything before the first difference. */
  #mark(length: number, start: number, end: number): void {
    if (this.#pieces.length === 0) this.#pieces.push(0, this.#length, 0, this.#length);
    this.#pieces.push(this.#length, this.#length + length, start, end);
  }

  #append(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}

const NO_PIECES = new Uint32Array();

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
