// The words of files, one file after the other, grouped by word within each.

import { ByteWriter } from "./bytes.ts";
import { PlaceEncoder, type PlaceShape } from "./places.ts";

/** The postings of a word. */
export interface WordPostings {
  /** How often it occurs, and in how many files. */
  readonly count: number;
  readonly files: number;
  /** The list of files, and the places in those where it stands more than once. */
  readonly list: Uint8Array;
  readonly places: Uint8Array;
}

/** What knows the words that stand behind their numbers. */
export interface WordShapes {
  shapeOf(number: number): PlaceShape;
}

// What is known of a word lies side by side, as words come in any order and each comes from afar.
const WORD = 8;
/** In the file at hand: how often it stands, then where its tokens end in `#order`; 0 between files. */
const END = 0;
/** The last file that it stands in, plus 1; 0 for none. */
const FILE = 1;
const SHAPE = 2;
/** In all files: how often it stands, and in how many. */
const COUNT = 3;
const FILES = 4;
/** How many bytes its list of files takes, and its places; then, while they are put together, where they end. */
const LIST = 5;
const PLACES = 6;

// A group is a word in a file: the word, where what belongs into its list of files ends in the log, and where its places do.
const GROUP = 3;

/**
 * Collects the postings of words, which come as numbers.
 *
 * The words of the file at hand wait, in 12 bytes each, 20 when they are ordered. When it ends, they are ordered by word, which
 * goes on in the processor's cache, and written into a log as they will be in the segment: 3 bytes a word, and 12 for each
 * different one.
 */
export class FilePostings {
  readonly #known: WordShapes;
  #numbers = new Int32Array(4096);
  #places = new Uint32Array(2 * 4096);
  #tokens = 0;
  /** Tokens of the file by word. */
  #order = new Uint32Array(4096);
  /** Different words of the file, in the order of their first place. */
  #distinct = new Uint32Array(4096);
  #words = new Uint32Array(WORD * 4096);
  #wordCount = 0;
  /** Each shape once: there are few. */
  readonly #shapes: PlaceShape[] = [];
  readonly #log = new ByteWriter();
  readonly #group = new ByteWriter();
  readonly #inLog = new PlaceEncoder(this.#log);
  readonly #inGroup = new PlaceEncoder(this.#group);
  #groups = new Uint32Array(GROUP * 4096);
  #groupCount = 0;

  constructor(known: WordShapes) {
    this.#known = known;
  }

  /** How many words the file at hand has so far. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Adds the next words of the file. Shapes: `numbers` [n], `places` [n, 2]. */
  add(numbers: Int32Array, places: Uint32Array): void {
    const tokens = this.#tokens + numbers.length;
    this.#numbers = withRoom(this.#numbers, tokens);
    this.#places = withRoom(this.#places, 2 * tokens);
    this.#numbers.set(numbers, this.#tokens);
    this.#places.set(places, 2 * this.#tokens);
    this.#tokens = tokens;
  }

  /** Forgets the words of the file. */
  dropFile(): void {
    this.#tokens = 0;
  }

  /** Writes the words of the file, whose number is greater than all before; `next` is where the word behind them begins. */
  endFile(file: number, next: number): void {
    const distinct = this.#orderTokens();
    for (let index = 0, first = 0; index < distinct; index++) {
      const word = WORD * this.#distinct[index]!;
      const end = this.#words[word + END]!;
      this.#words[word + END] = 0;
      this.#writeGroup(word, file, first, end, next);
      first = end;
    }
    this.#tokens = 0;
  }

