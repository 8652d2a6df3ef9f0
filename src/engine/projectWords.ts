/** The work of a map's thread: places, groups and measures words. */
import { clusterWords } from "../clusters/wordClusters.ts";
import { compileKernels } from "../kernels/kernels.ts";
import { createMultiplyRows } from "../kernels/matrixProducts.ts";
import { measureFidelity, type Fidelity } from "../projection/fidelity.ts";
import { placeWords, type Placed, type Placing } from "../projection/placeWords.ts";
import { createRandom } from "../training/sampling.ts";

/** What a map is made of. */
export interface ProjectionTask {
  readonly placing: Placing;
  readonly words: readonly string[];
  /** Shape [n], or empty where they are not known. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Rows of `stride` floats, padded with zeros; at least n of them. */
  readonly unitVectors: Float32Array;
  readonly stride: number;
  readonly d: number;
  readonly kernelBytes: Uint8Array;
  /** Whether groups are asked for: to find them takes longer than to place the words. */
  readonly findsClusters: boolean;
}

/** How far a map is; a complete snapshot. */
export interface ProjectionProgress {
  readonly phase: "neighbors" | "layout" | "fidelity";
  /** 0 to 1 over all phases. */
  readonly fraction: number;
  readonly round: number;
  readonly rounds: number;
  readonly secondsLeft: number | null;
  readonly positions: Float32Array<ArrayBuffer>;
}

/** A map without the words. */
export interface ProjectedWords extends Placed {
  /** Shape [n], or empty where there are no clusters. */
  readonly labels: Uint16Array<ArrayBuffer>;
  readonly clusters: readonly { readonly words: readonly string[]; readonly size: number }[];
  readonly fidelity: Fidelity | null;
}

const SNAPSHOT_INTERVAL_MS = 300;
/** Neighbors that are compared between map and space. */
const COMPARED_NEIGHBORS = 15;
const PERCENT = 100;
/** Where each phase begins and ends, of the whole. */
const SPANS = { neighbors: [0, 0.1], layout: [0.1, 0.85], fidelity: [0.85, 1] } as const;
/** Of the last phase: finding clusters. */
const CLUSTERING_SHARE = 0.4;

/** Runs in a thread: nothing else waits for it. */
export async function projectWords(
  task: ProjectionTask,
  onProgress: (progress: ProjectionProgress) => void,
): Promise<ProjectedWords> {
  const { placing, words, counts, unitVectors, stride, d } = task;
  const n = words.length;
  const vectors = new Float32Array(n * d);
  for (let row = 0; row < n; row++)
    vectors.set(unitVectors.subarray(row * stride, row * stride + d), row * d);
  const multiply = createMultiplyRows(await compileKernels(task.kernelBytes));
  const rows = { vectors, n, d };
  const tell = createTeller(onProgress);
  const { seed, dimensions } = placing;
  const placed = await placeWords(rows, placing, multiply, createRandom(seed), tell);
  const tellRest = (fraction: number) =>
    tell({
      phase: "fidelity",
      round: Math.round(PERCENT * fraction),
      rounds: PERCENT,
      positions: () => placed.positions.slice(),
    });
  tellRest(0);
  const { labels, clusters } = task.findsClusters
    ? clusterWords({ words, counts, vectors, d }, multiply, createRandom(seed), (fraction) =>
        tellRest(CLUSTERING_SHARE * fraction),
      )
    : { labels: new Uint16Array(), clusters: [] };
  const fidelity = measureFidelity(
    rows,
    placed.positions,
    dimensions,
    COMPARED_NEIGHBORS,
    multiply,
    createRandom(seed),
    (fraction) => tellRest(CLUSTERING_SHARE + (1 - CLUSTERING_SHARE) * fraction),
  );
  return { ...placed, labels, clusters, fidelity };
}

/** Sends the first report of each phase and no more than three a second of the others; guesses the time left from its pace. */
function createTeller(onProgress: (progress: ProjectionProgress) => void) {
  let sentMs = -Infinity;
  let phase = "";
  let [startMs, startRound] = [0, 0];
  return (progress: {
    readonly phase: ProjectionProgress["phase"];
    readonly round: number;
    readonly rounds: number;
    readonly positions: () => Float32Array<ArrayBuffer>;
  }) => {
    const nowMs = performance.now();
    const { round, rounds } = progress;
    const isNew = progress.phase !== phase;
    if (!isNew && nowMs - sentMs < SNAPSHOT_INTERVAL_MS) return;
    if (isNew) [phase, startMs, startRound] = [progress.phase, nowMs, round];
    sentMs = nowMs;
    const done = round - startRound;
    const [begin, end] = SPANS[progress.phase];
    onProgress({
      ...progress,
      fraction: begin + ((end - begin) * round) / rounds,
      positions: progress.positions(),
      secondsLeft: done > 0 ? (((nowMs - startMs) / done) * (rounds - round)) / 1000 : null,
    });
  };
}
