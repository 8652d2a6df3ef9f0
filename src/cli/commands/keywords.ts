import { resolve } from "node:path";
import type { FileKeywords } from "../../protocol/statisticsMessages.ts";
import { defineCommand } from "../command.ts";
import { formatCount, formatQuantity } from "../format.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";
import { skippedNotes, TEXT_ARGUMENTS, TEXT_OPTIONS, toText } from "./statisticsOptions.ts";

/** Languages behind each choice of `--stop-words`. */
const STOP_WORDS = { all: ["en", "zh"], en: ["en"], zh: ["zh"], none: [] } as const;

/** `wordfield keywords`: the words that tell files from each other. */
export const keywords = defineCommand({
  name: "keywords",
  summary: "List the words that tell a file from the others",
  description:
    "Weighs the words of each file by TF-IDF against all files that are read: words that stand often in the file and in few others come first.",
  arguments: TEXT_ARGUMENTS,
  options: {
    top: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 10_000,
      default: 10,
      help: "The most words of a file",
    },
    file: {
      kind: "list",
      placeholder: "FILE",
      help: "List only the words of this file, against all that are read",
    },
    formula: {
      kind: "choice",
      placeholder: "NAME",
      choices: ["sublinear", "scikit-learn", "gensim"],
      default: "sublinear",
      help: "How words are weighed: by the logarithm of their count (sublinear), or as these libraries do by default",
    },
    "stop-words": {
      kind: "choice",
      placeholder: "LIST",
      choices: ["all", "en", "zh", "none"],
      default: "all",
      help: "Leave out function words of English, Chinese or both",
    },
    ...TEXT_OPTIONS,
  },
  examples: [
    { command: "wordfield keywords docs", effect: "ten words for each file of a folder" },
    {
      command: "wordfield keywords . --file README.md --top 20",
      effect: "what one file is about, beside the rest",
    },
    {
      command:
        "wordfield keywords docs --json | jq -r '.files[] | [.path, .keywords[].word] | @tsv'",
      effect: "one line a file",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    const files = options.file.map((file) => resolve(file));
    const result = await engine.findKeywords(
      {
        ...toText(paths, options),
        formula: options.formula,
        stopWords: STOP_WORDS[options["stop-words"]],
        count: options.top,
        ...(files.length === 0 ? {} : { files }),
      },
      signal,
    );
    const answered = new Set(result.files.map(({ path }) => path));
    const unread = files.filter((file) => !answered.has(file));
    return {
      document: result,
      lines: result.files.flatMap((file, index) => [
        ...(index === 0 ? [] : [""]),
        ...layOut(file, style),
      ]),
      notes: [
        ...skippedNotes(result, style),
        ...unread.map((file) => `${visible(file)} is not among the files that were read.`),
      ],
      complete: unread.length === 0,
    };
  },
});

function layOut({ path, tokens, keywords: words }: FileKeywords, style: Style): string[] {
  return [
    `${style.bold(visible(path))} ${style.dim(`(${formatQuantity(tokens, "token")})`)}`,
    ...layOutTable(
      style,
      [
        { heading: "word", align: "left" },
        { heading: "weight", align: "right" },
        { heading: "count", align: "right" },
        { heading: "files", align: "right" },
      ],
      words.map(({ word, weight, count, files }) => [
        visible(word),
        weight.toFixed(4),
        formatCount(count),
        formatCount(files),
      ]),
    ),
  ];
}
