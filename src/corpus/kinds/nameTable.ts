// What is known of the names in code, found without making strings of them.

/**
 * A hash table from names to values, which remembers the last few thousand of them.
 *
 * A name in code is looked up every eight characters or so; as a string, it would have to be cut out and hashed first.
 */
export class NameTable<Value> {
  readonly #make: (name: string) => Value;
  readonly #values: Value[] = [];
  /** Indices of `#values` plus one, by hash; a power of two. */
  #slots = new Uint32Array(2 * FIRST_NAMES);
  /** Where each name begins and ends in `#units`, and its hash: three numbers a value. */
  #names = new Uint32Array(3 * FIRST_NAMES);
  #units = new Uint16Array(UNITS_PER_NAME * FIRST_NAMES);
  #unitsLength = 0;

  /** `make` gives a name's value, always the same. */
  constructor(make: (name: string) => Value) {
    this.#make = make;
  }

  /** Returns the value of the name that stands in a source from `start` to `end`. */
  get(source: string, start: number, end: number): Value {
    let hash = end - start;
    for (let position = start; position < end; position++)
      hash = Math.imul(hash ^ source.charCodeAt(position), 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let tries = 0; tries < MOST_TRIES; tries++, slot = (slot + 1) & mask) {
      const index = this.#slots[slot]! - 1;
      if (index < 0) return this.#add(source, start, end, hash, slot);
      if (this.#names[3 * index + 2] === hash && this.#isName(index, source, start, end))
        return this.#values[index]!;
    }
    return this.#make(source.slice(start, end)); // names chosen so that their hashes collide
  }

  #isName(index: number, source: string, start: number, end: number): boolean {
    const units = this.#units;
    let at = this.#names[3 * index]!;
    if (this.#names[3 * index + 1]! - at !== end - start) return false;
    for (let position = start; position < end; position++, at++)
      if (source.charCodeAt(position) !== units[at]) return false;
    return true;
  }

  #add(source: string, start: number, end: number, hash: number, slot: number): Value {
    const value = this.#make(source.slice(start, end));
    const index = this.#values.length;
    const nameStart = this.#unitsLength;
    const nameEnd = nameStart + end - start;
    if (3 * index === this.#names.length) this.#names = grown(this.#names, 6 * index);
    if (nameEnd > this.#units.length) this.#units = grown(this.#units, 2 * nameEnd);
    for (let at = nameStart; at < nameEnd; at++)
      this.#units[at] = source.charCodeAt(start + at - nameStart);
    this.#unitsLength = nameEnd;
    this.#names[3 * index] = nameStart;
    this.#names[3 * index + 1] = nameEnd;
    this.#names[3 * index + 2] = hash;
    this.#values.push(value);
    this.#slots[slot] = index + 1;
    if (this.#values.length === MOST_NAMES) this.#forget();
    else if (2 * this.#values.length > this.#slots.length) this.#growSlots();
    return value;
  }

  #forget(): void {
    this.#values.length = this.#unitsLength = 0;
    this.#slots.fill(0);
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

/** Powers of two. More names would not stay in a core's own memory. */
const FIRST_NAMES = 64;
const MOST_NAMES = 8192;
const UNITS_PER_NAME = 16;
/** Half of the slots are empty, so chance alone hardly ever needs that many. */
const MOST_TRIES = 64;

function grown<A extends Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(
  array: A,
  length: number,
): A {
  const larger = new (array.constructor as new (length: number) => A)(length);
  larger.set(array);
  return larger;
}
