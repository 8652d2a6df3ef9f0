/** Questions to the heads of a model: words for masked places, how likely a sentence is, whether one follows another. */
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import type { EncoderRequests, MaskedPlace, MaskedWord } from "../protocol/encoderMessages.ts";
import { toEncodedToken, turn, type ModelParts } from "./modelParts.node.ts";
import { logSumExp, mostProbable } from "./maskedWords.ts";
import { inputOfPieces, type ModelInput } from "./modelSessions.node.ts";
import { overlap } from "./occurrenceTask.node.ts";
import type { RuntimeOutput } from "./session.node.ts";
import type { Piece } from "./pieces.ts";

/** Bounds the logits of one run: a large vocabulary makes 0.5 MB a token. */
const LOGITS_BYTES = 64e6;
const MOST_ROWS = 16;
const MOST_PLACES = 16;

/** A text with masks, and the place of each mask that is asked about. */
interface MaskedText {
  readonly ids: readonly number[];
  /** Index of the mask among the tokens. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  /** The one token that stands there; undefined where there is none, or more than one. */
  readonly actual: Piece | undefined;
}

/** Says what the model expects in the places of a text. Errors: `bad-input`, those of running the model, `canceled`. */
export async function fillMask(
  parts: ModelParts,
  { text, stretch, count }: EncoderRequests["fillMask"]["params"],
  signal: AbortSignal,
): Promise<EncoderRequests["fillMask"]["result"]> {
  const { tokenizer, folder } = parts;
  const mask = requireHead(parts);
  const { pieces } = tokenizer.tokenize(text, folder.config.maximumTokens);
  const texts =
    stretch === null ? masksOf(pieces, mask.token) : maskWords(pieces, stretch, mask.id);
  if (texts.length === 0)
    throw new WordfieldError(
      "bad-input",
      stretch === null
        ? `The text has no ${mask.token} in its first ${folder.config.maximumTokens} tokens. Put ${mask.token} in the place of a word.`
        : `No word stands there within the first ${folder.config.maximumTokens} tokens of the text. Choose a word nearer to its beginning.`,
    );
  const places: MaskedPlace[] = [];
  await forEachMask(parts, texts.slice(0, MOST_PLACES), signal, (masked, logits) => {
    const probabilities = mostProbable(logits, count);
    const words = probabilities.map(({ id, probability }): MaskedWord => ({
      token: tokenizer.tokenOf(id) ?? `#${id}`,
      probability,
    }));
    const { actual } = masked;
    places.push({
      start: masked.start,
      end: masked.end,
      words,
      actual: actual
        ? {
            token: actual.token,
            probability: Math.exp((logits[actual.id] ?? -Infinity) - logSumExp(logits)),
          }
        : null,
    });
  });
  return { places };
}

/** Masks each token in turn. Errors: `bad-input`, those of running the model, `canceled`. */
export async function scoreSentence(
  parts: ModelParts,
  { text }: EncoderRequests["scoreSentence"]["params"],
  signal: AbortSignal,
): Promise<EncoderRequests["scoreSentence"]["result"]> {
  const { tokenizer, folder } = parts;
  const mask = requireHead(parts);
  const { pieces } = tokenizer.tokenize(text, folder.config.maximumTokens);
  const ids = pieces.map(({ id }) => id);
  const texts = pieces.flatMap((piece, at): MaskedText[] =>
    piece.word < 0
      ? []
      : [{ ids: ids.with(at, mask.id), at, start: piece.start, end: piece.end, actual: piece }],
  );
  const logProbabilities = new Float32Array(pieces.length);
  let sum = 0;
  await forEachMask(parts, texts, signal, ({ at, actual }, logits) => {
    const value = (logits[actual?.id ?? -1] ?? -Infinity) - logSumExp(logits);
    logProbabilities[at] = value;
    sum += value;
  });
  return {
    tokens: pieces.map(toEncodedToken),
    logProbabilities,
    pseudoPerplexity: texts.length === 0 ? Number.NaN : Math.exp(-sum / texts.length),
  };
}

