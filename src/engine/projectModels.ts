/** One map of two models: each word where it was and where it is. */
import type { Emit } from "../protocol/channel.ts";
import type { DriftRequests, ModelPairMap } from "../protocol/driftMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { ProjectedMap } from "../protocol/mapMessages.ts";
import {
  alignModels,
  mostMoved,
  type AlignedModels,
  type AlignmentContext,
} from "./alignModels.ts";
import { readKernels } from "./kernelFiles.ts";
import { readMap, stampOfModel, writeMap } from "./mapCache.ts";
import { completeSettings } from "./projectionSettings.ts";

/** What such maps need from the engine. */
interface ModelPairContext extends AlignmentContext {
  /** Where the kernels lie. */
  readonly folder: string;
  readonly emit: Emit<EngineEvents>;
  readonly log: (line: string) => void;
  /** Whether maps are kept in files beside models. */
  readonly keepsIndexes?: boolean;
}

type Request = DriftRequests["projectModels"];

/** Of the words of the map, so many are there because they have moved. */
const MOVED_SHARE = 0.2;

/** Errors: those of `alignModels`. */
export async function projectModels(
  context: ModelPairContext,
  { runId, count, seed, ...pair }: Request["params"],
  signal?: AbortSignal,
): Promise<ModelPairMap> {
  const { folder, emit, log, jobs, keepsIndexes = false } = context;
  const aligned = await alignModels(context, { ...pair, keepsVectors: true }, signal);
  const { embeddings, description } = aligned.second;
  const rows = chooseRows(aligned, count);
  const ids = rows.map((row) => aligned.pairs[row]!.secondId);
  const words = ids.map((id) => embeddings.words[id]!);
  const counts = Uint32Array.from(embeddings.counts ? ids : [], (id) => embeddings.counts![id]!);
  const settings = completeSettings(
    { method: "umap", dimensions: 2, count: 2 * rows.length, seed },
    { words: 2 * rows.length, hasGeneral: false },
  );
  // Files of other programs lie where the user has put them, and nothing is put beside them.
  const isKept = keepsIndexes && description.format === undefined;
  const { firstPath, secondPath, minimumCount } = pair;
  const stamps = [await stampOfModel(firstPath), await stampOfModel(secondPath)];
  const stamp = JSON.stringify([...stamps, firstPath, minimumCount]);
  const kept = isKept ? await readMap(secondPath, stamp, settings, log) : undefined;
  if (kept)
    return {
      ...{ words, counts, positions: kept.positions },
      trustworthiness: kept.fidelity?.trustworthiness ?? null,
    };
  const startMs = performance.now();
  const twice = { words: [...words, ...words], counts: Uint32Array.from([...counts, ...counts]) };
  const { labels, ...made } = await jobs.run(
    "projectWords",
    {
      placing: { ...settings, directions: [] },
      ...twice,
      ...vectorsOf(aligned, rows),
      kernelBytes: await readKernels(folder),
      findsClusters: false,
    },
    (progress) => emit("projectionChanged", { runId, ...progress, words: { words, counts } }),
    signal,
  );
  const seconds = (performance.now() - startMs) / 1000;
  const map: ProjectedMap = { ...twice, ...made, settings, clusterOfWord: labels, seconds };
  if (isKept) await writeMap(secondPath, stamp, map, log);
  return {
    ...{ words, counts, positions: map.positions },
    trustworthiness: map.fidelity?.trustworthiness ?? null,
  };
}

/** Those that moved most and the most frequent, in the order of the second model's words. */
function chooseRows(aligned: AlignedModels, count: number): number[] {
  const chosen = new Set(mostMoved(aligned, Math.ceil(count * MOVED_SHARE)));
  for (let row = 0; row < aligned.pairs.length && chosen.size < count; row++) chosen.add(row);
  const idOf = (row: number) => aligned.pairs[row]!.secondId;
  return [...chosen].sort((a, b) => idOf(a) - idOf(b));
}

/** The rows of both models one below the other: the second's, then the first's. */
function vectorsOf({ vectors }: AlignedModels, rows: readonly number[]) {
  const { first, second, dimension: d } = vectors!;
  const unitVectors = new Float32Array(2 * rows.length * d);
  for (const [side, model] of [second, first].entries())
    for (const [place, row] of rows.entries())
      unitVectors.set(model.subarray(row * d, (row + 1) * d), (side * rows.length + place) * d);
  return { unitVectors, stride: d, d };
}
