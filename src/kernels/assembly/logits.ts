// Dot products of an input with output rows.
import { outputRow } from "./rows";
import { laneSums, madd } from "./simd";
import { logits, rowBytes, vocabularySize } from "./state";

/** Writes the logits of all words to `logits`, four at a time. */
export function logitsOfAllWords(input: usize): void {
  let wordId = 0;
  for (; wordId + 3 < vocabularySize; wordId += 4) {
    const sums = fourDots(
      input,
      outputRow(wordId),
      outputRow(wordId + 1),
      outputRow(wordId + 2),
      outputRow(wordId + 3),
    );
    v128.store(logits + (<usize>wordId << 2), sums);
  }
  for (; wordId < vocabularySize; wordId++)
    store<f32>(logits + (<usize>wordId << 2), dot(input, outputRow(wordId)));
}

function fourDots(input: usize, row0: usize, row1: usize, row2: usize, row3: usize): v128 {
  let dot0 = f32x4.splat(0);
  let dot1 = dot0;
  let dot2 = dot0;
  let dot3 = dot0;
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const x = v128.load(input + at, 0, 4);
    dot0 = madd(x, v128.load(row0 + at, 0, 4), dot0);
    dot1 = madd(x, v128.load(row1 + at, 0, 4), dot1);
    dot2 = madd(x, v128.load(row2 + at, 0, 4), dot2);
    dot3 = madd(x, v128.load(row3 + at, 0, 4), dot3);
  }
  return laneSums(dot0, dot1, dot2, dot3);
}

export function dot(a: usize, b: usize): f32 {
  const zero = f32x4.splat(0);
  let sum = zero;
  for (let at: usize = 0; at < rowBytes; at += 16)
    sum = madd(v128.load(a + at, 0, 4), v128.load(b + at, 0, 4), sum);
  return f32x4.extract_lane(laneSums(sum, zero, zero, zero), 0);
}
