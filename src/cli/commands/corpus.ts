import type { TextSurvey } from "../../protocol/corpusMessages.ts";
import { defineCommand } from "../command.ts";
import { formatBytes, formatCount, formatQuantity } from "../format.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";
import { toSources } from "./classifyOptions.ts";
import { skippedNotes, TEXT_ARGUMENTS, TEXT_OPTIONS } from "./statisticsOptions.ts";
import { TOKENIZER_OPTIONS, toTokenizerSettings } from "./tokenizerOptions.ts";

/** `wordfield corpus`: what a training would read. */
export const corpus = defineCommand({
  name: "corpus",
  summary: "Show what a training would read",
  description:
    "Reads files and folders as training does, each file by its kind, and sums up files, sizes and words, the largest files, and what is left out and why.",
  arguments: TEXT_ARGUMENTS,
  options: {
    largest: {
      kind: "integer",
      placeholder: "N",
      minimum: 0,
      maximum: 1_000_000,
      default: 10,
      help: "How many of the largest files are listed",
    },
    ...TEXT_OPTIONS,
    ...TOKENIZER_OPTIONS,
  },
  examples: [
    { command: "wordfield corpus .", effect: "what this folder would be to a training" },
    {
      command: "wordfield corpus docs --exclude '**/*.log' --json | jq .skipped",
      effect: "what is left out, and why",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    const survey = await engine.surveyText(
      {
        sources: toSources(paths, options),
        tokenizer: options.tokenizer,
        ...toTokenizerSettings(options, options.tokenizer),
        largest: options.largest,
      },
      signal,
    );
    return {
      document: survey,
      lines: layOut(survey, style),
      notes: skippedNotes(survey, style),
      complete: true,
    };
  },
});

function layOut(survey: TextSurvey, style: Style): string[] {
  const { files, bytes, tokens, sentences, words, kinds, largest } = survey;
  const number = (heading: string) => ({ heading, align: "right" }) as const;
  return [
    `${formatQuantity(files, "file")}, ${formatBytes(bytes)}: ${formatQuantity(tokens, "token")} in ${formatQuantity(sentences, "sentence")}, ${formatQuantity(words, "different word")}`,
    "",
    ...layOutTable(
      style,
      [{ heading: "kind", align: "left" }, number("files"), number("size"), number("tokens")],
      kinds.map((kind) => [
        kind.kind,
        formatCount(kind.files),
        formatBytes(kind.bytes),
        formatCount(kind.tokens),
      ]),
    ),
    ...(largest.length === 0 ? [] : [""]),
    ...layOutTable(
      style,
      [
        { heading: "largest files", align: "left" },
        { heading: "kind", align: "left" },
        number("size"),
        number("tokens"),
      ],
      largest.map((file) => [
        visible(file.path),
        file.kind,
        formatBytes(file.bytes),
        formatCount(file.tokens),
      ]),
    ),
  ];
}
