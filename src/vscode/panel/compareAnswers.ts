/** Answers the page's Compare tab from the engine. */
import { toWordfieldError, WordfieldError } from "../../errors.ts";
import type { Calls } from "../../protocol/channel.ts";
import type { ComparePageRequests } from "../../protocol/comparePageMessages.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";

/** What the answers come from. */
interface CompareParts {
  readonly calls: Calls<EngineRequests>;
  /** Whether a file is among the models of the workspace. */
  readonly isKnown: (path: string) => boolean;
  /** Texts that the engine cannot read by itself. */
  readonly readDocuments: (
    signal?: AbortSignal,
  ) => Promise<EngineRequests["findOccurrences"]["params"]["documents"]>;
  /** Allows the page to open a file. */
  readonly offer: (path: string) => void;
}

/** Words that stand less often in one of the texts move by chance. */
const MINIMUM_COUNT = 20;
/** All of them are on the map, too. */
const LISTED_WORDS = 200;
/** Each stands twice on the map: more points would hide the arrows. */
const MAP_WORDS = 1_000;
const SEED = 1;
const NEIGHBORS = 8;
/** Enough to choose from. */
const PLACES = 300;

/** Creates the answers; their parameters are checked already. */
export function createCompareAnswers(parts: CompareParts): Calls<ComparePageRequests> {
  const { calls, isKnown, readDocuments, offer } = parts;
  const check = (...paths: readonly string[]) => {
    for (const path of paths)
      if (!isKnown(path))
        throw new WordfieldError(
          "model-missing",
          `${path} is not among the models of this workspace. Choose another model.`,
        );
  };
  return {
    listMovedWords: async (pair, signal) => {
      check(pair.firstPath, pair.secondPath);
      return calls.compareModels(
        { ...pair, count: LISTED_WORDS, minimumCount: MINIMUM_COUNT, neighbors: 0 },
        signal,
      );
    },
    projectModels: async (request, signal) => {
      check(request.firstPath, request.secondPath);
      return calls.projectModels(
        { ...request, count: MAP_WORDS, minimumCount: MINIMUM_COUNT, seed: SEED },
        signal,
      );
    },
    readWordIn: async ({ path: modelPath, word }, signal) => {
      check(modelPath);
      const list = await calls.findNeighbors({ modelPath, word, count: NEIGHBORS }, signal);
      if ("missing" in list) return { neighbors: null, count: null, lines: [], linesProblem: null };
      const { entry, neighbors } = list;
      return { neighbors, count: entry.count, ...(await linesOf(modelPath, word, signal)) };
    },
  };

  async function linesOf(modelPath: string, word: string, signal: AbortSignal | undefined) {
    try {
      const documents = await readDocuments(signal);
      const { occurrences } = await calls.findOccurrences(
        { modelPath, word, limit: PLACES, documents },
        signal,
      );
      for (const { path } of occurrences) offer(path);
      return { lines: occurrences, linesProblem: null };
    } catch (thrown) {
      const { code, message } = toWordfieldError(thrown);
      if (code === "canceled") throw thrown;
      return { lines: [], linesProblem: message };
    }
  }
}
