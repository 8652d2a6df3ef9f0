import { resolve } from "node:path";
import { defineCommand } from "../command.ts";
import { formatCount, formatQuantity } from "../format.ts";
import { visible } from "../style.ts";
import { TEXT_OPTIONS } from "./statisticsOptions.ts";
import { TOKENIZER_OPTIONS, toTokenizerSettings } from "./tokenizerOptions.ts";

/** `wordfield tokens`: the words of a file, and where they stand. */
export const tokens = defineCommand({
  name: "tokens",
  summary: "List the words of a file, and where they stand",
  description:
    "Reads a file as training does, by its kind, and lists its words one a line: line:column, the word as the vocabulary has it, and what stands in the file where that differs. An empty line stands between sentences.",
  arguments: {
    file: { placeholder: "FILE", help: "A text file" },
  },
  options: {
    limit: {
      kind: "integer",
      short: "n",
      placeholder: "N",
      minimum: 0,
      maximum: 100_000_000,
      default: 100_000_000,
      help: "List at most so many; all are counted",
    },
    tokenizer: TEXT_OPTIONS.tokenizer,
    ...TOKENIZER_OPTIONS,
  },
  examples: [
    { command: "wordfield tokens README.md", effect: "the words without the markup" },
    {
      command:
        "wordfield tokens src/cli.ts --json | jq -r '.tokens[] | [.start, .end, .surface] | @tsv'",
      effect: "offsets in UTF-16 units",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { file }, options }) => {
    const found = await engine.listTokens(
      {
        path: resolve(file),
        tokenizer: options.tokenizer,
        ...toTokenizerSettings(options, options.tokenizer),
        limit: options.limit,
      },
      signal,
    );
    const rest = found.total - found.tokens.length;
    return {
      document: found,
      lines: found.tokens.flatMap(({ line, column, word, surface, beginsSentence }, index) => [
        ...(beginsSentence && index > 0 ? [""] : []),
        `${style.dim(`${line}:${column}`)} ${visible(word)}${surface === word ? "" : `  ${style.dim(visible(JSON.stringify(surface)))}`}`,
      ]),
      notes: [
        `${formatQuantity(found.total, "token")}, read as ${found.kind}${rest > 0 ? `, ${formatCount(rest)} of them not listed: raise --limit to see more` : ""}.`,
        ...(found.warning === null ? [] : [`Read in part: ${visible(found.warning)}.`]),
      ],
      complete: found.warning === null,
    };
  },
});
