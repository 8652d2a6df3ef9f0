/** What the page is answered of a selection: requests to the engine, with what the page does not say. */
import type { Calls } from "../../protocol/channel.ts";
import type { ContextPageRequests } from "../../protocol/contextPageMessages.ts";
import type { EncoderChoice } from "../../protocol/encodingMessages.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";

/** What the answers come from. */
export interface AnswerSources {
  readonly calls: Calls<EngineRequests>;
  /** The active model; null where there is none. */
  readonly modelPath: () => string | null;
  readonly choice: () => EncoderChoice;
  /** Folder where an encoder's vectors of words are kept; null for none. */
  readonly cacheFolder: string | null;
  readonly nextRunId: () => string;
  /** Allows the page to open a file that an answer names. */
  readonly offer: (path: string) => void;
}

type Answered = Pick<
  ContextPageRequests,
  | "readContext"
  | "placeInUsage"
  | "neighborsInContext"
  | "measureLayers"
  | "readLayerAttention"
  | "expectWords"
>;

const NEAREST_LINES = 6;
const NEIGHBORS = 9;
const VOCABULARY = 2_000;
/** As many as the page asks for to say whether a word is used as usual: they are encoded once for both. */
const PLACES_PER_WORD = 16;
const EXPECTED = 6;

/** Makes the answers that need nothing but the engine. */
export function createContextAnswers(sources: AnswerSources): Calls<Answered> {
  const { calls, modelPath, choice, nextRunId } = sources;
  return {
    readContext: (params, signal) =>
      calls.readContext({ ...params, choice: choice(), modelPath: modelPath() }, signal),
    placeInUsage: async (params, signal) => {
      const path = modelPath();
      if (path === null) return NO_USAGE;
      const reading = await calls.placeInUsage(
        {
          ...params,
          runId: nextRunId(),
          choice: choice(),
          modelPath: path,
          nearest: NEAREST_LINES,
        },
        signal,
      );
      for (const place of reading.nearest) sources.offer(place.path);
      return reading;
    },
    neighborsInContext: async (params, signal) => {
      const path = modelPath();
      if (path === null) return { layer: 0, staticNeighbors: [], contextualNeighbors: [] };
      return calls.neighborsInContext(
        {
          ...params,
          runId: nextRunId(),
          choice: choice(),
          modelPath: path,
          count: NEIGHBORS,
          vocabulary: VOCABULARY,
          cacheFolder: sources.cacheFolder,
        },
        signal,
      );
    },
    measureLayers: async ({ text }, signal) => {
      const path = modelPath();
      if (path === null) return { layers: [], selfSimilarity: [], betweenWords: [] };
      return calls.measureLayers(
        { runId: nextRunId(), choice: choice(), text, modelPath: path, places: PLACES_PER_WORD },
        signal,
      );
    },
    readLayerAttention: async ({ text, layer, heads }, signal) => {
      const slices = [...Array(heads).keys(), null].map((head) => ({
        kind: "head" as const,
        layer,
        head,
      }));
      const rollout = { kind: "rollout" as const, layer, head: null };
      const { tokens, slices: values } = await calls.readAttention(
        { choice: choice(), text, slices: [...slices, rollout] },
        signal,
      );
      return { tokens, slices: values };
    },
    expectWords: async ({ text, start, end }, signal) => {
      const asked = { choice: choice(), text };
      const { places } = await calls.fillMask(
        { ...asked, stretch: { start, end }, count: EXPECTED },
        signal,
      );
      const { pseudoPerplexity } = await calls.scoreSentence(asked, signal);
      const [place] = places;
      return { words: place?.words ?? [], actual: place?.actual ?? null, pseudoPerplexity };
    },
  };
}

const NO_USAGE = {
  total: 0,
  distance: null,
  distances: new Float32Array(),
  nearest: [],
};
