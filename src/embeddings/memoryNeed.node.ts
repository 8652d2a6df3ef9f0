import { freemem, platform, totalmem } from "node:os";
import { WordfieldError } from "../errors.ts";

/**
 * Refuses work for which this computer has not enough memory. `what` begins the sentence; `remedy` ends it.
 *
 * Errors: `out-of-memory`.
 */
export function requireMemory(bytes: number, what: string, remedy: string): void {
  const available = availableMemory();
  if (bytes > available)
    throw new WordfieldError(
      "out-of-memory",
      `${what} needs ${gigabytes(bytes)} of memory, and this computer has ${gigabytes(available)} free. ${remedy}`,
    );
}

/** A size in the unit in which memory is sold. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Memory that can be had without swapping, in bytes. */
function availableMemory(): number {
  // Zero, or more than there is, where nothing limits this process.
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  // Only Linux counts what its caches would give back as free.
  return platform() === "linux" ? Math.min(total, freemem()) : total;
}
