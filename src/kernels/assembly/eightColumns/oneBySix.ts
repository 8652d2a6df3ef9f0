// One input row against six output rows, eight columns at a time, in pairs of vectors as in twoBySix.ts.
import { storeSixGradients } from "../gradients";
import { laneSums, madd } from "../simd";
import { columnBytes, sums } from "../state";
import { GRADIENTS } from "../targets";
import { pairSum } from "./pairSum";

/** Writes the gradients of six pairs. */
export function measure(input: usize, block: usize): void {
  let row0 = <usize>load<u32>(block, 0);
  let row1 = <usize>load<u32>(block, 4);
  let row2 = <usize>load<u32>(block, 8);
  let row3 = <usize>load<u32>(block, 12);
  let row4 = <usize>load<u32>(block, 16);
  let row5 = <usize>load<u32>(block, 20);
  const end = input + columnBytes;
  const zero = f32x4.splat(0);
  let a0 = zero;
  let a0High = zero;
  let a1 = zero;
  let a1High = zero;
  let a2 = zero;
  let a2High = zero;
  let a3 = zero;
  let a3High = zero;
  let a4 = zero;
  let a4High = zero;
  let a5 = zero;
  let a5High = zero;
  while (input < end) {
    const x = v128.load(input, 0, 4);
    const xHigh = v128.load(input, 16, 4);
    a0 = madd(x, v128.load(row0, 0, 4), a0);
    a0High = madd(xHigh, v128.load(row0, 16, 4), a0High);
    a1 = madd(x, v128.load(row1, 0, 4), a1);
    a1High = madd(xHigh, v128.load(row1, 16, 4), a1High);
    a2 = madd(x, v128.load(row2, 0, 4), a2);
    a2High = madd(xHigh, v128.load(row2, 16, 4), a2High);
    a3 = madd(x, v128.load(row3, 0, 4), a3);
    a3High = madd(xHigh, v128.load(row3, 16, 4), a3High);
    a4 = madd(x, v128.load(row4, 0, 4), a4);
    a4High = madd(xHigh, v128.load(row4, 16, 4), a4High);
    a5 = madd(x, v128.load(row5, 0, 4), a5);
    a5High = madd(xHigh, v128.load(row5, 16, 4), a5High);
    input += 32;
    row0 += 32;
    row1 += 32;
    row2 += 32;
    row3 += 32;
    row4 += 32;
    row5 += 32;
  }
  const pairs = sums;
  v128.store(pairs, a0High, 16);
  v128.store(pairs, a0, 0);
  v128.store(pairs, a1High, 48);
  v128.store(pairs, a1, 32);
  v128.store(pairs, a2High, 80);
  v128.store(pairs, a2, 64);
  v128.store(pairs, a3High, 112);
  v128.store(pairs, a3, 96);
  v128.store(pairs, a4High, 144);
  v128.store(pairs, a4, 128);
  v128.store(pairs, a5High, 176);
  v128.store(pairs, a5, 160);
  storeSixGradients(
    block,
    laneSums(pairSum(pairs, 0), pairSum(pairs, 1), pairSum(pairs, 2), pairSum(pairs, 3)),
    laneSums(pairSum(pairs, 4), pairSum(pairs, 5), pairSum(pairs, 4), pairSum(pairs, 5)),
  );
}

/** Moves seven rows. A row may stand in two slots (a negative drawn twice), so each is stored before the next is loaded. */
export function update(input: usize, block: usize): void {
  let row0 = <usize>load<u32>(block, 0);
  let row1 = <usize>load<u32>(block, 4);
  let row2 = <usize>load<u32>(block, 8);
  let row3 = <usize>load<u32>(block, 12);
  let row4 = <usize>load<u32>(block, 16);
  let row5 = <usize>load<u32>(block, 20);
  const a0 = v128.load32_splat(block, GRADIENTS + 0);
  const a1 = v128.load32_splat(block, GRADIENTS + 4);
  const a2 = v128.load32_splat(block, GRADIENTS + 8);
  const a3 = v128.load32_splat(block, GRADIENTS + 12);
  const a4 = v128.load32_splat(block, GRADIENTS + 16);
  const a5 = v128.load32_splat(block, GRADIENTS + 20);
  const end = input + columnBytes;
  let y: v128;
  let yHigh: v128;
  while (input < end) {
    const x = v128.load(input, 0, 4);
    const xHigh = v128.load(input, 16, 4);
    // Two chains of additions instead of one: half the latency.
    let even = x;
    let evenHigh = xHigh;
    y = v128.load(row0, 0, 4);
    yHigh = v128.load(row0, 16, 4);
    even = madd(a0, y, even);
    evenHigh = madd(a0, yHigh, evenHigh);
    v128.store(row0, madd(a0, xHigh, yHigh), 16, 4);
    v128.store(row0, madd(a0, x, y), 0, 4);
    y = v128.load(row1, 0, 4);
    yHigh = v128.load(row1, 16, 4);
    let odd = f32x4.mul(a1, y);
    let oddHigh = f32x4.mul(a1, yHigh);
    v128.store(row1, madd(a1, xHigh, yHigh), 16, 4);
    v128.store(row1, madd(a1, x, y), 0, 4);
    y = v128.load(row2, 0, 4);
    yHigh = v128.load(row2, 16, 4);
    even = madd(a2, y, even);
    evenHigh = madd(a2, yHigh, evenHigh);
    v128.store(row2, madd(a2, xHigh, yHigh), 16, 4);
    v128.store(row2, madd(a2, x, y), 0, 4);
    y = v128.load(row3, 0, 4);
    yHigh = v128.load(row3, 16, 4);
    odd = madd(a3, y, odd);
    oddHigh = madd(a3, yHigh, oddHigh);
    v128.store(row3, madd(a3, xHigh, yHigh), 16, 4);
    v128.store(row3, madd(a3, x, y), 0, 4);
    y = v128.load(row4, 0, 4);
    yHigh = v128.load(row4, 16, 4);
    even = madd(a4, y, even);
    evenHigh = madd(a4, yHigh, evenHigh);
    v128.store(row4, madd(a4, xHigh, yHigh), 16, 4);
    v128.store(row4, madd(a4, x, y), 0, 4);
    y = v128.load(row5, 0, 4);
    yHigh = v128.load(row5, 16, 4);
    odd = madd(a5, y, odd);
    oddHigh = madd(a5, yHigh, oddHigh);
    v128.store(row5, madd(a5, xHigh, yHigh), 16, 4);
    v128.store(row5, madd(a5, x, y), 0, 4);
    v128.store(input, f32x4.add(evenHigh, oddHigh), 16, 4);
    v128.store(input, f32x4.add(even, odd), 0, 4);
    input += 32;
    row0 += 32;
    row1 += 32;
    row2 += 32;
    row3 += 32;
    row4 += 32;
    row5 += 32;
  }
}
