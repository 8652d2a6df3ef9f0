/** The words that were looked up, and where in that list the page stands. */

/** Words in the order of their visits; `position` is −1 where there are none. */
export interface History {
  readonly words: readonly string[];
  readonly position: number;
}

const LIMIT = 50;

export const EMPTY_HISTORY: History = { words: [], position: -1 };

/** The word that the page shows. */
export function currentWord(history: History): string | null {
  return history.words[history.position] ?? null;
}

/** Adds a visit; what lay ahead is forgotten, and so is the oldest beyond 50. */
export function visit(history: History, word: string): History {
  if (currentWord(history) === word) return history;
  const words = [...history.words.slice(0, history.position + 1), word].slice(-LIMIT);
  return { words, position: words.length - 1 };
}

/** Moves by some visits, negative ones back; stays inside the list. */
export function travel(history: History, steps: number): History {
  if (history.words.length === 0) return history;
  const position = Math.min(history.words.length - 1, Math.max(0, history.position + steps));
  return position === history.position ? history : { ...history, position };
}

/** Tells whether there is a visit that many steps away. */
export function canTravel(history: History, steps: number): boolean {
  return history.words[history.position + steps] !== undefined;
}
