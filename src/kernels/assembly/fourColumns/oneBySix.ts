// One input row against six output rows, four columns at a time.
import { storeSixGradients } from "../gradients";
import { laneSums, madd } from "../simd";
import { columnBytes } from "../state";
import { GRADIENTS } from "../targets";

/** Writes the gradients of six pairs. */
export function measure(input: usize, block: usize): void {
  const row0 = <usize>load<u32>(block, 0);
  const row1 = <usize>load<u32>(block, 4);
  const row2 = <usize>load<u32>(block, 8);
  const row3 = <usize>load<u32>(block, 12);
  const row4 = <usize>load<u32>(block, 16);
  const row5 = <usize>load<u32>(block, 20);
  let dot0 = f32x4.splat(0);
  let dot1 = dot0;
  let dot2 = dot0;
  let dot3 = dot0;
  let dot4 = dot0;
  let dot5 = dot0;
  const end = columnBytes;
  for (let at: usize = 0; at < end; at += 16) {
    const x = v128.load(input + at, 0, 4);
    dot0 = madd(x, v128.load(row0 + at, 0, 4), dot0);
    dot1 = madd(x, v128.load(row1 + at, 0, 4), dot1);
    dot2 = madd(x, v128.load(row2 + at, 0, 4), dot2);
    dot3 = madd(x, v128.load(row3 + at, 0, 4), dot3);
    dot4 = madd(x, v128.load(row4 + at, 0, 4), dot4);
    dot5 = madd(x, v128.load(row5 + at, 0, 4), dot5);
  }
  storeSixGradients(
    block,
    laneSums(dot0, dot1, dot2, dot3),
    laneSums(dot4, dot5, dot4, dot5),
  );
}

/** Moves seven rows. */
export function update(input: usize, block: usize): void {
  const row0 = <usize>load<u32>(block, 0);
  const row1 = <usize>load<u32>(block, 4);
  const row2 = <usize>load<u32>(block, 8);
  const row3 = <usize>load<u32>(block, 12);
  const row4 = <usize>load<u32>(block, 16);
  const row5 = <usize>load<u32>(block, 20);
  const gradient0 = v128.load32_splat(block, GRADIENTS + 0);
  const gradient1 = v128.load32_splat(block, GRADIENTS + 4);
  const gradient2 = v128.load32_splat(block, GRADIENTS + 8);
  const gradient3 = v128.load32_splat(block, GRADIENTS + 12);
  const gradient4 = v128.load32_splat(block, GRADIENTS + 16);
  const gradient5 = v128.load32_splat(block, GRADIENTS + 20);
  const end = columnBytes;
  for (let at: usize = 0; at < end; at += 16) {
    const x = v128.load(input + at, 0, 4);
    // Two chains of additions instead of one: half the latency. A row may stand in two slots (a negative drawn twice),
    // so each is stored before the next is loaded.
    let even = x;
    let odd = f32x4.splat(0);
    let y = v128.load(row0 + at, 0, 4);
    even = madd(gradient0, y, even);
    v128.store(row0 + at, madd(gradient0, x, y), 0, 4);
    y = v128.load(row1 + at, 0, 4);
    odd = f32x4.mul(gradient1, y);
    v128.store(row1 + at, madd(gradient1, x, y), 0, 4);
    y = v128.load(row2 + at, 0, 4);
    even = madd(gradient2, y, even);
    v128.store(row2 + at, madd(gradient2, x, y), 0, 4);
    y = v128.load(row3 + at, 0, 4);
    odd = madd(gradient3, y, odd);
    v128.store(row3 + at, madd(gradient3, x, y), 0, 4);
    y = v128.load(row4 + at, 0, 4);
    even = madd(gradient4, y, even);
    v128.store(row4 + at, madd(gradient4, x, y), 0, 4);
    y = v128.load(row5 + at, 0, 4);
    odd = madd(gradient5, y, odd);
    v128.store(row5 + at, madd(gradient5, x, y), 0, 4);
    v128.store(input + at, f32x4.add(even, odd), 0, 4);
  }
}
