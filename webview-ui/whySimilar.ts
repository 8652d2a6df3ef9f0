/** Asks why two words are near, and keeps the answer in the store. */
import type { Calls } from "../src/protocol/channel.ts";
import type { PageRequests } from "../src/protocol/pageMessages.ts";
import type { SharedContexts } from "../src/protocol/sharedContextMessages.ts";
import { Latest } from "./latest.ts";
import type { Questions } from "./questions.ts";
import { INITIAL_STATE, type PageState, type WhySimilar } from "./state.ts";
import type { Store } from "./store.ts";
import { text } from "./texts.ts";

/** The reasons for two words to be near. */
export class Reasons {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #questions: Questions;
  readonly #latest = new Latest();

  constructor(calls: Calls<PageRequests>, store: Store, questions: Questions) {
    this.#calls = calls;
    this.#store = store;
    this.#questions = questions;
  }

  /** Shows what two words both stand near. */
  show(a: string, b: string): void {
    this.#store.update((s) => ({
      ...s,
      tab: "lines",
      evidence: "why",
      closed: s.closed.filter((name) => name !== "lines"),
      why: { ...INITIAL_STATE.why, status: "waiting", pair: { a, b } },
    }));
    void this.#questions.ask(
      this.#latest,
      (signal) => this.#calls.findSharedContexts({ a, b }, signal),
      {
        arrived: (shown) => {
          this.#store.update((s) => withWhy(s, { status: "ready", shown }));
          this.#announce(a, b, shown);
        },
        slow: () => this.#store.update((s) => withWhy(s, { status: "slow" })),
        failed: () => this.#store.update((s) => withWhy(s, { status: "failed" })),
      },
    );
  }

  /** Shows only the lines with a context; once more for all. */
  filter(word: string): void {
    this.#store.update((s) => withWhy(s, { filter: s.why.filter === word ? null : word }));
  }

  /** Chooses what the evidence shows. */
  showEvidence(evidence: PageState["evidence"]): void {
    this.#store.update((s) => ({ ...s, evidence }));
  }

  /** Gives up a question that is under way. */
  cancel(): void {
    this.#latest.cancel();
  }

  #announce(a: string, b: string, { contexts }: SharedContexts): void {
    const words = contexts.slice(0, 3).map(({ word }) => word);
    const announcement =
      words.length === 0
        ? text("whyNothing", a, b)
        : text("whyRead", a, b, words.join(text("listSeparator")));
    this.#store.update((s) => ({ ...s, announcement }));
  }
}

function withWhy(state: PageState, change: Partial<WhySimilar>): PageState {
  return { ...state, why: { ...state.why, ...change } };
}
