/** Encodes many texts in portions, and tells how far it is. */
import { throwIfCanceled } from "../errors.ts";
import type { Emit } from "../protocol/channel.ts";
import type { EncoderRequests, LayerChoice, SentencePooling } from "../protocol/encoderMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { ChosenEncoder } from "./encoders.ts";

interface Telling {
  readonly emit: Emit<EngineEvents>;
}

/** A portion is answered in a second or two, also by a large encoder. */
const PORTION_TEXTS = 256;
const PORTION_UNITS = 32_000;

/** Texts of one encoding. */
interface ManyTexts {
  readonly runId: string;
  readonly texts: readonly string[];
  readonly pooling: SentencePooling | null;
  readonly layer: LayerChoice;
  readonly normalize: boolean;
}

/** What comes of them, shapes [texts, dimension] and [texts]. */
interface ManyVectors {
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly tokens: Uint32Array<ArrayBuffer>;
  readonly unknown: Uint32Array<ArrayBuffer>;
  readonly truncated: number;
}

/** Encodes texts in portions. Errors: those of the process; `canceled`. */
export async function encodeMany(
  context: Telling,
  { process, description }: ChosenEncoder,
  { runId, texts, pooling, layer, normalize }: ManyTexts,
  signal: AbortSignal | undefined,
): Promise<ManyVectors> {
  const { dimension, sentencePooling } = description;
  const vectors = new Float32Array(texts.length * dimension);
  const tokens = new Uint32Array(texts.length);
  const unknown = new Uint32Array(texts.length);
  let truncated = 0;
  await inPortions(
    context,
    runId,
    texts,
    ({ length }) => Math.min(length, 2_000),
    async (portion, first) => {
      const answer = await process.ask(
        "encodeTexts",
        { texts: portion, pooling: pooling ?? sentencePooling, layer, normalize },
        signal,
      );
      vectors.set(answer.vectors, first * dimension);
      tokens.set(answer.tokens, first);
      unknown.set(answer.unknown, first);
      truncated += answer.truncated;
    },
    signal,
  );
  return { vectors, tokens, unknown, truncated };
}

/** Places of words, and what is wanted of each. */
type PlacesToEncode = EncoderRequests["encodeOccurrences"]["params"] & { readonly runId: string };

/** Encodes places of words in portions. Errors: those of the process; `canceled`. */
export async function encodePlaces(
  context: Telling,
  { process, description: { dimension } }: ChosenEncoder,
  { runId, occurrences, ...rest }: PlacesToEncode,
  signal: AbortSignal | undefined,
): Promise<EncoderRequests["encodeOccurrences"]["result"]> {
  const vectors: Float32Array<ArrayBuffer>[] = rest.parts.map(
    () => new Float32Array(occurrences.length * dimension),
  );
  const found = new Uint8Array(occurrences.length);
  await inPortions(
    context,
    runId,
    occurrences,
    ({ text }) => Math.min(text.length, 2_000),
    async (portion, first) => {
      const answer = await process.ask(
        "encodeOccurrences",
        { occurrences: portion, ...rest },
        signal,
      );
      for (const [part, rows] of answer.vectors.entries()) {
        vectors[part] ??= new Float32Array(occurrences.length * dimension); // another layer
        vectors[part].set(rows, first * dimension);
      }
      found.set(answer.found, first);
    },
    signal,
  );
  return { vectors, found };
}

/** Encodes portion by portion, and tells how far it is. Errors: those of `encode`; `canceled`. */
async function inPortions<T>(
  { emit }: Telling,
  runId: string,
  texts: readonly T[],
  unitsOf: (text: T) => number,
  encode: (portion: readonly T[], first: number) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const started = performance.now();
  for (let first = 0; first < texts.length;) {
    throwIfCanceled(signal);
    let end = first;
    for (let units = 0; end < texts.length && end - first < PORTION_TEXTS; end++) {
      units += unitsOf(texts[end] as T);
      if (end > first && units > PORTION_UNITS) break;
    }
    await encode(texts.slice(first, end), first);
    const isAll = first === 0 && end === texts.length;
    first = end;
    if (isAll) continue; // answered at once: nobody needs to hear how far it is
    const perSecond = (first / (performance.now() - started)) * 1_000;
    emit("encodingChanged", {
      runId,
      fraction: first / texts.length,
      encoded: first,
      texts: texts.length,
      textsPerSecond: perSecond,
      secondsLeft: (texts.length - first) / perSecond,
    });
  }
}
