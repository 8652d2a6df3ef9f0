import { resolve } from "node:path";
import { defineCommand } from "../command.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";
import type { LayerContextualization } from "../../protocol/comparisonMessages.ts";
import { BALANCE_OPTION, toBalance } from "./balanceOption.ts";
import { ENCODER_OPTIONS, encoderNote, toEncoderChoice } from "./encoderOptions.ts";
import { formatPlace } from "./statisticsOptions.ts";

/** `wordfield compare TEXT -m MODEL`: what words mean where they stand, beside what they mean in general. */
export const compareContexts = defineCommand({
  name: "compare",
  toldBy: "model",
  summary: "With -m: compare words in general and in a sentence",
  description:
    "Shows for each word of a text its neighbors in a model beside the words that a BERT finds near where it stands, how like it is to its usual meaning in the model’s text, and for each layer how contextual the vectors are (Ethayarajh 2019). --json has the tokens, their places and their cosines, too.",
  arguments: { text: { placeholder: "TEXT", help: "A word or a sentence" } },
  options: {
    model: {
      kind: "text",
      short: "m",
      placeholder: "MODEL",
      required: true,
      help: "Model of “wordfield train”, or vectors of word2vec, GloVe or fastText (.vec, .txt, .bin)",
    },
    count: {
      kind: "integer",
      short: "k",
      placeholder: "N",
      minimum: 1,
      maximum: 100,
      default: 5,
      help: "How many neighbors of each word to list",
    },
    vocabulary: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 50_000,
      default: 3_000,
      help: "Take contextual neighbors from so many of the model’s most frequent words",
    },
    occurrences: {
      kind: "integer",
      placeholder: "N",
      minimum: 0,
      maximum: 200,
      default: 10,
      help: "Encode so many places of each word in the model’s text; 0 for none",
    },
    balance: {
      ...BALANCE_OPTION,
      help: "Which meaning the model’s neighbors are near in: 0, what was trained (the default), 1, what words mean in general, between, or auto",
    },
    ...ENCODER_OPTIONS,
  },
  examples: [
    {
      command: 'wordfield compare "The bank of the river" -m notes.safetensors',
      effect: "what “bank” is near in general, and here",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { text }, options }) => {
    const result = await engine.compareContexts(
      {
        runId: "command-line",
        choice: toEncoderChoice(options),
        text,
        modelPath: resolve(options.model),
        count: options.count,
        ...toBalance(options.balance),
        vocabulary: options.vocabulary,
        occurrences: options.occurrences,
        cacheFolder: null,
      },
      signal,
    );
    const { words, layers, tokens, similarities, encoder, missing } = result;
    const list = (neighbors: readonly { readonly word: string }[]) =>
      neighbors.map(({ word }) => visible(word)).join(", ") || "–";
    return {
      document: {
        ...result,
        similarities: tokens.map((_, row) =>
          [...similarities.subarray(row * tokens.length, (row + 1) * tokens.length)].map((value) =>
            Number(value.toFixed(5)),
          ),
        ),
      },
      lines: [
        ...words.flatMap((word) => [
          `${style.bold(visible(word.surface))}  ${style.dim(word.pieces.map((piece) => visible(tokens[piece]?.token ?? "")).join(" "))}`,
          `  in general  ${list(word.staticNeighbors)}`,
          `  here        ${list(word.contextualNeighbors)}`,
          `  like the word alone ${word.toWordAlone.toFixed(3)}${word.toUsual === null ? "" : `, like its usual meaning ${word.toUsual.toFixed(3)}`}`,
          ...word.occurrences
            .slice(0, 1)
            .map(
              (place) =>
                `  most like    ${style.dim(formatPlace(place))}: ${visible(place.text.trim())}`,
            ),
        ]),
        "",
        ...layerTable(layers, style),
      ],
      notes: [encoderNote(encoder), ...missing],
      complete: words.length > 0,
    };
  },
});

function layerTable(layers: readonly LayerContextualization[], style: Style): string[] {
  const format = (value: number | null) => (value === null ? "–" : value.toFixed(3));
  return layOutTable(
    style,
    [
      { heading: "layer", align: "right" },
      { heading: "self-similarity", align: "right" },
      { heading: "intra-sentence", align: "right" },
      { heading: "anisotropy", align: "right" },
      { heading: "self, adjusted", align: "right" },
      { heading: "intra, adjusted", align: "right" },
    ],
    layers.map((layer) => [
      String(layer.layer),
      format(layer.selfSimilarity),
      format(layer.intraSentenceSimilarity),
      format(layer.anisotropy),
      format(layer.adjustedSelfSimilarity),
      format(layer.adjustedIntraSentenceSimilarity),
    ]),
  );
}
