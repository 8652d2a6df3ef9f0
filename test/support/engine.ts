// An engine in this process, with what it has told so far.
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import type {
  CorpusSources,
  EngineRequests,
  TrainingSnapshot,
} from "../../src/protocol/engineMessages.ts";
import { builtPaths } from "./builtEntries.ts";

/** An engine, its snapshots of trainings, and the lines of its log. */
export interface StartedEngine {
  readonly engine: Engine;
  readonly snapshots: TrainingSnapshot[];
  readonly log: string[];
  /** Resolves when a snapshot like this has been told. */
  readonly until: (isReached: (snapshot: TrainingSnapshot) => boolean) => Promise<void>;
}

/** Starts an engine on what was built for tests, or on a changed copy of that. */
export async function startEngine(copy?: string): Promise<StartedEngine> {
  const folder = copy ?? (await builtPaths()).folder;
  const snapshots: TrainingSnapshot[] = [];
  const log: string[] = [];
  let wake: () => void = () => undefined;
  const engine = createEngine({
    folder,
    emit: (event, snapshot) => {
      if (event === "trainingChanged") snapshots.push(snapshot as TrainingSnapshot);
      wake();
    },
    log: (line) => log.push(line),
  });
  const until = async (isReached: (snapshot: TrainingSnapshot) => boolean): Promise<void> => {
    while (!snapshots.some(isReached)) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { engine, snapshots, log, until };
}

/** Everything in files and folders. */
export function sourcesOf(...paths: string[]): CorpusSources {
  return { paths, exclude: [], useIgnoreFiles: true, maximumFileBytes: 1e9, documents: [] };
}

/** What suits a small text. */
export const SMALL_OPTIONS = { dimension: 16, epochs: 4, threads: 1, seed: 3, sample: 0 };

/** A training of words on everything in `source`. */
export function trainingOf(
  source: string,
  modelPath: string,
  more: Partial<EngineRequests["trainModel"]["params"]> = {},
): EngineRequests["trainModel"]["params"] {
  return {
    runId: "run",
    sources: sourcesOf(source),
    tokenizer: "words",
    options: SMALL_OPTIONS,
    modelPath,
    ...more,
  };
}
