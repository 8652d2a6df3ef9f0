/** An index that stays open between questions, until another one has taken its place on disk. */
import { indexStamp } from "../occurrences/manifest.node.ts";
import { OccurrenceIndex } from "../occurrences/occurrenceIndex.node.ts";
import type { PhraseMemories } from "../occurrences/phraseMemories.ts";

interface Open {
  readonly index: OccurrenceIndex;
  users: number;
  isReplaced: boolean;
}

/** Keeps the index of one folder open. */
export class BorrowedIndex {
  readonly #folder: string;
  readonly #phrases: PhraseMemories;
  #open: Open | undefined;

  constructor(folder: string, phrases: PhraseMemories) {
    this.#folder = folder;
    this.#phrases = phrases;
  }

  /**
   * Lets the index be asked as it is on disk now; undefined where there is none.
   *
   * Errors: `bad-format`, and what `ask` throws.
   */
  async use<T>(ask: (index: OccurrenceIndex) => Promise<T>): Promise<T | undefined> {
    const open = await this.#borrow();
    if (!open) return undefined;
    try {
      return await ask(open.index);
    } finally {
      open.users--;
      await closeUnused(open);
    }
  }

  /** Closes the index as soon as nobody asks it. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    open.isReplaced = true;
    await closeUnused(open);
  }

  /** Counts the user at once, so that nobody closes what has just been handed out. */
  async #borrow(): Promise<Open | undefined> {
    const stamp = await indexStamp(this.#folder);
    if (this.#open && this.#open.index.stamp === stamp) {
      this.#open.users++;
      return this.#open;
    }
    await this.close();
    const index = await OccurrenceIndex.open(this.#folder, this.#phrases);
    if (!index) return undefined;
    await this.close(); // another question may have opened it meanwhile
    this.#open = { index, users: 1, isReplaced: false };
    return this.#open;
  }
}

async function closeUnused(open: Open): Promise<void> {
  if (!open.isReplaced || open.users > 0) return;
  open.users = Infinity; // once
  await open.index.close();
}
