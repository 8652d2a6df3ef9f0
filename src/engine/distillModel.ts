/** Static vectors of an encoder for the words of a text or a model, written as an ordinary model. */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { readModel, readPassportBytes, writeModel } from "../embeddings/modelFile.node.ts";
import { toWritingError } from "../embeddings/writeAside.node.ts";
import { WordfieldError } from "../errors.ts";
import { composePassport, createPassport } from "../occurrences/passport.node.ts";
import type { Emit } from "../protocol/channel.ts";
import type { DistillationRequests } from "../protocol/distillationMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import { DISTILLED } from "../training/hyperparameters.ts";
import { encodeMany } from "./encodingPortions.ts";
import type { Encoders } from "./encoders.ts";
import type { Jobs } from "./jobs.ts";
import { composeCorpusRecord } from "./modelMetadata.ts";
import type { OpenModels } from "./openModels.ts";

type Request = DistillationRequests["distillModel"];

interface DistillationContext {
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
  readonly jobs: Jobs;
  readonly models: OpenModels;
}

/** A vocabulary, most frequent words first, and what a model says of where it is from. */
interface Vocabulary {
  readonly words: readonly string[];
  /** Null where nobody counted. */
  readonly counts: Uint32Array | null;
  readonly corpus: object | null;
  readonly passport: Uint8Array | null;
  readonly skipped: Request["result"]["skipped"];
}

/** "a" of smooth inverse frequency, as in model2vec. */
const SIF = 1e-3;
/** Tokens around a word alone. */
const SPECIAL_TOKENS = 2;
const SAMPLE_WORDS = 500;

/**
 * Distills static vectors from an encoder.
 *
 * Each word goes through the encoder alone; of the vectors the first principal components are kept, and frequent words are made
 * shorter. The mean length of a vector is 1 before that, as long as those that training begins with and makes.
 *
 * Errors: those of reading text, of the model and of the encoder; `corpus-too-small` where no word is left;
 * `file-unwritable`; `canceled`.
 * Source: model2vec, Tulkens and van Dongen 2024; weights of Arora et al. 2017.
 */
export async function distillModel(
  context: DistillationContext,
  {
    runId,
    choice,
    words: source,
    maximumWords,
    dimension,
    isWeighted,
    modelPath,
  }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const startedMs = performance.now();
  const vocabulary = await readVocabulary(context, source, maximumWords, signal);
  const { words, counts, skipped } = vocabulary;
  if (words.length === 0)
    throw new WordfieldError(
      "corpus-too-small",
      "There are no words to distill: none occurs often enough. Lower the minimum count or name more files.",
    );
  const chosen = await context.encoders.choose(choice, words.slice(0, SAMPLE_WORDS).join(" "));
  const { description } = chosen;
  const encoded = await encodeMany(
    context,
    chosen,
    { runId, texts: words, pooling: null, layer: "last", normalize: false },
    signal,
  );
  const known = [...words.keys()].filter(
    (row) => (encoded.unknown[row] ?? 0) < (encoded.tokens[row] ?? 0) - SPECIAL_TOKENS,
  );
  if (known.length === 0)
    throw new WordfieldError(
      "bad-input",
      `${description.name} knows none of the ${words.length} words. Choose an encoder of their language.`,
    );
  const d = description.dimension;
  const vectors = new Float32Array(known.length * d);
  for (const [to, row] of known.entries())
    vectors.set(encoded.vectors.subarray(row * d, (row + 1) * d), to * d);
  const reduced = await context.jobs.run(
    "reduceVectors",
    { vectors, n: known.length, d, dimension: Math.min(dimension, d) },
    () => undefined,
    signal,
  );
  if (reduced.dimension === 0)
    throw new WordfieldError(
      "corpus-too-small",
      "All words have the same vector: there is nothing to distill. Name more files.",
    );
  const keptCounts = counts && Uint32Array.from(known, (row) => counts[row] ?? 0);
  scaleRows(reduced.vectors, reduced.dimension, isWeighted ? keptCounts : null);
  await mkdir(dirname(modelPath), { recursive: true }).catch((error: unknown) => {
    throw toWritingError(error, modelPath);
  });
  await writeModel(
    modelPath,
    {
      words: known.map((row) => words[row] ?? ""),
      ...(keptCounts ? { counts: keptCounts } : {}),
      dimension: reduced.dimension,
      inputVectors: reduced.vectors,
      hyperparameters: {
        algorithm: DISTILLED,
        encoder: description.name,
        encoderFingerprint: description.fingerprint,
        dimension: reduced.dimension,
        weighting: isWeighted && keptCounts ? "sif" : "none",
      },
      corpus: vocabulary.corpus,
      ...(vocabulary.passport ? { passport: vocabulary.passport } : {}),
      createdAt: new Date().toISOString(),
    },
    signal,
  );
  return {
    encoder: description,
    modelPath,
    words: known.length,
    dimension: reduced.dimension,
    unknown: words.length - known.length,
    seconds: (performance.now() - startedMs) / 1_000,
    skipped,
  };
}

async function readVocabulary(
  { jobs, models }: DistillationContext,
  source: Request["params"]["words"],
  maximumWords: number,
  signal: AbortSignal | undefined,
): Promise<Vocabulary> {
  if (source.kind === "text") {
    const { documents, ...selection } = source.sources;
    const { corpus, tokenizer } = await jobs.run(
      "readCorpus",
      {
        selection,
        documents,
        tokenizer: source.tokenizer,
        minimumCount: source.minimumCount,
        maximumWords,
      },
      () => undefined,
      signal,
    );
    const passport = createPassport(corpus.report, selection, tokenizer);
    return {
      words: corpus.words,
      counts: corpus.counts,
      corpus: composeCorpusRecord(passport, source.minimumCount),
      passport: composePassport(passport),
      skipped: corpus.report.skipped,
    };
  }
  const { modelPath } = source;
  if (!modelPath.endsWith(".safetensors")) {
    const { embeddings } = await models.open(modelPath);
    return {
      words: embeddings.words.slice(0, maximumWords),
      counts: embeddings.counts?.slice(0, maximumWords) ?? null,
      corpus: null,
      passport: null,
      skipped: [],
    };
  }
  const { words, counts, header } = await readModel(modelPath, {}, signal);
  return {
    words: words.slice(0, maximumWords),
    counts: counts?.slice(0, maximumWords) ?? null,
    corpus: typeof header.corpus === "object" ? header.corpus : null,
    passport: await readPassportBytes(modelPath),
    skipped: [],
  };
}

/** Brings the mean length of rows to 1, then makes the rows of frequent words shorter. */
function scaleRows(vectors: Float32Array, dimension: number, counts: Uint32Array | null): void {
  const rows = vectors.length / dimension;
  let lengths = 0;
  for (let row = 0; row < rows; row++)
    lengths += Math.hypot(...vectors.subarray(row * dimension, (row + 1) * dimension));
  const scale = lengths === 0 ? 1 : rows / lengths;
  const total = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  for (let row = 0; row < rows; row++) {
    const share = counts && total > 0 ? (counts[row] ?? 0) / total : 0;
    const factor = scale * (SIF / (SIF + share));
    for (let at = row * dimension; at < (row + 1) * dimension; at++)
      vectors[at] = (vectors[at] ?? 0) * factor;
  }
}
