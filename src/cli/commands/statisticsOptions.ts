/** What the subcommands that count in text have in common. */
import type { CountedText, StatisticsRequests } from "../../protocol/statisticsMessages.ts";
import type { ArgumentTable, OptionTable, Values } from "../options.ts";
import { visible, type Style } from "../style.ts";
import { HISTORY_OPTION, SOURCE_OPTIONS, toTextSources } from "./classifyOptions.ts";
import { TOKENIZER_OPTIONS, toTokenizerSettings } from "./tokenizerOptions.ts";
import { layOutSkipped } from "./trainingSummary.ts";

/** The text that is counted. */
export const TEXT_ARGUMENTS = {
  paths: { placeholder: "PATH", many: true, help: "Files and folders to read" },
} as const satisfies ArgumentTable;

/** Which files are read, and how they are cut into words. */
export const TEXT_OPTIONS = {
  tokenizer: {
    kind: "choice",
    placeholder: "NAME",
    choices: ["words", "whitespace"],
    default: "words",
    group: "Text",
    help: "What a word is: letters and digits in lower case (words), or whatever stands between spaces (whitespace)",
  },
  ...SOURCE_OPTIONS,
  ...HISTORY_OPTION,
  ...TOKENIZER_OPTIONS,
} as const satisfies OptionTable;

/** The text that the words of the command line name. Errors: `UsageError` for options that the tokenizer does not heed. */
export function toText(
  paths: readonly string[],
  options: Values<typeof TEXT_ARGUMENTS, typeof TEXT_OPTIONS>["options"],
): CountedText {
  return {
    runId: "command-line",
    sources: { ...toTextSources(paths, options), documents: [] },
    tokenizer: options.tokenizer,
    ...toTokenizerSettings(options, options.tokenizer),
  };
}

/** Says on standard error which files were not read: on standard output they would stand between the answers. */
export function skippedNotes(
  { skipped }: Pick<StatisticsRequests["findKeywords"]["result"], "skipped">,
  style: Style,
): string[] {
  return skipped.length === 0 ? [] : layOutSkipped(skipped, style);
}

/** A place as editors and terminals open it: path:line:column. */
export function formatPlace(place: {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}): string {
  return `${visible(place.path)}:${place.line}:${place.column}`;
}
