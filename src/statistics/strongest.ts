// The greatest of many scores.

/** A thing by its number, and its score. */
export interface Scored {
  readonly id: number;
  readonly score: number;
}

/**
 * Keeps the greatest of the scores that it is offered; of equal ones, those with the smaller ids.
 *
 * Takes memory for these alone and time for each offer that grows with the logarithm of their number at most.
 */
export class Strongest {
  readonly #capacity: number;
  /** A heap: the weakest is first. */
  readonly #heap: Scored[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Takes note of a score unless enough others are stronger. */
  offer(id: number, score: number): void {
    const heap = this.#heap;
    if (heap.length < this.#capacity) {
      heap.push({ id, score });
      this.#rise(heap.length - 1);
      return;
    }
    if (this.#capacity === 0 || score < heap[0]!.score) return; // nearly always
    const offered = { id, score };
    if (!isWeaker(heap[0]!, offered)) return;
    heap[0] = offered;
    this.#sink();
  }

  /** What was kept, the strongest first. */
  list(): Scored[] {
    return [...this.#heap].sort((a, b) => (isWeaker(a, b) ? 1 : -1));
  }

  #rise(start: number): void {
    const heap = this.#heap;
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!isWeaker(heap[index]!, heap[parent]!)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let index = 0; ;) {
      let weakest = index;
      for (const child of [2 * index + 1, 2 * index + 2])
        if (child < heap.length && isWeaker(heap[child]!, heap[weakest]!)) weakest = child;
      if (weakest === index) return;
      this.#swap(index, weakest);
      index = weakest;
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  }
}

function isWeaker(a: Scored, b: Scored): boolean {
  return a.score < b.score || (a.score === b.score && a.id > b.id);
}
