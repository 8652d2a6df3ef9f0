// Answers many questions of analogy at once, in a thread: a question's score for a word is the sum of three cosines, and
// a test has few different words, so each word of the vocabulary is compared with those once and not with every question.

import { bindKernels, compileKernels } from "../../kernels/kernels.ts";

/** Questions by word ids, and which words may be answers; plain data. */
export interface AnalogyTask {
  /** Of unit length, padded with zeros; shared with the thread. Shapes: [n, stride], stride a multiple of four. */
  readonly unitVectors: Float32Array<SharedArrayBuffer>;
  readonly stride: number;
  /** Words with ids from `firstId` to below `endId` may be answers, */
  readonly firstId: number;
  readonly endId: number;
  /** but for these. */
  readonly markerIds: readonly number[];
  /** a, b, c and the right d. Shapes: [q, 4]. */
  readonly questions: Uint32Array<ArrayBuffer>;
  readonly kernelBytes: Uint8Array;
}

/** The best answer to each question. */
export interface AnalogyAnswers {
  /** Word ids; 2^32 - 1 where no word may be an answer. Shapes: [q]. */
  readonly wordIds: Uint32Array<ArrayBuffer>;
  /** The answer's cosine with b, minus that with a, plus that with c. Shapes: [q]. */
  readonly scores: Float32Array<ArrayBuffer>;
}

/** Words of the vocabulary that are compared at a time: with a thousand words of a test, a megabyte of cosines. */
const BLOCK_WORDS = 256;
const PAGE_BYTES = 65_536;
const NO_WORD = 2 ** 32 - 1;

/** Different words of the questions in a memory of their own, compared with a block of the vocabulary at a time. */
interface Comparison {
  /** Compares with the words of the vocabulary from `first` on, `size` of them. */
  readonly compareWith: (first: number, size: number) => void;
  /** Shapes: [words, BLOCK_WORDS]. */
  readonly cosines: Float32Array;
}

/**
 * Finds for each question the word nearest to b - a + c (3CosAdd) that is none of the three; of equal ones that with the
 * lower id. Takes seconds.
 *
 * Errors: `RangeError` where the machine has no memory for the words of the questions.
 * Source: as `solveAnalogy`.
 */
export async function answerQuestions(
  task: AnalogyTask,
  onProgress: (fraction: number) => void,
): Promise<AnalogyAnswers> {
  const { firstId, endId, questions } = task;
  const { wordIds, places } = listAskedWords(questions);
  const { compareWith, cosines } = await createComparison(task, wordIds);
  const count = questions.length / 4;
  const answers = {
    wordIds: new Uint32Array(count).fill(NO_WORD),
    scores: new Float32Array(count).fill(-Infinity),
  };
  const excluded = new Set(task.markerIds);
  for (let first = firstId; first < endId; first += BLOCK_WORDS) {
    onProgress((first - firstId) / (endId - firstId));
    const size = Math.min(BLOCK_WORDS, endId - first);
    compareWith(first, size);
    for (let i = 0; i < count; i++) {
      const a = places[3 * i]! * BLOCK_WORDS;
      const b = places[3 * i + 1]! * BLOCK_WORDS;
      const c = places[3 * i + 2]! * BLOCK_WORDS;
      let best = answers.scores[i]!;
      for (let j = 0; j < size; j++) {
        const score = cosines[b + j]! - cosines[a + j]! + cosines[c + j]!;
        if (score <= best) continue;
        const wordId = first + j;
        const isAsked =
          wordId === questions[4 * i] ||
          wordId === questions[4 * i + 1] ||
          wordId === questions[4 * i + 2];
        if (isAsked || excluded.has(wordId)) continue;
        answers.wordIds[i] = wordId;
        answers.scores[i] = score;
        best = answers.scores[i]!; // as it is kept, in single precision
      }
    }
  }
  return answers;
}

/** Puts together what threads have found in parts of the vocabulary; parts come by rising ids. */
export function mergeAnswers(parts: readonly AnalogyAnswers[]): AnalogyAnswers {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error("No part of the vocabulary was searched.");
  const merged = { wordIds: first.wordIds.slice(), scores: first.scores.slice() };
  for (const { wordIds, scores } of others)
    for (const [i, score] of scores.entries())
      if (score > merged.scores[i]!) {
        merged.scores[i] = score;
        merged.wordIds[i] = wordIds[i]!;
      }
  return merged;
}

/** Lists each of the words a, b and c once, and for each question where its three are. Shapes: places [q, 3]. */
function listAskedWords(questions: Uint32Array): { wordIds: number[]; places: Uint32Array } {
  const placeOf = new Map<number, number>();
  const places = new Uint32Array((questions.length / 4) * 3);
  for (let i = 0; i < places.length / 3; i++)
    for (let part = 0; part < 3; part++) {
      const wordId = questions[4 * i + part]!;
      if (!placeOf.has(wordId)) placeOf.set(wordId, placeOf.size);
      places[3 * i + part] = placeOf.get(wordId)!;
    }
  return { wordIds: [...placeOf.keys()], places };
}

async function createComparison(
  { unitVectors, stride, kernelBytes }: AnalogyTask,
  wordIds: readonly number[],
): Promise<Comparison> {
  const askedRows = 2 * Math.ceil(wordIds.length / 2); // the kernel takes two at a time
  const askedAt = PAGE_BYTES; // no address of ours is zero
  const blockAt = askedAt + 4 * askedRows * stride;
  const cosinesAt = blockAt + 4 * BLOCK_WORDS * stride;
  const pages = Math.ceil((cosinesAt + 4 * askedRows * BLOCK_WORDS) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const kernels = bindKernels(await compileKernels(kernelBytes), memory);
  const asked = new Float32Array(memory.buffer, askedAt, askedRows * stride);
  const rowsFrom = (wordId: number, count: number) =>
    unitVectors.subarray(wordId * stride, (wordId + count) * stride);
  for (const [place, wordId] of wordIds.entries()) asked.set(rowsFrom(wordId, 1), place * stride);
  const block = new Float32Array(memory.buffer, blockAt, BLOCK_WORDS * stride);
  return {
    // Of a block that is not full, the rest is compared too, and not looked at.
    compareWith: (first, size) => {
      block.set(rowsFrom(first, size));
      kernels.multiplyRows(askedAt, askedRows, blockAt, BLOCK_WORDS, stride, cosinesAt);
    },
    cosines: new Float32Array(memory.buffer, cosinesAt, askedRows * BLOCK_WORDS),
  };
}
