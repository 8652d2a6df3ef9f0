/** Maps of words: asked for, made in a thread, and kept. */
import type { Embeddings } from "../embeddings/embeddings.ts";
import { addTerms, parseFormula } from "../embeddings/formula.ts";
import { unitRowsOf } from "../embeddings/unitRows.ts";
import type { VectorIndex } from "../embeddings/vectorIndex.ts";
import { closeInSpelling } from "../embeddings/spelling.ts";
import { WordfieldError } from "../errors.ts";
import type { Emit } from "../protocol/channel.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { MapRequests, ProjectedMap } from "../protocol/mapMessages.ts";
import { vectorsUnder } from "./balance.ts";
import type { Jobs } from "./jobs.ts";
import { readKernels } from "./kernelFiles.ts";
import { readMap, stampOfModel, writeMap } from "./mapCache.ts";
import type { OpenModel, OpenModels } from "./openModels.ts";
import { completeSettings } from "./projectionSettings.ts";

/** What maps need from the engine. */
interface ProjectionsContext {
  /** Where the kernels lie. */
  readonly folder: string;
  readonly emit: Emit<EngineEvents>;
  readonly log: (line: string) => void;
  /** Whether maps are kept in files beside models. */
  readonly keepsIndexes?: boolean;
  readonly jobs: Jobs;
  readonly models: OpenModels;
}

type Request = MapRequests["projectMap"];

/** Makes maps. */
export interface Projections {
  /**
   * Errors: `bad-input` for settings that are none, and words of axes that the model does not have; those of opening the
   * model; `canceled`.
   */
  project(params: Request["params"], signal?: AbortSignal): Promise<Request["result"]>;
}

const SIMILAR_SPELLINGS = 3;

/** Creates what makes maps. */
export function createProjections(context: ProjectionsContext): Projections {
  const { folder, emit, log, jobs, models, keepsIndexes = false } = context;
  return {
    project: async ({ runId, modelPath, settings: wanted }, signal) => {
      const startMs = performance.now();
      const model = await models.open(modelPath);
      const { words, counts } = model.embeddings;
      const hasGeneral = model.description.encoder !== undefined;
      const settings = completeSettings(wanted, { words: words.length, hasGeneral });
      const n = settings.count;
      const content = {
        words: words.slice(0, n),
        counts: new Uint32Array(counts?.subarray(0, n) ?? []),
      };
      // Files of other programs lie where the user has put them, and nothing is put beside them.
      const isKept = keepsIndexes && model.description.format === undefined;
      const stamp = await stampOfModel(modelPath);
      const kept = isKept ? await readMap(modelPath, stamp, settings, log) : undefined;
      if (kept) return { ...kept, ...content, settings };
      const index = await vectorsUnder(model, settings.balance);
      const directions = await directionsOf(model, index, settings.axes ?? []);
      const { vectors, stride } = await unitRowsOf(index, n, signal);
      const { labels, ...made } = await jobs.run(
        "projectWords",
        {
          placing: { ...settings, directions },
          ...content,
          unitVectors: vectors,
          stride,
          d: index.dimension,
          kernelBytes: await readKernels(folder),
          findsClusters: true,
        },
        (progress) => emit("projectionChanged", { runId, ...progress }),
        signal,
      );
      const map: ProjectedMap = {
        ...content,
        ...made,
        settings,
        clusterOfWord: labels,
        seconds: (performance.now() - startMs) / 1000,
      };
      if (isKept) await writeMap(modelPath, stamp, map, log);
      return map;
    },
  };
}

/** Unit vectors along the formulas. */
async function directionsOf(
  model: OpenModel,
  index: VectorIndex,
  formulas: readonly string[],
): Promise<Float32Array[]> {
  const directions: Float32Array[] = [];
  for (const formula of formulas) {
    const vectors = new Map<string, Float32Array>();
    const terms = parseFormula(formula);
    for (const { word } of terms) vectors.set(word, await vectorOf(model, index, word, formula));
    const sum = addTerms(terms, (word) => vectors.get(word)!);
    if (!sum)
      throw new WordfieldError(
        "bad-input",
        `Nothing is left of the axis “${formula}”: its words cancel out. Use different words.`,
      );
    const length = Math.hypot(...sum);
    directions.push(Float32Array.from(sum, (value) => value / length));
  }
  return directions;
}

async function vectorOf(
  { embeddings, forms }: OpenModel,
  index: VectorIndex,
  word: string,
  formula: string,
): Promise<Float32Array> {
  const found = await forms.ofWord(word);
  for (const form of found.forms) {
    const wordId = embeddings.wordId(form);
    if (wordId !== undefined) return index.unitVector(wordId);
  }
  throw await missingWord(embeddings, word, found.unknown, formula);
}

async function missingWord(
  embeddings: Embeddings,
  word: string,
  form: string,
  formula: string,
): Promise<WordfieldError> {
  const similar = await closeInSpelling(embeddings, form, SIMILAR_SPELLINGS);
  const names = similar.map((wordId) => `“${embeddings.words[wordId] ?? ""}”`);
  const remedy =
    names.length === 0 ? "Use another word." : `Similar words are ${names.join(", ")}.`;
  return new WordfieldError(
    "bad-input",
    `The model does not have “${word}” of the axis “${formula}”. ${remedy}`,
  );
}
