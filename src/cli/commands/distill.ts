import { resolve } from "node:path";
import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { formatQuantity, formatSeconds } from "../format.ts";
import { visible } from "../style.ts";
import { ENCODER_OPTIONS, encoderNote, toEncoderChoice } from "./encoderOptions.ts";
import { skippedNotes, TEXT_OPTIONS, toText } from "./statisticsOptions.ts";

const MODEL_ENDINGS = /\.(?:safetensors|vec|bin)$/;

/** `wordfield distill`: static vectors of an encoder. */
export const distill = defineCommand({
  name: "distill",
  summary: "Make static vectors of a BERT for the words of a text",
  description:
    "Puts each word of a text, or of a model, through a BERT alone, keeps the principal components of the vectors, and writes them as a model that every other subcommand opens. “wordfield train --warm-start” trains it further.",
  arguments: {
    sources: {
      placeholder: "PATH|MODEL",
      many: true,
      help: "Files and folders to read, or one model whose words are taken",
    },
  },
  options: {
    output: {
      kind: "text",
      short: "o",
      placeholder: "MODEL",
      required: true,
      help: "File of the model; its name ends in .safetensors",
    },
    dimension: {
      kind: "integer",
      short: "d",
      placeholder: "N",
      minimum: 1,
      maximum: 1_024,
      default: 256,
      help: "Principal components to keep; as many as the BERT has numbers at most",
    },
    "min-count": {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000_000_000,
      default: 5,
      group: "Text",
      help: "Leave out words that occur less often in the text",
    },
    "max-words": {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000_000,
      default: 50_000,
      help: "Take only so many of the most frequent words",
    },
    "no-weighting": { kind: "flag", help: "Do not make the vectors of frequent words shorter" },
    ...TEXT_OPTIONS,
    ...ENCODER_OPTIONS,
  },
  examples: [
    {
      command: "wordfield distill docs -o distilled.safetensors",
      effect: "vectors for the words of a folder, without training",
    },
    {
      command: "wordfield train docs -o notes.safetensors --warm-start distilled.safetensors",
      effect: "train them further on the text",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { sources }, options }) => {
    if (!options.output.endsWith(".safetensors"))
      throw new UsageError(
        `--output cannot be "${options.output}": its name has to end in .safetensors.`,
      );
    const [first = ""] = sources;
    const { runId, tokenizer, sources: text } = toText(sources, options);
    const result = await engine.distillModel(
      {
        runId,
        choice: toEncoderChoice(options),
        words:
          sources.length === 1 && MODEL_ENDINGS.test(first)
            ? { kind: "model", modelPath: resolve(first) }
            : { kind: "text", sources: text, tokenizer, minimumCount: options["min-count"] },
        maximumWords: options["max-words"],
        dimension: options.dimension,
        isWeighted: !options["no-weighting"],
        modelPath: resolve(options.output),
      },
      signal,
    );
    const { words, dimension, unknown, seconds, modelPath } = result;
    return {
      document: result,
      lines: [
        `${formatQuantity(words, "word")}, dimension ${dimension}, in ${formatSeconds(seconds)}: ${visible(modelPath)}`,
      ],
      notes: [
        ...skippedNotes(result, style),
        ...(unknown === 0
          ? []
          : [`${formatQuantity(unknown, "word")} left out: the encoder knows no piece of them.`]),
        encoderNote(result.encoder),
      ],
      complete: true,
    };
  },
});
