/** Asks for the senses of a word. */
import { toWordfieldError } from "../../src/errors.ts";
import type { Calls } from "../../src/protocol/channel.ts";
import type { PageRequests } from "../../src/protocol/pageMessages.ts";
import { Latest } from "../latest.ts";
import type { Store } from "../store.ts";
import { text } from "../texts.ts";
import { NO_SENSES, type SensesState } from "./sensesState.ts";

const SLOW_MS = 300;

/** What the user can do in the Senses tab. */
export class SensesReader {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #question = new Latest();

  constructor(calls: Calls<PageRequests>, store: Store) {
    this.#calls = calls;
    this.#store = store;
  }

  /** Shows the senses of a word; of a known one nothing is asked. */
  show(word: string): void {
    const { word: shown, status } = this.#store.state.senses;
    if (shown !== word || status === "none") this.#ask(word, null);
  }

  /** Has so many senses made; null lets the places say it. */
  setNumber(wanted: number | null): void {
    const { word } = this.#store.state.senses;
    if (word !== null) this.#ask(word, wanted);
  }

  /** Asks again, as after an error. */
  again(): void {
    const { word, wanted } = this.#store.state.senses;
    if (word !== null) this.#ask(word, wanted);
  }

  /** Lights the points of a sense and lists its lines; the same again takes it back. */
  light(sense: number): void {
    this.#update((s) => ({ ...s, lit: s.lit === sense ? null : sense }));
  }

  #ask(word: string, wanted: number | null): void {
    const before = this.#store.state.senses;
    // What was known of the word stays while it is divided anew.
    const found = before.word === word ? before.found : null;
    this.#update(() => ({ ...NO_SENSES, word, wanted, status: "waiting", found }));
    void this.#answer(word, wanted);
  }

  async #answer(word: string, wanted: number | null): Promise<void> {
    const signal = this.#question.begin();
    const timer = setTimeout(() => {
      if (!signal.aborted) this.#update((s) => ({ ...s, status: "slow" }));
    }, SLOW_MS);
    try {
      const found = await this.#calls.findSenses({ word, senses: wanted }, signal);
      if (signal.aborted) return;
      this.#update((s) => ({ ...s, status: "ready", found, lit: null }));
      this.#store.update((s) => ({
        ...s,
        announcement: text("sensesRead", found.senses.length, word),
      }));
    } catch (thrown) {
      if (signal.aborted) return;
      const { code, message } = toWordfieldError(thrown);
      const problem = code === "canceled" ? text("contextCanceled") : message;
      this.#update((s) => ({ ...s, status: "failed", problem }));
    } finally {
      clearTimeout(timer);
    }
  }

  #update(change: (state: SensesState) => SensesState): void {
    this.#store.update((s) => ({ ...s, senses: change(s.senses) }));
  }
}
