/** A model as fastText's .bin, which fastText and gensim load, with all that is needed for unknown words. */
import { basename } from "node:path";
import { writeFastText } from "../embeddings/fastTextFile.node.ts";
import { readForeignHeader } from "../embeddings/foreignHeader.node.ts";
import type { FastTextArguments, FastTextLoss } from "../embeddings/formats/fastText.ts";
import { readModel } from "../embeddings/modelFile.node.ts";
import { readModelHeader } from "../embeddings/modelHeader.node.ts";
import { requireMemory } from "../embeddings/memoryNeed.node.ts";
import { turnIntoOwnRows } from "../embeddings/ownRows.ts";
import { NgramTable, type NgramVectors } from "../embeddings/ngramTable.ts";
import type { NgramOptions } from "../embeddings/subwords.ts";
import { WordfieldError } from "../errors.ts";
import { createPacer } from "../kernels/pacing.ts";
import { parseMetadata, type ParsedMetadata } from "./modelMetadata.ts";
import type { OpenModels } from "./openModels.ts";

/** What the format can hold of a model; what is null has to be made up. */
interface Source {
  readonly words: readonly string[];
  readonly counts: Uint32Array | null;
  readonly dimension: number;
  /** Shape [n, d]; the file's own copy, which may be changed. */
  readonly vectors: Float32Array;
  readonly outputVectors: Float32Array | null;
  readonly ngrams: NgramVectors | null;
  readonly metadata: Pick<ParsedMetadata, "hyperparameters" | "corpus">;
}

const LOSSES: readonly FastTextLoss[] = ["ns", "hs", "softmax"];
const WORDS_PER_STEP = 4096;

/**
 * Writes a model as a .bin file, aside and renamed.
 *
 * Errors: those of reading the model; `bad-input` where it is in this format already or a word cannot be written;
 * `out-of-memory`, `file-unwritable`, `canceled`.
 */
export async function exportFastText(
  models: OpenModels,
  modelPath: string,
  outputPath: string,
  signal?: AbortSignal,
): Promise<{ words: number; warnings: string[] }> {
  const source = await readSource(models, modelPath, signal);
  const warnings: string[] = [];
  const { words, dimension, vectors, metadata } = source;
  const counts = await countsOf(source, signal);
  const ngrams = ngramsOf(source);
  if (source.ngrams && ngrams)
    await turnIntoOwnRows(words, vectors, new NgramTable(source.ngrams), ngrams, signal);
  if (source.ngrams && !ngrams)
    warnings.push(
      "The model does not say how long its n-grams are: they are left out, and unknown words have no vectors.",
    );
  if (!source.counts)
    warnings.push("The model has no counts: the words get falling numbers in place of them.");
  if (!source.outputVectors)
    warnings.push("The model has no output vectors: they are zero, so training cannot go on.");
  const inputMatrix =
    ngrams && source.ngrams
      ? [vectors, withEveryBucket(source.ngrams, ngrams.buckets, dimension)]
      : [vectors];
  await writeFastText(
    outputPath,
    {
      arguments: argumentsOf(metadata, dimension, ngrams),
      words,
      labels: [],
      counts,
      tokens: metadata.corpus?.tokens ?? counts.reduce((sum, count) => sum + count, 0),
      inputMatrix,
      outputMatrix: source.outputVectors ?? new Float32Array(vectors.length),
    },
    signal,
  );
  return { words: words.length, warnings };
}

/** Gives each word its count, and looks whether the format can hold it. */
async function countsOf(
  { words, counts }: Source,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const pause = createPacer(signal);
  const all = new Float64Array(words.length);
  for (const [wordId, word] of words.entries()) {
    if (wordId % WORDS_PER_STEP === 0) await pause();
    if (word.includes("\0"))
      throw new WordfieldError(
        "bad-input",
        `The word ${JSON.stringify(word)} has a NUL character, which ends words in fastText's format. Export the model as word2vec text.`,
      );
    all[wordId] = counts?.[wordId] ?? words.length - wordId;
  }
  return all;
}

