/** Returns a text of the same length whose lines end with "\n" or "\r\n": a "\r" of its own, as of old Macs, becomes "\n". */
export function unifyLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
}

/** Returns where the line that holds `position` ends: its "\n", or the text's end. */
export function findLineEnd(text: string, position: number): number {
  const end = text.indexOf("\n", position);
  return end < 0 ? text.length : end;
}

/** Returns the end of a line's content: without "\r", spaces and tabs behind it. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Returns where the first character that is no space, tab or "\r" stands from `start` on. */
export function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d;
}
