/** Asks for neighbors as the user wants them: under a balance, here and in general. */
import type { Calls } from "../src/protocol/channel.ts";
import type { MissingWords, NeighborList } from "../src/protocol/modelMessages.ts";
import type { PageRequests } from "../src/protocol/pageMessages.ts";
import { formatCosine } from "./formatting.ts";
import { Latest } from "./latest.ts";
import { askedBalance, isGrounded, type NeighborView } from "./neighborView.ts";
import type { Questions } from "./questions.ts";
import { answerArrived, answerSlow, askedWord, waitingFor } from "./state.ts";
import type { Store } from "./store.ts";
import { text } from "./texts.ts";

const NEIGHBOR_COUNT = 20;

/** Keeps the answer about the word in the middle of the page. */
export class NeighborQuestions {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #questions: Questions;
  readonly #word = new Latest();
  readonly #twoLists = new Latest();

  constructor(calls: Calls<PageRequests>, store: Store, questions: Questions) {
    this.#calls = calls;
    this.#store = store;
    this.#questions = questions;
  }

  /** Asks for the neighbors of the word that the page is about, and says what came. */
  ask(word: string): void {
    this.#askList(word, (result) =>
      this.#store.update((s) => ({ ...s, announcement: spokenAnswer(word, result) })),
    );
    this.#askTwoLists(word);
  }

  /** Changes how neighbors are asked for and shown; the list follows at once. */
  change(view: Partial<NeighborView>): void {
    this.#store.update((s) => ({ ...s, neighborView: { ...s.neighborView, ...view } }));
    const word = askedWord(this.#store.state);
    if (word === null || this.#store.state.panel?.model.kind !== "ready") return;
    this.#store.update((s) => ({ ...waitingFor(s, word), pointed: s.pointed }));
    this.#askList(word);
    this.#askTwoLists(word);
  }

  /** The nearest words of a word under the pointer; null where there is nothing to tell. */
  async peek(word: string, count: number, signal: AbortSignal): Promise<NeighborList | null> {
    try {
      const list = await this.#calls.findNeighbors(
        { word, count, ...askedBalance(this.#store.state) },
        signal,
      );
      return "missing" in list ? null : list;
    } catch {
      // A courtesy: the same trouble is told when the word itself is asked for.
      return null;
    }
  }

  cancel(): void {
    this.#word.cancel();
    this.#twoLists.cancel();
  }

  #askList(word: string, told: (result: NeighborList | MissingWords) => void = () => undefined) {
    void this.#questions.ask(
      this.#word,
      (signal) =>
        this.#calls.findNeighbors(
          { word, count: NEIGHBOR_COUNT, ...askedBalance(this.#store.state) },
          signal,
        ),
      {
        arrived: (result) => {
          this.#store.update((s) => answerArrived(s, word, result));
          told(result);
        },
        slow: () => this.#store.update(answerSlow),
        failed: () => this.#store.update((s) => ({ ...s, answer: { kind: "failed", word } })),
      },
    );
  }

  #askTwoLists(word: string): void {
    const { panel, neighborView } = this.#store.state;
    if (!isGrounded(panel) || !neighborView.twoLists) return;
    void this.#questions.ask(
      this.#twoLists,
      (signal) =>
        Promise.all(
          [0, 1].map((balance) =>
            this.#calls.findNeighbors({ word, count: NEIGHBOR_COUNT, balance }, signal),
          ),
        ),
      {
        arrived: ([here, general]) => {
          const twoLists =
            !here || !general || "missing" in here || "missing" in general
              ? null
              : { word: here.entry.word, here, general };
          this.#store.update((s) => ({ ...s, twoLists }));
        },
      },
    );
  }
}

function spokenAnswer(word: string, result: NeighborList | MissingWords): string {
  if ("missing" in result) return text("announceMissing", word);
  const nearest = result.neighbors[0];
  return nearest
    ? text(
        "announceNeighbors",
        result.neighbors.length,
        result.entry.word,
        nearest.word,
        formatCosine(nearest.cosine),
      )
    : text("noNeighbors");
}
