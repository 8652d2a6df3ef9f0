/** UMAP: a layout in which near vectors stay near. */
// By path: the package exports this file only together with its viewer, which is ten times as large.
import { createUMAPFromKNN } from "../../node_modules/embedding-atlas/dist/umap.js";
import type { NeighborGraph } from "./neighborGraph.ts";

/** What a layout is made with. */
export interface UmapOptions {
  readonly dimensions: 2 | 3;
  readonly minimumDistance: number;
  readonly epochs: number;
  readonly seed: number;
}

/**
 * Lays out the points of a graph of neighbors; gives their positions, shape [n, dimensions]. The same graph and seed always
 * give the same positions.
 *
 * The learning rate falls evenly from 1 to 0. `onRound` hears of every epoch; what it is given changes with the next one.
 * Source: McInnes, Healy and Melville 2018, arXiv 1802.03426; by embedding-atlas (MIT), Rust in WebAssembly.
 */
export async function layOutByUmap(
  { k, ids, cosines }: NeighborGraph,
  { dimensions, minimumDistance, epochs, seed }: UmapOptions,
  onRound: (epoch: number, positions: Float32Array) => void,
): Promise<Float32Array<ArrayBuffer>> {
  const n = ids.length / k;
  // Rounding brings cosines above 1; vectors without length are as far as can be from all.
  const distances = cosines.map((cosine) => Math.max(0, 1 - cosine));
  const umap = await createUMAPFromKNN(n, dimensions, ids, distances, {
    minDist: minimumDistance,
    nEpochs: epochs,
    seed,
  });
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      umap.setParameters({ learningRate: 1 - epoch / epochs });
      await umap.step(1);
      onRound(epoch + 1, umap.embedding);
    }
    return new Float32Array(umap.embedding);
  } finally {
    umap.destroy();
  }
}
