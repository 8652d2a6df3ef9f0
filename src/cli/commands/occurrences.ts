import { defineCommand } from "../command.ts";
import { formatCount, formatQuantity } from "../format.ts";
import { visible } from "../style.ts";
import { TEXT_ARGUMENTS, TEXT_OPTIONS, toText } from "./statisticsOptions.ts";

/** `wordfield occurrences`: the lines in which a word or a phrase stands. */
export const occurrences = defineCommand({
  name: "occurrences",
  summary: "List the lines in which a word stands",
  description:
    "Reads text files and every text file of folders, as training does, and lists the places of a word or a phrase in any of its forms, one a line: path, line, column and the line’s text around it.",
  arguments: TEXT_ARGUMENTS,
  options: {
    word: {
      kind: "text",
      short: "w",
      placeholder: "WORD",
      required: true,
      help: "A word, or a phrase in quotation marks, whose words stand one behind the other",
    },
    limit: {
      kind: "integer",
      short: "n",
      placeholder: "N",
      minimum: 0,
      maximum: 10_000_000,
      default: 1_000,
      help: "List at most so many places; all are counted",
    },
    ...TEXT_OPTIONS,
  },
  examples: [
    { command: "wordfield occurrences docs -w kernel", effect: "every place of a word" },
    {
      command: "wordfield occurrences . --word 'worker thread' --limit 20",
      effect: "the first twenty places of a phrase",
    },
    {
      command: "wordfield occurrences . -w kernel --json | jq .total",
      effect: "only how many there are",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    const found = await engine.findInSources(
      {
        ...toText(paths, options),
        text: options.word,
        limit: options.limit,
      },
      signal,
    );
    const { total, inFiles, occurrences, skipped } = found;
    const rest = total - occurrences.length;
    return {
      document: found,
      lines: occurrences.map(
        ({ path, line, column, before, match, after }) =>
          `${visible(path)}:${line}:${column}: ${visible(before)}${style.bold(visible(match))}${visible(after)}`,
      ),
      notes: [
        total === 0
          ? `“${visible(found.words.join(" "))}” stands in no file that was read.`
          : `${formatQuantity(total, "place")} in ${formatQuantity(inFiles, "file")}${rest > 0 ? `, ${formatCount(rest)} of them not listed: raise --limit to see more` : ""}.`,
        ...(skipped.length > 0
          ? [`${formatQuantity(skipped.length, "file")} could not be read; --json says why.`]
          : []),
      ],
      complete: total > 0,
    };
  },
});
