import type { TrainingOptions } from "../protocol/engineMessages.ts";
import type { Balance } from "../protocol/groundingMessages.ts";
import {
  findOptionFault,
  TRAINING_OPTION_NAMES,
  type TrainingOptionName,
} from "../protocol/trainingOptions.ts";
import {
  TOKENIZER_OPTION_CHOICES,
  TOKENIZER_OPTION_NAMES,
  type TokenizerOptionName,
  type TokenizerSettings,
} from "../protocol/tokenizerSettings.ts";
import { PRESET_NAMES, type PresetName } from "../protocol/trainingPresets.ts";
import { isPresetName } from "./presets.ts";

/** The extension's settings for one folder or document, checked. */
export interface Settings {
  readonly hover: {
    readonly enabled: boolean;
    /** Language identifiers; empty means all. */
    readonly languages: readonly string[];
    readonly neighbors: number;
    readonly balance: Balance;
    readonly twoLists: boolean;
  };
  /** Whether the panel shows the word under the cursor. */
  readonly followCursor: boolean;
  /** Where the panel opens. */
  readonly panelLocation: "editor" | "panelArea";
  readonly corpus: {
    readonly exclude: readonly string[];
    /** Empty for all files. */
    readonly include: readonly string[];
    readonly useIgnoreFiles: boolean;
    readonly gitHistory: boolean;
    readonly maximumFileBytes: number;
    readonly maximumVirtualBytes: number;
    /** Only what the user has set: a model that is trained further knows the rest. */
    readonly tokenizer: TokenizerSettings;
  };
  /** The preset that is offered first. */
  readonly preset: PresetName;
  /** Only what the user has set: presets say the rest, and the engine knows what suits each algorithm. */
  readonly training: TrainingOptions;
  readonly checkpoints: {
    /** 0 for none by the clock. */
    readonly everyMinutes: number;
    readonly everyEpoch: boolean;
  };
  /** Where event files for TensorBoard are written; empty for nowhere. */
  readonly tensorboardFolder: string;
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
  const complain = (key: string, value: unknown, expected: string) =>
    faults.push(
      `The setting wordfield.${key} is ${JSON.stringify(value)}; expected ${expected}. It is ignored.`,
    );
  const check = <T>(
    key: string,
    fallback: T,
    expected: string,
    isRight: (value: unknown) => value is T,
  ): T => {
    const value = source.get(key);
    if (value === undefined) return fallback;
    if (isRight(value)) return value;
    complain(key, value, expected);
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

  const training: Partial<Record<TrainingOptionName, unknown>> = {};
  for (const name of TRAINING_OPTION_NAMES) {
    const key = `training.${name}`;
    const value = source.isSet(key) ? source.get(key) : null;
    // 0 threads stands for "as many as there are cores", which is what the engine does unasked.
    if (value === null || value === undefined || (name === "threads" && value === 0)) continue;
    const expected = findOptionFault(name, value);
    if (expected === null) training[name] = value;
    else complain(key, value, expected);
  }

  const tokenizer: Partial<Record<TokenizerOptionName, unknown>> = {};
  for (const name of TOKENIZER_OPTION_NAMES) {
    const key = `corpus.${name}`;
    if (!source.isSet(key)) continue;
    const value = source.get(key);
    const choices: readonly unknown[] = TOKENIZER_OPTION_CHOICES[name];
    if (choices.includes(value)) tokenizer[name] = value;
    else complain(key, value, `one of ${choices.join(", ")}`);
  }

  const columns = texts("corpus.columns");
  const dictionary = source.get("corpus.chineseDictionary") ?? "";
  if (typeof dictionary !== "string")
    complain("corpus.chineseDictionary", dictionary, "the absolute path of a file");

  return {
    settings: {
      hover: {
        enabled: boolean("hover.enabled", true),
        languages: texts("hover.languages"),
        neighbors: number("hover.neighbors", 6, 1, 50, true),
        balance: check<Balance>(
          "hover.balance",
          "auto",
          "auto or a number from 0 to 1",
          (value): value is Balance =>
            value === "auto" || (typeof value === "number" && value >= 0 && value <= 1),
        ),
        twoLists: boolean("hover.twoLists", false),
      },
      followCursor: boolean("panel.followCursor", false),
      panelLocation: check<"editor" | "panelArea">(
        "panel.location",
        "editor",
        "editor or panelArea",
        (value): value is "editor" | "panelArea" => value === "editor" || value === "panelArea",
      ),
      corpus: {
        exclude: texts("corpus.exclude"),
        include: texts("corpus.include").filter((pattern) => pattern !== ""),
        useIgnoreFiles: boolean("corpus.useIgnoreFiles", true),
        gitHistory: boolean("corpus.gitHistory", false),
        maximumFileBytes: Math.round(
          number("corpus.maximumFileSize", 10, 1e-6, 2_000, false) * BYTES_PER_MEGABYTE,
        ),
        maximumVirtualBytes: Math.round(
          number("corpus.maximumVirtualSize", 64, 1e-6, 500, false) * BYTES_PER_MEGABYTE,
        ),
        tokenizer: {
          ...(tokenizer as TokenizerSettings), // each was checked by the choices of its name
          ...(columns.length === 0 ? {} : { columns }),
          ...(typeof dictionary === "string" && dictionary !== ""
            ? { chineseDictionary: dictionary }
            : {}),
        },
      },
      preset: check<PresetName>(
        "training.preset",
        "balanced",
        `one of ${PRESET_NAMES.join(", ")}`,
        isPresetName,
      ),
      training: training as TrainingOptions, // each was checked by the range or the choices of its name
      checkpoints: {
        everyMinutes: number("training.checkpointMinutes", 5, 0, 10_000, false),
        everyEpoch: boolean("training.checkpointEpochs", false),
      },
      tensorboardFolder: check<string>(
        "training.tensorboardFolder",
        "",
        "the path of a folder",
        (value) => typeof value === "string",
      ),
    },
    faults,
  };
}

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
