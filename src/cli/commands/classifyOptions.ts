/** What the subcommands of `wordfield classify` have in common. */
import { resolve } from "node:path";
import type { LabeledSources, LabelSelection } from "../../protocol/classifierMessages.ts";
import type { SourceFiles } from "../../protocol/corpusMessages.ts";
import { OWN_FILES } from "../../protocol/ownFiles.ts";
import type { ArgumentTable, OptionTable, Values } from "../options.ts";

/** The classifier that is asked. */
export const CLASSIFIER_ARGUMENT = {
  placeholder: "MODEL",
  help: "Model of “wordfield classify train”, or of fastText’s supervised mode (.bin)",
} as const;

/** Which files are read. */
export const SOURCE_OPTIONS = {
  include: {
    kind: "list",
    placeholder: "GLOB",
    group: "Text",
    help: "Read of folders only what matches, for example '**/*.md' or 'docs'",
  },
  exclude: {
    kind: "list",
    placeholder: "GLOB",
    group: "Text",
    help: "Leave out what matches, for example '**/*.log'",
  },
  "no-ignore-files": {
    kind: "flag",
    group: "Text",
    help: "Read also what .gitignore files leave out",
  },
  "max-file-size": {
    kind: "size",
    placeholder: "SIZE",
    default: 500_000_000,
    group: "Text",
    help: "Skip files that are larger",
  },
} as const satisfies OptionTable;

/** What is read besides files, but for labeled texts. */
export const HISTORY_OPTION = {
  "git-history": {
    kind: "flag",
    group: "Text",
    help: "Read also the messages of the newest 10,000 commits of the repositories that folders belong to, with git",
  },
} as const satisfies OptionTable;

const MOST_COMMITS = 10_000;

/** The files that the words of the command line name, and commits where they are wanted. */
export function toTextSources(
  paths: readonly string[],
  options: Values<ArgumentTable, typeof SOURCE_OPTIONS & typeof HISTORY_OPTION>["options"],
): SourceFiles {
  return {
    ...toSources(paths, options),
    ...(options["git-history"] ? { gitCommits: MOST_COMMITS } : {}),
  };
}

/** Where labels are. */
export const LABEL_OPTIONS = {
  labels: {
    kind: "choice",
    placeholder: "PLACE",
    choices: ["auto", "lines", "folders"],
    default: "auto",
    group: "Text",
    help: "Each line begins with its labels (lines), each file is one text with the name of its folder as its label (folders), or lines in files that are named and folders elsewhere (auto)",
  },
  "label-prefix": {
    kind: "text",
    placeholder: "TEXT",
    group: "Text",
    help: "What labels in lines begin with, by default __label__",
  },
} as const satisfies OptionTable;

/** How text is cut into words by a classifier that is there. */
export const READING_OPTIONS = {
  tokenizer: {
    kind: "choice",
    placeholder: "NAME",
    choices: ["words", "whitespace"],
    otherwise: "as the model was trained",
    group: "Text",
    help: "What a word is",
  },
} as const satisfies OptionTable;

/** Which labels are answered with. */
export const SELECTION_OPTIONS = {
  count: {
    kind: "integer",
    short: "k",
    placeholder: "N",
    minimum: 1,
    maximum: 1_000_000,
    default: 1,
    help: "The most labels for a text",
  },
  threshold: {
    kind: "number",
    placeholder: "P",
    minimum: 0,
    maximum: 1,
    default: 0,
    help: "Leave out labels that are less probable",
  },
} as const satisfies OptionTable;

/** The files that the words of the command line name. */
export function toSources(
  paths: readonly string[],
  options: Values<ArgumentTable, typeof SOURCE_OPTIONS>["options"],
): LabeledSources {
  return {
    paths: paths.map((path) => resolve(path)),
    exclude: [...OWN_FILES, ...options.exclude],
    ...(options.include.length === 0 ? {} : { include: options.include }),
    useIgnoreFiles: !options["no-ignore-files"],
    maximumFileBytes: options["max-file-size"],
  };
}

/** How the words of the command line ask a classifier. */
export function toSelection(
  model: string,
  options: Values<ArgumentTable, typeof SELECTION_OPTIONS & typeof READING_OPTIONS>["options"],
  labelPrefix: string | undefined,
): LabelSelection {
  const { count, threshold, tokenizer } = options;
  return {
    modelPath: resolve(model),
    count,
    threshold,
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...(labelPrefix === undefined ? {} : { labelPrefix }),
  };
}
