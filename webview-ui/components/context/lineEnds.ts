/** Lines that are longer than their room. */

/** Units: UTF-16 units. */
const BEFORE_UNITS = 22;

/** The end of what precedes a word, from the beginning of a word on, so that the word itself is in view. */
export function tail(before: string): string {
  if (before.length <= BEFORE_UNITS) return before.trimStart();
  const end = before.slice(-BEFORE_UNITS);
  return end.slice(end.search(/\s/) + 1);
}
