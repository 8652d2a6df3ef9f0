// The part of the id stream that the kernels see: all of it, or a buffer that is filled from a file.
import type { IdReader } from "./probes.ts";

/** What of the stream lies at the kernels' `sentenceIds`. */
export interface IdWindow {
  /** Makes the ids from `position` on visible, more than one call of the kernels takes; says which are. */
  show(position: number): { readonly start: number; readonly end: number };
}

/** All ids are in memory. */
export function windowOfMemory(idCount: number): IdWindow {
  const all = { start: 0, end: idCount };
  return { show: () => all };
}

/** The buffer is filled again when less than half of it lies ahead. */
export function windowOfFile(readIds: IdReader, buffer: Int32Array, end: number): IdWindow {
  let shown = { start: 0, end: 0 };
  return {
    show: (position) => {
      const isAhead = position >= shown.start && position + buffer.length / 2 <= shown.end;
      const isLast = position >= shown.start && position < shown.end && shown.end === end;
      if (isAhead || isLast) return shown;
      const length = Math.min(buffer.length, end - position);
      buffer.set(readIds(position, length));
      shown = { start: position, end: position + length };
      return shown;
    },
  };
}
