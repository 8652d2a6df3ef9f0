/** Puts an index of passages together, and takes over what an older one has. */
import type { Passage } from "./cutPassages.ts";
import {
  HASH_BYTES,
  PLACE_NUMBERS,
  type IndexedFile,
  type IndexOrigin,
  type PassageIndex,
} from "./passageIndexFile.node.ts";
import { quantizeRows } from "./quantize.ts";

/** A file and its passages, the texts of which have vectors. */
interface FileToAdd extends Omit<IndexedFile, "places"> {
  readonly passages: readonly (Passage & { readonly hash: string })[];
}

/** An index that is being made: rows and places as they come. */
export class GrowingIndex {
  readonly #origin: IndexOrigin;
  readonly #dimension: number;
  readonly #rows = new Map<string, number>();
  readonly #values: Int8Array[] = [];
  readonly #scales: Float32Array[] = [];
  readonly #files: IndexedFile[] = [];
  readonly #places: number[] = [];
  readonly #old: PassageIndex | undefined;
  /** The first place of each file of the old index. */
  readonly #oldPlaces = new Map<IndexedFile, number>();

  constructor(origin: IndexOrigin, dimension: number, old: PassageIndex | undefined) {
    this.#origin = origin;
    this.#dimension = dimension;
    this.#old = old;
    if (!old) return;
    let first = 0;
    for (const file of old.files) {
      this.#oldPlaces.set(file, first);
      first += file.places;
    }
    for (let row = 0; row < old.scales.length; row++) this.#rows.set(hexOf(old.hashes, row), row);
    this.#values.push(old.values);
    this.#scales.push(old.scales);
  }

  rowOf(hash: string): number | undefined {
    return this.#rows.get(hash);
  }

  /** Shapes: `vectors` is [hashes, dimension]. */
  addTexts(hashes: readonly string[], vectors: Float32Array): void {
    const { values, scales } = quantizeRows(vectors, hashes.length, this.#dimension);
    this.#values.push(values);
    this.#scales.push(scales);
    for (const hash of hashes) this.#rows.set(hash, this.#rows.size);
  }

  addFile({ path, bytes, mtimeMs, hash, passages }: FileToAdd): void {
    for (const passage of passages) {
      const row = this.#rows.get(passage.hash);
      if (row === undefined) throw new Error("A passage was not encoded.");
      this.#places.push(passage.line, passage.column, passage.length, row);
    }
    this.#files.push({ path, bytes, mtimeMs, hash, places: passages.length });
  }

  /** Takes over the places of a file of the old index that has not changed; its rows have kept their numbers. */
  keepFile(file: IndexedFile): void {
    const first = this.#oldPlaces.get(file);
    if (first === undefined) throw new Error("A file that the old index does not have.");
    for (let at = first * PLACE_NUMBERS; at < (first + file.places) * PLACE_NUMBERS; at++)
      this.#places.push(this.#old?.places[at] ?? 0);
    this.#files.push(file);
  }

  /** With `isWhole` texts that stand nowhere any more are left out. */
  toIndex(isWhole: boolean): PassageIndex {
    const d = this.#dimension;
    const used = new Set<number>();
    if (isWhole)
      for (let at = PLACE_NUMBERS - 1; at < this.#places.length; at += PLACE_NUMBERS)
        used.add(this.#places[at] ?? 0);
    const kept = isWhole ? [...used].sort((a, b) => a - b) : [...this.#rows.values()];
    const newRows = new Map(kept.map((row, index) => [row, index]));
    const values = new Int8Array(kept.length * d);
    const scales = new Float32Array(kept.length);
    const hashes = new Uint8Array(kept.length * HASH_BYTES);
    let row = 0;
    for (const [chunk, ofChunk] of this.#scales.entries())
      for (let index = 0; index < ofChunk.length; index++, row++) {
        const to = newRows.get(row);
        if (to === undefined) continue;
        scales[to] = ofChunk[index] ?? 0;
        const source = this.#values[chunk] ?? new Int8Array();
        values.set(source.subarray(index * d, (index + 1) * d), to * d);
      }
    for (const [hash, from] of this.#rows) {
      const to = newRows.get(from);
      if (to !== undefined) hashes.set(Buffer.from(hash, "hex"), to * HASH_BYTES);
    }
    const places = Uint32Array.from(this.#places, (number, at) =>
      at % PLACE_NUMBERS === PLACE_NUMBERS - 1 ? (newRows.get(number) ?? 0) : number,
    );
    return {
      origin: this.#origin,
      dimension: d,
      files: [...this.#files],
      places,
      hashes,
      values,
      scales,
    };
  }
}

function hexOf(hashes: Uint8Array, row: number): string {
  return Buffer.from(hashes.subarray(row * HASH_BYTES, (row + 1) * HASH_BYTES)).toString("hex");
}