/** Asks the next-sentence head; its first answer is "follows". Errors: those of running the model. */
export async function scoreNextSentence(
  { sessions, tokenizer, folder }: ModelParts,
  { first, second }: EncoderRequests["scoreNextSentence"]["params"],
): Promise<EncoderRequests["scoreNextSentence"]["result"]> {
  if (sessions.nextSentence === undefined) return { probability: null };
  const half = Math.floor(folder.config.maximumTokens / 2);
  const { pieces: before } = tokenizer.tokenize(first, half);
  const { pieces: after } = tokenizer.tokenize(second, half);
  const rest = after.slice(tokenizer.before.length);
  const [output] = await sessions.run(
    "heads",
    [
      {
        ids: [...before, ...rest].map(({ id }) => id),
        types: [...before.map(() => 0), ...rest.map(() => 1)],
      },
    ],
    [sessions.nextSentence],
  );
  const [follows = Number.NaN, doesNot = Number.NaN] = output?.values ?? [];
  return { probability: 1 / (1 + Math.exp(doesNot - follows)) };
}

function requireHead({ sessions, tokenizer }: ModelParts): { id: number; token: string } {
  if (sessions.logits !== undefined && tokenizer.mask) return tokenizer.mask;
  throw new WordfieldError(
    "bad-input",
    "This encoder has no head for masked words. Choose one that was exported for masked-language modeling, such as bert-base-uncased.",
  );
}

function masksOf(pieces: readonly Piece[], mask: string): MaskedText[] {
  const { ids } = inputOfPieces(pieces);
  return pieces.flatMap(({ token, start, end }, at) =>
    token === mask && start >= 0 ? [{ ids, at, start, end, actual: undefined }] : [],
  );
}

/** Replaces each word of a stretch in turn by one mask, whatever the number of its pieces. */
function maskWords(
  pieces: readonly Piece[],
  { start, end }: { readonly start: number; readonly end: number },
  maskId: number,
): MaskedText[] {
  const [first, behind] = overlap(pieces, start, Math.max(end, start + 1)) ?? [0, 0];
  const words = new Set(pieces.slice(first, behind).map(({ word }) => word));
  return [...words].map((word) => {
    const from = pieces.findIndex((piece) => piece.word === word);
    const to = pieces.findLastIndex((piece) => piece.word === word) + 1;
    const ids = pieces.map(({ id }) => id);
    const actual = to - from === 1 ? pieces[from] : undefined;
    return {
      ids: [...ids.slice(0, from), maskId, ...ids.slice(to)],
      at: from,
      start: pieces[from]?.start ?? -1,
      end: pieces[to - 1]?.end ?? -1,
      actual,
    };
  });
}

async function forEachMask(
  { sessions, folder }: ModelParts,
  texts: readonly MaskedText[],
  signal: AbortSignal,
  take: (text: MaskedText, logits: Float32Array) => void,
): Promise<void> {
  const longest = Math.max(1, ...texts.map(({ ids }) => ids.length));
  const rowBytes = longest * folder.config.vocabularySize * Float32Array.BYTES_PER_ELEMENT;
  const rows = Math.min(MOST_ROWS, Math.max(1, Math.floor(LOGITS_BYTES / rowBytes)));
  for (let first = 0; first < texts.length; first += rows) {
    await turn();
    throwIfCanceled(signal);
    const batch = texts.slice(first, first + rows);
    const inputs = batch.map(({ ids }): ModelInput => ({ ids }));
    const [output] = await sessions.run("heads", inputs, [sessions.logits ?? ""]);
    for (const [row, text] of batch.entries()) take(text, logitsAt(output, row, text.at));
  }
}

function logitsAt(output: RuntimeOutput | undefined, row: number, at: number): Float32Array {
  const [, columns = 0, vocabulary = 0] = output?.shape ?? [];
  const start = (row * columns + at) * vocabulary;
  return output?.values.subarray(start, start + vocabulary) ?? new Float32Array();
}
