// The vectors of n-grams, by the buckets that they are hashed to.

/** Vectors of the buckets that an n-gram of the vocabulary fell into, in any order; no others were ever trained. */
export interface NgramVectors {
  /** [n] */
  readonly buckets: Uint32Array;
  /** [n, d] */
  readonly vectors: Float32Array;
}

/** Looks up the vectors of n-grams. */
export class NgramTable {
  readonly dimension: number;
  readonly #vectors: Float32Array;
  readonly #rows = new Map<number, number>();

  constructor({ buckets, vectors }: NgramVectors) {
    this.#vectors = vectors;
    this.dimension = buckets.length > 0 ? vectors.length / buckets.length : 0;
    for (const [row, bucket] of buckets.entries()) this.#rows.set(bucket, row);
  }

  /** The vector of a bucket, shape [d]; undefined stands for zeros: no n-gram that was trained fell into it. */
  vectorOf(bucket: number): Float32Array | undefined {
    const row = this.#rows.get(bucket);
    if (row === undefined) return undefined;
    return this.#vectors.subarray(row * this.dimension, (row + 1) * this.dimension);
  }
}
