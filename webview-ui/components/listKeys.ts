/** Walking in a list by keys. */

/** The row that a key goes to from another one, of rows 0 to `last`; undefined for a key that walks nowhere. */
export function rowAfterKey(key: string, row: number, last: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return Math.min(last, row + 1);
    case "ArrowUp":
      return Math.max(0, row - 1);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return undefined;
  }
}
