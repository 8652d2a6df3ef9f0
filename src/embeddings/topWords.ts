/** Keeps the best of many words as they come by. */
export class TopWords {
  readonly #k: number;
  readonly #ids: number[] = [];
  readonly #scores: number[] = [];

  constructor(k: number) {
    this.#k = k;
  }

  /** Takes a word if it is among the best so far; of equal scores the word that came first stays before. */
  offer(wordId: number, score: number): void {
    const { length } = this.#scores;
    if (length === this.#k && !(score > (this.#scores[length - 1] ?? -Infinity))) return;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#scores[middle] ?? 0) >= score) low = middle + 1;
      else high = middle;
    }
    this.#ids.splice(low, 0, wordId);
    this.#scores.splice(low, 0, score);
    if (this.#ids.length > this.#k) {
      this.#ids.pop();
      this.#scores.pop();
    }
  }

  /** What a word has to beat to come in; -Infinity where there is room. */
  get lowestScore(): number {
    if (this.#scores.length < this.#k) return -Infinity;
    return this.#scores.at(-1) ?? Infinity;
  }

  /** The best words, best first. */
  get words(): readonly { readonly wordId: number; readonly score: number }[] {
    return this.#ids.map((wordId, place) => ({ wordId, score: this.#scores[place] ?? 0 }));
  }
}
