/** The indexes of places beside the models: built in the background, brought up to date, asked. */
import { access, rm } from "node:fs/promises";
import { basename } from "node:path";
import {
  findOccurrences,
  type OccurrenceRequest,
  type OccurrenceResult,
} from "../corpus/occurrences.node.ts";
import { comparePaths } from "../corpus/skipReasons.ts";
import { tokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { throwIfCanceled, toWordfieldError, WordfieldError } from "../errors.ts";
import { compileKernels } from "../kernels/kernels.ts";
import { indexStamp } from "../occurrences/manifest.node.ts";
import type { OccurrenceIndex } from "../occurrences/occurrenceIndex.node.ts";
import type { Passport } from "../occurrences/passport.node.ts";
import { PhraseMemories } from "../occurrences/phraseMemories.ts";
import type { UpdateRequest } from "../occurrences/updateIndex.node.ts";
import type { Emit } from "../protocol/channel.ts";
import type { EngineEvents, SourceDocument } from "../protocol/engineMessages.ts";
import { BorrowedIndex } from "./borrowedIndex.ts";
import type { Jobs } from "./jobs.ts";
import { readKernels } from "./kernelFiles.ts";
import { readPassport } from "./passports.ts";

/** What is put in place of a model's ending in the name of its index, a folder. */
export const INDEX_ENDING = ".occurrences";

interface IndexesContext {
  /** Where the kernels lie. */
  readonly folder: string;
  readonly jobs: Jobs;
  readonly log: (line: string) => void;
  readonly emit: Emit<EngineEvents>;
  /** Whether an index is made where there is none, when a model was trained or is asked for its lines. */
  readonly keepsIndexes?: boolean;
}

/** The indexes that this engine knows. */
export interface OccurrenceIndexes {
  /** Builds an index, or brings it up to date, in the background; what goes wrong is logged. */
  refresh(modelPath: string): void;
  /** Notes that files may have changed; indexes that hold them follow soon. */
  filesChanged(paths: readonly string[]): void;
  /**
   * Finds places by an index that is fresh, or soon will be; undefined where there is none.
   *
   * Errors: `canceled`.
   */
  find(
    modelPath: string,
    question: { word: string; limit: number; documents: readonly SourceDocument[] },
    signal?: AbortSignal,
  ): Promise<OccurrenceResult | undefined>;
  /** The files that a model was made of; undefined where its passport is missing. */
  filesOf(modelPath: string): Promise<readonly string[] | undefined>;
  /** Brings an index up to date and lets it be asked; undefined where the model does not say what it was made of. */
  withFresh<T>(
    modelPath: string,
    ask: (index: OccurrenceIndex, passport: Passport) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T | undefined>;
  /** Takes in that a model's file says otherwise what it was made of; its index, where there is one, follows. */
  passportChanged(modelPath: string, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** A question does not wait longer: then all files are read instead. */
const PATIENCE_MS = 250;
/** Saves come in groups. */
const SETTLING_MS = 300;
/** From then on all files are looked at again: not everything is told. */
const FRESH_MS = 60_000;
/** Longer texts hold the event loop too long. Units: UTF-16 units. */
const MOST_UNITS_HERE = 200_000;
/** Files that turn out to be changed while a question is answered are read again so many times. */
const ROUNDS = 4;

interface Entry {
  readonly folder: string;
  readonly borrowed: BorrowedIndex;
  readonly passport: Passport;
  /** Updates one after the other; the last one. */
  updating: Promise<void>;
  running: number;
  /** When all files were looked at; undefined before. */
  checkedMs: number | undefined;
  readonly changed: Set<string>;
  timer: NodeJS.Timeout | undefined;
}

/** Creates the engine's indexes. */
export function createOccurrenceIndexes(context: IndexesContext): OccurrenceIndexes {
  const { folder, jobs, log, emit, keepsIndexes = false } = context;
  const phrases = new PhraseMemories(() => readKernels(folder).then(compileKernels));
  const entries = new Map<string, Promise<Entry | undefined>>();
  const timers = new Set<NodeJS.Timeout>();

  const entryOf = (modelPath: string): Promise<Entry | undefined> => {
    const known = entries.get(modelPath);
    if (known) return known;
    const entry = readEntry(modelPath, phrases);
    entries.set(modelPath, entry);
    entry.catch(() => entries.delete(modelPath)); // the next question tries again
    return entry;
  };

  /** One update after the other: two at once would undo each other. */
  const update = (
    modelPath: string,
    entry: Entry,
    what: Pick<UpdateRequest, "changed" | "forget" | "anew">,
  ): Promise<void> => {
    const { folder, passport } = entry;
    entry.running++;
    const run = entry.updating
      .catch(() => undefined) // whoever asked for it has been told
      .then(async () => {
        const startedMs = performance.now();
        // A model that was renamed or deleted meanwhile needs none.
        const isGone = () =>
          access(modelPath).then(
            () => false,
            () => true,
          );
        if (await isGone()) return;
        await jobs.run(
          "updateIndex",
          {
            ...what,
            forget: [...passport.forgotten, ...(what.forget ?? [])],
            folder,
            tokenizer: passport.tokenizer,
            selection: passport.selection,
            files: passport.files.filter(({ path }) => !isUri(path)).map(({ path }) => path),
          },
          ({ bytesRead, bytes }) =>
            emit("indexChanged", {
              modelPath,
              fraction: bytes === 0 ? 1 : bytesRead / bytes,
              done: false,
            }),
        );
        if (await isGone()) {
          await rm(folder, { recursive: true, force: true });
          return;
        }
        if (!what.changed) entry.checkedMs = startedMs;
        emit("indexChanged", { modelPath, fraction: 1, done: true });
      })
      .finally(() => entry.running--);
    entry.updating = run;
    run.catch(() => undefined); // so that a failure nobody waits for ends nothing
    return run;
  };

  const inBackground = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log(toWordfieldError(error).message));
  };

  /** Resolves when the index is up to date. */
  const freshen = async (modelPath: string, entry: Entry): Promise<void> => {
    const changed = [...entry.changed];
    entry.changed.clear();
    clearTimeout(entry.timer);
    const isOld = entry.checkedMs === undefined || performance.now() - entry.checkedMs > FRESH_MS;
    if (isOld) await update(modelPath, entry, {});
    else if (changed.length > 0) await update(modelPath, entry, { changed });
    else if (entry.running > 0) await entry.updating;
  };

  /**
   * A few unsaved editors are read at once; more of them, and Chinese that jieba cuts, in a thread: it is loaded nowhere
   * else.
   */
  const readOthers = (
    request: OccurrenceRequest,
    signal: AbortSignal | undefined,
  ): Promise<OccurrenceResult> => {
    const units = request.documents.reduce((sum, { text }) => sum + text.length, 0);
    const { chinese } = tokenizerOptions(request.tokenizer);
    const needsJieba =
      chinese === "jieba" && request.documents.some(({ text }) => /\p{Script=Han}/u.test(text));
    return units <= MOST_UNITS_HERE && request.files.length === 0 && !needsJieba
      ? findOccurrences(request)
      : jobs.run("findOccurrences", request, () => undefined, signal);
  };

  const answer = async (
    { borrowed, passport }: Entry,
    { word, limit, documents }: Parameters<OccurrenceIndexes["find"]>[1],
    signal: AbortSignal | undefined,
  ): Promise<OccurrenceResult | undefined> => {
    return borrowed.use(async (index) => {
      const read = new Set<string>();
      for (let round = 0; round < ROUNDS; round++) {
        const without = new Set([...documents.map(({ path }) => path), ...read]);
        const found = await index.find(word.split(" "), limit, without, signal);
        for (const path of found.changed) read.add(path);
        if (found.changed.length > 0) continue;
        const { tokenizer } = passport;
        const request = { files: [...read], documents, word, tokenizer, limit };
        const others = await readOthers(request, signal);
        const ours = new Set(passport.files.map(({ path }) => path));
        return {
          total: found.total + others.total,
          inFiles: found.inFiles + others.inFiles,
          occurrences: [...found.occurrences, ...others.occurrences]
            .sort(comparePaths)
            .slice(0, limit),
          skipped: [...index.skipped.filter(({ path }) => ours.has(path)), ...others.skipped].map(
            ({ path, reason }) => ({ path, reason }),
          ),
        };
      }
      return undefined;
    });
  };

  return {
    refresh: (modelPath) => {
      if (!keepsIndexes) return;
      entries.delete(modelPath); // it may be another model now
      inBackground(entryOf(modelPath).then((entry) => entry && update(modelPath, entry, {})));
    },
    filesChanged: (paths) => {
      for (const [modelPath, known] of entries)
        inBackground(
          known.then((entry) => {
            if (!entry) return;
            for (const path of paths) entry.changed.add(path);
            clearTimeout(entry.timer);
            entry.timer = setTimeout(
              () => inBackground(freshen(modelPath, entry)),
              SETTLING_MS,
            ).unref();
            timers.add(entry.timer);
          }),
        );
    },
    find: async (modelPath, question, signal) => {
      const entry = await entryOf(modelPath);
      if (!entry) return undefined;
      if (!keepsIndexes && (await indexStamp(entry.folder)) === undefined) return undefined;
      const fresh = freshen(modelPath, entry);
      inBackground(fresh);
      if (!(await within(fresh, PATIENCE_MS, signal))) return undefined;
      // Damage is no reason to leave a question without its answer: the files are read instead.
      try {
        return await answer(entry, question, signal);
      } catch (error) {
        throwIfCanceled(signal);
        if (!(error instanceof WordfieldError && error.code === "bad-format")) throw error;
        log(`${basename(entry.folder)}: ${error.message}`);
        inBackground(update(modelPath, entry, { anew: true }));
        return undefined;
      }
    },
    filesOf: async (modelPath) =>
      (await entryOf(modelPath))?.passport.files
        .filter(({ path }) => !isUri(path))
        .map(({ path }) => path),
    passportChanged: async (modelPath, signal) => {
      entries.delete(modelPath);
      const entry = await entryOf(modelPath);
      if (!entry) return;
      if (keepsIndexes || (await indexStamp(entry.folder)) !== undefined)
        await unlessCanceled(update(modelPath, entry, {}), signal);
    },
    withFresh: async (modelPath, ask, signal) => {
      const entry = await entryOf(modelPath);
      if (!entry) return undefined;
      await unlessCanceled(freshen(modelPath, entry), signal);
      return entry.borrowed.use((index) => ask(index, entry.passport));
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      const known = await Promise.allSettled(entries.values());
      entries.clear();
      for (const entry of known)
        if (entry.status === "fulfilled") await entry.value?.borrowed.close();
    },
  };
}

async function readEntry(modelPath: string, phrases: PhraseMemories): Promise<Entry | undefined> {
  const passport = await readPassport(modelPath);
  if (!passport) return undefined;
  const folder = modelPath.replace(/\.safetensors$/, INDEX_ENDING);
  return {
    folder,
    borrowed: new BorrowedIndex(folder, phrases),
    passport,
    updating: Promise.resolve(),
    running: 0,
    checkedMs: undefined,
    changed: new Set(),
    timer: undefined,
  };
}

/** A file of a virtual file system, which only an editor can read. */
function isUri(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(path);
}

/** Waits for work, but not long; says whether it is done. A failure is not done. */
async function within(
  work: Promise<unknown>,
  patienceMs: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const done = work.then(
    () => true,
    () => false,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  try {
    return await unlessCanceled(Promise.race([done, late]), signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until work is done or canceled; the work goes on, as others wait for it too. */
async function unlessCanceled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  throwIfCanceled(signal);
  if (!signal) return work;
  let cancel: () => void = () => undefined;
  const canceled = new Promise<never>((_, reject) => {
    cancel = () => reject(new WordfieldError("canceled", "Canceled."));
    signal.addEventListener("abort", cancel, { once: true });
  });
  try {
    return await Promise.race([work, canceled]);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
