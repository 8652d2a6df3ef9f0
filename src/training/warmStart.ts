// Goes on from the vectors of an existing model on a new text: old words keep their vectors, new ones are added.
import { NgramTable, type NgramVectors } from "../embeddings/ngramTable.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import type { TrainingCorpus } from "./corpus.ts";

/** A model whose vectors are trained further. */
export interface StartingModel {
  readonly words: readonly string[];
  /** [n] */
  readonly counts: Uint32Array | null;
  /** [n, d] */
  readonly inputVectors: Float32Array;
  /** [n, d], one row a word; null where there are none that fit the loss. */
  readonly outputVectors: Float32Array | null;
  /** Null where there are none, or where they are of other n-grams. */
  readonly ngrams: NgramVectors | null;
}

/** The vocabulary of a text and a model together, and where each word of the model is in it. */
export interface MergedCorpus {
  readonly corpus: TrainingCorpus;
  /** [words of the model] */
  readonly wordIds: Uint32Array;
}

const MAXIMUM_COUNT = 0xffffffff;
/** The clock is looked at after so many elements: about a millisecond. */
const IDS_PER_STEP = 200_000;
const WORDS_PER_STEP = 5_000;

/**
 * Joins the vocabularies: counts are added, and words sorted by them. The ids of the text are changed in place.
 *
 * `pace` is awaited now and then.
 */
export async function mergeVocabularies(
  corpus: TrainingCorpus & { readonly ids: Int32Array<SharedArrayBuffer> },
  model: Pick<StartingModel, "words" | "counts">,
  pace: () => Promise<void>,
): Promise<MergedCorpus> {
  const joined = new Map<string, number>();
  for (const [wordId, word] of corpus.words.entries()) {
    if (wordId % WORDS_PER_STEP === 0) await pace();
    joined.set(word, corpus.counts[wordId]!);
  }
  for (const [wordId, word] of model.words.entries()) {
    if (wordId % WORDS_PER_STEP === 0) await pace();
    // A model that has no counts knows its words: once at least.
    const count = (joined.get(word) ?? 0) + (model.counts?.[wordId] ?? 1);
    joined.set(word, Math.min(count, MAXIMUM_COUNT));
  }
  const entries = [...joined].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const idOfWord = new Map(entries.map(([word], wordId) => [word, wordId]));
  await renumber(corpus.ids, corpus.words, idOfWord, pace);
  return {
    corpus: {
      words: entries.map(([word]) => word),
      counts: Uint32Array.from(entries, ([, count]) => count),
      ids: corpus.ids,
    },
    wordIds: Uint32Array.from(model.words, (word) => idOfWord.get(word)!),
  };
}

async function renumber(
  ids: Int32Array,
  words: readonly string[],
  idOfWord: ReadonlyMap<string, number>,
  pace: () => Promise<void>,
): Promise<void> {
  const newIds = Int32Array.from(words, (word) => idOfWord.get(word)!);
  for (let first = 0; first < ids.length; first += IDS_PER_STEP) {
    const end = Math.min(first + IDS_PER_STEP, ids.length);
    for (let at = first; at < end; at++) if (ids[at]! >= 0) ids[at] = newIds[ids[at]!]!;
    await pace();
  }
}

/**
 * Puts a model's vectors in place of the random first values.
 *
 * With subwords, a word's own row is set so that its vector, the mean with its n-grams' rows, is the model's: also where
 * the model had other n-grams or none. `buckets` are those of the training's n-gram rows.
 */
export async function copyVectors(
  model: StartingModel,
  wordIds: Uint32Array,
  training: TrainingMemory,
  buckets: Uint32Array,
  pace: () => Promise<void>,
): Promise<void> {
  const { rowBytes, shape } = training.layout;
  const stride = rowBytes / 4;
  const { dimension, wordCount } = shape;
  const rowOf = (matrix: Float32Array, row: number, width: number): Float32Array =>
    matrix.subarray(row * width, row * width + dimension);
  if (model.ngrams) {
    const table = new NgramTable(model.ngrams);
    for (const [row, bucket] of buckets.entries()) {
      if (row % WORDS_PER_STEP === 0) await pace();
      const vector = table.vectorOf(bucket);
      if (vector) rowOf(training.inputVectors, wordCount + row, stride).set(vector);
    }
  }
  for (const [index, wordId] of wordIds.entries()) {
    if (index % WORDS_PER_STEP === 0) await pace();
    const own = rowOf(training.inputVectors, wordId, stride);
    own.set(rowOf(model.inputVectors, index, dimension));
    if (shape.ngramRowCount > 0) {
      const first = training.ngramOffsets[wordId]! + 1; // the word's own row comes first
      const end = training.ngramOffsets[wordId + 1]!;
      for (let column = 0; column < dimension; column++) own[column]! *= end - first + 1;
      for (const row of training.ngramRows.subarray(first, end))
        for (const [column, value] of rowOf(training.inputVectors, row, stride).entries())
          own[column]! -= value;
    }
    if (model.outputVectors)
      rowOf(training.outputVectors, wordId, stride).set(
        rowOf(model.outputVectors, index, dimension),
      );
  }
}