  /** Gives the postings of words in an order of their numbers; thereafter only `clear` may be called. */
  *byWord(numbers: Uint32Array): Generator<{ readonly number: number } & WordPostings> {
    const bytes = this.#distribute(numbers);
    let start = 0;
    for (const number of numbers) {
      const word = WORD * number;
      const files = number < this.#wordCount ? this.#words[word + FILES]! : 0;
      if (files === 0) continue;
      const listEnd = this.#words[word + LIST]!;
      const end = this.#words[word + PLACES]!;
      const list = bytes.subarray(start, listEnd);
      const places = bytes.subarray(listEnd, end);
      yield { number, count: this.#words[word + COUNT]!, files, list, places };
      start = end;
    }
  }

  /** Forgets what has been written; files are numbered from 0 again, words go on. */
  clear(): void {
    this.#log.clear();
    this.#groupCount = 0;
    for (let word = 0; word < WORD * this.#wordCount; word += WORD) {
      const shape = this.#words[word + SHAPE]!;
      this.#words.fill(0, word, word + WORD);
      this.#words[word + SHAPE] = shape;
    }
  }

  /** Orders the file's tokens by word and returns how many words there are. */
  #orderTokens(): number {
    const tokens = this.#tokens;
    const numbers = this.#numbers;
    this.#order = withRoom(this.#order, tokens);
    this.#distinct = withRoom(this.#distinct, tokens);
    let count = 0;
    for (let token = 0; token < tokens; token++) {
      const number = numbers[token]!;
      if (number >= this.#wordCount) this.#learn(number);
      if (this.#words[WORD * number + END]!++ === 0) this.#distinct[count++] = number;
    }
    const words = this.#words;
    for (let index = 0, sum = 0; index < count; index++) {
      const at = WORD * this.#distinct[index]! + END;
      const tokensOfWord = words[at]!;
      words[at] = sum;
      sum += tokensOfWord;
    }
    for (let token = 0; token < tokens; token++)
      this.#order[words[WORD * numbers[token]! + END]!++] = token;
    return count;
  }

  /** Takes in words up to a new one. */
  #learn(number: number): void {
    this.#words = withRoom(this.#words, WORD * (number + 1));
    for (; this.#wordCount <= number; this.#wordCount++) {
      const shape = this.#known.shapeOf(this.#wordCount);
      const code = 2 * shape.length + shape.gap;
      this.#shapes[code] ??= shape;
      this.#words[WORD * this.#wordCount + SHAPE] = code;
    }
  }

  /** Writes what `#order` has from `first` to `end`. */
  #writeGroup(word: number, file: number, first: number, end: number, next: number): void {
    const words = this.#words;
    const log = this.#log;
    const start = log.length;
    const count = end - first;
    const shape = this.#shapes[words[word + SHAPE]!]!;
    log.varint(2 * (file + 1 - words[word + FILE]!) + (count === 1 ? 1 : 0));
    words[word + FILE] = file + 1;
    let listEnd: number;
    if (count === 1) {
      this.#writePlaces(this.#inLog, shape, first, end, next);
      listEnd = log.length;
    } else {
      this.#sortByStart(first, end);
      this.#group.clear();
      this.#writePlaces(this.#inGroup, shape, first, end, next);
      log.varint(count);
      log.varint(this.#group.length);
      listEnd = log.length;
      log.append(this.#group.view());
    }
    words[word + COUNT]! += count;
    words[word + FILES]! += 1;
    words[word + LIST]! += listEnd - start;
    words[word + PLACES]! += log.length - listEnd;
    this.#groups = withRoom(this.#groups, GROUP * (this.#groupCount + 1));
    const group = GROUP * this.#groupCount++;
    this.#groups[group] = word;
    this.#groups[group + 1] = listEnd;
    this.#groups[group + 2] = log.length;
  }

  #writePlaces(
    encoder: PlaceEncoder,
    shape: PlaceShape,
    first: number,
    end: number,
    next: number,
  ): void {
    const places = this.#places;
    const last = this.#tokens - 1;
    encoder.begin(shape);
    for (let index = first; index < end; index++) {
      const token = this.#order[index]!;
      const at = 2 * token;
      encoder.add(places[at]!, places[at + 1]!, token === last ? next : places[at + 2]!);
    }
  }

  /** Names and their parts come one after the other, but begin at the same place. */
  #sortByStart(first: number, end: number): void {
    const places = this.#places;
    const order = this.#order;
    let before = 0;
    for (let index = first; index < end; index++) {
      const start = places[2 * order[index]!]!;
      if (start < before) {
        const byStart = (a: number, b: number) => places[2 * a]! - places[2 * b]! || a - b;
        order.subarray(first, end).sort(byStart);
        return;
      }
      before = start;
    }
  }

  /**
   * Puts the postings of each word together, word by word, and leaves in `LIST` and `PLACES` where they end.
   *
   * The log is read from its beginning, and all words grow side by side, the frequent ones in the processor's cache: reading
   * it word by word would wait for memory at nearly every group.
   */
  #distribute(numbers: Uint32Array): Uint8Array {
    const words = this.#words;
    let total = 0;
    for (const number of numbers) {
      if (number >= this.#wordCount) continue; // of files that have been dropped
      const word = WORD * number;
      const listBytes = words[word + LIST]!;
      const placesBytes = words[word + PLACES]!;
      words[word + LIST] = total;
      words[word + PLACES] = total + listBytes;
      total += listBytes + placesBytes;
    }
    const log = this.#log.view();
    const bytes = new Uint8Array(total);
    for (let group = 0, from = 0; group < GROUP * this.#groupCount; group += GROUP) {
      const word = this.#groups[group]!;
      const listEnd = this.#groups[group + 1]!;
      const end = this.#groups[group + 2]!;
      let at = words[word + LIST]!;
      while (from < listEnd) bytes[at++] = log[from++]!;
      words[word + LIST] = at;
      if (from === end) continue;
      at = words[word + PLACES]!;
      while (from < end) bytes[at++] = log[from++]!;
      words[word + PLACES] = at;
    }
    return bytes;
  }
}

/** An array with at least so many elements, those of the given one first. */
function withRoom<T extends Int32Array | Uint32Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const grown = new (array.constructor as new (length: number) => T)(
    Math.max(2 * array.length, length),
  );
  grown.set(array);
  return grown;
}
