// Rows that one lane trains alone: copies of the shared ones, taken when they are first needed and merged afterwards.
// This is how any number of threads gives the same numbers: within a round no lane sees what another does, and what
// they changed is added in the order of the lanes.
import { rowBytes } from "./state";

/**
 * Layout of an overlay, in bytes: how many rows it holds; a hash table of (address of the shared row, slot), twice as
 * many entries as rows; by slot the address of the shared row and how often it was used; the rows.
 *
 * An entry whose slot does not name the same row, or is not taken yet, is an empty one, left over from an earlier round:
 * so emptying an overlay is setting its number of rows to zero (a sparse set, Briggs and Torczon 1993).
 */
const TABLE: usize = 64;

/** The overlay in use; 0 where rows are trained in place. */
export let overlay: usize = 0;
/** Rows it has room for: a power of two. */
let capacity: usize = 0;
/** Rows that a sentence may need: with fewer left, no sentence is begun. */
let reserve: usize = 0;

export function useOverlays(rows: i32, rowsOfSentence: i32): void {
  capacity = <usize>rows;
  reserve = <usize>rowsOfSentence;
}

/** Trains in an empty overlay from here on. */
export function openOverlay(address: usize): void {
  overlay = address;
  store<u32>(address, 0);
}

/** Trains in place from here on. */
export function closeOverlay(): void {
  overlay = 0;
}

// @ts-ignore: decorator
@inline
export function isOverlayFull(): bool {
  return overlay != 0 && <usize>load<u32>(overlay) + reserve > capacity;
}

// @ts-ignore: decorator
@inline
function keysOf(address: usize): usize {
  return address + TABLE + (capacity << 4);
}

// @ts-ignore: decorator
@inline
function usesOf(address: usize): usize {
  return keysOf(address) + (capacity << 2);
}

// @ts-ignore: decorator
@inline
function rowsOf(address: usize): usize {
  return usesOf(address) + (capacity << 2);
}

/** Where a shared row's entry is in an overlay's table, or where it would be. */
// @ts-ignore: decorator
@inline
function findEntry(address: usize, shared: usize): usize {
  const mask = (capacity << 1) - 1;
  // Fibonacci hashing: rows are 16 bytes apart at least, and the high bits are the well mixed ones.
  let at = <usize>((<u64>((<u32>shared >> 4) * 2654435769) * (<u64>capacity << 1)) >> 32);
  let entry = address + TABLE + (at << 3);
  while (isTaken(address, entry) && load<u32>(entry) != <u32>shared) {
    at = (at + 1) & mask;
    entry = address + TABLE + (at << 3);
  }
  return entry;
}

// @ts-ignore: decorator
@inline
function isTaken(address: usize, entry: usize): bool {
  const slot = load<u32>(entry, 4);
  return (
    slot < load<u32>(address) && load<u32>(keysOf(address) + (<usize>slot << 2)) == load<u32>(entry)
  );
}

/** The copy of a shared row, made when it is first asked for. */
export function privateRow(shared: usize): usize {
  const entry = findEntry(overlay, shared);
  if (isTaken(overlay, entry)) {
    const slot = <usize>load<u32>(entry, 4);
    const uses = usesOf(overlay) + (slot << 2);
    store<u32>(uses, load<u32>(uses) + 1);
    return rowsOf(overlay) + slot * rowBytes;
  }
  const slot = <usize>load<u32>(overlay);
  store<u32>(overlay, <u32>slot + 1);
  store<u32>(entry, <u32>shared);
  store<u32>(entry, <u32>slot, 4);
  store<u32>(keysOf(overlay) + (slot << 2), <u32>shared);
  store<u32>(usesOf(overlay) + (slot << 2), 1);
  const row = rowsOf(overlay) + slot * rowBytes;
  memory.copy(row, shared, rowBytes);
  return row;
}

/** A row that several lanes used about so often each, or oftener, moves by the mean of their changes, not by the sum. */
const MANY_USES: f32 = 64;

/**
 * Adds what the lanes changed to the shared rows: those that fall to this part of `parts`, of which there are not more
 * than lanes.
 *
 * Rarely used rows move by the sum of the changes, as if one lane had made them one after the other. Where each lane has
 * moved a row far, the sum would overshoot: there it is their mean. In between the weight goes from one to the other.
 */
export function mergeOverlays(
  first: usize,
  bytesPerOverlay: usize,
  lanes: i32,
  part: i32,
  parts: i32,
): void {
  // Where this part lists a row's copies: behind the number of rows at the head of an overlay.
  const copies = first + <usize>part * bytesPerOverlay + 4;
  const end = first + <usize>lanes * bytesPerOverlay;
  for (let address = first; address < end; address += bytesPerOverlay) {
    const count = load<u32>(address);
    for (let slot: usize = 0; slot < <usize>count; slot++) {
      const shared = <usize>load<u32>(keysOf(address) + (slot << 2));
      if (<i32>((shared >> 4) % <usize>parts) != part) continue;
      // A row that an earlier lane had, too, has been merged with it.
      if (load<u32>(usesOf(address) + (slot << 2)) == MERGED) continue;
      const weight = listCopies(address, slot, shared, bytesPerOverlay, end, copies);
      mergeRow(shared, copies, weight);
    }
  }
}

/** Takes the place of the number of uses. */
const MERGED: u32 = 0;
/** Copies that were listed last. */
let copyCount: i32 = 0;

/** Lists the copies of a row that this overlay and later ones have, marks them, and returns the weight of their sum. */
function listCopies(
  address: usize,
  slot: usize,
  shared: usize,
  bytesPerOverlay: usize,
  end: usize,
  copies: usize,
): v128 {
  copyCount = 0;
  let uses = takeCopy(address, slot, copies);
  for (let later = address + bytesPerOverlay; later < end; later += bytesPerOverlay) {
    const entry = findEntry(later, shared);
    if (isTaken(later, entry)) uses += takeCopy(later, <usize>load<u32>(entry, 4), copies);
  }
  const users = <f32>copyCount;
  const share = uses / (uses + users * MANY_USES);
  return f32x4.splat(1 / (1 + (users - 1) * share));
}

function takeCopy(address: usize, slot: usize, copies: usize): f32 {
  store<u32>(copies + (<usize>copyCount << 2), <u32>(rowsOf(address) + slot * rowBytes));
  copyCount++;
  const uses = usesOf(address) + (slot << 2);
  const count = <f32>load<u32>(uses);
  store<u32>(uses, MERGED);
  return count;
}

function mergeRow(shared: usize, copies: usize, weight: v128): void {
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const old = v128.load(shared + at);
    let sum = f32x4.splat(0);
    for (let index = 0; index < copyCount; index++) {
      const copy = <usize>load<u32>(copies + (<usize>index << 2));
      sum = f32x4.add(sum, f32x4.sub(v128.load(copy + at), old));
    }
    v128.store(shared + at, f32x4.add(old, f32x4.mul(sum, weight)));
  }
}
