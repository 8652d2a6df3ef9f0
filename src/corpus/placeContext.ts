// The text around a word, for lists of places.

/** Units: UTF-16 units. */
export const CONTEXT = 120;
/** So much of the context is given up for a cut between two words. Units: UTF-16 units. */
const CONTEXT_SLACK = 20;

/** A place on its line. Units: `column` counts from 1; it and `length` count UTF-16 units. */
export interface PlaceOnLine {
  readonly column: number;
  readonly length: number;
  /** What stands before the word on its line, at most about 120 units. */
  readonly before: string;
  /** The word's surface form. */
  readonly match: string;
  /** What stands behind the word on its line, at most about 120 units. */
  readonly after: string;
}

/** Describes the place of a word by its line. Units: UTF-16 units from the beginning of the line. */
export function describePlace(line: string, start: number, end: number): PlaceOnLine {
  return {
    column: start + 1,
    length: end - start,
    before: contextBefore(line, start),
    match: line.slice(start, end),
    after: contextAfter(line, end),
  };
}

/**
 * Describes a place by the text that it stands in, which begins with the line of number `firstLine` (from 1), or within it
 * where `lineStart`, the beginning of that line, is negative. In a phrase over several lines the breaks become blanks.
 *
 * Units: UTF-16 units from the beginning of `text`.
 */
export function locatePlace(
  text: string,
  start: number,
  end: number,
  firstLine = 1,
  lineStart = 0,
): PlaceOnLine & { readonly line: number } {
  let line = firstLine;
  let begin = lineStart;
  const hasReturns = text.includes("\r");
  for (
    let next = nextLine(text, 0, hasReturns);
    next !== undefined && next <= start;
    next = nextLine(text, next, hasReturns)
  ) {
    line++;
    begin = next;
  }
  const from = Math.max(begin, 0);
  const lineEnd = text.slice(end).search(LINE_BREAK);
  const whole = text.slice(from, lineEnd < 0 ? text.length : end + lineEnd).replace(/[\n\r]/g, " ");
  const place = describePlace(whole, start - from, end - from);
  return { line, ...place, column: start - begin + 1 };
}

/** As VS Code does. */
const LINE_BREAK = /\r\n|\n|\r/;

/** Returns where the next line begins; undefined where there is none. Does not look at each character, which takes long. */
function nextLine(text: string, from: number, hasReturns: boolean): number | undefined {
  const feed = text.indexOf("\n", from);
  const carriage = hasReturns ? text.indexOf("\r", from) : -1;
  if (carriage >= 0 && (feed < 0 || carriage < feed))
    return feed === carriage + 1 ? carriage + 2 : carriage + 1;
  return feed < 0 ? undefined : feed + 1;
}

function contextBefore(line: string, end: number): string {
  if (end <= CONTEXT) return line.slice(0, end).trimStart();
  const context = line.slice(end - CONTEXT, end);
  const space = context.search(/\s/);
  if (space >= 0 && space < CONTEXT_SLACK) return context.slice(space).trimStart();
  return context.replace(/^[\p{M}\udc00-\udfff]+/u, ""); // the rest of a cut character
}

function contextAfter(line: string, start: number): string {
  const context = line.slice(start, start + CONTEXT);
  if (start + CONTEXT >= line.length) return context.trimEnd();
  const tail = context.slice(-CONTEXT_SLACK);
  const space = tail.search(/\s\S*$/);
  if (space >= 0) return context.slice(0, CONTEXT - CONTEXT_SLACK + space).trimEnd();
  return context.replace(/[\ud800-\udbff]$/u, "");
}
