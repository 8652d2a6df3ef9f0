/** The encoders: which there are, and the processes of those that run. */
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { readEncoderRecord, type EncoderRecord } from "../downloads/encoderStore.node.ts";
import bundled from "../encoder/bundledEncoders.json";
import { createEncoderProcess, type EncoderProcess } from "../encoder/encoderProcess.node.ts";
import { readModelFolder, type ModelFolder } from "../encoder/modelFolder.node.ts";
import { candidateProviders, isProcessor, WASM } from "../encoder/providers.ts";
import { mainScript } from "../encoder/script.ts";
import { WordfieldError } from "../errors.ts";
import type {
  EncoderChoice,
  EncoderDescription,
  EncoderListing,
} from "../protocol/encodingMessages.ts";

/** An encoder that was chosen. */
export interface ChosenEncoder {
  readonly description: EncoderDescription;
  readonly process: EncoderProcess;
}

/** The encoders of an engine. */
export interface Encoders {
  list(folders: readonly string[]): Promise<readonly EncoderListing[]>;
  /**
   * Gives the encoder of a choice, or the one that comes with Wordfield and knows the script of a text; its process starts
   * when it is asked.
   *
   * Errors: `model-missing`, `bad-format`, `bad-input`, `file-unreadable`.
   */
  choose(choice: EncoderChoice, text: string): Promise<ChosenEncoder>;
  /** Ends the processes of the encoder in a folder. */
  release(folder: string): void;
  /** Ends all processes. */
  close(): void;
}

/** What encoders need from the engine. */
interface EncodersContext {
  /** Holds encoder.process.js and, in models/, the encoders that come with Wordfield. */
  readonly folder: string;
  readonly log: (line: string) => void;
  /** Encoders end when they were not asked for so long; 0 for never. */
  readonly encoderIdleMs?: number;
}

const IDLE_MS = 120_000;
/** One for each of two languages; a third one ends the least recently used: each takes up to twice the size of its weights. */
const MOST_PROCESSES = 2;

/** Creates the table of encoders; nothing is started. */
export function createEncoders({
  folder,
  log,
  encoderIdleMs = IDLE_MS,
}: EncodersContext): Encoders {
  const bundledFolder = join(folder, "models");
  const processes = new Map<string, EncoderProcess>(); // least recently used first

  const describe = async (path: string, provider: string): Promise<EncoderDescription> => {
    const model = await readModelFolder(path, provider === "auto" || isProcessor(provider));
    return describeFolder(model, bundledFolder, await readEncoderRecord(path));
  };

  const processOf = (description: EncoderDescription, choice: EncoderChoice): EncoderProcess => {
    const providers = providersOf(choice.provider ?? "auto", description);
    const threads = choice.threads ?? Math.max(1, Math.floor(availableParallelism() / 2));
    const key = JSON.stringify([description.folder, description.fingerprint, providers, threads]);
    const process =
      processes.get(key) ??
      createEncoderProcess({
        entry: join(folder, "encoder.process.js"),
        log,
        folder: description.folder,
        providers,
        threads,
        idleMs: encoderIdleMs,
      });
    process.setIdle(choice.idleMs ?? encoderIdleMs);
    processes.delete(key);
    processes.set(key, process);
    for (const [oldest, other] of processes) {
      if (processes.size <= MOST_PROCESSES) break;
      processes.delete(oldest);
      other.close();
    }
    return process;
  };

  const runningIn = (path: string): EncoderProcess | undefined => {
    return [...processes]
      .reverse()
      .find(([key, { provider }]) => provider !== undefined && isProcessOf(key, path))?.[1];
  };

  return {
    list: async (folders) => {
      const known = bundled.map(({ name }) => join(bundledFolder, name));
      return Promise.all(
        [...new Set([...known, ...folders])].map(async (path): Promise<EncoderListing> => {
          try {
            const encoder = await describe(path, "auto");
            const running = runningIn(path);
            return {
              kind: "encoder",
              encoder,
              runsOn: running?.provider ?? null,
              refused: running?.trials.filter(({ works }) => !works) ?? [],
            };
          } catch (error) {
            // A broken folder must not hide the others.
            if (!(error instanceof WordfieldError)) throw error;
            return { kind: "damaged", folder: path, reason: error.message };
          }
        }),
      );
    },
    choose: async (choice, text) => {
      const path = choice.folder ?? join(bundledFolder, bundledName(text));
      const description = await describe(path, choice.provider ?? "auto");
      return { description, process: processOf(description, choice) };
    },
    release: (path) => {
      for (const [key, process] of processes)
        if (isProcessOf(key, path)) {
          processes.delete(key);
          process.close();
        }
    },
    close: () => {
      for (const process of processes.values()) process.close();
      processes.clear();
    },
  };
}

function bundledName(text: string): string {
  const language = mainScript(text) === "han" ? "zh" : "en";
  const found = bundled.find((encoder) => encoder.language === language) ?? bundled[0];
  if (!found) throw new Error("No encoder comes with Wordfield.");
  return found.name;
}

/** INT8 is made for processors: anything else is tried first only for other weights. */
function providersOf(provider: string, { weightType }: EncoderDescription): readonly string[] {
  const candidates = candidateProviders(process.platform);
  if (provider !== "auto") {
    if (!candidates.includes(provider))
      throw new WordfieldError(
        "bad-input",
        `The provider "${provider}" does not exist on this platform: choose auto, ${candidates.join(", ")}.`,
      );
    return provider === "cpu" ? ["cpu", WASM] : [provider];
  }
  return weightType === "int8" || weightType === "uint8" ? ["cpu", WASM] : candidates;
}

function describeFolder(
  model: ModelFolder,
  bundledFolder: string,
  record: EncoderRecord | undefined,
): EncoderDescription {
  const { config, folder } = model;
  const own = bundled.find(({ name }) => folder === join(bundledFolder, name));
  return {
    folder,
    name: basename(folder),
    family: config.family,
    layers: config.layers,
    heads: config.heads,
    dimension: config.hiddenSize,
    vocabularySize: config.vocabularySize,
    maximumTokens: config.maximumTokens,
    weightType: model.weightType,
    bytes: model.bytes,
    sentencePooling: model.sentencePooling,
    hasMaskedWords: config.hasMaskedWords,
    fingerprint: model.fingerprint,
    isBundled: own !== undefined,
    ...(own ? { license: own.license, language: own.language } : {}),
    ...(record && !own ? describeOrigin(record) : {}),
  };
}

function isProcessOf(key: string, folder: string): boolean {
  return key.startsWith(`${JSON.stringify([folder]).slice(0, -1)},`);
}

function describeOrigin({ id, license, languages }: EncoderRecord) {
  const [language] = languages;
  return {
    hubId: id,
    ...(license === null ? {} : { license }),
    ...(language === undefined ? {} : { language }),
  };
}
