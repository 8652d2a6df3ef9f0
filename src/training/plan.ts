// What a training needs besides the text: its shape in memory, the rows of words made of n-grams, the paths of a tree.
import { WordfieldError } from "../errors.ts";
import type { TrainingShape } from "../kernels/memory.ts";
import { idCountOf, type TrainingCorpus } from "./corpus.ts";
import { buildHuffmanPaths, type HuffmanPaths } from "./huffman.ts";
import { type Hyperparameters, MAXIMUM_SOFTMAX_WORDS, usesSubwords } from "./hyperparameters.ts";
import { listSubwordRows, type SubwordRows } from "./subwordRows.ts";

/** Everything that is known before memory is taken. */
export interface TrainingPlan {
  readonly shape: TrainingShape;
  readonly threads: number;
  readonly subwords?: SubwordRows;
  readonly paths?: HuffmanPaths;
}

/** The loss is measured so often in an epoch. */
export const LOSS_MARKS_PER_EPOCH = 4;

/** Examples that the loss is measured on: its standard error is about 0.02 nats, and a measurement takes milliseconds. */
const PROBE_COUNT = 4000;
/** Full softmax takes fewer, so that a measurement stays that short. */
const PROBE_LOGITS = 1e6;
/** A lane with fewer ids than this costs more than it brings. */
const MINIMUM_IDS_PER_LANE = 10_000;
/**
 * Lanes of the deterministic mode, and so the most threads that it can use: fixed, since the result depends on it. More
 * lanes would need more memory and move further in a round without seeing each other.
 */
const DETERMINISTIC_LANES = 8;
/** Rows of an overlay besides those that its last sentence may need. */
const OVERLAY_ROWS = 4096;
/** What the kernels read at a time at most: assembly/sentence.ts. */
const MAXIMUM_SENTENCE = 1000;
const BLOCK_WORDS = 256;
/** Of a text in a file, each lane sees so many ids at once: 4 MB. */
const ID_BUFFER_LENGTH = 2 ** 20;

/**
 * Plans a training; `pace` is awaited now and then.
 *
 * Errors: `corpus-too-small` where there is nothing to learn from; `bad-input` where full softmax would take for ever.
 */
export async function planTraining(
  corpus: TrainingCorpus,
  hyperparameters: Hyperparameters,
  pace: () => Promise<void>,
): Promise<TrainingPlan> {
  const { loss, negatives, epochs, dimension, window, threads } = hyperparameters;
  checkVocabulary(corpus, hyperparameters);
  const wordCount = corpus.words.length;
  const idCount = idCountOf(corpus);
  const subwords = usesSubwords(hyperparameters.algorithm)
    ? await listSubwordRows(corpus.words, hyperparameters, pace)
    : undefined;
  const paths = loss === "hs" ? await buildHuffmanPaths(corpus.counts, pace) : undefined;
  const targetCount = paths?.longest ?? (loss === "ns" ? 1 + negatives : 1);
  const lanes = countLanes(idCount, hyperparameters);
  const inPlace: TrainingShape = {
    wordCount,
    outputRowCount: paths ? wordCount - 1 : wordCount,
    idCount,
    idBufferLength: corpus.ids ? 0 : ID_BUFFER_LENGTH,
    dimension,
    lanes,
    window,
    negatives: loss === "ns" ? negatives : 0,
    targetCount,
    logitCount: loss === "softmax" ? wordCount : targetCount,
    buckets: subwords?.buckets.length ?? 0,
    ngramRowCount: subwords?.rows.length ?? 0,
    longestRowList: subwords ? longestList(subwords) : 0,
    pathNodeCount: paths?.nodes.length ?? 0,
    overlayRows: 0,
    sentenceRows: 0,
    probeCount: Math.min(
      loss === "softmax" ? Math.ceil(PROBE_LOGITS / wordCount) : PROBE_COUNT,
      PROBE_COUNT,
      idCount,
    ),
    lossMarks: epochs * LOSS_MARKS_PER_EPOCH,
  };
  const shape =
    hyperparameters.deterministic && lanes > 1
      ? { ...inPlace, ...overlayOf(inPlace, hyperparameters, subwords) }
      : inPlace;
  return {
    shape,
    threads: Math.min(threads, lanes),
    ...(subwords ? { subwords } : {}),
    ...(paths ? { paths } : {}),
  };
}

function checkVocabulary({ words }: TrainingCorpus, { loss, minimumCount }: Hyperparameters): void {
  if (words.length < 2)
    throw new WordfieldError(
      "corpus-too-small",
      `The vocabulary has ${words.length === 1 ? "one word" : "no words"}, and training needs two at least. ` +
        `Train on more text, or lower the minimum count (${minimumCount}).`,
    );
  if (loss === "softmax" && words.length > MAXIMUM_SOFTMAX_WORDS)
    throw new WordfieldError(
      "bad-input",
      `Full softmax compares each word with all others: it is for ${MAXIMUM_SOFTMAX_WORDS} words at most, and the ` +
        `vocabulary has ${words.length}. Choose negative sampling or hierarchical softmax, or limit the number of words.`,
    );
}

/** One lane for each thread that is worth it; in the deterministic mode a number that only the text decides. */
function countLanes(idCount: number, hyperparameters: Hyperparameters): number {
  const useful = Math.max(1, Math.floor(idCount / MINIMUM_IDS_PER_LANE));
  if (!hyperparameters.deterministic) return Math.min(hyperparameters.threads, useful);
  // Full softmax trains every output row with every pair: there is nothing to do side by side.
  return hyperparameters.loss === "softmax" ? 1 : Math.min(DETERMINISTIC_LANES, useful);
}

function overlayOf(
  shape: TrainingShape,
  { sharedNegatives, algorithm }: Hyperparameters,
  subwords: SubwordRows | undefined,
): Pick<TrainingShape, "overlayRows" | "sentenceRows"> {
  const words = subwords ? BLOCK_WORDS : MAXIMUM_SENTENCE;
  const ownTargets = !sharedNegatives && !algorithm.includes("cbow");
  const setsOfTargets = ownTargets ? 2 * shape.window : 1;
  const inputRows = shape.wordCount + shape.buckets;
  const sentenceRows =
    Math.min(inputRows, subwords ? longestLists(subwords, words) : words) +
    Math.min(shape.outputRowCount, words * shape.targetCount * setsOfTargets);
  const allRows = inputRows + shape.outputRowCount;
  const overlayRows = 2 ** Math.ceil(Math.log2(Math.min(allRows, sentenceRows + OVERLAY_ROWS)));
  return { overlayRows, sentenceRows: overlayRows >= allRows ? 0 : sentenceRows };
}

function longestList({ offsets }: SubwordRows): number {
  let longest = 0;
  for (let wordId = 0; wordId + 1 < offsets.length; wordId++)
    longest = Math.max(longest, offsets[wordId + 1]! - offsets[wordId]!);
  return longest;
}

/** Rows of the `count` words with the longest lists together. */
function longestLists({ offsets }: SubwordRows, count: number): number {
  const lengths = offsets.slice(1).map((end, wordId) => end - offsets[wordId]!);
  return lengths
    .sort()
    .subarray(-count)
    .reduce((sum, length) => sum + length, 0);
}
