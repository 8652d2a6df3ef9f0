// The text as numbers: words by first occurrence, -1 behind each sentence.
import { ID_COUNT, IDS, PLACES } from "./memory";

// @ts-ignore: decorator
@external("env", "takeIds")
declare function takeIds(address: usize, count: i32): void;

let next: usize = IDS;
let taken: f64 = 0;

/** Where the next `count` numbers go, one after the other; `setIdsEnd` says when they are there. */
export function roomForIds(count: i32): usize {
  if (next + (<usize>count << 2) > IDS + (ID_COUNT << 2)) handOverIds();
  return next;
}

/** Where the place of the word goes whose number goes to an address. */
// @ts-ignore: decorator
@inline
export function placeAt(number: usize): usize {
  return PLACES + ((number - IDS) << 1);
}

/** Tells where the numbers end now. */
export function setIdsEnd(end: usize): void {
  next = end;
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
