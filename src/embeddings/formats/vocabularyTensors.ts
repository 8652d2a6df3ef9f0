// Words ⇄ the two tensors that hold them: UTF-8 bytes without separators, and where each word begins.

import { createPacer } from "../../kernels/pacing.ts";

const MAXIMUM_VOCABULARY_BYTES = 0xffff_ffff; // offsets are U32
/** A longer word would hold the event loop while it is decoded. */
const MAXIMUM_WORD_BYTES = 16_000_000;
const WORDS_PER_STEP = 8192;
const BYTES_PER_STEP = 1_000_000;

/** Word i is the UTF-8 text of `bytes` from `offsets[i]` to `offsets[i + 1]`. */
export interface VocabularyTensors {
  readonly bytes: Uint8Array;
  /** Shape [n + 1]. */
  readonly offsets: Uint32Array;
}

/**
 * Encodes words.
 *
 * Errors: plain `Error` for a word that could not be read again: an empty one, one with half a surrogate pair, or one
 * of more than 16 MB; `canceled`.
 */
export async function encodeVocabulary(
  words: readonly string[],
  signal?: AbortSignal,
): Promise<VocabularyTensors> {
  const pause = createPacer(signal);
  const encoder = new TextEncoder();
  const offsets = new Uint32Array(words.length + 1);
  let bytes = new Uint8Array(words.length * 8 + 64);
  let end = 0;
  for (const [wordId, word] of words.entries()) {
    if (wordId % WORDS_PER_STEP === 0) await pause();
    const space = word.length * 3; // UTF-8 has at most three bytes for a UTF-16 unit
    if (bytes.length - end < space) {
      const larger = new Uint8Array((bytes.length + space) * 2);
      larger.set(bytes.subarray(0, end));
      bytes = larger;
    }
    const { written } = encoder.encodeInto(word, bytes.subarray(end, end + space));
    if (written === 0 || written > MAXIMUM_WORD_BYTES || /\p{Surrogate}/u.test(word))
      throw new Error(`Word ${wordId} cannot be stored: "${word.slice(0, 40)}".`);
    end += written;
    if (end > MAXIMUM_VOCABULARY_BYTES) throw new Error("The words have more than 4 GB.");
    offsets[wordId + 1] = end;
  }
  return { bytes: bytes.subarray(0, end), offsets };
}

/**
 * Says what is wrong with offsets, as a part of a sentence; null where nothing is. With right offsets, decoding cannot
 * read outside the bytes.
 */
export function findOffsetFault(offsets: Uint32Array, byteLength: number): string | null {
  if (offsets[0] !== 0) return `vocabulary_offsets begins with ${offsets[0]}, expected 0`;
  for (let i = 1; i < offsets.length; i++) {
    const length = (offsets[i] ?? 0) - (offsets[i - 1] ?? 0);
    if (length <= 0) return `word ${i - 1} has ${length} bytes`;
    if (length > MAXIMUM_WORD_BYTES) return `word ${i - 1} has ${length} bytes`;
  }
  const end = offsets.at(-1) ?? 0;
  return end === byteLength ? null : `vocabulary_offsets ends with ${end}, expected ${byteLength}`;
}

/**
 * Decodes words whose offsets are right.
 *
 * Errors: gives the fault as a part of a sentence where a word is no UTF-8; throws `canceled`.
 */
export async function decodeVocabulary(
  { bytes, offsets }: VocabularyTensors,
  signal?: AbortSignal,
): Promise<{ words: string[] } | { fault: string }> {
  const pause = createPacer(signal);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const words: string[] = [];
  const n = offsets.length - 1;
  while (words.length < n) {
    await pause();
    const first = words.length;
    const start = offsets[first] ?? 0;
    let last = first + 1;
    while (last < n && last - first < WORDS_PER_STEP && offsets[last]! - start < BYTES_PER_STEP)
      last++;
    const step = bytes.subarray(start, offsets[last]);
    let text: string;
    try {
      text = decoder.decode(step);
    } catch {
      // The decoder does not say where: the fault is in one of the words of this step.
      return { fault: `one of the words ${first} to ${last - 1} is no UTF-8 text` };
    }
    // One call of the decoder for many words; where each begins in the text follows from its bytes.
    let position = 0;
    for (let wordId = first; wordId < last; wordId++) {
      const from = offsets[wordId]! - start;
      const to = offsets[wordId + 1]! - start;
      if (isContinuation(step[from]!)) return { fault: `word ${wordId} begins within a character` };
      const begin = position;
      for (let i = from; i < to; i++) {
        const byte = step[i]!;
        // Characters of four bytes are two UTF-16 units.
        if (!isContinuation(byte)) position += byte >= 0xf0 ? 2 : 1;
      }
      words.push(text.slice(begin, position));
    }
  }
  return { words };
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
