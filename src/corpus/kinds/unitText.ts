// Strings of UTF-16 units that stand in an array.

/** As many arguments as a call takes safely. */
const MOST_UNITS = 8192;
/** Longer texts get memory of their own. Units: bytes. */
const MOST_BYTES = 2 ** 21;

const decoder = new TextDecoder();
/** Takes no half of a pair; all machines that VS Code runs on have the lower byte first, as typed arrays then do. */
const pairDecoder = new TextDecoder("utf-16le", { ignoreBOM: true, fatal: true });
let bytes = new Uint8Array(2 ** 16);

/** Makes a string of UTF-16 units, which may be halves of surrogate pairs. */
export function textOf(units: Uint16Array, isAscii: boolean): string {
  if (isAscii) return asciiText(units);
  try {
    return pairDecoder.decode(units);
  } catch {
    return textOfHalves(units);
  }
}

/** The same, fast for a few words. */
export function shortTextOf(units: Uint16Array, start: number, end: number): string {
  if (end - start > MOST_UNITS) return textOf(units.subarray(start, end), false);
  return applied(units.subarray(start, end));
}

function textOfHalves(units: Uint16Array): string {
  const parts: string[] = [];
  for (let start = 0; start < units.length; start += MOST_UNITS)
    parts.push(applied(units.subarray(start, start + MOST_UNITS)));
  return parts.join("");
}

function applied(units: ArrayLike<number>): string {
  // `apply` takes all array-likes; spreading would go through the iterator, twenty times slower.
  return String.fromCharCode.apply(null, units as number[]);
}

function asciiText(units: Uint16Array): string {
  if (units.length > MOST_BYTES) return decoder.decode(new Uint8Array(units));
  if (units.length > bytes.length) bytes = new Uint8Array(2 * units.length);
  bytes.set(units);
  return decoder.decode(bytes.subarray(0, units.length));
}
