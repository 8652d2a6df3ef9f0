/** Places vectors on a map by one of the methods. */
import type { MultiplyRows } from "../kernels/matrixProducts.ts";
import { drawRows } from "./drawRows.ts";
import { findNearestAmong, findNeighborGraph, type UnitRows } from "./neighborGraph.ts";
import { projectPrincipal } from "./pca.ts";
import { layOutByTsne, NEIGHBORS_PER_PERPLEXITY } from "./tsne.ts";
import { layOutByUmap } from "./umap.ts";

/** What decides where the points are. */
export interface Placing {
  readonly method: "pca" | "umap" | "t-sne" | "axes";
  readonly dimensions: 2 | 3;
  readonly seed: number;
  readonly neighbors: number;
  readonly minimumDistance: number;
  readonly epochs: number;
  readonly perplexity: number;
  /** Method "axes": a unit vector for each dimension; shape [d] each. */
  readonly directions: readonly Float32Array[];
}

/** How far placing is. */
export interface PlacingProgress {
  readonly phase: "neighbors" | "layout";
  readonly round: number;
  readonly rounds: number;
  /** Computes where the points are by now, shape [n, dimensions]; to be called before the next report. */
  readonly positions: () => Float32Array<ArrayBuffer>;
}

export interface Placed {
  /** Shape [n, dimensions]; all finite. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Share of the variance that each axis keeps; empty where the method does not say. */
  readonly explained: readonly number[];
}

/** Of more points, so many are laid out, and the others are put among them. */
const MOST_LAID_OUT = 50_000;
/** A point that is put among others is at the weighted mean of so many. */
const ANCHORS = 5;
/** A layout of fewer says no more than the components. */
const LEAST_LAID_OUT = 5;
const PERCENT = 100;

/**
 * Places vectors; `random` draws the points that are laid out where there are more than `mostLaidOut`. Layouts are told of with
 * the principal components first, so that there is something to see at once.
 */
export async function placeWords(
  rows: UnitRows,
  placing: Placing,
  multiply: MultiplyRows,
  random: () => number,
  onProgress: (progress: PlacingProgress) => void,
  mostLaidOut = MOST_LAID_OUT,
): Promise<Placed> {
  const { vectors, n, d } = rows;
  const { method, dimensions, directions } = placing;
  if (method === "axes") return { positions: projectOn(directions, rows), explained: [] };
  const principal = projectPrincipal(vectors, n, d, dimensions);
  if (method === "pca" || n < LEAST_LAID_OUT) return principal;
  const report = (fraction: number) =>
    onProgress({
      phase: "neighbors",
      round: Math.round(PERCENT * fraction),
      rounds: PERCENT,
      positions: () => principal.positions.slice(),
    });
  report(0);
  const landmarks = drawRows(n, mostLaidOut, random);
  const isAll = landmarks.length === n;
  const laidOut = isAll ? rows : takeRows(rows, landmarks);
  const start = isAll
    ? principal.positions
    : takePositions(principal.positions, landmarks, dimensions);
  const onRound = (round: number, rounds: number, positions: Float32Array) =>
    onProgress({
      phase: "layout",
      round,
      rounds,
      positions: () =>
        isAll
          ? Float32Array.from(positions)
          : overlay(principal.positions, landmarks, positions, dimensions),
    });
  const layout = await layOut(laidOut, placing, start, multiply, random, report, onRound);
  if (isAll) return { positions: layout, explained: [] };
  return {
    positions: putAmong(rows, laidOut, landmarks, layout, dimensions, multiply, report),
    explained: [],
  };
}