async function readSource(
  models: OpenModels,
  modelPath: string,
  signal: AbortSignal | undefined,
): Promise<Source> {
  const foreign = await readForeignHeader(modelPath, signal);
  if (foreign === "safetensors") {
    const model = await readModelHeader(modelPath);
    const { buckets } = parseMetadata(model).hyperparameters;
    const everyBucket =
      model.ngrams > 0 && typeof buckets === "number"
        ? buckets * model.dimension * Float32Array.BYTES_PER_ELEMENT
        : 0;
    requireMemory(
      model.bytes + everyBucket,
      `Exporting ${basename(modelPath)}`,
      "Close other programs.",
    );
    const everything = { withOutputVectors: true, withNgrams: true };
    const { header, inputVectors, ...stored } = await readModel(modelPath, everything, signal);
    return { ...stored, vectors: inputVectors, metadata: parseMetadata(header) };
  }
  if (foreign.format === "fasttext")
    throw new WordfieldError(
      "bad-input",
      `${basename(modelPath)} is a file in fastText's format already. Copy it, or export it as word2vec text.`,
    );
  const { embeddings, metadata } = await models.open(modelPath);
  const { words, dimension, index } = embeddings;
  const needed = 2 * words.length * dimension * Float32Array.BYTES_PER_ELEMENT;
  requireMemory(needed, `Exporting ${basename(modelPath)}`, "Close other programs.");
  const vectors = new Float32Array(words.length * dimension);
  const pause = createPacer(signal);
  for (let wordId = 0; wordId < words.length; wordId++) {
    if (wordId % WORDS_PER_STEP === 0) await pause();
    vectors.set(index.rawVector(wordId), wordId * dimension);
  }
  return {
    ...{ words, dimension, vectors, metadata },
    ...{ counts: null, outputVectors: null, ngrams: null },
  };
}

function ngramsOf({ ngrams, metadata }: Source): NgramOptions | null {
  const { minimumNgram, maximumNgram, buckets } = metadata.hyperparameters;
  if (
    !ngrams ||
    typeof minimumNgram !== "number" ||
    typeof maximumNgram !== "number" ||
    typeof buckets !== "number"
  )
    return null;
  return { minimumNgram, maximumNgram, buckets };
}

/** The format has a row for each bucket, in their order; those that were never trained are zero. */
function withEveryBucket(
  { buckets, vectors }: NgramVectors,
  bucketCount: number,
  dimension: number,
): Float32Array {
  const matrix = new Float32Array(bucketCount * dimension);
  for (const [row, bucket] of buckets.entries())
    if (bucket < bucketCount)
      matrix.set(vectors.subarray(row * dimension, (row + 1) * dimension), bucket * dimension);
  return matrix;
}

/** What the model says of its training; what it does not say is fastText's default. */
function argumentsOf(
  { hyperparameters }: Source["metadata"],
  dimension: number,
  ngrams: NgramOptions | null,
): FastTextArguments {
  const numberOf = (name: string, otherwise: number) => {
    const value = hyperparameters[name];
    return typeof value === "number" ? value : otherwise;
  };
  const { algorithm, loss } = hyperparameters;
  return {
    model: algorithm === "cbow" || algorithm === "fasttext-cbow" ? "cbow" : "skip-gram",
    loss: LOSSES.find((known) => known === loss) ?? "ns",
    dimension,
    window: numberOf("window", 5),
    epochs: numberOf("epochs", 5),
    minimumCount: numberOf("minimumCount", 5),
    negatives: numberOf("negatives", 5),
    wordNgrams: 1,
    ...(ngrams ?? { buckets: 0, minimumNgram: 0, maximumNgram: 0 }),
    sample: numberOf("sample", 1e-4),
    learningRateUpdateRate: 100,
  };
}
