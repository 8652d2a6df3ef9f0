/** t-SNE: a layout in which near vectors stay near, and groups stand apart. */
import { BodyTree } from "./bodyTree.ts";
import type { NeighborGraph } from "./neighborGraph.ts";

/** What a layout is made with. */
export interface TsneOptions {
  readonly dimensions: 2 | 3;
  /** The effective number of neighbors: the graph has three times as many, where there are as many. */
  readonly perplexity: number;
  readonly rounds: number;
}

/** Neighbors of each unit of perplexity: those further away have next to no weight. */
export const NEIGHBORS_PER_PERPLEXITY = 3;

// As in van der Maaten 2014 and scikit-learn; the learning rate as in Belkina et al. 2019.
const THETA = 0.5;
const EXAGGERATION = 12;
const EXAGGERATED_SHARE = 0.25;
const MOST_EXAGGERATED = 250;
const [FIRST_MOMENTUM, LATER_MOMENTUM] = [0.5, 0.8];
const LEAST_LEARNING_RATE = 50;
const LEAST_GAIN = 0.01;
/** The first axis of the start is so wide, and what breaks ties a tenth of it. */
const START_DEVIATION = 1e-4;

/** As the tree has it: on a plane, the third coordinate is 0. */
const COORDINATES = 3;

/** Symmetric weights of pairs that sum to 1: those of row i stand from starts[i] to starts[i + 1] - 1. */
interface PairWeights {
  readonly starts: Int32Array;
  readonly ids: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Lays out the points of a graph of neighbors, beginning near the positions `start`; gives their positions. The same graph,
 * start and random numbers always give the same positions.
 *
 * Shapes: `start` and the result are [n, dimensions]. `onRound` hears of every round; what it is given changes with the next.
 * Source: van der Maaten and Hinton 2008; van der Maaten 2014, "Accelerating t-SNE using Tree-Based Algorithms".
 */
export function layOutByTsne(
  graph: NeighborGraph,
  start: Float32Array,
  { dimensions, perplexity, rounds }: TsneOptions,
  random: () => number,
  onRound: (round: number, positions: Float32Array) => void,
): Float32Array<ArrayBuffer> {
  const n = graph.ids.length / graph.k;
  const pairs = pairWeights(graph, Math.min(perplexity, graph.k));
  const points = startingPoints(start, dimensions, random);
  const tree = new BodyTree(n, dimensions);
  const velocities = new Float64Array(points.length);
  const gains = new Float64Array(points.length).fill(1);
  const exaggerated = Math.min(MOST_EXAGGERATED, Math.floor(rounds * EXAGGERATED_SHARE));
  const learningRate = Math.max(n / EXAGGERATION, LEAST_LEARNING_RATE);
  const positions = new Float32Array(start.length);
  for (let round = 0; round < rounds; round++) {
    const isEarly = round < exaggerated;
    const gradient = gradientOf(points, pairs, tree, isEarly ? EXAGGERATION : 1);
    const momentum = isEarly ? FIRST_MOMENTUM : LATER_MOMENTUM;
    for (let at = 0; at < points.length; at++) {
      const isTurning = gradient[at]! > 0 === velocities[at]! > 0;
      gains[at] = Math.max(LEAST_GAIN, isTurning ? gains[at]! * 0.8 : gains[at]! + 0.2);
      velocities[at] = momentum * velocities[at]! - learningRate * gains[at]! * gradient[at]!;
      points[at]! += velocities[at]!;
    }
    center(points);
    for (let at = 0; at < positions.length; at++)
      positions[at] = points[Math.floor(at / dimensions) * COORDINATES + (at % dimensions)]!;
    onRound(round + 1, positions);
  }
  return positions;
}

/** Attraction along the pairs, less repulsion by the tree. Shapes: [n, 3]. */
function gradientOf(
  points: Float64Array,
  { starts, ids, weights }: PairWeights,
  tree: BodyTree,
  exaggeration: number,
): Float64Array {
  const n = points.length / COORDINATES;
  const gradient = new Float64Array(points.length);
  tree.build(points);
  let strengths = -n; // each point's push of itself
  for (let row = 0; row < n; row++) strengths += tree.writeRepulsion(points, row, THETA, gradient);
  // Points that all lie in one place push each other nowhere.
  const share = 1 / Math.max(strengths, 1e-12);
  for (let row = 0; row < n; row++) {
    const from = row * COORDINATES;
    const x = points[from]!;
    const y = points[from + 1]!;
    const z = points[from + 2]!;
    let pullX = 0;
    let pullY = 0;
    let pullZ = 0;
    for (let pair = starts[row]!, end = starts[row + 1]!; pair < end; pair++) {
      const to = ids[pair]! * COORDINATES;
      const alongX = x - points[to]!;
      const alongY = y - points[to + 1]!;
      const alongZ = z - points[to + 2]!;
      const pull = weights[pair]! / (1 + alongX * alongX + alongY * alongY + alongZ * alongZ);
      pullX += pull * alongX;
      pullY += pull * alongY;
      pullZ += pull * alongZ;
    }
    gradient[from] = exaggeration * pullX - share * gradient[from]!;
    gradient[from + 1] = exaggeration * pullY - share * gradient[from + 1]!;
    gradient[from + 2] = exaggeration * pullZ - share * gradient[from + 2]!;
  }
  return gradient;
}

/** Makes weights of distances, so that each row has the wanted perplexity, and adds both directions of each pair. */
function pairWeights({ k, ids, cosines }: NeighborGraph, perplexity: number): PairWeights {
  const n = ids.length / k;
  const shares = new Float64Array(n * k);
  const sizes = new Int32Array(n);
  for (let row = 0; row < n; row++) {
    // Squared distances of unit vectors.
    const squares = cosines.subarray(row * k, (row + 1) * k).map((cosine) => 2 - 2 * cosine);
    shares.set(calibrate(squares, Math.log(perplexity)), row * k);
    sizes[row]! += k;
    for (let at = row * k; at < (row + 1) * k; at++) sizes[ids[at]!]!++;
  }
  const starts = new Int32Array(n + 1);
  for (let row = 0; row < n; row++) starts[row + 1] = starts[row]! + sizes[row]!;
  const next = starts.slice(0, n);
  const pairs = { starts, ids: new Int32Array(2 * n * k), weights: new Float64Array(2 * n * k) };
  const add = (from: number, to: number, weight: number) => {
    const at = next[from]!++;
    pairs.ids[at] = to;
    pairs.weights[at] = weight;
  };
  for (let row = 0; row < n; row++)
    for (let at = row * k; at < (row + 1) * k; at++) {
      const weight = shares[at]! / (2 * n);
      add(row, ids[at]!, weight);
      add(ids[at]!, row, weight);
    }
  return pairs;
}

/** Finds the precision at which the weights of a point's neighbors have the wanted entropy, in nats; they sum to 1. */
function calibrate(squares: Float32Array, entropy: number): Float64Array {
  let [least, precision, most] = [0, 1, Infinity];
  const nearest = squares.reduce((a, b) => Math.min(a, b), Infinity);
  const weights = new Float64Array(squares.length);
  for (let step = 0; step < 64; step++) {
    let [sum, weighted] = [0, 0];
    for (const [at, square] of squares.entries()) {
      const weight = Math.exp(-precision * (square - nearest));
      weights[at] = weight;
      sum += weight;
      weighted += weight * (square - nearest);
    }
    for (let at = 0; at < weights.length; at++) weights[at]! /= sum;
    const difference = Math.log(sum) + (precision * weighted) / sum - entropy;
    if (Math.abs(difference) < 1e-5) break;
    if (difference > 0) least = precision;
    else most = precision;
    const middle = most === Infinity ? precision * 2 : (least + most) / 2;
    if (!Number.isFinite(middle) || middle > 1e12) break; // equal distances: no precision tells them apart
    precision = middle;
  }
  return weights;
}

/** The given positions, made small, and a little noise, without which equal points would stay together for ever. */
function startingPoints(
  start: Float32Array,
  dimensions: number,
  random: () => number,
): Float64Array {
  const n = start.length / dimensions;
  let squares = 0;
  for (let row = 0; row < n; row++) squares += start[row * dimensions]! ** 2;
  const deviation = Math.sqrt(squares / n);
  const scale = deviation > 0 ? START_DEVIATION / deviation : 0;
  const points = new Float64Array(n * COORDINATES);
  for (let row = 0; row < n; row++)
    for (let axis = 0; axis < dimensions; axis++)
      points[row * COORDINATES + axis] =
        start[row * dimensions + axis]! * scale + (random() - 0.5) * 0.1 * START_DEVIATION;
  return points;
}

function center(points: Float64Array): void {
  const n = points.length / COORDINATES;
  for (let axis = 0; axis < COORDINATES; axis++) {
    let sum = 0;
    for (let at = axis; at < points.length; at += COORDINATES) sum += points[at]!;
    for (let at = axis; at < points.length; at += COORDINATES) points[at]! -= sum / n;
  }
}
