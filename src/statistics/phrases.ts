// Words that stand beside each other more often than chance would have it: collocations such as "new york".

import { allocateFor } from "./wordPositions.ts";

/**
 * How pairs are scored and which are taken.
 *
 * `original`: (count - discount) / (count of the first * count of the second) * number of different words and pairs, as
 * gensim's `original_scorer`; word2phrase has the number of all words in place of the last factor. `npmi`: normalized
 * pointwise mutual information, from -1 to 1, as gensim's `npmi_scorer`.
 *
 * Source: Mikolov et al. 2013, "Distributed Representations of Words and Phrases and their Compositionality"; Bouma 2009,
 * "Normalized (Pointwise) Mutual Information in Collocation Extraction".
 */
export interface PhraseOptions {
  readonly scorer: "original" | "npmi";
  /** Pairs that occur less often are no phrases. */
  readonly minimumCount: number;
  /** Scores must be above. */
  readonly threshold: number;
  /** Of `original`; as great as `minimumCount` where absent. */
  readonly discount?: number;
}

/**
 * Pairs of words that are phrases, by rising id of the first word, then of the second.
 *
 * Shapes: all [phrases]; `firsts`, `seconds` are word ids.
 */
export interface PhraseTable {
  readonly firsts: Uint32Array;
  readonly seconds: Uint32Array;
  readonly counts: Uint32Array;
  readonly scores: Float64Array;
}

/**
 * Finds the phrases of two words in a stream of word ids. A phrase does not reach over the end of a sentence.
 *
 * The scores are those of a whole text only where the vocabulary has all its words. Takes time linear in the ids, besides
 * sorting the phrases of each word, and 4 bytes a token and 12 bytes a word of memory. Errors: `out-of-memory`.
 */
export function findPhrases(
  ids: Int32Array,
  vocabularySize: number,
  options: PhraseOptions,
): PhraseTable {
  const followers = listFollowers(ids, vocabularySize);
  const { wordCounts } = followers;
  const pairs = countPairs(followers, vocabularySize, options.minimumCount);
  const { length, first, second, count, differentPairs } = pairs;
  let differentWords = 0;
  let tokens = 0;
  for (const wordCount of wordCounts) {
    if (wordCount > 0) differentWords++;
    tokens += wordCount;
  }
  const score =
    options.scorer === "npmi"
      ? npmiOf(tokens)
      : originalOf(differentWords + differentPairs, options.discount ?? options.minimumCount);
  const scores = allocateFor(PURPOSE, length, Float64Array);
  let kept = 0;
  for (let pair = 0; pair < length; pair++) {
    const a = first[pair]!;
    const b = second[pair]!;
    const value = score(wordCounts[a]!, wordCounts[b]!, count[pair]!);
    if (!(value > options.threshold)) continue;
    first[kept] = a;
    second[kept] = b;
    count[kept] = count[pair]!;
    scores[kept++] = value;
  }
  return {
    firsts: first.slice(0, kept),
    seconds: second.slice(0, kept),
    counts: count.slice(0, kept),
    scores: scores.slice(0, kept),
  };
}

/** Phrases as they are looked up while a text is read. */
export class PhraseLookup {
  readonly #rowStarts: Uint32Array;
  readonly #seconds: Uint32Array;

  constructor(
    { firsts, seconds }: Pick<PhraseTable, "firsts" | "seconds">,
    vocabularySize: number,
  ) {
    this.#rowStarts = new Uint32Array(vocabularySize + 1);
    for (const first of firsts) this.#rowStarts[first + 1]!++;
    for (let word = 0; word < vocabularySize; word++)
      this.#rowStarts[word + 1]! += this.#rowStarts[word]!;
    this.#seconds = seconds;
  }

  /** The number of the phrase that two words make, or -1. */
  find(first: number, second: number): number {
    let low = this.#rowStarts[first]!;
    const end = this.#rowStarts[first + 1]!;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#seconds[middle]! < second) low = middle + 1;
      else high = middle;
    }
    return low < end && this.#seconds[low] === second ? low : -1;
  }
}

const PURPOSE = "the pairs of its words";

/** The words that stand behind each word, in the order of the text. Shapes: `nextIds` [pairs]; the others by word id. */
interface Followers {
  readonly starts: Uint32Array;
  readonly nextIds: Uint32Array;
  readonly wordCounts: Uint32Array;
}

function listFollowers(ids: Int32Array, vocabularySize: number): Followers {
  const wordCounts = new Uint32Array(vocabularySize);
  const starts = new Uint32Array(vocabularySize + 1);
  for (let position = 0; position < ids.length; position++) {
    const id = ids[position]!;
    if (id < 0) continue;
    wordCounts[id]!++;
    if (position + 1 < ids.length && ids[position + 1]! >= 0) starts[id + 1]!++;
  }
  for (let word = 0; word < vocabularySize; word++) starts[word + 1]! += starts[word]!;
  const nextIds = allocateFor(PURPOSE, starts[vocabularySize]!, Uint32Array);
  const next = starts.slice(0, vocabularySize);
  for (let position = 0; position + 1 < ids.length; position++) {
    const id = ids[position]!;
    const follower = ids[position + 1]!;
    if (id >= 0 && follower >= 0) nextIds[next[id]!++] = follower;
  }
  return { starts, nextIds, wordCounts };
}

/** Pairs that occur often enough, and how many different ones there are in all. Shapes: the arrays [length] and more. */
interface Pairs {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  readonly count: Uint32Array;
  readonly length: number;
  readonly differentPairs: number;
}

function countPairs(
  { starts, nextIds }: Followers,
  vocabularySize: number,
  minimumCount: number,
): Pairs {
  // No more pairs than this can occur often enough.
  const capacity = Math.floor(nextIds.length / Math.max(1, minimumCount));
  const first = allocateFor(PURPOSE, capacity, Uint32Array);
  const second = allocateFor(PURPOSE, capacity, Uint32Array);
  const count = allocateFor(PURPOSE, capacity, Uint32Array);
  const countOf = new Uint32Array(vocabularySize);
  const met = new Uint32Array(vocabularySize);
  let length = 0;
  let differentPairs = 0;
  for (let word = 0; word < vocabularySize; word++) {
    let different = 0;
    const end = starts[word + 1]!;
    for (let index = starts[word]!; index < end; index++) {
      const follower = nextIds[index]!;
      if (countOf[follower]!++ === 0) met[different++] = follower;
    }
    differentPairs += different;
    const rowStart = length;
    for (let index = 0; index < different; index++)
      if (countOf[met[index]!]! >= minimumCount) second[length++] = met[index]!;
    second.subarray(rowStart, length).sort();
    for (let pair = rowStart; pair < length; pair++) {
      first[pair] = word;
      count[pair] = countOf[second[pair]!]!;
    }
    for (let index = 0; index < different; index++) countOf[met[index]!] = 0;
  }
  return { first, second, count, length, differentPairs };
}

/** Takes how often the first word, the second and the pair occur. */
type Scorer = (first: number, second: number, pair: number) => number;

function originalOf(differentWordsAndPairs: number, discount: number): Scorer {
  return (first, second, pair) => ((pair - discount) / (first * second)) * differentWordsAndPairs;
}

function npmiOf(tokens: number): Scorer {
  return (first, second, pair) => {
    const shareOfPair = pair / tokens;
    return Math.log(shareOfPair / ((first / tokens) * (second / tokens))) / -Math.log(shareOfPair);
  };
}
