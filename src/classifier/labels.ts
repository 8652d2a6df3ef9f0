// Labels in text, as fastText's supervised mode has them: "__label__x __label__y text …".

/** What labels begin with where nothing else is said. */
export const LABEL_PREFIX = "__label__";

/** 1 for each byte that fastText takes for white space: C's isspace, and NUL. */
const SPACES = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 0 || byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) ? 1 : 0,
);

/** Tells whether a byte is white space. */
export function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && SPACES[byte] === 1;
}

/**
 * Finds the next label of a text: what stands between white space, or at the beginning, and begins with the prefix.
 *
 * Shapes: `utf8` is a text that neither begins nor ends within a word, `prefix` the UTF-8 of the prefix. Undefined where
 * there is none.
 */
export function findLabel(
  utf8: Uint8Array,
  from: number,
  prefix: Uint8Array,
): { readonly start: number; readonly end: number } | undefined {
  const first = prefix[0]!;
  for (let start = utf8.indexOf(first, from); start >= 0; start = utf8.indexOf(first, start + 1)) {
    if (start > 0 && !isSpace(utf8[start - 1])) continue;
    if (!prefix.every((byte, index) => utf8[start + index] === byte)) continue;
    let end = start + prefix.length;
    while (end < utf8.length && !isSpace(utf8[end])) end++;
    return { start, end };
  }
  return undefined;
}
