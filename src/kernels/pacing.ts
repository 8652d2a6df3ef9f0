import { throwIfCanceled } from "../errors.ts";

/** Well below the 50 ms for which an event loop may be held, with room for a slower machine. */
const SLICE_MS = 12;

/**
 * Starts to watch the time of a long computation; what it returns is awaited between two steps, every few thousand
 * elements. It lets timers, messages and files have their turn where a slice of time is used up, else goes on at once.
 *
 * Errors: what is returned throws `canceled` where the signal is aborted.
 */
export function createPacer(signal?: AbortSignal): () => Promise<void> {
  let sliceStart = performance.now();
  return async () => {
    throwIfCanceled(signal);
    if (performance.now() - sliceStart < SLICE_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    throwIfCanceled(signal);
    sliceStart = performance.now();
  };
}
