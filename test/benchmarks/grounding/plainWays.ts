// The plain ways of joining trained vectors and those of an encoder, which the engine's is measured against.
import { allocateSearchRows, createSearchIndex } from "../../../src/embeddings/searchIndex.ts";
import type { VectorIndex } from "../../../src/embeddings/vectorIndex.ts";
import { centerRows, type Rows } from "../../../src/grounding/rows.ts";
import { createMultiplyRows } from "../../../src/kernels/matrixProducts.ts";

/** Similarities to so many frequent words, behind the most frequent ones, are compared. */
const ANCHORS = [100, 3_100] as const;
/** From this correlation on the general part begins to count, and from that on it counts in full. */
const AGREEMENT = [0.15, 0.35] as const;
/** Rarer words are not judged. */
const JUDGED_FROM = 70;
const GENERAL_WEIGHT = 2;
const BLOCK = 512;

/** The plain ways, as vectors to search, and what the plain rule says of each word. */
export interface PlainWays {
  readonly prior: VectorIndex;
  readonly joined: VectorIndex;
  readonly byAgreement: VectorIndex;
  /** Shape [n]: the correlation of a word's similarities by both parts. */
  readonly agreement: Float64Array;
}

/** Makes the plain ways of trained vectors and those of an encoder, both [n, dimension]. */
export async function createPlainWays(
  trained: Rows,
  encoded: Rows,
  counts: Uint32Array,
  kernels: WebAssembly.Module,
): Promise<PlainWays> {
  const n = counts.length;
  const here = { ...trained, rows: centerRows(trained.rows, n, trained.dimension) };
  const prior = { ...encoded, rows: centerRows(encoded.rows, n, encoded.dimension) };
  const agreement = measureAgreement(here, prior, n, kernels);
  const [low, high] = AGREEMENT;
  const weightOf = (row: number) =>
    counts[row]! < JUDGED_FROM
      ? 1
      : Math.max(0, Math.min(1, (agreement[row]! - low) / (high - low)));
  return {
    prior: await indexOf(prior, n, kernels),
    joined: await indexOf(
      join(here, prior, n, () => GENERAL_WEIGHT),
      n,
      kernels,
    ),
    byAgreement: await indexOf(
      join(here, prior, n, (row) => GENERAL_WEIGHT * weightOf(row)),
      n,
      kernels,
    ),
    agreement,
  };
}

function join(here: Rows, prior: Rows, n: number, weight: (row: number) => number): Rows {
  const [a, b] = [here.dimension, prior.dimension];
  const rows = new Float32Array(n * (a + b));
  for (let row = 0; row < n; row++) {
    rows.set(here.rows.subarray(row * a, (row + 1) * a), row * (a + b));
    for (let i = 0; i < b; i++)
      rows[row * (a + b) + a + i] = weight(row) * prior.rows[row * b + i]!;
  }
  return { rows, dimension: a + b };
}

async function indexOf({ rows, dimension }: Rows, n: number, kernels: WebAssembly.Module) {
  const search = allocateSearchRows(n, dimension);
  search.rawVectors.set(rows);
  return createSearchIndex(search, kernels);
}

function measureAgreement(here: Rows, prior: Rows, n: number, kernels: WebAssembly.Module) {
  const multiply = createMultiplyRows(kernels);
  const [first, end] = [Math.min(ANCHORS[0], n), Math.min(ANCHORS[1], n)];
  const anchors = end - first;
  const agreement = new Float64Array(n);
  const part = ({ rows, dimension }: Rows, from: number, to: number) =>
    rows.subarray(from * dimension, to * dimension);
  for (let row = 0; row < n; row += BLOCK) {
    const to = Math.min(n, row + BLOCK);
    const [b, p] = [here, prior].map((rows) =>
      multiply(part(rows, row, to), to - row, part(rows, first, end), anchors, rows.dimension),
    );
    for (let at = 0; at < to - row; at++)
      agreement[row + at] = correlation(
        b!.subarray(at * anchors, (at + 1) * anchors),
        p!.subarray(at * anchors, (at + 1) * anchors),
      );
  }
  return agreement;
}

/** Pearson's. */
function correlation(x: Float32Array, y: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [product, squaresX, squaresY] = [0, 0, 0];
  for (const [i, value] of x.entries()) {
    const [dx, dy] = [value - meanX, y[i]! - meanY];
    product += dx * dy;
    squaresX += dx * dx;
    squaresY += dy * dy;
  }
  return squaresX > 0 && squaresY > 0 ? product / Math.sqrt(squaresX * squaresY) : 0;
}
