// The kernels' random numbers, in plain code.

const MASK = (1n << 64n) - 1n;

/** The kernels' sequence of random numbers. */
export class ReferenceRandom {
  #state: bigint;

  constructor(seed: bigint) {
    this.#state = mix(seed) | 1n;
  }

  /** The next 64 bits (xorshift64*). */
  next(): bigint {
    let x = this.#state;
    x ^= x >> 12n;
    x = (x ^ (x << 25n)) & MASK;
    x ^= x >> 27n;
    this.#state = x;
    return (x * 2685821657736338717n) & MASK;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Number(((this.next() >> 32n) * BigInt(limit)) >> 32n);
  }

  /** 32 bits. */
  bits(): number {
    return Number(this.next() >> 32n);
  }
}

/** Scrambles a counter into 64 bits (the finalizer of splitmix64). */
function mix(counter: bigint): bigint {
  let z = (counter + 0x9e3779b97f4a7c15n) & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}

/** The first value of a vector, between -`bound` and `bound`. */
export function initialValue(
  row: number,
  column: number,
  dimension: number,
  bound: number,
  seed: bigint,
): number {
  const counter = mix(seed) + BigInt(row) * BigInt(dimension) + BigInt(column);
  const bits = Number(mix(counter & MASK) >> 40n);
  return ((bits - 2 ** 23) / 2 ** 23) * bound;
}
