// word2vec's text format (.vec), which gensim and fastText write too: a line "n d", then a line a word with d numbers.
// GloVe's is the same without the first line. Reading is in readWord2vecText.ts.

import { createPacer } from "../../kernels/pacing.ts";
import { chooseWords, type ComposedWords, type VectorSource } from "./vectorSource.ts";

const CHUNK_BYTES = 1 << 20;
/** The longest number that is written: "-1.23456e-45". */
const NUMBER_BYTES = 16;

/**
 * Composes word2vec text with six significant digits a number. Words with white space are left out, with a warning.
 *
 * Errors: `bad-input` where no word is left; `canceled`, also while the chunks are made.
 */
export async function composeWord2vecText(
  source: VectorSource,
  signal?: AbortSignal,
): Promise<ComposedWords> {
  const { kept, warnings } = await chooseWords(source.words, signal);
  return { words: kept.length, warnings, chunks: composeChunks(source, kept, signal) };
}

async function* composeChunks(
  { words, dimension, readRow }: VectorSource,
  kept: readonly number[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const pause = createPacer(signal);
  const encoder = new TextEncoder();
  let chunk = new Uint8Array(CHUNK_BYTES);
  let end = encoder.encodeInto(`${kept.length} ${dimension}\n`, chunk).written;
  for (const wordId of kept) {
    const word = words[wordId] ?? "";
    const space = word.length * 3 + dimension * NUMBER_BYTES + 1;
    if (chunk.length - end < space) {
      yield chunk.subarray(0, end);
      await pause();
      chunk = new Uint8Array(Math.max(CHUNK_BYTES, space));
      end = 0;
    }
    end += encoder.encodeInto(word, chunk.subarray(end)).written;
    for (const value of readRow(wordId)) {
      chunk[end++] = 0x20;
      end = writeNumber(value, chunk, end);
    }
    chunk[end++] = 0x0a;
  }
  yield chunk.subarray(0, end);
}

const POWERS = Array.from({ length: 11 }, (_, exponent) => 10 ** exponent);

/** Writes a number with at most six significant digits and returns where it ends. */
function writeNumber(value: number, target: Uint8Array, start: number): number {
  const size = Math.abs(value);
  // Almost all numbers of embeddings; the others take the slow way.
  if (!(size >= 1e-4 && size < 1e5))
    return start + writeAscii(String(Number(value.toPrecision(6))), target, start);
  let end = start;
  if (value < 0) target[end++] = 0x2d;
  // Six significant digits are 6 - (digits before the point) decimals, up to 9 for 0.0001234567.
  let decimals = 5;
  while (decimals < 9 && size * (POWERS[decimals] ?? 1) < 1e5) decimals++;
  while (size * (POWERS[decimals] ?? 1) >= 999_999.5) decimals--;
  let digits = Math.round(size * (POWERS[decimals] ?? 1));
  while (decimals > 0 && digits % 10 === 0) {
    digits /= 10;
    decimals--;
  }
  const whole = Math.floor(digits / (POWERS[decimals] ?? 1));
  end += writeAscii(String(whole), target, end);
  if (decimals === 0) return end;
  let rest = digits - whole * (POWERS[decimals] ?? 1);
  target[end++] = 0x2e;
  for (let place = end + decimals - 1; place >= end; place--) {
    const next = Math.floor(rest / 10);
    target[place] = 0x30 + rest - next * 10;
    rest = next;
  }
  return end + decimals;
}

function writeAscii(text: string, target: Uint8Array, start: number): number {
  for (let i = 0; i < text.length; i++) target[start + i] = text.charCodeAt(i);
  return text.length;
}
