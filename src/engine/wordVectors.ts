/** The vectors that an encoder gives words alone, kept on disk by encoder and word. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { scriptOf } from "../corpus/languages.ts";
import { readModel, writeModel } from "../embeddings/modelFile.node.ts";
import { WordfieldError } from "../errors.ts";
import type { EncodingRequests } from "../protocol/encodingMessages.ts";
import type { Encoders } from "./encoders.ts";
import { encodeMany } from "./encodingPortions.ts";
import type { Emit } from "../protocol/channel.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";

type Request = EncodingRequests["encodeWords"];

/** Known vectors of words, shape [words, dimension]. */
interface KnownVectors {
  readonly words: readonly string[];
  readonly idOf: (word: string) => number | undefined;
  readonly vectors: Float32Array;
}

/** 300 MB for vectors of 384 numbers; where more come, those go that were encoded first. */
const MOST_WORDS = 200_000;
const SAMPLE_WORDS = 500;

/**
 * Encodes words, each alone; those that are on disk are read from there.
 *
 * Errors: those of the encoder; `file-unwritable`; `canceled`: what was encoded until then is lost.
 */
export async function encodeWords(
  context: { readonly emit: Emit<EngineEvents>; readonly encoders: Encoders },
  { runId, choice, words, layer = "last", cacheFolder }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const chosen = await context.encoders.choose(choice, words.slice(0, SAMPLE_WORDS).join(" "));
  const { dimension, fingerprint } = chosen.description;
  const name = layer === "last" ? fingerprint : `${fingerprint}.layer-${layer}`;
  const cache = cacheFolder === null ? null : join(cacheFolder, `${name}.safetensors`);
  const known = cache === null ? null : await readKnown(cache, dimension, signal);
  const canKnow = knownScripts(chosen.description.language);
  const ids = words.map((word) => (canKnow(word) ? known?.idOf(word) : undefined));
  const missing = [
    ...new Set(words.filter((word, index) => ids[index] === undefined && canKnow(word))),
  ];
  const texts = { runId, texts: missing, pooling: null, layer, normalize: false } as const;
  const encoded = await encodeMany(context, chosen, texts, signal);
  clearUnknown(encoded, dimension);
  const rows = new Map(missing.map((word, row) => [word, row]));
  const vectors = new Float32Array(words.length * dimension);
  for (const [index, word] of words.entries()) {
    const row = rows.get(word);
    if (row === undefined) continue;
    const vector = encoded.vectors.subarray(row * dimension, (row + 1) * dimension);
    vectors.set(vector, index * dimension);
  }
  const fromCache = known === null ? 0 : copyKnown(known.vectors, ids, vectors, dimension);
  if (cache !== null && cacheFolder !== null && missing.length > 0) {
    await mkdir(cacheFolder, { recursive: true });
    await writeKnown(cache, dimension, known, missing, encoded.vectors, signal);
  }
  return { encoder: chosen.description, vectors, fromCache };
}

/** Copies rows, those that follow each other at once, and counts them; a place without an id is left out. */
function copyKnown(
  source: Float32Array,
  ids: readonly (number | undefined)[],
  target: Float32Array,
  dimension: number,
): number {
  let copied = 0;
  for (let first = 0; first < ids.length;) {
    const id = ids[first];
    let end = first + 1;
    if (id !== undefined) {
      while (end < ids.length && ids[end] === id + end - first) end++;
      const run = source.subarray(id * dimension, (id + end - first) * dimension);
      target.set(run, first * dimension);
      copied += end - first;
    }
    first = end;
  }
  return copied;
}

/** The scripts of words, as `scriptOf` names them, that encoders of a language have more than letters of. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  en: ["Latin", "Digits"],
  zh: ["Han", "Latin", "Digits"],
};

/**
 * Whether an encoder of a language can know a word: what it spells letter by letter would have a vector, and a bad one. Of
 * encoders of other languages, of many, and of none that is known nothing is assumed.
 */
function knownScripts(language: string | undefined): (word: string) => boolean {
  const scripts = SCRIPTS[language ?? ""];
  return (word) => scripts === undefined || scripts.includes(scriptOf(word));
}

/** A word of which the encoder knows no piece has no prior; its vector would be that of "unknown". */
function clearUnknown(
  { vectors, tokens, unknown }: Awaited<ReturnType<typeof encodeMany>>,
  dimension: number,
): void {
  for (const [row, count] of unknown.entries())
    if (count > 0 && count >= (tokens[row] ?? 0) - SPECIAL_TOKENS)
      vectors.fill(0, row * dimension, (row + 1) * dimension);
}

const SPECIAL_TOKENS = 2; // [CLS] and [SEP]

async function readKnown(
  path: string,
  dimension: number,
  signal: AbortSignal | undefined,
): Promise<KnownVectors | null> {
  try {
    const { words, wordIds, inputVectors, dimension: stored } = await readModel(path, {}, signal);
    if (stored !== dimension) return null;
    return { words, idOf: (word) => wordIds.get(word), vectors: inputVectors };
  } catch (error) {
    // Not written yet, or damaged: it is written again. Anything else concerns the caller.
    if (error instanceof WordfieldError && ["model-missing", "bad-format"].includes(error.code))
      return null;
    throw error;
  }
}

async function writeKnown(
  path: string,
  dimension: number,
  known: KnownVectors | null,
  added: readonly string[],
  addedVectors: Float32Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  // A vocabulary on disk has no empty word and no half of a surrogate pair.
  const storable = [...added.keys()].filter((row) => {
    const word = added[row] ?? "";
    return word !== "" && !/\p{Surrogate}/u.test(word);
  });
  const kept = Math.min(known?.words.length ?? 0, Math.max(0, MOST_WORDS - storable.length));
  const dropped = (known?.words.length ?? 0) - kept;
  const rows = storable.slice(0, MOST_WORDS);
  const vectors = new Float32Array((kept + rows.length) * dimension);
  if (known)
    vectors.set(known.vectors.subarray(dropped * dimension, (dropped + kept) * dimension), 0);
  for (const [index, row] of rows.entries())
    vectors.set(
      addedVectors.subarray(row * dimension, (row + 1) * dimension),
      (kept + index) * dimension,
    );
  if (kept + rows.length === 0) return;
  await writeModel(
    path,
    {
      words: [...(known?.words.slice(dropped) ?? []), ...rows.map((row) => added[row] ?? "")],
      dimension,
      inputVectors: vectors,
      hyperparameters: { algorithm: "encoder" },
      corpus: null,
      createdAt: new Date().toISOString(),
    },
    signal,
  );
}
