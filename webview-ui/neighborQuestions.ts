/** Asks for neighbors as the user wants them: under a balance, filtered, here and in general, of pinned words. */
import type { Calls } from "../src/protocol/channel.ts";
import type { MissingWords, NeighborList } from "../src/protocol/modelMessages.ts";
import type { PageRequests } from "../src/protocol/pageMessages.ts";
import type { FormulaAnswer } from "../src/protocol/wordMessages.ts";
import { formatCosine } from "./formatting.ts";
import { isFormula } from "./formulaText.ts";
import { Latest } from "./latest.ts";
import {
  askedBalance,
  askedOptions,
  isGrounded,
  MOST_PINS,
  type NeighborView,
} from "./neighborView.ts";
import type { Questions } from "./questions.ts";
import { answerArrived, answerFailed, answerSlow, askedWord, waitingFor } from "./state.ts";
import type { Store } from "./store.ts";
import { text } from "./texts.ts";

type Found = NeighborList | MissingWords | FormulaAnswer;

/** Keeps the answer about the word or the formula in the middle of the page. */
export class NeighborQuestions {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #questions: Questions;
  readonly #word = new Latest();
  readonly #twoLists = new Latest();
  readonly #pins = new Latest();
  readonly #vocabulary = new Latest();
  readonly #parts = new Latest();

  constructor(calls: Calls<PageRequests>, store: Store, questions: Questions) {
    this.#calls = calls;
    this.#store = store;
    this.#questions = questions;
  }

  /** Asks for what is near the word or the formula that the page is about, and says what came. */
  ask(asked: string, arrived: (result: Found) => void = () => undefined): void {
    this.#askList(asked, (result) => {
      this.#store.update((s) => ({ ...s, announcement: spokenAnswer(asked, result) }));
      arrived(result);
    });
    this.#askTwoLists(asked);
    if (this.#store.state.pinned.length === 0) this.#askPins();
  }

  /** Changes how neighbors are asked for and shown; the lists follow at once. */
  change(view: Partial<NeighborView>): void {
    this.#store.update((s) => ({ ...s, neighborView: { ...s.neighborView, ...view } }));
    const asked = askedWord(this.#store.state);
    if (this.#store.state.panel?.model.kind !== "ready") return;
    this.#askPins();
    if (asked === null) return;
    this.#store.update((s) => ({ ...waitingFor(s, asked, true), pointed: s.pointed }));
    this.#askList(asked);
    this.#askTwoLists(asked);
  }

  /** Keeps a word's list beside that of the word, or lets it go; the oldest of more than four goes. */
  pin(word: string): void {
    const { pins } = this.#store.state.neighborView;
    const next = pins.includes(word)
      ? pins.filter((other) => other !== word)
      : [...pins, word].slice(-MOST_PINS);
    this.#store.update((s) => ({ ...s, neighborView: { ...s.neighborView, pins: next } }));
    this.#askPins();
  }

  /** Opens or closes the filter; which parts the vocabulary has is asked at the first time. */
  toggleFilter(): void {
    this.#store.update((s) => ({ ...s, filterOpen: !s.filterOpen }));
    if (!this.#store.state.filterOpen || this.#store.state.vocabulary !== null) return;
    void this.#questions.ask(this.#vocabulary, (signal) => this.#calls.listParts({}, signal), {
      arrived: (vocabulary) => this.#store.update((s) => ({ ...s, vocabulary })),
    });
  }

  /** Puts a text into the clipboard, and says so. */
  copy(copied: string): void {
    this.#questions.tell(
      this.#calls.copyText({ text: copied }).then((done) => {
        this.#store.update((s) => ({ ...s, announcement: text("copied") }));
        return done;
      }),
    );
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
    for (const subject of [this.#word, this.#twoLists, this.#pins, this.#vocabulary, this.#parts])
      subject.cancel();
  }

  #askList(asked: string, told: (result: Found) => void = () => undefined): void {
    const { state } = this.#store;
    const { count, method } = state.neighborView;
    void this.#questions.ask<Found>(
      this.#word,
      (signal) =>
        isFormula(asked)
          ? this.#calls.solveFormula(
              { formula: asked, method, count, ...askedBalance(state) },
              signal,
            )
          : this.#calls.findNeighbors({ word: asked, count, ...askedOptions(state) }, signal),
      {
        arrived: (result) => {
          this.#store.update((s) => answerArrived(s, asked, result));
          if ("entry" in result && result.entry.rank === null) this.#askParts(result.entry.word);
          told(result);
        },
        slow: () => this.#store.update(answerSlow),
        failed: () => this.#store.update((s) => answerFailed(s, asked)),
      },
    );
  }

  /** Which n-grams the vector of a word outside of the vocabulary is made of. */
  #askParts(word: string): void {
    if (this.#store.state.ngrams?.word === word) return;
    void this.#questions.ask(this.#parts, (signal) => this.#calls.explainParts({ word }, signal), {
      arrived: ({ parts }) => this.#store.update((s) => ({ ...s, ngrams: { word, parts } })),
    });
  }

  #askTwoLists(word: string): void {
    const { panel, neighborView } = this.#store.state;
    if (!isGrounded(panel) || !neighborView.twoLists || isFormula(word)) return;
    // Other measures than the cosine are of the trained vectors alone, and so would be both lists.
    const { filter } = askedOptions(this.#store.state);
    const { count } = neighborView;
    void this.#questions.ask(
      this.#twoLists,
      (signal) =>
        Promise.all(
          [0, 1].map((balance) =>
            this.#calls.findNeighbors(
              { word, count, balance, ...(filter ? { filter } : {}) },
              signal,
            ),
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

  #askPins(): void {
    const { state } = this.#store;
    const { pins, count } = state.neighborView;
    if (pins.length === 0) {
      this.#pins.cancel();
      this.#store.update((s) => (s.pinned.length === 0 ? s : { ...s, pinned: [] }));
      return;
    }
    void this.#questions.ask(
      this.#pins,
      (signal) =>
        Promise.all(
          pins.map((word) =>
            this.#calls.findNeighbors({ word, count, ...askedOptions(state) }, signal),
          ),
        ),
      {
        // A pin of another model may be unknown here: it comes back with that model.
        arrived: (lists) =>
          this.#store.update((s) => ({
            ...s,
            pinned: lists.filter((list): list is NeighborList => "entry" in list),
          })),
      },
    );
  }
}

function spokenAnswer(asked: string, result: Found): string {
  if ("missing" in result) return text("announceMissing", result.missing[0]?.word ?? asked);
  if ("formula" in result) {
    const best = result.candidates[0];
    return best
      ? text("announceFormula", result.formula, best.word, formatCosine(best.score))
      : text("noCandidates");
  }
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
