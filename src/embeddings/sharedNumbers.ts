import { WordfieldError } from "../errors.ts";

/**
 * Allocates numbers in shared memory, which changes threads in no time.
 *
 * Errors: `out-of-memory`, which says what needs them and what to do.
 */
export function allocateShared(
  count: number,
  what: string,
  remedy: string,
): Float32Array<SharedArrayBuffer> {
  const bytes = count * Float32Array.BYTES_PER_ELEMENT;
  try {
    return new Float32Array(new SharedArrayBuffer(bytes));
  } catch (cause) {
    // The platform throws a RangeError without a number.
    throw new WordfieldError(
      "out-of-memory",
      `${what} needs ${(bytes / 1e9).toFixed(1)} GB of memory, which this computer does not have free. ${remedy}`,
      { cause },
    );
  }
}
