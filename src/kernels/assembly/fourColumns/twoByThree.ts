// Two input rows against the same three output rows, four columns at a time.
import { storeTwiceThreeGradients } from "../gradients";
import { laneSums, madd } from "../simd";
import { columnBytes } from "../state";
import { GRADIENTS } from "../targets";

/** Writes the gradients of six pairs. */
export function measure(first: usize, second: usize, block: usize): void {
  let row0 = <usize>load<u32>(block, 0);
  let row1 = <usize>load<u32>(block, 4);
  let row2 = <usize>load<u32>(block, 8);
  const end = first + columnBytes;
  const zero = f32x4.splat(0);
  let a0 = zero;
  let b0 = zero;
  let a1 = zero;
  let b1 = zero;
  let a2 = zero;
  let b2 = zero;
  while (first < end) {
    const x = v128.load(first, 0, 4);
    const z = v128.load(second, 0, 4);
    let y = v128.load(row0, 0, 4);
    a0 = madd(x, y, a0);
    b0 = madd(z, y, b0);
    y = v128.load(row1, 0, 4);
    a1 = madd(x, y, a1);
    b1 = madd(z, y, b1);
    y = v128.load(row2, 0, 4);
    a2 = madd(x, y, a2);
    b2 = madd(z, y, b2);
    first += 16;
    second += 16;
    row0 += 16;
    row1 += 16;
    row2 += 16;
  }
  storeTwiceThreeGradients(block, laneSums(a0, a1, a2, zero), laneSums(b0, b1, b2, zero));
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
  while (first < end) {
    const x = v128.load(first, 0, 4);
    const z = v128.load(second, 0, 4);
    let newX = x;
    let newZ = z;
    let y = v128.load(row0, 0, 4);
    newX = madd(a0, y, newX);
    newZ = madd(b0, y, newZ);
    v128.store(row0, madd(b0, z, madd(a0, x, y)), 0, 4);
    y = v128.load(row1, 0, 4);
    newX = madd(a1, y, newX);
    newZ = madd(b1, y, newZ);
    v128.store(row1, madd(b1, z, madd(a1, x, y)), 0, 4);
    y = v128.load(row2, 0, 4);
    newX = madd(a2, y, newX);
    newZ = madd(b2, y, newZ);
    v128.store(row2, madd(b2, z, madd(a2, x, y)), 0, 4);
    v128.store(first, newX, 0, 4);
    v128.store(second, newZ, 0, 4);
    first += 16;
    second += 16;
    row0 += 16;
    row1 += 16;
    row2 += 16;
  }
}
