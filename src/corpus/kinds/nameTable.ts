// What is known of the names in a source, found without making strings of them.

/**
 * A hash table from ranges of a source to values, equal for equal text.
 *
 * A name in code is looked up every eight characters or so; as a string, it would have to be cut out and hashed first.
 */
export class NameTable<Value> {
  readonly #source: string;
  readonly #values: Value[] = [];
  /** Indices of `#values` plus one, by hash; a power of two. */
  #slots: Uint32Array;
  /** Where each name first stood, and its hash: three numbers a value. */
  #names: Uint32Array;

  /** `length` is that of the code whose names are looked up. Units: UTF-16 units. */
  constructor(source: string, length: number) {
    this.#source = source;
    let names = FIRST_NAMES;
    while (names < MOST_FIRST_NAMES && names * UNITS_PER_NAME < length) names *= 2;
    this.#slots = new Uint32Array(2 * names);
    this.#names = new Uint32Array(3 * names);
  }

  /** Returns the value of the name from `start` to `end`; `make` gives it where the name is new. */
  get(start: number, end: number, make: (start: number, end: number) => Value): Value {
    const source = this.#source;
    let hash = end - start;
    for (let position = start; position < end; position++)
      hash = Math.imul(hash ^ source.charCodeAt(position), 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let tries = 0; tries < MOST_TRIES; tries++, slot = (slot + 1) & mask) {
      const index = this.#slots[slot]! - 1;
      if (index < 0) return this.#add(start, end, hash, slot, make(start, end));
      if (this.#names[3 * index + 2] === hash && this.#isName(index, start, end))
        return this.#values[index]!;
    }
    return make(start, end); // names chosen so that their hashes collide
  }

  #isName(index: number, start: number, end: number): boolean {
    const source = this.#source;
    let other = this.#names[3 * index]!;
    if (this.#names[3 * index + 1]! - other !== end - start) return false;
    for (let position = start; position < end; position++, other++)
      if (source.charCodeAt(position) !== source.charCodeAt(other)) return false;
    return true;
  }

  #add(start: number, end: number, hash: number, slot: number, value: Value): Value {
    const index = this.#values.length;
    if (3 * index === this.#names.length) {
      const grown = new Uint32Array(2 * this.#names.length);
      grown.set(this.#names);
      this.#names = grown;
    }
    this.#names[3 * index] = start;
    this.#names[3 * index + 1] = end;
    this.#names[3 * index + 2] = hash;
    this.#values.push(value);
    this.#slots[slot] = index + 1;
    if (2 * this.#values.length > this.#slots.length) this.#growSlots();
    return value;
  }

  #growSlots(): void {
    const slots = new Uint32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let index = 0; index < this.#values.length; index++) {
      let slot = this.#names[3 * index + 2]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

/** Small, as every span of code in a document has a table of its own; powers of two. */
const FIRST_NAMES = 8;
const MOST_FIRST_NAMES = 4096;
/** Every so many units of code a name stands for the first time, or a little less often. */
const UNITS_PER_NAME = 64;
/** Half of the slots are empty, so chance alone hardly ever needs that many. */
const MOST_TRIES = 64;
