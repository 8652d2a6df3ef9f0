import type { Occurrence } from "../../protocol/placeMessages.ts";
import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { formatCount, formatQuantity } from "../format.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";
import {
  formatPlace,
  skippedNotes,
  TEXT_ARGUMENTS,
  TEXT_OPTIONS,
  toText,
} from "./statisticsOptions.ts";

const DEFAULT_THRESHOLDS = { original: 10, npmi: 0.5 } as const;

/** `wordfield phrases`: words that stand beside each other more often than by chance. */
export const phrases = defineCommand({
  name: "phrases",
  summary: "List the phrases of a text with their scores",
  description:
    "Finds words that stand beside each other more often than chance would have it, such as “new york”, scores them as gensim does, and shows where each stands first. Phrases do not reach over the end of a line.",
  arguments: TEXT_ARGUMENTS,
  options: {
    scorer: {
      kind: "choice",
      placeholder: "NAME",
      choices: ["original", "npmi"],
      default: "original",
      help: "The score of word2phrase (original), or normalized pointwise mutual information from -1 to 1 (npmi)",
    },
    "min-count": {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000_000_000,
      default: 5,
      help: "Leave out phrases that occur less often",
    },
    threshold: {
      kind: "number",
      placeholder: "X",
      minimum: -1,
      maximum: 1_000_000_000,
      default: "10 with original, 0.5 with npmi",
      help: "Leave out phrases whose score is not above",
    },
    passes: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 4,
      default: 2,
      help: "How often phrases are joined to words and looked for again: once for two words, twice for up to four",
    },
    top: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 100_000,
      default: 50,
      help: "The most phrases",
    },
    ...TEXT_OPTIONS,
  },
  examples: [
    {
      command: "wordfield phrases docs",
      effect: "the fifty strongest, with the first line of each",
    },
    {
      command: "wordfield phrases docs --scorer npmi --threshold 0.7 --passes 1 --top 1000",
      effect: "pairs that hardly stand apart",
    },
    {
      command: "wordfield phrases docs --json | jq -r '.phrases[].words | join(\"_\")'",
      effect: "one phrase a line",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    const { scorer, passes } = options;
    const threshold = options.threshold ?? DEFAULT_THRESHOLDS[scorer];
    if (scorer === "npmi" && threshold > 1)
      throw new UsageError(
        `--threshold cannot be "${threshold}" with npmi: give a number from -1 to 1.`,
      );
    const result = await engine.findPhrases(
      {
        ...toText(paths, options),
        scorer,
        minimumCount: options["min-count"],
        threshold,
        passes,
        count: options.top,
      },
      signal,
    );
    const more = result.total - result.phrases.length;
    return {
      document: result,
      lines: [
        ...layOutTable(
          style,
          [
            { heading: "phrase", align: "left" },
            { heading: "score", align: "right" },
            { heading: "count", align: "right" },
            { heading: "first", align: "left" },
          ],
          result.phrases.map(({ words, score, count, example }) => [
            visible(words.join(" ")),
            scorer === "npmi" ? score.toFixed(4) : score.toFixed(2),
            formatCount(count),
            example === null ? "–" : layOutExample(example, style),
          ]),
        ),
        ...(more > 0 ? [style.dim(`and ${formatQuantity(more, "phrase")} more: --top`)] : []),
      ],
      notes: [
        ...skippedNotes(result, style),
        ...(result.total > 0
          ? []
          : ["No phrase is strong enough. Lower --threshold or --min-count, or read more text."]),
      ],
      complete: true,
    };
  },
});

function layOutExample(example: Occurrence, style: Style): string {
  const { before, match, after } = example;
  return `${formatPlace(example)}  ${style.dim(visible(before))}${visible(match)}${style.dim(visible(after))}`;
}
