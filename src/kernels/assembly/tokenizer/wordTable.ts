// Every different word once: an open hash table of the words' places.
//
// A slot is an entry's address / 32 in its lower 27 bits and five bits of the word's hash above them; 0 is empty. At most
// half of the slots are full. Entries have 32 bytes and stand in the order of their words' first occurrence, so that the
// frequent ones, which come early, share few cache lines.
import { CHUNK_BYTES, ENTRY_CHUNKS, giveBytes, takeBytes, takeChunk, takeSmall, WORD } from "./memory";
import { pushId } from "./ids";

// @ts-ignore: decorator
@external("env", "refuseWord")
declare function refuseWord(): void;

/** Words of up to 15 bytes are their own key, with zeros behind. */
export const LONGEST_SHORT: i32 = 15;
/** Fields of an entry. A long word's key is its address, a second hash, 0 and LONG, which no short one ends with. */
export const COUNT: usize = 16;
const HASH: usize = 20;
export const ORDER: usize = 24;
export const LENGTH: usize = 28;
const LONG_HASH: usize = 4;
const LONG_MARK: usize = 12;
const LONG: u32 = 0xffffffff;
const ENTRY_BYTES: usize = 32;
const ENTRIES_PER_CHUNK: u32 = <u32>(CHUNK_BYTES / ENTRY_BYTES);
const FIRST_SLOT_BITS: u32 = 16;
const ADDRESS_BITS: u32 = 27;

/** u32 [1 << slotBits] */
export let slots: usize = takeBytes((<usize>1 << FIRST_SLOT_BITS) << 2);
let slotBits: u32 = FIRST_SLOT_BITS;
/** Different words so far. */
export let wordCount: u32 = 0;
let maximumWords: u32 = 1 << 25;
let nextEntry: usize = 0;

/** Sets how many different words there may be. */
export function limitWords(maximum: u32): void {
  maximumWords = maximum;
}

export function slotBytes(): usize {
  return (<usize>1 << slotBits) << 2;
}

/** The entry of the word that occurred as number `order`. */
// @ts-ignore: decorator
@inline
export function entryOf(order: u32): usize {
  const chunk = <usize>load<u32>(ENTRY_CHUNKS + (<usize>(order / ENTRIES_PER_CHUNK) << 2));
  return chunk + <usize>(order % ENTRIES_PER_CHUNK) * ENTRY_BYTES;
}

/** Where a word's text lies; its length is in the entry. */
export function textOf(entry: usize): usize {
  return load<u32>(entry, LONG_MARK) == LONG ? <usize>load<u32>(entry) : entry;
}

// @ts-ignore: decorator
@inline
function mix(low: u64, high: u64): u64 {
  let hash = (low ^ (high * 0x9e3779b97f4a7c15)) * 0xd6e8feb86659fd93;
  hash ^= hash >> 29;
  return hash * 0xa0761d6478bd642f;
}

/** Adds an occurrence of a short word to table and stream. */
// @ts-ignore: decorator
@inline
export function addShort(key: v128, length: i32): void {
  const hash = <u32>(mix(i64x2.extract_lane(key, 0), i64x2.extract_lane(key, 1)) >> 32);
  const mask = (1 << slotBits) - 1;
  let slot = hash >> (32 - slotBits);
  while (true) {
    const value = load<u32>(slots + (<usize>slot << 2));
    if (value == 0) {
      v128.store(WORD, key);
      insert(slot, hash, length);
      return;
    }
    const entry = <usize>(value << 5);
    if (value >> ADDRESS_BITS == (hash & 31) && !v128.any_true(v128.xor(v128.load(entry), key))) {
      store<u32>(entry, load<u32>(entry, COUNT) + 1, COUNT);
      pushId(load<i32>(entry, ORDER));
      return;
    }
    slot = (slot + 1) & mask;
  }
}

/** Adds an occurrence of the word at WORD, of `length` bytes. */
export function addWord(length: i32): void {
  const end = WORD + <usize>length;
  v128.store(end, i8x16.splat(0));
  if (length <= LONGEST_SHORT) {
    addShort(v128.load(WORD), length);
    return;
  }
  let long: u64 = length;
  for (let at = WORD; at < end; at += 16) long = mix(load<u64>(at) ^ long, load<u64>(at, 8) + (long >> 32));
  const hash = <u32>(long >> 32);
  const mask = (1 << slotBits) - 1;
  let slot = hash >> (32 - slotBits);
  while (true) {
    const value = load<u32>(slots + (<usize>slot << 2));
    if (value == 0) {
      const text = takeSmall(<usize>length);
      memory.copy(text, WORD, (<usize>length + 15) & ~15);
      store<u32>(WORD, <u32>text);
      store<u32>(WORD, <u32>long, LONG_HASH);
      store<u32>(WORD, 0, 8);
      store<u32>(WORD, LONG, LONG_MARK);
      insert(slot, hash, length);
      return;
    }
    const entry = <usize>(value << 5);
    if (value >> ADDRESS_BITS == (hash & 31) && equalsLong(entry, <u32>long, length)) {
      store<u32>(entry, load<u32>(entry, COUNT) + 1, COUNT);
      pushId(load<i32>(entry, ORDER));
      return;
    }
    slot = (slot + 1) & mask;
  }
}

function equalsLong(entry: usize, hash: u32, length: i32): bool {
  if (load<u32>(entry, LONG_MARK) != LONG || load<u32>(entry, LONG_HASH) != hash) return false;
  if (load<i32>(entry, LENGTH) != length) return false;
  const text = <usize>load<u32>(entry);
  for (let at: usize = 0; at < <usize>length; at += 16) {
    if (v128.any_true(v128.xor(v128.load(text + at), v128.load(WORD + at)))) return false;
  }
  return true;
}

/** Makes the entry of a new word, whose key lies at WORD. */
function insert(slot: u32, hash: u32, length: i32): void {
  if (wordCount >= maximumWords) {
    refuseWord(); // throws
    unreachable();
  }
  if (wordCount % ENTRIES_PER_CHUNK == 0) {
    nextEntry = takeChunk();
    store<u32>(ENTRY_CHUNKS + (<usize>(wordCount / ENTRIES_PER_CHUNK) << 2), <u32>nextEntry);
  }
  const entry = nextEntry;
  nextEntry += ENTRY_BYTES;
  v128.store(entry, v128.load(WORD));
  store<u32>(entry, 1, COUNT);
  store<u32>(entry, hash, HASH);
  store<u32>(entry, wordCount, ORDER);
  store<i32>(entry, length, LENGTH);
  store<u32>(slots + (<usize>slot << 2), slotValue(entry, hash));
  pushId(<i32>wordCount);
  wordCount++;
  if (wordCount > (1 << (slotBits - 1))) growSlots();
}

// @ts-ignore: decorator
@inline
function slotValue(entry: usize, hash: u32): u32 {
  return <u32>(entry >> 5) | (hash << ADDRESS_BITS);
}

/** Words are put into the new table in the order of their occurrence, so that the frequent ones have the best places. */
function growSlots(): void {
  const old = slots;
  const oldBytes = slotBytes();
  slots = takeBytes(oldBytes << 1);
  slotBits++;
  const mask = (1 << slotBits) - 1;
  for (let order: u32 = 0; order < wordCount; order++) {
    const entry = entryOf(order);
    const hash = load<u32>(entry, HASH);
    let slot = hash >> (32 - slotBits);
    while (load<u32>(slots + (<usize>slot << 2)) != 0) slot = (slot + 1) & mask;
    store<u32>(slots + (<usize>slot << 2), slotValue(entry, hash));
  }
  giveBytes(old, oldBytes);
}
