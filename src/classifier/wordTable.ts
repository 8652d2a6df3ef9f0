import { WordfieldError } from "../errors.ts";

/** As many as a `Map` of them could hold, more than any language has. Units: words. */
const MAXIMUM_WORDS = 2 ** 23;
const MAXIMUM_BYTES = 2 ** 30;
const FIRST_SLOTS = 1 << 14;
const FIRST_BYTES = 1 << 18;
const HASH_FACTOR = 16777619;

/** The hash of no bytes. */
export const HASH_START = 2166136261 | 0;

/**
 * Goes on with a hash by one byte, as fastText does: FNV-1a with bytes as signed numbers.
 *
 * Source: fastText 0.9.2, `Dictionary::hash`.
 */
export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ ((byte << 24) >> 24), HASH_FACTOR);
}

/** Gives each word a number, in order of first occurrence, and counts it. Words are UTF-8. */
export class WordTable {
  /** [slots, 2] a word's hash, and its number shifted by one; 0 is a free slot. More than half of them are. */
  #slots = new Int32Array(2 * FIRST_SLOTS);
  /** All words, one after the other. */
  #bytes = new Uint8Array(FIRST_BYTES);
  /** Where each word begins, and the last one ends. */
  #starts = new Int32Array(FIRST_SLOTS / 2 + 1);
  #counts = new Int32Array(FIRST_SLOTS / 2);
  #size = 0;
  #text = new Uint8Array(256);

  /** Adds the word at a place of UTF-8 text, whose hash is known; returns its number. Errors: `out-of-memory`. */
  add(text: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 2;
    for (let slot = firstSlot(hash) & mask; ; slot = (slot + 2) & mask) {
      const number = slots[slot + 1]! - 1;
      if (number < 0) {
        slots[slot] = hash;
        slots[slot + 1] = this.#size + 1;
        return this.#append(text, start, end);
      }
      if (slots[slot] === hash && this.#equals(number, text, start, end)) {
        this.#counts[number]!++;
        return number;
      }
    }
  }

  /** Adds a word; returns its number. Errors: `out-of-memory`. */
  addText(word: string): number {
    if (this.#text.length < 3 * word.length) this.#text = new Uint8Array(6 * word.length);
    const { written } = encoder.encodeInto(word, this.#text);
    let hash = HASH_START;
    for (let at = 0; at < written; at++) hash = hashByte(hash, this.#text[at]!);
    return this.add(this.#text, 0, written, hash);
  }

  /** All words by number, how often each was added, and their hashes. */
  content(): { words: string[]; counts: Int32Array; hashes: Int32Array } {
    const words: string[] = [];
    for (let number = 0; number < this.#size; number++)
      words.push(
        decoder.decode(this.#bytes.subarray(this.#starts[number], this.#starts[number + 1])),
      );
    const hashes = new Int32Array(this.#size);
    for (let slot = 0; slot < this.#slots.length; slot += 2)
      if (this.#slots[slot + 1] !== 0) hashes[this.#slots[slot + 1]! - 1] = this.#slots[slot]!;
    return { words, counts: this.#counts.slice(0, this.#size), hashes };
  }

  #equals(number: number, text: Uint8Array, start: number, end: number): boolean {
    const first = this.#starts[number]!;
    if (this.#starts[number + 1]! - first !== end - start) return false;
    const bytes = this.#bytes;
    for (let at = start; at < end; at++) if (text[at] !== bytes[first + at - start]) return false;
    return true;
  }

  #append(text: Uint8Array, start: number, end: number): number {
    const number = this.#size++;
    const first = this.#starts[number]!;
    const last = first + end - start;
    if (number >= MAXIMUM_WORDS || last > MAXIMUM_BYTES)
      throw new WordfieldError(
        "out-of-memory",
        `The text has more than ${number} different words. Leave out generated files such as logs and data.`,
      );
    if (last > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(2 * last));
    this.#bytes.set(text.subarray(start, end), first);
    this.#starts[this.#size] = last;
    this.#counts[number] = 1;
    if (4 * this.#size === this.#slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 2;
    for (let old = 0; old < this.#slots.length; old += 2) {
      if (this.#slots[old + 1] === 0) continue;
      let slot = firstSlot(this.#slots[old]!) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = this.#slots[old]!;
      slots[slot + 1] = this.#slots[old + 1]!;
    }
    this.#slots = slots;
    this.#starts = grown(this.#starts, new Int32Array(2 * this.#size + 1));
    this.#counts = grown(this.#counts, new Int32Array(2 * this.#size));
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Lets the upper bits of a hash, which are the better ones, have a say in the lower ones. */
function firstSlot(hash: number): number {
  return (hash ^ (hash >>> 15)) << 1;
}

function grown<A extends Uint8Array | Int32Array>(small: A, large: A): A {
  large.set(small);
  return large;
}
