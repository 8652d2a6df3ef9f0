// Two input rows against the same three output rows, eight columns at a time, in pairs of vectors as in twoBySix.ts.
import { storeTwiceThreeGradients } from "../gradients";
import { laneSums, madd } from "../simd";
import { columnBytes, sums } from "../state";
import { GRADIENTS } from "../targets";
import { pairSum } from "./pairSum";

/** Writes the gradients of six pairs. */
export function measure(first: usize, second: usize, block: usize): void {
  let row0 = <usize>load<u32>(block, 0);
  let row1 = <usize>load<u32>(block, 4);
  let row2 = <usize>load<u32>(block, 8);
  const end = first + columnBytes;
  const zero = f32x4.splat(0);
  let a0 = zero;
  let a0High = zero;
  let b0 = zero;
  let b0High = zero;
  let a1 = zero;
  let a1High = zero;
  let b1 = zero;
  let b1High = zero;
  let a2 = zero;
  let a2High = zero;
  let b2 = zero;
  let b2High = zero;
  let y: v128;
  let yHigh: v128;
  while (first < end) {
    const x = v128.load(first, 0, 4);
    const xHigh = v128.load(first, 16, 4);
    const z = v128.load(second, 0, 4);
    const zHigh = v128.load(second, 16, 4);
    y = v128.load(row0, 0, 4);
    yHigh = v128.load(row0, 16, 4);
    a0 = madd(x, y, a0);
    a0High = madd(xHigh, yHigh, a0High);
    b0 = madd(z, y, b0);
    b0High = madd(zHigh, yHigh, b0High);
    y = v128.load(row1, 0, 4);
    yHigh = v128.load(row1, 16, 4);
    a1 = madd(x, y, a1);
    a1High = madd(xHigh, yHigh, a1High);
    b1 = madd(z, y, b1);
    b1High = madd(zHigh, yHigh, b1High);
    y = v128.load(row2, 0, 4);
    yHigh = v128.load(row2, 16, 4);
    a2 = madd(x, y, a2);
    a2High = madd(xHigh, yHigh, a2High);
    b2 = madd(z, y, b2);
    b2High = madd(zHigh, yHigh, b2High);
    first += 32;
    second += 32;
    row0 += 32;
    row1 += 32;
    row2 += 32;
  }
  const pairs = sums;
  v128.store(pairs, a0High, 16);
  v128.store(pairs, a0, 0);
  v128.store(pairs, a1High, 48);
  v128.store(pairs, a1, 32);
  v128.store(pairs, a2High, 80);
  v128.store(pairs, a2, 64);
  v128.store(pairs, b0High, 112);
  v128.store(pairs, b0, 96);
  v128.store(pairs, b1High, 144);
  v128.store(pairs, b1, 128);
  v128.store(pairs, b2High, 176);
  v128.store(pairs, b2, 160);
  storeTwiceThreeGradients(
    block,
    laneSums(pairSum(pairs, 0), pairSum(pairs, 1), pairSum(pairs, 2), zero),
    laneSums(pairSum(pairs, 3), pairSum(pairs, 4), pairSum(pairs, 5), zero),
  );
}

/** Moves five rows. A row may stand in two slots, so they follow one another. */
export function update(first: usize, second: usize, block: usize): void {
  let row0 = <usize>load<u32>(block, 0);
  let row1 = <usize>load<u32>(block, 4);
  let row2 = <usize>load<u32>(block, 8);
  const a0 = v128.load32_splat(block, GRADIENTS + 0);
  const a1 = v128.load32_splat(block, GRADIENTS + 4);
  const a2 = v128.load32_splat(block, GRADIENTS + 8);
  const b0 = v128.load32_splat(block, GRADIENTS + 16);
  const b1 = v128.load32_splat(block, GRADIENTS + 20);
  const b2 = v128.load32_splat(block, GRADIENTS + 24);
  const end = first + columnBytes;
  let y: v128;
  let yHigh: v128;
  while (first < end) {
    const x = v128.load(first, 0, 4);
    const xHigh = v128.load(first, 16, 4);
    const z = v128.load(second, 0, 4);
    const zHigh = v128.load(second, 16, 4);
    let newX = x;
    let newXHigh = xHigh;
    let newZ = z;
    let newZHigh = zHigh;
    y = v128.load(row0, 0, 4);
    yHigh = v128.load(row0, 16, 4);
    newX = madd(a0, y, newX);
    newXHigh = madd(a0, yHigh, newXHigh);
    newZ = madd(b0, y, newZ);
    newZHigh = madd(b0, yHigh, newZHigh);
    v128.store(row0, madd(b0, zHigh, madd(a0, xHigh, yHigh)), 16, 4);
    v128.store(row0, madd(b0, z, madd(a0, x, y)), 0, 4);
    y = v128.load(row1, 0, 4);
    yHigh = v128.load(row1, 16, 4);
    newX = madd(a1, y, newX);
    newXHigh = madd(a1, yHigh, newXHigh);
    newZ = madd(b1, y, newZ);
    newZHigh = madd(b1, yHigh, newZHigh);
    v128.store(row1, madd(b1, zHigh, madd(a1, xHigh, yHigh)), 16, 4);
    v128.store(row1, madd(b1, z, madd(a1, x, y)), 0, 4);
    y = v128.load(row2, 0, 4);
    yHigh = v128.load(row2, 16, 4);
    newX = madd(a2, y, newX);
    newXHigh = madd(a2, yHigh, newXHigh);
    newZ = madd(b2, y, newZ);
    newZHigh = madd(b2, yHigh, newZHigh);
    v128.store(row2, madd(b2, zHigh, madd(a2, xHigh, yHigh)), 16, 4);
    v128.store(row2, madd(b2, z, madd(a2, x, y)), 0, 4);
    v128.store(first, newXHigh, 16, 4);
    v128.store(first, newX, 0, 4);
    v128.store(second, newZHigh, 16, 4);
    v128.store(second, newZ, 0, 4);
    first += 32;
    second += 32;
    row0 += 32;
    row1 += 32;
    row2 += 32;
  }
}
