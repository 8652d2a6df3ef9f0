// Vectors of unit length in a WebAssembly memory of their own, and the exact search over them.

import { WordfieldError } from "../errors.ts";
import { bindKernels, type SearchKernels } from "../kernels/kernels.ts";
import { createPacer } from "../kernels/pacing.ts";
import {
  layoutSearchMemory,
  writeQuery,
  writeSearchState,
  type SearchLayout,
} from "../kernels/searchMemory.ts";

const PAGE_BYTES = 65_536;
/** wasm32 addresses 4 GiB. */
const MAXIMUM_PAGES = 65_536;
const MAXIMUM_RESULTS = 4096;
/** Numbers that one call of the search kernel looks at: a few milliseconds. */
const NUMBERS_PER_SCAN = 1 << 24;
/** Rows that one call of the normalizing and the sketching kernel does, in floats: a few milliseconds. */
const FLOATS_PER_PREPARING = 1 << 19;

/** The k best rows of a search, best first; of equally good ones the lower row comes first. */
export interface SearchResult {
  /** Shape [k]. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Dot products with the query; shape [k]. */
  readonly scores: Float32Array<ArrayBuffer>;
}

/** Room for vectors to search in: fill `rawVectors`, then hand it to `createSearchIndex`. */
export interface SearchRows {
  readonly size: number;
  readonly dimension: number;
  /** Shape [size, dimension]; the index is made in its place, so it is not to be used afterwards. */
  readonly rawVectors: Float32Array<SharedArrayBuffer>;
  readonly memory: WebAssembly.Memory;
}

/** Immutable unit vectors, one a word id; a zero vector stays zero and has cosine 0 with everything. */
export class SearchIndex {
  readonly size: number;
  readonly dimension: number;
  /** Of the memory that the index holds. */
  readonly bytes: number;
  readonly #kernels: SearchKernels;
  readonly #layout: SearchLayout;
  readonly #buffer: SharedArrayBuffer;
  readonly #rows: Float32Array<SharedArrayBuffer>;
  readonly #norms: Float64Array<SharedArrayBuffer>;
  readonly #scores: Float32Array<SharedArrayBuffer>;
  readonly #ids: Uint32Array<SharedArrayBuffer>;

  /** Callers use `createSearchIndex`, which brings the rows to unit length first. */
  constructor(searchRows: SearchRows, kernels: SearchKernels) {
    const { size, dimension, memory } = searchRows;
    const layout = layoutSearchMemory(size, dimension, MAXIMUM_RESULTS);
    const buffer = sharedBuffer(memory);
    this.#buffer = buffer;
    this.size = size;
    this.dimension = dimension;
    this.bytes = buffer.byteLength;
    this.#kernels = kernels;
    this.#layout = layout;
    this.#rows = new Float32Array(buffer, layout.rows, size * layout.stride);
    this.#norms = new Float64Array(buffer, layout.norms, size);
    this.#scores = new Float32Array(buffer, layout.scores, layout.capacity);
    this.#ids = new Uint32Array(buffer, layout.ids, layout.capacity);
  }

  /** A view of a word's unit vector. Shapes: [dimension]. */
  unitVector(wordId: number): Float32Array<SharedArrayBuffer> {
    this.#check(wordId);
    const start = wordId * this.#layout.stride;
    return this.#rows.subarray(start, start + this.dimension);
  }