/** Lays out all rows by UMAP or t-SNE; t-SNE begins where `start` has them. */
async function layOut(
  rows: UnitRows,
  { method, dimensions, seed, neighbors, minimumDistance, epochs, perplexity }: Placing,
  start: Float32Array,
  multiply: MultiplyRows,
  random: () => number,
  onGraph: (fraction: number) => void,
  onRound: (round: number, rounds: number, positions: Float32Array) => void,
): Promise<Float32Array<ArrayBuffer>> {
  const wanted = method === "umap" ? neighbors : Math.ceil(NEIGHBORS_PER_PERPLEXITY * perplexity);
  const graph = findNeighborGraph(rows, Math.min(wanted, rows.n - 1), multiply, onGraph);
  const tell = (round: number, positions: Float32Array) => onRound(round, epochs, positions);
  if (method === "umap")
    return layOutByUmap(graph, { dimensions, minimumDistance, epochs, seed }, tell);
  // Of few points, no more than a third can be the neighbors of one.
  const possible = Math.max(1, Math.min(perplexity, graph.k / NEIGHBORS_PER_PERPLEXITY));
  return layOutByTsne(
    graph,
    start,
    { dimensions, perplexity: possible, rounds: epochs },
    random,
    tell,
  );
}

/** Dot products with the directions. Shapes: the result is [n, directions]. */
function projectOn(
  directions: readonly Float32Array[],
  { vectors, n, d }: UnitRows,
): Float32Array<ArrayBuffer> {
  const positions = new Float32Array(n * directions.length);
  for (const [axis, direction] of directions.entries())
    for (let row = 0; row < n; row++) {
      let sum = 0;
      for (let i = 0; i < d; i++) sum += vectors[row * d + i]! * direction[i]!;
      positions[row * directions.length + axis] = sum;
    }
  return positions;
}

/** Puts each row that was not laid out at the mean of its nearest landmarks, those of a higher cosine weighing more. */
function putAmong(
  rows: UnitRows,
  laidOut: UnitRows,
  landmarks: Int32Array,
  layout: Float32Array,
  dimensions: number,
  multiply: MultiplyRows,
  onProgress: (fraction: number) => void,
): Float32Array<ArrayBuffer> {
  const isLandmark = new Uint8Array(rows.n);
  for (const row of landmarks) isLandmark[row] = 1;
  const others = Int32Array.from(isLandmark.keys()).filter((row) => isLandmark[row] === 0);
  const k = Math.min(ANCHORS, landmarks.length);
  const { ids, cosines } = findNearestAmong(
    takeRows(rows, others),
    laidOut,
    k,
    multiply,
    onProgress,
  );
  const positions = new Float32Array(rows.n * dimensions);
  for (const [place, row] of landmarks.entries())
    for (let axis = 0; axis < dimensions; axis++)
      positions[row * dimensions + axis] = layout[place * dimensions + axis]!;
  for (const [place, row] of others.entries()) {
    let total = 0;
    for (let at = place * k; at < (place + 1) * k; at++) {
      const weight = Math.max(1e-6, cosines[at]!) ** 2;
      total += weight;
      for (let axis = 0; axis < dimensions; axis++)
        positions[row * dimensions + axis]! += weight * layout[ids[at]! * dimensions + axis]!;
    }
    for (let axis = 0; axis < dimensions; axis++) positions[row * dimensions + axis]! /= total;
  }
  return positions;
}

function takeRows({ vectors, d }: UnitRows, wanted: Int32Array): UnitRows {
  const taken = new Float32Array(wanted.length * d);
  for (const [place, row] of wanted.entries())
    taken.set(vectors.subarray(row * d, (row + 1) * d), place * d);
  return { vectors: taken, n: wanted.length, d };
}

function takePositions(
  positions: Float32Array,
  wanted: Int32Array,
  dimensions: number,
): Float32Array {
  const taken = new Float32Array(wanted.length * dimensions);
  for (const [place, row] of wanted.entries())
    taken.set(positions.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions);
  return taken;
}

/** All points as far as they are known: those that are laid out, and the principal components of the others, as large. */
function overlay(
  principal: Float32Array,
  landmarks: Int32Array,
  layout: Float32Array,
  dimensions: number,
): Float32Array<ArrayBuffer> {
  const scale = radiusOf(layout) / Math.max(1e-12, radiusOf(principal));
  const positions = Float32Array.from(principal, (value) => value * scale);
  for (const [place, row] of landmarks.entries())
    for (let axis = 0; axis < dimensions; axis++)
      positions[row * dimensions + axis] = layout[place * dimensions + axis]!;
  return positions;
}

function radiusOf(positions: Float32Array): number {
  return Math.sqrt(positions.reduce((sum, value) => sum + value * value, 0) / positions.length);
}
