/** The senses of a word: its places are sampled, encoded where they stand, and grouped by meaning. */
import { WordfieldError } from "../errors.ts";
import type { Emit } from "../protocol/channel.ts";
import type { OccurrencePart } from "../protocol/encoderMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { SenseRequests } from "../protocol/senseMessages.ts";
import { senseWords } from "../senses/senses.ts";
import { stopWordsOf } from "../statistics/stopWords.ts";
import { encodePlaces } from "./encodingPortions.ts";
import type { Encoders } from "./encoders.ts";
import type { Jobs } from "./jobs.ts";

type Request = SenseRequests["findSenses"];

interface SensesContext {
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
  readonly jobs: Jobs;
}

/** Tokens on each side whose mean tells the sense; docs/decisions says how it was found. */
const WINDOW = 5;
const WORDS_PER_SENSE = 12;
/** Texts that tell which encoder knows their language. */
const SAMPLE_TEXTS = 200;

/** The places that were encoded last: who asks for another number of senses waits for the division alone. */
const lastEncoded = new WeakMap<
  Encoders,
  { readonly key: string; readonly encoded: Awaited<ReturnType<typeof encodePlaces>> }
>();

/**
 * Finds the senses of a word in files.
 *
 * A sentence encoder's vector of the word itself tells little of its sense, that of the words around it does. A masked-word
 * model is asked what it expects in the word's place: its vector there tells more than any of the word or around it.
 *
 * Errors: `bad-input` where a path does not exist, the word is empty, or there are fewer places than senses; those of the
 * encoder; `canceled`.
 */
export async function findSenses(
  { emit, encoders, jobs }: SensesContext,
  { runId, choice, sources, word, tokenizer, sample, seed, senses, examples }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  if (word.trim() === "")
    throw new WordfieldError("bad-input", "There is no word to look for. Give one.");
  const { documents, ...selection } = sources;
  const found = await jobs.run(
    "samplePlaces",
    { selection, documents, text: word, tokenizer, sample, seed },
    () => undefined,
    signal,
  );
  const text = found.places
    .slice(0, SAMPLE_TEXTS)
    .map(({ context }) => context)
    .join("\n");
  const chosen = await encoders.choose(choice, text === "" ? word : text);
  const { description } = chosen;
  const masked = description.hasMaskedWords;
  const parts: OccurrencePart[] = [masked ? "word" : "window"];
  const occurrences = found.places.map(({ context, start, end }) => ({
    text: context,
    start,
    end,
  }));
  const key = JSON.stringify([description.fingerprint, parts, occurrences]);
  const known = lastEncoded.get(encoders);
  const encoded =
    known?.key === key
      ? known.encoded
      : await encodePlaces(
          { emit },
          chosen,
          { runId, occurrences, parts, masked, window: WINDOW, pooling: "mean", layer: "last" },
          signal,
        );
  lastEncoded.set(encoders, { key, encoded });
  // What is not found is made of characters that the encoder drops: it has no vector.
  const places = found.places.filter((_, index) => encoded.found[index] === 1);
  const { dimension } = description;
  const vectors = keepRows(encoded.vectors[0] ?? new Float32Array(), dimension, encoded.found);
  if (senses !== null && places.length > 0 && places.length < senses)
    throw new WordfieldError(
      "bad-input",
      `${places.length} different places of “${found.words.join(" ")}” cannot have ${senses} senses. Ask for fewer, or name more files.`,
    );
  const grouped = await jobs.run(
    "groupPlaces",
    { vectors, n: places.length, view: masked ? "mask" : "window", d: dimension, senses, seed },
    () => undefined,
    signal,
  );
  const stopWords = stopWordsOf(["en", "zh"]);
  const words = senseWords(
    places.map((place) => place.words),
    grouped.labels,
    grouped.senses,
    WORDS_PER_SENSE,
    (form) => stopWords.has(form) || /^\P{L}+$/u.test(form),
  );
  return {
    encoder: description,
    words: found.words,
    total: found.total,
    inFiles: found.inFiles,
    repeated: found.repeated,
    senses: words.map((ofSense, sense) => {
      const members = [...grouped.labels.keys()].filter((index) => grouped.labels[index] === sense);
      members.sort((a, b) => (grouped.closeness[b] ?? 0) - (grouped.closeness[a] ?? 0) || a - b);
      return { places: members.length, words: ofSense, examples: members.slice(0, examples) };
    }),
    scores: grouped.scores,
    silhouettes: grouped.meanSilhouettes,
    places: places.map(({ path, line, column, length, before, match, after }, index) => ({
      path,
      line,
      column,
      length,
      before,
      match,
      after,
      sense: grouped.labels[index] ?? 0,
      closeness: grouped.closeness[index] ?? 0,
      silhouette: grouped.silhouettes[index] ?? 0,
    })),
    xy: grouped.xy,
    explained: grouped.explained,
    skipped: found.skipped,
  };
}

/** The rows that were found, shape [found, dimension]. */
function keepRows(
  vectors: Float32Array<ArrayBuffer>,
  dimension: number,
  found: Uint8Array,
): Float32Array<ArrayBuffer> {
  const kept = new Float32Array(found.reduce((sum, value) => sum + value, 0) * dimension);
  let row = 0;
  for (const [index, isFound] of found.entries())
    if (isFound === 1)
      kept.set(vectors.subarray(index * dimension, (index + 1) * dimension), row++ * dimension);
  return kept;
}
