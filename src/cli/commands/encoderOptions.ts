/** What the subcommands that ask an encoder have in common. */
import type { LayerChoice } from "../../protocol/encoderMessages.ts";
import type { EncoderChoice, EncoderDescription } from "../../protocol/encodingMessages.ts";
import { UsageError } from "../arguments.ts";
import { folderOfEncoder } from "../encoderStore.ts";
import type { OptionTable } from "../options.ts";

/** Which encoder answers, and on what it runs. */
export const ENCODER_OPTIONS = {
  encoder: {
    kind: "text",
    short: "e",
    placeholder: "FOLDER|ID",
    group: "Encoder",
    help: "Folder with config.json, tokenizer.json and onnx/model.onnx, or id of a downloaded one; else the bundled one for the text’s script",
  },
  provider: {
    kind: "choice",
    placeholder: "NAME",
    choices: ["auto", "cpu", "cuda", "tensorrt", "dml", "coreml", "webgpu", "wasm"],
    default: "auto",
    group: "Encoder",
    help: "What computes; auto is the processor for INT8 weights, else the first that works",
  },
  threads: {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 256,
    default: "half of the processor’s",
    group: "Encoder",
    help: "Threads of a run",
  },
} as const satisfies OptionTable;

/** The layer whose hidden states are taken. */
export const LAYER_OPTION = {
  kind: "text",
  placeholder: "LAYER",
  group: "Encoder",
  help: "Number of a layer (0 is that of the embeddings), last (the default), or last-four for their mean",
} as const;

/** The encoder that the words of the command line name. */
export function toEncoderChoice(options: {
  readonly encoder: string | undefined;
  readonly provider: string;
  readonly threads: number | undefined;
}): EncoderChoice {
  return {
    folder: options.encoder === undefined ? null : folderOfEncoder(options.encoder),
    provider: options.provider,
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  };
}

/** The layer that an option names. Errors: `UsageError`. */
export function toLayer(text: string | undefined): LayerChoice {
  if (text === undefined || text === "last") return "last";
  if (text === "last-four") return text;
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError(
    `--layer cannot be "${text}": give the number of a layer, last or last-four.`,
  );
}

/** One line on the encoder that has answered. */
export function encoderNote({ name, family, layers, dimension, weightType }: EncoderDescription) {
  return `${name}: ${family}, ${layers} layers, dimension ${dimension}, ${weightType}.`;
}
