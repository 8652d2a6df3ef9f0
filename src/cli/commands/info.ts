import { resolve } from "node:path";
import type {
  CorpusDescription,
  ModelDescription,
  StopWords,
} from "../../protocol/modelMessages.ts";
import { defineCommand } from "../command.ts";
import { formatBytes, formatCount, formatQuantity } from "../format.ts";
import { layOutLosses } from "../lossTable.ts";
import { visible } from "../style.ts";
import { layOutTable } from "../table.ts";
import { MODEL_ARGUMENT } from "./sharedOptions.ts";

/** `wordfield info`: what a model is and how it was made. */
export const info = defineCommand({
  name: "info",
  summary: "Show what a model is and how it was made",
  description:
    "Shows size, corpus, hyperparameters and losses of a model. Only the header of the file is read.",
  arguments: { model: MODEL_ARGUMENT },
  options: {},
  examples: [
    {
      command: "wordfield info sotu.safetensors --json | jq .hyperparameters",
      effect: "the settings it was trained with",
    },
  ],
  run: async ({ engine, signal, style }, values) => {
    const modelPath = resolve(values.arguments.model);
    const { model } = await engine.describeModel({ modelPath }, signal);
    return {
      document: model,
      lines: [
        ...layOutTable(
          style,
          [
            { heading: "", align: "left" },
            { heading: "", align: "left" },
          ],
          factRows(model).map(([name, value]) => [style.dim(name), visible(value)]),
        ),
        ...(model.lossPerEpoch.length === 0
          ? []
          : ["", ...layOutLosses(style, model.lossPerEpoch)]),
      ],
      complete: true,
    };
  },
});

function factRows(model: ModelDescription): [string, string][] {
  const { corpus, hyperparameters } = model;
  return [
    ["file", model.path],
    ["size", formatBytes(model.bytes)],
    ...(model.format ? ([["format", model.format]] satisfies [string, string][]) : []),
    ["created", model.createdAt],
    [
      "algorithm",
      model.isUntrained
        ? `${model.algorithm}: general meaning alone, not trained`
        : model.algorithm,
    ],
    ["words", formatCount(model.words)],
    ["dimension", formatCount(model.dimension)],
    ...(model.encoder ? ([["general meaning", model.encoder]] satisfies [string, string][]) : []),
    ...(corpus === null
      ? []
      : ([
          [
            "corpus",
            `${formatQuantity(corpus.files, "file")}, ${formatBytes(corpus.bytes)}, ${formatQuantity(corpus.tokens, "token")}` +
              (corpus.skipped === 0 ? "" : `; ${formatQuantity(corpus.skipped, "file")} skipped`),
          ],
          ["tokenizer", describeTokenizer(corpus)],
          ...(corpus.phrases
            ? [["phrases", formatQuantity(corpus.phrases.length, "phrase")] as [string, string]]
            : []),
          ...(corpus.stopWords
            ? [["stop words", describeStopWords(corpus.stopWords)] as [string, string]]
            : []),
        ] satisfies [string, string][])),
    ...Object.entries(hyperparameters)
      .filter(([name]) => name !== "algorithm" && name !== "dimension")
      .map(([name, value]): [string, string] => [readableName(name), String(value)]),
  ];
}

/** For example: en, 12 words. */
function describeStopWords({ languages, words }: StopWords): string {
  return [...languages, ...(words.length > 0 ? [formatQuantity(words.length, "word")] : [])].join(
    ", ",
  );
}

/** minimumCount → minimum count */
function readableName(name: string): string {
  return visible(name).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** For example: words (numbers fold, addresses drop). */
function describeTokenizer({ tokenizer, tokenizerOptions }: CorpusDescription): string {
  const options = Object.entries(tokenizerOptions ?? {});
  if (options.length === 0) return tokenizer;
  return `${tokenizer} (${options.map(([name, value]) => `${readableName(name)} ${String(value)}`).join(", ")})`;
}
