// Two input rows against the same six output rows, eight columns at a time.
//
// Every two vectors side by side are a pair for V8's registers of 256 bits. It pairs only what ends in two stores behind the
// same value, so sums are added up by way of memory. Of a pair the higher vector is stored first: where the lower one is, V8
// (13.6, 14.1) stores it twice. Decision 023 has the rest.
import { storeTwelveGradients } from "../gradients";
import { laneSums, madd } from "../simd";
import { columnBytes, sums } from "../state";
import { GRADIENTS } from "../targets";
import { pairSum } from "./pairSum";

/** Writes the gradients of twelve pairs. */
export function measure(first: usize, second: usize, block: usize): void {
  let row0 = <usize>load<u32>(block, 0);
  let row1 = <usize>load<u32>(block, 4);
  let row2 = <usize>load<u32>(block, 8);
  let row3 = <usize>load<u32>(block, 12);
  let row4 = <usize>load<u32>(block, 16);
  let row5 = <usize>load<u32>(block, 20);
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
  let a3 = zero;
  let a3High = zero;
  let b3 = zero;
  let b3High = zero;
  let a4 = zero;
  let a4High = zero;
  let b4 = zero;
  let b4High = zero;
  let a5 = zero;
  let a5High = zero;
  let b5 = zero;
  let b5High = zero;
  let x: v128;
  let xHigh: v128;
  let z: v128;
  let zHigh: v128;
  let y: v128;
  let yHigh: v128;
  while (first < end) {
    x = v128.load(first, 0, 4);
    xHigh = v128.load(first, 16, 4);
    z = v128.load(second, 0, 4);
    zHigh = v128.load(second, 16, 4);
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
    y = v128.load(row3, 0, 4);
    yHigh = v128.load(row3, 16, 4);
    a3 = madd(x, y, a3);
    a3High = madd(xHigh, yHigh, a3High);
    b3 = madd(z, y, b3);
    b3High = madd(zHigh, yHigh, b3High);
    y = v128.load(row4, 0, 4);
    yHigh = v128.load(row4, 16, 4);
    a4 = madd(x, y, a4);
    a4High = madd(xHigh, yHigh, a4High);
    b4 = madd(z, y, b4);
    b4High = madd(zHigh, yHigh, b4High);
    y = v128.load(row5, 0, 4);
    yHigh = v128.load(row5, 16, 4);
    a5 = madd(x, y, a5);
    a5High = madd(xHigh, yHigh, a5High);
    b5 = madd(z, y, b5);
    b5High = madd(zHigh, yHigh, b5High);
    first += 32;
    second += 32;
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
  v128.store(pairs, b0High, 208);
  v128.store(pairs, b0, 192);
  v128.store(pairs, b1High, 240);
  v128.store(pairs, b1, 224);
  v128.store(pairs, b2High, 272);
  v128.store(pairs, b2, 256);
  v128.store(pairs, b3High, 304);
  v128.store(pairs, b3, 288);
  v128.store(pairs, b4High, 336);
  v128.store(pairs, b4, 320);
  v128.store(pairs, b5High, 368);
  v128.store(pairs, b5, 352);
  storeTwelveGradients(
    block,
    laneSums(pairSum(pairs, 0), pairSum(pairs, 1), pairSum(pairs, 2), pairSum(pairs, 3)),
    laneSums(pairSum(pairs, 6), pairSum(pairs, 7), pairSum(pairs, 8), pairSum(pairs, 9)),
    laneSums(pairSum(pairs, 4), pairSum(pairs, 5), pairSum(pairs, 10), pairSum(pairs, 11)),
  );
}

/** Moves eight rows. A row may stand in two slots, so they follow one another. */
export function update(first: usize, second: usize, block: usize): void {
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
  const a4 = v128.load32_splat(block, GRADIENTS + 32);
  const a5 = v128.load32_splat(block, GRADIENTS + 36);
  const b0 = v128.load32_splat(block, GRADIENTS + 16);
  const b1 = v128.load32_splat(block, GRADIENTS + 20);
  const b2 = v128.load32_splat(block, GRADIENTS + 24);
  const b3 = v128.load32_splat(block, GRADIENTS + 28);
  const b4 = v128.load32_splat(block, GRADIENTS + 40);
  const b5 = v128.load32_splat(block, GRADIENTS + 44);
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
    y = v128.load(row3, 0, 4);
    yHigh = v128.load(row3, 16, 4);
    newX = madd(a3, y, newX);
    newXHigh = madd(a3, yHigh, newXHigh);
    newZ = madd(b3, y, newZ);
    newZHigh = madd(b3, yHigh, newZHigh);
    v128.store(row3, madd(b3, zHigh, madd(a3, xHigh, yHigh)), 16, 4);
    v128.store(row3, madd(b3, z, madd(a3, x, y)), 0, 4);
    y = v128.load(row4, 0, 4);
    yHigh = v128.load(row4, 16, 4);
    newX = madd(a4, y, newX);
    newXHigh = madd(a4, yHigh, newXHigh);
    newZ = madd(b4, y, newZ);
    newZHigh = madd(b4, yHigh, newZHigh);
    v128.store(row4, madd(b4, zHigh, madd(a4, xHigh, yHigh)), 16, 4);
    v128.store(row4, madd(b4, z, madd(a4, x, y)), 0, 4);
    y = v128.load(row5, 0, 4);
    yHigh = v128.load(row5, 16, 4);
    newX = madd(a5, y, newX);
    newXHigh = madd(a5, yHigh, newXHigh);
    newZ = madd(b5, y, newZ);
    newZHigh = madd(b5, yHigh, newZHigh);
    v128.store(row5, madd(b5, zHigh, madd(a5, xHigh, yHigh)), 16, 4);
    v128.store(row5, madd(b5, z, madd(a5, x, y)), 0, 4);
    v128.store(first, newXHigh, 16, 4);
    v128.store(first, newX, 0, 4);
    v128.store(second, newZHigh, 16, 4);
    v128.store(second, newZ, 0, 4);
    first += 32;
    second += 32;
    row0 += 32;
    row1 += 32;
    row2 += 32;
    row3 += 32;
    row4 += 32;
    row5 += 32;
  }
}
