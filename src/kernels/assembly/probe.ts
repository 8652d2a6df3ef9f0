// The dot products behind the loss of a fixed set of examples.
import { negativeCount, outputRow, rowBytes, windowSize, hiddenRows } from "./state";
import { laneSums, madd } from "./simd";
import { hiddenOfWords } from "./hidden";

/**
 * Writes the logits of `count` examples to `logits`, `1 + negatives` each, the true word's first.
 *
 * An example is 1 + 2 * window + 1 + negatives i32: the number of context words, their ids, then the target ids.
 */
export function probeLogits(examples: usize, count: i32, logits: usize): void {
  const targets = 1 + negativeCount;
  const exampleBytes = <usize>(1 + 2 * windowSize + targets) << 2;
  for (let example = 0; example < count; example++) {
    const address = examples + <usize>example * exampleBytes;
    hiddenOfWords(address + 4, load<i32>(address), hiddenRows);
    const targetIds = address + 4 + (<usize>(2 * windowSize) << 2);
    for (let target = 0; target < targets; target++) {
      const row = outputRow(load<i32>(targetIds + (<usize>target << 2)));
      store<f32>(logits, dot(hiddenRows, row));
      logits += 4;
    }
  }
}

function dot(a: usize, b: usize): f32 {
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < rowBytes; at += 16)
    sum = madd(v128.load(a + at, 0, 4), v128.load(b + at, 0, 4), sum);
  return f32x4.extract_lane(laneSums(sum, sum, sum, sum), 0);
}
