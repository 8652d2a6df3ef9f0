/** Compares the words of a list with each other. */
import type { Calls } from "../src/protocol/channel.ts";
import type { MissingWords } from "../src/protocol/modelMessages.ts";
import type { PageRequests } from "../src/protocol/pageMessages.ts";
import type { WordComparison } from "../src/protocol/wordMessages.ts";
import { formatCosine } from "./formatting.ts";
import { listedWords } from "./formulaText.ts";
import { Latest } from "./latest.ts";
import { askedBalance } from "./neighborView.ts";
import type { Questions } from "./questions.ts";
import type { Store } from "./store.ts";
import { text } from "./texts.ts";

/** As many as the host compares. */
const MOST_WORDS = 50;

/** The list that is compared. */
export interface WordSet {
  readonly open: boolean;
  /** As it was typed. */
  readonly text: string;
  readonly answer: WordComparison | MissingWords | null;
}

/** Keeps the comparison in the store. */
export class WordSetQuestions {
  readonly #calls: Calls<PageRequests>;
  readonly #store: Store;
  readonly #questions: Questions;
  readonly #latest = new Latest();

  constructor(calls: Calls<PageRequests>, store: Store, questions: Questions) {
    this.#calls = calls;
    this.#store = store;
    this.#questions = questions;
  }

  /** Compares the words of a list, once there are two. */
  compare(typed: string): void {
    this.#change({ text: typed, open: true, answer: null });
    this.ask();
  }

  /** Opens or closes the tool. */
  toggle(): void {
    this.#change({ open: !this.#store.state.wordSet.open });
    this.ask();
  }

  /** Asks again, as under another balance. */
  ask(): void {
    this.#latest.cancel();
    const { panel, wordSet } = this.#store.state;
    const words = listedWords(wordSet.text).slice(0, MOST_WORDS);
    if (!wordSet.open || words.length < 2 || panel?.model.kind !== "ready") return;
    void this.#questions.ask(
      this.#latest,
      (signal) =>
        this.#calls.compareWordList({ words, ...askedBalance(this.#store.state) }, signal),
      {
        arrived: (answer) => {
          this.#change({ answer });
          if ("cosines" in answer)
            this.#store.update((s) => ({ ...s, announcement: spoken(answer) }));
        },
      },
    );
  }

  cancel(): void {
    this.#latest.cancel();
  }

  #change(change: Partial<WordSet>): void {
    this.#store.update((s) => ({ ...s, wordSet: { ...s.wordSet, ...change } }));
  }
}

function spoken({ words, cosines, oddOneOut }: WordComparison): string {
  const [a, b] = words;
  if (oddOneOut !== null) return text("oddOneOut", words[oddOneOut]?.word ?? "");
  return text("similarityRead", a?.word ?? "", b?.word ?? "", formatCosine(cosines[1] ?? null));
}
