import type { TrainingOptions } from "../protocol/engineMessages.ts";
import { isAlgorithmName, type AlgorithmName } from "./algorithms.ts";

/** The extension's settings for one folder or document, checked. */
export interface Settings {
  readonly hover: {
    readonly enabled: boolean;
    /** Language identifiers; empty means all. */
    readonly languages: readonly string[];
    readonly neighbors: number;
  };
  readonly corpus: {
    readonly exclude: readonly string[];
    readonly useIgnoreFiles: boolean;
    readonly maximumFileBytes: number;
    readonly maximumVirtualBytes: number;
  };
  /** The kind of model that is offered first. */
  readonly algorithm: AlgorithmName;
  /** Only what the user has set: the engine knows what suits each algorithm. */
  readonly training: TrainingOptions;
}

/** Where raw values come from: `get` with defaults applied, `isSet` for what the user decided. */
export interface SettingsSource {
  get(key: string): unknown;
  isSet(key: string): boolean;
}

const BYTES_PER_MEGABYTE = 1_000_000;

/**
 * Makes one plain object of raw settings, in which every value has its type and range.
 *
 * A wrong value counts as not set and is named in `faults`, a sentence each.
 */
export function checkSettings(source: SettingsSource): {
  readonly settings: Settings;
  readonly faults: readonly string[];
} {
  const faults: string[] = [];
  const check = <T>(
    key: string,
    fallback: T,
    expected: string,
    isRight: (value: unknown) => value is T,
  ): T => {
    const value = source.get(key);
    if (value === undefined) return fallback;
    if (isRight(value)) return value;
    faults.push(
      `The setting wordfield.${key} is ${JSON.stringify(value)}; expected ${expected}. It is ignored.`,
    );
    return fallback;
  };
  const boolean = (key: string, fallback: boolean) =>
    check(key, fallback, "true or false", (value) => typeof value === "boolean");
  const texts = (key: string) =>
    check<readonly string[]>(
      key,
      [],
      "a list of texts",
      (value): value is string[] =>
        Array.isArray(value) && value.every((item) => typeof item === "string"),
    );
  const number = (key: string, fallback: number, low: number, high: number, whole: boolean) =>
    check(
      key,
      fallback,
      `a ${whole ? "whole " : ""}number from ${low} to ${high}`,
      (value): value is number =>
        typeof value === "number" &&
        value >= low &&
        value <= high &&
        (!whole || Number.isInteger(value)),
    );

  const training: { -readonly [K in keyof TrainingOptions]: TrainingOptions[K] } = {};
  for (const { key, low, high, whole } of TRAINING_RANGES) {
    if (!source.isSet(`training.${key}`) || source.get(`training.${key}`) === null) continue;
    const value = number(`training.${key}`, Number.NaN, low, high, whole);
    // 0 threads stands for "as many as there are cores", which is what the engine does unasked.
    if (!Number.isNaN(value) && !(key === "threads" && value === 0)) training[key] = value;
  }

  return {
    settings: {
      hover: {
        enabled: boolean("hover.enabled", true),
        languages: texts("hover.languages"),
        neighbors: number("hover.neighbors", 6, 1, 50, true),
      },
      corpus: {
        exclude: texts("corpus.exclude"),
        useIgnoreFiles: boolean("corpus.useIgnoreFiles", true),
        maximumFileBytes: Math.round(
          number("corpus.maximumFileSize", 10, 1e-6, 2_000, false) * BYTES_PER_MEGABYTE,
        ),
        maximumVirtualBytes: Math.round(
          number("corpus.maximumVirtualSize", 64, 1e-6, 500, false) * BYTES_PER_MEGABYTE,
        ),
      },
      algorithm: check<AlgorithmName>(
        "training.algorithm",
        "skip-gram",
        '"skip-gram", "cbow" or "fasttext"',
        isAlgorithmName,
      ),
      training,
    },
    faults,
  };
}

const TRAINING_RANGES = [
  { key: "dimension", low: 1, high: 1_000, whole: true },
  { key: "window", low: 1, high: 100, whole: true },
  { key: "negatives", low: 1, high: 100, whole: true },
  { key: "epochs", low: 1, high: 1_000, whole: true },
  { key: "minimumCount", low: 1, high: 1_000_000_000, whole: true },
  { key: "sample", low: 0, high: 1, whole: false },
  { key: "learningRate", low: 1e-9, high: 1, whole: false },
  { key: "threads", low: 0, high: 256, whole: true },
] as const;

/**
 * Joins the glob patterns of several `….exclude` objects of the editor; only entries that are plainly true count.
 *
 * Patterns that depend on sibling files (`{ "when": … }`) hide generated files beside their sources and are left to the eye.
 */
export function joinExcludes(
  patterns: readonly string[],
  ...objects: readonly unknown[]
): readonly string[] {
  const joined = new Set(patterns.filter((pattern) => pattern !== ""));
  for (const object of objects)
    if (typeof object === "object" && object !== null)
      for (const [pattern, value] of Object.entries(object))
        if (value === true) joined.add(pattern);
  return [...joined];
}