  /** All unit vectors in the shared memory, for threads to read: rows of `stride` floats, padded with zeros. */
  get unitRows(): { readonly vectors: Float32Array<SharedArrayBuffer>; readonly stride: number } {
    return { vectors: this.#rows, stride: this.#layout.stride };
  }

  /** A copy of the unit vectors of word ids first to end - 1. Shapes: [end - first, dimension]. */
  unitVectors(first: number, end: number): Float32Array<ArrayBuffer> {
    const vectors = new Float32Array((end - first) * this.dimension);
    for (let wordId = first; wordId < end; wordId++)
      vectors.set(this.unitVector(wordId), (wordId - first) * this.dimension);
    return vectors;
  }

  /** The length that a word's vector had before it was brought to unit length. */
  norm(wordId: number): number {
    this.#check(wordId);
    return this.#norms[wordId] ?? 0;
  }

  /** A copy of a word's vector as it was trained, but for rounding. Shapes: [dimension]. */
  rawVector(wordId: number): Float32Array<ArrayBuffer> {
    const norm = this.norm(wordId);
    return Float32Array.from(this.unitVector(wordId), (value) => value * norm);
  }

  /**
   * Finds the k rows with the highest dot product with a query.
   *
   * Shapes: `query` is [dimension]; of unit length where cosines are wanted.
   * Errors: plain `Error` where k is above 4096 or the query has another dimension; `canceled`.
   */
  async findTopRows(query: Float32Array, k: number, signal?: AbortSignal): Promise<SearchResult> {
    if (query.length !== this.dimension)
      throw new Error(`A query of dimension ${query.length}, expected ${this.dimension}.`);
    const wanted = Math.min(k, this.size);
    if (wanted > MAXIMUM_RESULTS) throw new Error(`${k} results, at most ${MAXIMUM_RESULTS}.`);
    const rows = new Uint32Array(Math.max(wanted, 0));
    const scores = new Float32Array(Math.max(wanted, 0));
    if (wanted <= 0) return { rows, scores };
    const pause = createPacer(signal);
    const rowsPerScan = 4 * Math.max(1, Math.floor(NUMBERS_PER_SCAN / this.#layout.stride / 4));
    let found = 0;
    for (let first = 0; first < this.size; first += rowsPerScan) {
      await pause();
      // Another search may have run meanwhile: query and heap are put in place for every scan.
      writeQuery(this.#buffer, this.#layout, query, wanted);
      this.#scores.set(scores);
      this.#ids.set(rows);
      found = this.#kernels.findTopRows(
        this.#layout.state,
        first,
        Math.min(first + rowsPerScan, this.size),
        found,
      );
      scores.set(this.#scores.subarray(0, wanted));
      rows.set(this.#ids.subarray(0, wanted));
    }
    return sortByScore(rows, scores);
  }

  #check(wordId: number): void {
    if (!(Number.isInteger(wordId) && wordId >= 0 && wordId < this.size))
      throw new Error(`Word id ${wordId}, expected one below ${this.size}.`);
  }
}

/**
 * Allocates room for vectors that are to be searched, so that they can be read from disk into their place.
 *
 * Errors: `out-of-memory` where the vectors exceed the 4 GiB of a WebAssembly memory, or what the machine has.
 */
export function allocateSearchRows(size: number, dimension: number): SearchRows {
  const { rows, stride, bytes } = layoutSearchMemory(size, dimension, MAXIMUM_RESULTS);
  const pages = Math.ceil(bytes / PAGE_BYTES);
  const needed = `${size.toLocaleString("en-US")} words of dimension ${dimension} need ${(bytes / 1e9).toFixed(1)} GB of memory`;
  if (pages > MAXIMUM_PAGES)
    throw new WordfieldError(
      "out-of-memory",
      `${needed}, more than the 4.3 GB that one model can have. Train with a higher minimum count or a smaller dimension.`,
    );
  let memory: WebAssembly.Memory;
  try {
    memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    // The platform throws a RangeError without a number.
    throw new WordfieldError(
      "out-of-memory",
      `${needed}, which this computer does not have free. Close other programs or choose a smaller model.`,
      { cause },
    );
  }
  // The raw vectors end where the padded rows end: padding them row by row overwrites none that is still needed.
  const start = rows + size * (stride - dimension) * Float32Array.BYTES_PER_ELEMENT;
  const rawVectors = new Float32Array(sharedBuffer(memory), start, size * dimension);
  return { size, dimension, rawVectors, memory };
}

/**
 * Makes an index of vectors in their place: they are brought to unit length and their lengths are kept.
 *
 * Errors: `canceled`, after which the rows are spoiled.
 */
export async function createSearchIndex(
  searchRows: SearchRows,
  kernels: WebAssembly.Module,
  signal?: AbortSignal,
): Promise<SearchIndex> {
  const { size, dimension, memory, rawVectors } = searchRows;
  const layout = layoutSearchMemory(size, dimension, MAXIMUM_RESULTS);
  const { stride, rows, norms, state } = layout;
  const instance = bindKernels(kernels, memory);
  writeSearchState(sharedBuffer(memory), layout);
  const rowsPerCall = Math.max(1, Math.floor(FLOATS_PER_PREPARING / stride));
  const pause = createPacer(signal);
  for (let first = 0; first < size; first += rowsPerCall) {
    await pause();
    const end = Math.min(first + rowsPerCall, size);
    instance.normalizeRows(rawVectors.byteOffset, rows, norms, first, end, dimension, stride);
    instance.sketchRows(state, first, end);
  }
  return new SearchIndex(searchRows, instance);
}

function sharedBuffer(memory: WebAssembly.Memory): SharedArrayBuffer {
  return memory.buffer as unknown as SharedArrayBuffer; // made with `shared: true`
}

function sortByScore(
  rows: Uint32Array<ArrayBuffer>,
  scores: Float32Array<ArrayBuffer>,
): SearchResult {
  const order = Array.from(rows, (row, place) => ({ row, score: scores[place] ?? 0 }));
  order.sort((a, b) => b.score - a.score || a.row - b.row);
  return {
    rows: Uint32Array.from(order, (entry) => entry.row),
    scores: Float32Array.from(order, (entry) => entry.score),
  };
}
