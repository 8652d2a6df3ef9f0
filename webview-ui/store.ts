/** Holds the state, and tells who listens when it is another one. */
import type { PageState } from "./state.ts";

/** The one place where the state changes. */
export class Store {
  #state: PageState;
  readonly #listeners = new Set<(state: PageState) => void>();

  constructor(initial: PageState) {
    this.#state = initial;
  }

  get state(): PageState {
    return this.#state;
  }

  /** Replaces the state by what a named function makes of it. */
  update(change: (state: PageState) => PageState): void {
    const next = change(this.#state);
    if (next === this.#state) return;
    this.#state = next;
    // A listener may have changed the state meanwhile: the others must not see the older one last.
    for (const listener of [...this.#listeners]) listener(this.#state);
  }

  /** Calls back after every change, until the returned function is called. */
  subscribe(listener: (state: PageState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
