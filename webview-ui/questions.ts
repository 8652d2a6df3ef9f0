/** How the page asks: of several questions about one subject the last one counts, and what fails is told. */
import { toWordfieldError } from "../src/errors.ts";
import type { Latest } from "./latest.ts";
import type { Store } from "./store.ts";

/** What becomes of a question. */
export interface Outcomes<T> {
  readonly arrived: (result: T) => void;
  /** It takes long enough to say so. */
  readonly slow?: () => void;
  readonly failed?: () => void;
}

/** After so long a view shows that it waits. */
export const SLOW_MS = 300;

/** Asks the host; every method returns at once. */
export class Questions {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Asks a question of which only the last counts; late answers change nothing. */
  async ask<T>(
    subject: Latest,
    call: (signal: AbortSignal) => Promise<T>,
    { arrived, slow, failed }: Outcomes<T>,
  ): Promise<void> {
    const signal = subject.begin();
    const timer = setTimeout(() => {
      if (!signal.aborted) slow?.();
    }, SLOW_MS);
    try {
      const result = await call(signal);
      if (!signal.aborted) arrived(result);
    } catch (thrown) {
      // The page is the last that can tell the user.
      if (signal.aborted) return;
      failed?.();
      this.report(thrown);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Has the host do something whose success shows by itself. */
  tell(done: Promise<object>): void {
    done.catch((thrown: unknown) => this.report(thrown));
  }

  /** Shows what went wrong; what was canceled did not. */
  report(thrown: unknown): void {
    const error = toWordfieldError(thrown);
    if (error.code !== "canceled") this.#store.update((s) => ({ ...s, problem: error.message }));
  }
}
