// Goes on from the vectors of an existing model on a new text: old words keep their vectors, new ones are added.
import type { NgramVectors } from "../embeddings/ngramTable.ts";
import { createWordIds } from "../embeddings/wordIds.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { TrainingCorpus } from "./corpus.ts";
import { orderByCount } from "./countOrder.ts";

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
const ROWS_PER_STEP = 2_000;

/**
 * Joins the vocabularies: counts are added, and words sorted by them. The ids of the text are changed in place.
 *
 * Errors: `canceled`.
 */
export async function mergeVocabularies(
  corpus: TrainingCorpus & { readonly ids: Int32Array<SharedArrayBuffer> },
  model: Pick<StartingModel, "words" | "counts">,
  signal?: AbortSignal,
): Promise<MergedCorpus> {
  const pace = createPacer(signal);
  const { wordIds: textIds } = await createWordIds(corpus.words, signal);
  // Those of the text come first; the places of the model's words among all of them.
  const words = [...corpus.words];
  const places = new Uint32Array(model.words.length);
  await forEachIndex(places.length, WORDS_PER_STEP, pace, (index) => {
    const word = model.words[index]!;
    places[index] = textIds.get(word) ?? words.push(word) - 1;
  });
  const counts = new Uint32Array(words.length);
  counts.set(corpus.counts);
  await forEachIndex(places.length, WORDS_PER_STEP, pace, (index) => {
    const place = places[index]!;
    // A model that has no counts knows its words: once at least.
    const count = Math.max(1, counts[place]! + (model.counts?.[index] ?? 1));
    counts[place] = Math.min(count, MAXIMUM_COUNT);
  });
  const order = await orderByCount(words, counts, pace);
  const idOfPlace = new Uint32Array(order.length);
  const merged = { words: [] as string[], counts: new Uint32Array(order.length), ids: corpus.ids };
  await forEachIndex(order.length, WORDS_PER_STEP, pace, (wordId) => {
    const place = order[wordId]!;
    idOfPlace[place] = wordId;
    merged.words.push(words[place]!);
    merged.counts[wordId] = counts[place]!;
  });
  await forEachIndex(corpus.ids.length, IDS_PER_STEP, pace, (at) => {
    if (corpus.ids[at]! >= 0) corpus.ids[at] = idOfPlace[corpus.ids[at]!]!;
  });
  await forEachIndex(places.length, WORDS_PER_STEP, pace, (index) => {
    places[index] = idOfPlace[places[index]!]!;
  });
  return { corpus: merged, wordIds: places };
}

async function forEachIndex(
  length: number,
  step: number,
  pace: () => Promise<void>,
  action: (index: number) => void,
): Promise<void> {
  for (let index = 0; index < length; index++) {
    if (index % step === 0) await pace();
    action(index);
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
  const rowOf = (matrix: Float32Array, row: number, width: number) =>
    matrix.subarray(row * width, row * width + dimension);
  if (model.ngrams) {
    const { buckets: modelBuckets, vectors } = model.ngrams;
    // Zero for buckets that have no row; no n-gram's row is the first one, which is a word's.
    const rowOfBucket = new Int32Array(
      buckets.reduce((most, bucket) => Math.max(most, bucket), -1) + 1,
    );
    await forEachIndex(buckets.length, IDS_PER_STEP, pace, (index) => {
      rowOfBucket[buckets[index]!] = wordCount + index;
    });
    await forEachIndex(modelBuckets.length, ROWS_PER_STEP, pace, (index) => {
      const row = rowOfBucket[modelBuckets[index]!] ?? 0;
      if (row > 0) rowOf(training.inputVectors, row, stride).set(rowOf(vectors, index, dimension));
    });
  }
  let rowsDone = 0;
  for (const [index, wordId] of wordIds.entries()) {
    const parts = shape.ngramRowCount > 0 ? partsOf(training, wordId) : NO_ROWS;
    if (rowsDone % ROWS_PER_STEP > (rowsDone += 1 + parts.length) % ROWS_PER_STEP) await pace();
    const own = rowOf(training.inputVectors, wordId, stride);
    own.set(rowOf(model.inputVectors, index, dimension));
    for (let column = 0; column < dimension; column++) own[column]! *= 1 + parts.length;
    for (const row of parts) {
      const part = rowOf(training.inputVectors, row, stride);
      for (let column = 0; column < dimension; column++) own[column]! -= part[column]!;
    }
    if (model.outputVectors)
      rowOf(training.outputVectors, wordId, stride).set(
        rowOf(model.outputVectors, index, dimension),
      );
  }
}

const NO_ROWS = new Int32Array();

/** The rows of a word's n-grams. */
function partsOf({ ngramOffsets, ngramRows }: TrainingMemory, wordId: number): Int32Array {
  return ngramRows.subarray(ngramOffsets[wordId]! + 1, ngramOffsets[wordId + 1]); // its own comes first
}
