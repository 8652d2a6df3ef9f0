// Layouts by UMAP beside umap-js, each in a process of its own, on the vectors of a model:
// npm run bench -- projection MODEL [SIZES…] (default 1000 4000 10000)
// Both get the same unit vectors, 15 neighbors, 200 rounds; the time is that of everything from vectors to positions.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { UMAP } from "umap-js";
import { openModel } from "../../src/embeddings/modelFile.node.ts";
import { compileKernels } from "../../src/kernels/kernels.ts";
import { createMultiplyRows } from "../../src/kernels/matrixProducts.ts";
import { measureFidelity } from "../../src/projection/fidelity.ts";
import { placeWords, type Placing } from "../../src/projection/placeWords.ts";
import { builtPaths } from "../support/builtEntries.ts";
import { seededRandom } from "../support/seededRandom.ts";
import { columns, describeMachine } from "./peers/report.ts";

interface Measured {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly megabytes: number;
  readonly trustworthiness: number;
  readonly continuity: number;
}

const PLACING: Placing = {
  method: "umap",
  dimensions: 2,
  seed: 1,
  neighbors: 15,
  minimumDistance: 0.1,
  epochs: 200,
  perplexity: 30,
  directions: [],
};
const METHODS = ["umap", "umap-js", "t-sne", "pca"] as const;

const [model, ...rest] = process.argv.slice(2);
if (model === undefined) throw new Error("Name a model: npm run bench -- projection MODEL.");
if (rest[0] === "--measure") {
  const [, method = "", size = ""] = rest;
  console.log(JSON.stringify(await measure(method, Number(size))));
} else report(rest.length > 0 ? rest.map(Number) : [1000, 4000, 10_000]);

function report(sizes: readonly number[]): void {
  console.log(describeMachine());
  for (const size of sizes) {
    const rows = [["", "CPU s", "wall s", "MB", "trustworthiness", "continuity", "CPU of umap-js"]];
    const measured = METHODS.map((method) => ({ method, ...measureApart(method, size) }));
    const peer = measured.find(({ method }) => method === "umap-js")?.cpuSeconds ?? NaN;
    for (const each of measured)
      rows.push([
        each.method,
        each.cpuSeconds.toFixed(1),
        each.wallSeconds.toFixed(1),
        each.megabytes.toFixed(0),
        each.trustworthiness.toFixed(3),
        each.continuity.toFixed(3),
        `${(each.cpuSeconds / peer).toFixed(2)}x`,
      ]);
    console.log(`\n${size.toLocaleString("en-US")} words`);
    for (const line of columns(rows)) console.log(line);
  }
}

function measureApart(method: string, size: number): Measured {
  const own = process.argv[1] ?? "";
  const child = spawnSync(process.execPath, [own, model ?? "", "--measure", method, String(size)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`${method} on ${size} words ended with ${child.status}.`);
  return JSON.parse(child.stdout) as Measured;
}

/** In this process, whose memory is then that of the layout. */
async function measure(method: string, size: number): Promise<Measured> {
  const kernels = await compileKernels(await readFile((await builtPaths()).kernelsSimd));
  const { embeddings } = await openModel(model ?? "", kernels);
  const n = Math.min(size, embeddings.words.length);
  const d = embeddings.dimension;
  const vectors = embeddings.index.unitVectors(0, n);
  const multiply = createMultiplyRows(kernels);
  const beganMs = performance.now();
  const before = process.cpuUsage();
  const positions =
    method === "umap-js"
      ? placeByUmapJs(vectors, n, d)
      : (
          await placeWords(
            { vectors, n, d },
            {
              ...PLACING,
              method: method as Placing["method"],
              epochs: method === "t-sne" ? 500 : 200,
            },
            multiply,
            seededRandom(1),
            () => undefined,
          )
        ).positions;
  const { user, system } = process.cpuUsage(before);
  const wallSeconds = (performance.now() - beganMs) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const fidelity = measureFidelity(
    { vectors, n, d },
    positions,
    2,
    15,
    multiply,
    seededRandom(1),
    () => undefined,
  );
  return {
    cpuSeconds: (user + system) / 1e6,
    wallSeconds,
    megabytes,
    trustworthiness: fidelity?.trustworthiness ?? NaN,
    continuity: fidelity?.continuity ?? NaN,
  };
}

/** Of unit vectors, Euclidean distances rank as cosines do. */
function placeByUmapJs(vectors: Float32Array, n: number, d: number): Float32Array<ArrayBuffer> {
  const rows = Array.from({ length: n }, (_, row) => [...vectors.subarray(row * d, (row + 1) * d)]);
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: PLACING.neighbors,
    minDist: PLACING.minimumDistance,
    nEpochs: PLACING.epochs,
    random: seededRandom(PLACING.seed),
  });
  return Float32Array.from(umap.fit(rows).flat());
}
