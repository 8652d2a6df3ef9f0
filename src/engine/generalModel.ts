/** A model without training: the words of a text with what an encoder knows of them. */
import { mkdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { tokenizerOptions } from "../corpus/tokenizerOptions.ts";
import type { Corpus } from "../corpus/readCorpus.node.ts";
import { type NewModel, writeModel } from "../embeddings/modelFile.node.ts";
import { temporaryPath, toWritingError } from "../embeddings/writeAside.node.ts";
import { WordfieldError } from "../errors.ts";
import { composePassport, createPassport } from "../occurrences/passport.node.ts";
import type { Emit } from "../protocol/channel.ts";
import type { EncoderDescription } from "../protocol/encodingMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { GroundingRequests } from "../protocol/groundingMessages.ts";
import type { Encoders } from "./encoders.ts";
import { toText } from "./groundModel.ts";
import type { Jobs } from "./jobs.ts";
import { describeModel } from "./modelListing.ts";
import { composeCorpusRecord, UNTRAINED } from "./modelMetadata.ts";
import { fractionOfAll, TrainingReport } from "./trainingReport.ts";
import { checkTarget } from "./trainingRun.ts";
import { encodeWords } from "./wordVectors.ts";

type Request = GroundingRequests["makeGeneralModel"];

/** What it needs from the engine. */
interface GeneralModelContext {
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
  readonly jobs: Jobs;
}

/** What a glance needs: so many take an encoder five to ten seconds, and rarer ones are in few files. */
const MOST_WORDS = 20_000;
/** The most frequent ones come first, so that one can look around a second or two after asking. */
const FIRST_WORDS = 3_000;
/** Fewer that remain are not worth writing a model twice. */
const LEAST_OTHERS = 1_000;

/**
 * Counts the words of a text, has an encoder embed the most frequent ones, and writes them as a model that is marked as not
 * trained. It is told of as a training is. Of many words the most frequent ones come first; a cancel before them, or a
 * failure, leaves nothing behind.
 *
 * Errors: those of reading the text and of the encoder; `bad-input` where the encoder knows none of the words;
 * `file-unwritable`; `canceled`.
 */
export async function makeGeneralModel(
  context: GeneralModelContext,
  params: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const beganMs = performance.now();
  const { emit, jobs } = context;
  const { runId, modelPath, sources, cacheFolder } = params;
  const { minimumCount = 1, maximumWords = MOST_WORDS } = params;
  const folder = await checkTarget(modelPath);
  const report = new TrainingReport(emit, runId, modelPath, 0, true);
  const { documents, ...selection } = sources;
  const idsPath = temporaryPath(join(folder, `${basename(modelPath)}.ids`));
  let read;
  try {
    read = await jobs.run(
      "readCorpus",
      {
        ...{ selection, documents, minimumCount, maximumWords, idsPath },
        tokenizer: tokenizerOptions(params.tokenizer, params.tokenizerOptions),
      },
      (progress) => report.reading(progress),
      signal,
    );
  } finally {
    await rm(idsPath, { force: true }); // where each word stands is of no use here
  }
  const { corpus, tokenizer, note } = read;
  const { words } = corpus;
  report.encoding(0, null, corpus.report.tokens, words.length);
  await mkdir(dirname(modelPath), { recursive: true }).catch((error: unknown) => {
    throw toWritingError(error, modelPath);
  });
  const passport = createPassport(corpus.report, sources, tokenizer);
  const origin = {
    corpus: composeCorpusRecord(passport, minimumCount),
    passport: composePassport(passport),
  };
  // What the first words are given is kept in the cache: without one they would be encoded twice.
  const isStaged = cacheFolder !== null && words.length >= FIRST_WORDS + LEAST_OTHERS;
  let fromCache = 0;
  if (isStaged) {
    const end = FIRST_WORDS / words.length;
    const first = await encodeTo(context, params, corpus, FIRST_WORDS, report, [0, end], signal);
    fromCache = first.fromCache;
    await write(modelPath, first, origin, signal);
    report.tell({ isUsable: true, fraction: fractionOfAll(end) });
  }
  const span = [isStaged ? FIRST_WORDS / words.length : 0, 1] as const;
  const all = await encodeTo(context, params, corpus, words.length, report, span, signal);
  report.saving();
  await write(modelPath, all, origin, signal);
  report.tell({ fraction: 1 });
  const { model } = await describeModel(modelPath);
  return {
    model,
    encoder: all.encoder,
    words: words.length,
    known: all.words.length,
    // The first words were put there by this very run.
    fromCache: isStaged ? Math.max(0, all.fromCache - FIRST_WORDS) + fromCache : all.fromCache,
    seconds: (performance.now() - beganMs) / 1_000,
    skipped: corpus.report.skipped,
    ...(note === undefined ? {} : { notes: [note] }),
  };
}

/** The words that an encoder knows, with their vectors. */
interface GeneralWords {
  readonly words: readonly string[];
  readonly counts: Uint32Array;
  readonly dimension: number;
  /** Shape [words, dimension]. */
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly encoder: EncoderDescription;
  readonly fromCache: number;
}

/** Encodes the most frequent words; `span` says which part of the way that is, from 0 to 1. Errors: as `makeGeneralModel`. */
async function encodeTo(
  { encoders, jobs }: GeneralModelContext,
  { runId, choice, cacheFolder }: Request["params"],
  corpus: Pick<Corpus, "words" | "counts">,
  count: number,
  report: TrainingReport,
  [begin, end]: readonly [number, number],
  signal: AbortSignal | undefined,
): Promise<GeneralWords> {
  const words = corpus.words.slice(0, count);
  const emit: Emit<EngineEvents> = (event, snapshot) => {
    if (event !== "encodingChanged") return;
    const { fraction, secondsLeft } = snapshot as EngineEvents["encodingChanged"];
    // Of the first words the time left is not that of all.
    report.encoding(begin + (end - begin) * fraction, end < 1 ? null : secondsLeft);
  };
  const { encoder, vectors, fromCache } = await encodeWords(
    { encoders, emit },
    { runId, choice, words: words.map(toText), cacheFolder },
    signal,
  );
  const { rows, dimension, known } = await jobs.run(
    "reduceGeneral",
    { n: words.length, prior: { rows: vectors, dimension: encoder.dimension } },
    () => undefined,
    signal,
  );
  if (known.length === 0)
    throw new WordfieldError(
      "bad-input",
      `${encoder.name} knows none of the ${words.length} words of the text. Choose an encoder for its language, or train on it.`,
    );
  return {
    words: Array.from(known, (row) => words[row]!),
    counts: Uint32Array.from(known, (row) => corpus.counts[row]!),
    ...{ dimension, vectors: rows, encoder, fromCache },
  };
}

function write(
  modelPath: string,
  { words, counts, dimension, vectors, encoder: { name, fingerprint } }: GeneralWords,
  origin: Pick<NewModel, "corpus" | "passport">,
  signal: AbortSignal | undefined,
): Promise<void> {
  return writeModel(
    modelPath,
    {
      ...{ words, counts, dimension, inputVectors: vectors, ...origin },
      hyperparameters: { algorithm: UNTRAINED, encoder: name, fingerprint },
      createdAt: new Date().toISOString(),
    },
    signal,
  );
}
