// Full softmax over the vocabulary: exact, and as slow as it is long. For small vocabularies, to compare with.
import { madd } from "./simd";
import { logitsOfAllWords } from "./logits";
import { outputRow } from "./rows";
import { hiddenRows, logits, rowBytes, vocabularySize } from "./state";

/** One step of gradient descent on -log softmax(logits)[trueId], in place. */
export function trainSoftmax(input: usize, trueId: i32, learningRate: f32): void {
  logitsOfAllWords(input);
  turnIntoGradients(trueId, learningRate);
  // The third scratch row: CBOW's means take the first two.
  const change = hiddenRows + 2 * rowBytes;
  memory.fill(change, 0, rowBytes);
  for (let wordId = 0; wordId < vocabularySize; wordId++) {
    const gradient = v128.load32_splat(logits + (<usize>wordId << 2));
    const row = outputRow(wordId);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const y = v128.load(row + at, 0, 4);
      v128.store(change + at, madd(gradient, y, v128.load(change + at, 0, 4)), 0, 4);
      v128.store(row + at, madd(gradient, v128.load(input + at, 0, 4), y), 0, 4);
    }
  }
  for (let at: usize = 0; at < rowBytes; at += 16)
    v128.store(input + at, f32x4.add(v128.load(input + at, 0, 4), v128.load(change + at, 0, 4)));
}

/** (label - probability) * rate in place of each logit; those past the last word are never read. */
function turnIntoGradients(trueId: i32, learningRate: f32): void {
  let largest = load<f32>(logits);
  for (let wordId = 1; wordId < vocabularySize; wordId++)
    largest = max(largest, load<f32>(logits + (<usize>wordId << 2)));
  const shift = f32x4.splat(largest);
  for (let at: usize = 0; at < <usize>vocabularySize << 2; at += 16)
    v128.store(logits + at, exponential(f32x4.sub(v128.load(logits + at), shift)));
  let sum: f32 = 0;
  for (let wordId = 0; wordId < vocabularySize; wordId++)
    sum += load<f32>(logits + (<usize>wordId << 2));
  const factor = f32x4.splat(-learningRate / sum);
  for (let at: usize = 0; at < <usize>vocabularySize << 2; at += 16)
    v128.store(logits + at, f32x4.mul(v128.load(logits + at), factor));
  const own = logits + (<usize>trueId << 2);
  store<f32>(own, load<f32>(own) + learningRate);
}

/**
 * exp of four numbers that are not above zero.
 *
 * Source: Cephes expf, exp(x) = 2^n exp(r) with |r| <= ln(2) / 2 and a polynomial of degree 6 for exp(r).
 */
function exponential(numbers: v128): v128 {
  const x = f32x4.pmax(f32x4.splat(-87), numbers);
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(f32x4.mul(r, r), p, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}
