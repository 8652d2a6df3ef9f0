// The text as numbers: words by first occurrence, -1 behind each sentence.
import { ID_COUNT, IDS } from "./memory";

// @ts-ignore: decorator
@external("env", "takeIds")
declare function takeIds(address: usize, count: i32): void;

let next: usize = IDS;
let taken: f64 = 0;

/** Adds a number to the stream. */
// @ts-ignore: decorator
@inline
export function pushId(value: i32): void {
  store<i32>(next, value);
  next += 4;
  if (next == IDS + (ID_COUNT << 2)) handOverIds();
}

/** Hands over what waits. */
export function handOverIds(): void {
  const count = <i32>((next - IDS) >> 2);
  taken += <f64>count;
  next = IDS;
  if (count > 0) takeIds(IDS, count);
}

/** Numbers pushed so far. */
export function idCount(): f64 {
  return taken + <f64>((next - IDS) >> 2);
}
