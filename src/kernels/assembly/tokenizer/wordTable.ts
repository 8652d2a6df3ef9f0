// Every different word once: an open hash table of the words' places.
//
// A slot is an entry's address / 32 in its lower 27 bits and five bits of the word's hash above them; 0 is empty. At most
// half of the slots are full. Entries have 32 bytes and stand in the order of their words' first occurrence, so that the
// frequent ones, which come early, share few cache lines. Words are looked up in batches, first all slots, then all
// entries, so that the processor waits for many of them at once: 1.5 to 1.9 times as fast as one word after the other.
import { handOverIds, idCount, placeAt, roomForIds, setIdsEnd } from "./ids";
import {
  BATCH_COUNT,
  BATCH_ENTRIES,
  BATCH_HASHES,
  BATCH_KEYS,
  BATCH_LENGTHS,
  BATCH_PLACES,
  BREAK_ENTRY,
  CHUNK_BYTES,
  ENTRY_CHUNKS,
  giveBytes,
  takeBytes,
  takeChunk,
  takeSmall,
  WORD,
} from "./memory";
import { pairOf, tellsPlaces } from "./places";

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

function slotBytes(): usize {
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

let batchCount: u32 = 0;
let sentences: f64 = 0;
// A word of 16 bytes is a long one, so that no word has this key.
v128.store(BREAK_ENTRY, i8x16.splat(-1));
store<i32>(BREAK_ENTRY, -1, ORDER);
// No sentence is open at first.
store<u32>(BATCH_ENTRIES - 4, <u32>(BREAK_ENTRY >> 5));

/** Adds an occurrence of a short word. */
// @ts-ignore: decorator
@inline
export function addShort(key: v128, length: i32, place: u64): void {
  const hash = <u32>(mix(i64x2.extract_lane(key, 0), i64x2.extract_lane(key, 1)) >> 32);
  const index = <usize>batchCount;
  v128.store(BATCH_KEYS + (index << 4), key);
  store<u32>(BATCH_HASHES + (index << 2), hash);
  store<i32>(BATCH_LENGTHS + (index << 2), length);
  store<u64>(BATCH_PLACES + (index << 3), place);
  store<u32>(BATCH_ENTRIES + (index << 2), 0);
  if (++batchCount == BATCH_COUNT) finishBatch();
}

/** Ends the sentence; one without a word leaves no trace. */
export function endSentence(): void {
  if (tellsPlaces) return;
  const index = <usize>batchCount;
  if (load<u32>(BATCH_ENTRIES + (index << 2) - 4) == <u32>(BREAK_ENTRY >> 5)) return;
  sentences += 1;
  v128.store(BATCH_KEYS + (index << 4), v128.load(BREAK_ENTRY));
  store<u32>(BATCH_ENTRIES + (index << 2), <u32>(BREAK_ENTRY >> 5));
  if (++batchCount == BATCH_COUNT) finishBatch();
}

function finishBatch(): void {
  const count = <usize>batchCount;
  if (count == 0) return;
  store<u32>(BATCH_ENTRIES - 4, load<u32>(BATCH_ENTRIES + (count << 2) - 4));
  const table = slots;
  const shift = 32 - slotBits;
  for (let index: usize = 0; index < count; index++) {
    const slot = load<u32>(BATCH_HASHES + (index << 2)) >> shift;
    const value = load<u32>(table + (<usize>slot << 2));
    const isBreak = load<u32>(BATCH_ENTRIES + (index << 2));
    store<u32>(BATCH_ENTRIES + (index << 2), select<u32>(isBreak, value, isBreak != 0));
  }
  for (let index: usize = 0; index < count; index++) {
    // An empty slot leads to address 0, where zeros lie.
    const entry = load<u32>(BATCH_ENTRIES + (index << 2)) << 5;
    const differs = v128.any_true(
      v128.xor(v128.load(<usize>entry), v128.load(BATCH_KEYS + (index << 4))),
    );
    store<u32>(BATCH_ENTRIES + (index << 2), select<u32>(0, entry, differs));
  }
  batchCount = 0;
  let target = roomForIds(<i32>count);
  if (tellsPlaces) memory.copy(placeAt(target), BATCH_PLACES, count << 3);
  for (let index: usize = 0; index < count; index++) {
    let entry = <usize>load<u32>(BATCH_ENTRIES + (index << 2));
    if (entry == 0) entry = findShort(index);
    store<u32>(entry, load<u32>(entry, COUNT) + 1, COUNT);
    store<i32>(target, load<i32>(entry, ORDER));
    target += 4;
  }
  setIdsEnd(target);
}

/** Finds, or makes, the entry of a word of the batch that is new, or not where it was looked for first. */
function findShort(index: usize): usize {
  const key = v128.load(BATCH_KEYS + (index << 4));
  const hash = load<u32>(BATCH_HASHES + (index << 2));
  const mask = (1 << slotBits) - 1;
  let slot = hash >> (32 - slotBits);
  while (true) {
    const value = load<u32>(slots + (<usize>slot << 2));
    if (value == 0) return insert(slot, hash, key, load<i32>(BATCH_LENGTHS + (index << 2)));
    const entry = <usize>(value << 5);
    if (value >> ADDRESS_BITS == (hash & 31) && !v128.any_true(v128.xor(v128.load(entry), key)))
      return entry;
    slot = (slot + 1) & mask;
  }
}

/** Sentences ended so far. */
export function sentenceCount(): f64 {
  return sentences;
}

/** Words added so far. */
export function tokenCount(): f64 {
  finishBatch();
  return idCount() - sentences;
}

/** Hands over all numbers that wait. */
export function flushIds(): void {
  finishBatch();
  handOverIds();
}

/** Adds an occurrence of the word at WORD, of `length` bytes. Units: UTF-16 units of its document. */
export function addWordAt(length: i32, start: u32, end: u32): void {
  addWord(length, pairOf(start, end));
}

/** Adds an occurrence of the word at WORD, of `length` bytes. */
export function addWord(length: i32, place: u64): void {
  v128.store(WORD + <usize>length, i8x16.splat(0));
  if (length <= LONGEST_SHORT) {
    addShort(v128.load(WORD), length, place);
    return;
  }
  finishBatch();
  store<u32>(BATCH_ENTRIES - 4, 0); // what comes next comes behind a word
  const entry = findLong(length);
  store<u32>(entry, load<u32>(entry, COUNT) + 1, COUNT);
  const target = roomForIds(1);
  store<u64>(placeAt(target), place);
  store<i32>(target, load<i32>(entry, ORDER));
  setIdsEnd(target + 4);
}

/** Finds, or makes, the entry of the word at WORD. */
function findLong(length: i32): usize {
  const end = WORD + <usize>length;
  let long: u64 = length;
  for (let at = WORD; at < end; at += 16)
    long = mix(load<u64>(at) ^ long, load<u64>(at, 8) + (long >> 32));
  const hash = <u32>(long >> 32);
  const mask = (1 << slotBits) - 1;
  let slot = hash >> (32 - slotBits);
  while (true) {
    const value = load<u32>(slots + (<usize>slot << 2));
    if (value == 0) {
      const text = takeSmall(<usize>length);
      memory.copy(text, WORD, (<usize>length + 15) & ~15);
      return insert(slot, hash, longKey(text, <u32>long), length);
    }
    const entry = <usize>(value << 5);
    if (value >> ADDRESS_BITS == (hash & 31) && equalsLong(entry, <u32>long, length)) return entry;
    slot = (slot + 1) & mask;
  }
}

function longKey(text: usize, hash: u32): v128 {
  const place = i32x4.replace_lane(i32x4.splat(0), 0, <i32>text);
  return i32x4.replace_lane(i32x4.replace_lane(place, 1, <i32>hash), 3, <i32>LONG);
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

/** Makes the entry of a new word, which has not occurred yet. */
function insert(slot: u32, hash: u32, key: v128, length: i32): usize {
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
  v128.store(entry, key);
  store<u32>(entry, 0, COUNT);
  store<u32>(entry, hash, HASH);
  store<u32>(entry, wordCount, ORDER);
  store<i32>(entry, length, LENGTH);
  store<u32>(slots + (<usize>slot << 2), slotValue(entry, hash));
  wordCount++;
  if (wordCount > 1 << (slotBits - 1)) growSlots();
  return entry;
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
