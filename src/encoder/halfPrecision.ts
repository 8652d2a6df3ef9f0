/** Widens numbers of IEEE 754 half precision, given as bits, to single precision; every value is exact. */
export function widenHalves(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const wide = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index++) {
    const half = bits[index] ?? 0;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    const size =
      exponent === 31
        ? fraction === 0
          ? Infinity
          : NaN
        : exponent === 0
          ? fraction * 2 ** -24
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    wide[index] = half & 0x8000 ? -size : size;
  }
  return wide;
}
