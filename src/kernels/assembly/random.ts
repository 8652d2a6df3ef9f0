// Random numbers: one sequence for each thread, and a counter-based one that no thread owns.

let state: u64 = 1;

/** Starts this instance's sequence; a state of zero would stay zero for ever. */
export function seedRandom(seed: u64): void {
  state = mix(seed) | 1;
}

/** The next 64 random bits (xorshift64*, Vigna 2016). */
// @ts-ignore: decorator
@inline
export function nextRandom(): u64 {
  let x = state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  state = x;
  return x * 2685821657736338717;
}

/** A random whole number below `limit`, by multiplication instead of division. */
// @ts-ignore: decorator
@inline
export function randomBelow(limit: i32): i32 {
  return <i32>(((nextRandom() >> 32) * <u64>(<u32>limit)) >> 32);
}

/** The finalizer of splitmix64 (Steele et al. 2014): equal counters give equal bits in every thread. */
// @ts-ignore: decorator
@inline
export function mix(counter: u64): u64 {
  let z = counter + 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/** The state of this instance's sequence, to go on with later. */
export function randomState(): u64 {
  return state;
}

export function restoreRandom(saved: u64): void {
  state = saved;
}
