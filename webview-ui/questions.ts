/** Asks the host: of each subject only the last question counts, and what fails is told once. */
import { toWordfieldError } from "../src/errors.ts";
import type { Latest } from "./latest.ts";
import type { Store } from "./store.ts";

const SLOW_MS = 300;

/** What happens as a question goes on. */
interface Course<T> {
  readonly arrived: (result: T) => void;
  /** It takes long enough to say so. */
  readonly slow?: () => void;
  /** It failed; the problem itself is told by `Questions`. */
  readonly failed?: () => void;
}

/** Puts questions and reports problems to the store. */
export class Questions {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Asks a question of which only the last counts; late answers change nothing. */
  async ask<T>(
    subject: Latest,
    call: (signal: AbortSignal) => Promise<T>,
    { arrived, slow, failed }: Course<T>,
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

  /** Sends what needs no answer. */
  tell(done: Promise<object>): void {
    done.catch((thrown: unknown) => this.report(thrown));
  }

  /** Shows a problem; a canceled question is none. */
  report(thrown: unknown): void {
    const error = toWordfieldError(thrown);
    if (error.code !== "canceled") this.#store.update((s) => ({ ...s, problem: error.message }));
  }
}
