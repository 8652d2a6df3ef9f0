// Rows that one lane trains alone: copies of the shared ones, taken when they are first needed and merged afterwards.
// This is how any number of threads gives the same numbers: within a round no lane sees what another does, and what
// they changed is added in the order of the lanes.
import { rowBytes } from "./state";

/**
 * Layout of an overlay, in bytes: how many rows it holds; a hash table of (address of the shared row, slot), twice as
 * many entries as rows; by slot the address of the shared row and how often it was used; the rows.
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
  memory.fill(address + TABLE, 0, capacity << 4);
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
  while (load<u32>(entry) != 0 && load<u32>(entry) != <u32>shared) {
    at = (at + 1) & mask;
    entry = address + TABLE + (at << 3);
  }
  return entry;
}

/** The copy of a shared row, made when it is first asked for. */
export function privateRow(shared: usize): usize {
  const entry = findEntry(overlay, shared);
  if (load<u32>(entry) != 0) {
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
const MANY_USES: f32 = 16;

/**
 * Adds what the lanes changed to the shared rows: those that fall to this part of `parts`.
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
  for (let lane = 0; lane < lanes; lane++) {
    const address = first + <usize>lane * bytesPerOverlay;
    const count = load<u32>(address);
    for (let slot: u32 = 0; slot < count; slot++) {
      const shared = <usize>load<u32>(keysOf(address) + (<usize>slot << 2));
      if (<i32>((shared >> 4) % <usize>parts) != part) continue;
      if (!isFirst(first, bytesPerOverlay, lane, shared)) continue;
      mergeRow(address, bytesPerOverlay, lanes - lane, shared);
    }
  }
}

function isFirst(first: usize, bytesPerOverlay: usize, lane: i32, shared: usize): bool {
  for (let earlier = 0; earlier < lane; earlier++)
    if (load<u32>(findEntry(first + <usize>earlier * bytesPerOverlay, shared)) != 0) return false;
  return true;
}

/** Adds the changes of one row from `lanes` overlays, of which the first has it. */
function mergeRow(first: usize, bytesPerOverlay: usize, lanes: i32, shared: usize): void {
  let users: f32 = 0;
  let uses: f32 = 0;
  for (let lane = 0; lane < lanes; lane++) {
    const address = first + <usize>lane * bytesPerOverlay;
    const entry = findEntry(address, shared);
    if (load<u32>(entry) == 0) continue;
    users += 1;
    uses += <f32>load<u32>(usesOf(address) + (<usize>load<u32>(entry, 4) << 2));
  }
  const share = uses / (uses + users * MANY_USES);
  const weight = f32x4.splat(1 / (1 + (users - 1) * share));
  // The row as it was is needed until the last change is added, so the sum is made in the first overlay's copy.
  const sum = rowIn(first, shared);
  for (let at: usize = 0; at < rowBytes; at += 16)
    v128.store(sum + at, f32x4.sub(v128.load(sum + at), v128.load(shared + at)));
  for (let lane = 1; lane < lanes; lane++) {
    const address = first + <usize>lane * bytesPerOverlay;
    if (load<u32>(findEntry(address, shared)) == 0) continue;
    const row = rowIn(address, shared);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const change = f32x4.sub(v128.load(row + at), v128.load(shared + at));
      v128.store(sum + at, f32x4.add(v128.load(sum + at), change));
    }
  }
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const change = f32x4.mul(v128.load(sum + at), weight);
    v128.store(shared + at, f32x4.add(v128.load(shared + at), change));
  }
}

// @ts-ignore: decorator
@inline
function rowIn(address: usize, shared: usize): usize {
  return rowsOf(address) + <usize>load<u32>(findEntry(address, shared), 4) * rowBytes;
}
