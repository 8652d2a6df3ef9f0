// Words found by their letters, in plain TypeScript: the definition that the kernels of assembly/spelling.ts are compared with.

/** A word by its place among all, and by how many errors it differs from a pattern. */
export interface SimilarWord {
  readonly wordId: number;
  readonly distance: number;
}

/** Finds the words that begin with a pattern, or where `isWhole` those that equal it. */
export function findBeginningsReference(
  words: readonly string[],
  pattern: string,
  isWhole: boolean,
): number[] {
  return [...words.keys()].filter((wordId) =>
    isWhole ? words[wordId] === pattern : words[wordId]!.startsWith(pattern),
  );
}

/** Finds the words that have a pattern inside, with distance 0, or a beginning within `limit` errors of it. */
export function findInsideReference(
  words: readonly string[],
  pattern: string,
  limit: number,
): SimilarWord[] {
  return words
    .map((word, wordId) => ({
      wordId,
      distance: word.includes(pattern) ? 0 : Math.min(...distancesToBeginnings(pattern, word)),
    }))
    .filter(({ distance }) => distance <= limit);
}

/** Finds the words within `limit` errors of a pattern. */
export function findSpelledReference(
  words: readonly string[],
  pattern: string,
  limit: number,
): SimilarWord[] {
  return words
    .map((word, wordId) => ({ wordId, distance: distancesToBeginnings(pattern, word).at(-1)! }))
    .filter(({ distance }) => distance <= limit);
}

/**
 * How many letters of a pattern were left out, added, replaced or swapped with the next, for the beginnings of a word of 0
 * letters to all of them.
 *
 * Source: optimal string alignment, Damerau 1964, "A technique for computer detection and correction of spelling errors".
 */
export function distancesToBeginnings(pattern: string, word: string): number[] {
  const table = Array.from({ length: pattern.length + 1 }, (_, i) =>
    Array.from({ length: word.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= pattern.length; i++)
    for (let j = 1; j <= word.length; j++) {
      const same = pattern[i - 1] === word[j - 1] ? 0 : 1;
      let best = Math.min(
        table[i - 1]![j]! + 1,
        table[i]![j - 1]! + 1,
        table[i - 1]![j - 1]! + same,
      );
      if (i > 1 && j > 1 && pattern[i - 1] === word[j - 2] && pattern[i - 2] === word[j - 1])
        best = Math.min(best, table[i - 2]![j - 2]! + 1);
      table[i]![j] = best;
    }
  return table[pattern.length]!;
}
