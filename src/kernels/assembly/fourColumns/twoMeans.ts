// The means of two windows against the same negatives, four columns at a time.
import { storeTwelveGradients } from "../gradients";
import { laneSums, madd } from "../simd";
import { columnBytes } from "../state";
import { GRADIENTS, SECOND_TRUE_ROW } from "../targets";
import { Four, None, One, ROUND, Three, Two } from "./unrolled";

/** Writes the gradients of twelve pairs. */
export function measure(first: usize, second: usize, block: usize): void {
  let ownA = <usize>load<u32>(block, 0);
  let ownB = <usize>load<u32>(block, SECOND_TRUE_ROW);
  let row1 = <usize>load<u32>(block, 4);
  let row2 = <usize>load<u32>(block, 8);
  let row3 = <usize>load<u32>(block, 12);
  let row4 = <usize>load<u32>(block, 16);
  let row5 = <usize>load<u32>(block, 20);
  const end = first + columnBytes;
  const zero = f32x4.splat(0);
  let a0 = zero;
  let b0 = zero;
  let a1 = zero;
  let b1 = zero;
  let a2 = zero;
  let b2 = zero;
  let a3 = zero;
  let b3 = zero;
  let a4 = zero;
  let b4 = zero;
  let a5 = zero;
  let b5 = zero;
  let x: v128;
  let z: v128;
  let y: v128;
  // Not unrolled, as in twoBySix.ts.
  while (first < end) {
    x = v128.load(first, 0, 4);
    z = v128.load(second, 0, 4);
    a0 = madd(x, v128.load(ownA, 0, 4), a0);
    b0 = madd(z, v128.load(ownB, 0, 4), b0);
    y = v128.load(row1, 0, 4);
    a1 = madd(x, y, a1);
    b1 = madd(z, y, b1);
    y = v128.load(row2, 0, 4);
    a2 = madd(x, y, a2);
    b2 = madd(z, y, b2);
    y = v128.load(row3, 0, 4);
    a3 = madd(x, y, a3);
    b3 = madd(z, y, b3);
    y = v128.load(row4, 0, 4);
    a4 = madd(x, y, a4);
    b4 = madd(z, y, b4);
    y = v128.load(row5, 0, 4);
    a5 = madd(x, y, a5);
    b5 = madd(z, y, b5);
    first += 16;
    second += 16;
    ownA += 16;
    ownB += 16;
    row1 += 16;
    row2 += 16;
    row3 += 16;
    row4 += 16;
    row5 += 16;
  }
  storeTwelveGradients(
    block,
    laneSums(a0, a1, a2, a3),
    laneSums(b0, b1, b2, b3),
    laneSums(a4, a5, b4, b5),
  );
}

/** Moves nine rows. */
export function update(first: usize, second: usize, block: usize): void {
  let ownA = <usize>load<u32>(block, 0);
  let ownB = <usize>load<u32>(block, SECOND_TRUE_ROW);
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
  const roundsEnd = end - (columnBytes % ROUND);
  while (first < roundsEnd) {
    updateColumns<None>(first, second, ownA, ownB, row1, row2, row3, row4, row5, a0, a1, a2, a3, a4, a5, b0, b1, b2, b3, b4, b5);
    updateColumns<One>(first, second, ownA, ownB, row1, row2, row3, row4, row5, a0, a1, a2, a3, a4, a5, b0, b1, b2, b3, b4, b5);
    updateColumns<Two>(first, second, ownA, ownB, row1, row2, row3, row4, row5, a0, a1, a2, a3, a4, a5, b0, b1, b2, b3, b4, b5);
    updateColumns<Three>(first, second, ownA, ownB, row1, row2, row3, row4, row5, a0, a1, a2, a3, a4, a5, b0, b1, b2, b3, b4, b5);
    updateColumns<Four>(first, second, ownA, ownB, row1, row2, row3, row4, row5, a0, a1, a2, a3, a4, a5, b0, b1, b2, b3, b4, b5);
    first += ROUND;
    second += ROUND;
    ownA += ROUND;
    ownB += ROUND;
    row1 += ROUND;
    row2 += ROUND;
    row3 += ROUND;
    row4 += ROUND;
    row5 += ROUND;
  }
  while (first < end) {
    updateColumns<None>(first, second, ownA, ownB, row1, row2, row3, row4, row5, a0, a1, a2, a3, a4, a5, b0, b1, b2, b3, b4, b5);
    first += 16;
    second += 16;
    ownA += 16;
    ownB += 16;
    row1 += 16;
    row2 += 16;
    row3 += 16;
    row4 += 16;
    row5 += 16;
  }
}

/** Four columns of both means and of the seven rows. A row may stand in two slots, so they follow one another. */
// @ts-ignore: decorator
@inline
function updateColumns<Skipped>(
  first: usize,
  second: usize,
  ownA: usize,
  ownB: usize,
  row1: usize,
  row2: usize,
  row3: usize,
  row4: usize,
  row5: usize,
  a0: v128,
  a1: v128,
  a2: v128,
  a3: v128,
  a4: v128,
  a5: v128,
  b0: v128,
  b1: v128,
  b2: v128,
  b3: v128,
  b4: v128,
  b5: v128,
): void {
  const x = v128.load(first, offsetof<Skipped>(), 4);
  const z = v128.load(second, offsetof<Skipped>(), 4);
  let y = v128.load(ownA, offsetof<Skipped>(), 4);
  let newX = madd(a0, y, x);
  v128.store(ownA, madd(a0, x, y), offsetof<Skipped>(), 4);
  y = v128.load(ownB, offsetof<Skipped>(), 4);
  let newZ = madd(b0, y, z);
  v128.store(ownB, madd(b0, z, y), offsetof<Skipped>(), 4);
  y = v128.load(row1, offsetof<Skipped>(), 4);
  newX = madd(a1, y, newX);
  newZ = madd(b1, y, newZ);
  v128.store(row1, madd(b1, z, madd(a1, x, y)), offsetof<Skipped>(), 4);
  y = v128.load(row2, offsetof<Skipped>(), 4);
  newX = madd(a2, y, newX);
  newZ = madd(b2, y, newZ);
  v128.store(row2, madd(b2, z, madd(a2, x, y)), offsetof<Skipped>(), 4);
  y = v128.load(row3, offsetof<Skipped>(), 4);
  newX = madd(a3, y, newX);
  newZ = madd(b3, y, newZ);
  v128.store(row3, madd(b3, z, madd(a3, x, y)), offsetof<Skipped>(), 4);
  y = v128.load(row4, offsetof<Skipped>(), 4);
  newX = madd(a4, y, newX);
  newZ = madd(b4, y, newZ);
  v128.store(row4, madd(b4, z, madd(a4, x, y)), offsetof<Skipped>(), 4);
  y = v128.load(row5, offsetof<Skipped>(), 4);
  newX = madd(a5, y, newX);
  newZ = madd(b5, y, newZ);
  v128.store(row5, madd(b5, z, madd(a5, x, y)), offsetof<Skipped>(), 4);
  v128.store(first, newX, offsetof<Skipped>(), 4);
  v128.store(second, newZ, offsetof<Skipped>(), 4);
}
