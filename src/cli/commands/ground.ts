import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { UsageError } from "../arguments.ts";
import type { GroundingRequests } from "../../protocol/groundingMessages.ts";
import type { EncoderChoice } from "../../protocol/encodingMessages.ts";
import { defineCommand, type CommandContext, type Report } from "../command.ts";
import { formatBytes, formatCount, formatQuantity, formatSeconds } from "../format.ts";
import type { ArgumentTable, OptionTable, Values } from "../options.ts";
import { ENCODER_OPTIONS, encoderNote, toEncoderChoice } from "./encoderOptions.ts";
import { skippedNotes, TEXT_OPTIONS, toText } from "./statisticsOptions.ts";

const ARGUMENTS = {
  paths: {
    placeholder: "MODEL|PATH",
    many: true,
    help: "Model of “wordfield train”; with -o, files and folders to read",
  },
} as const satisfies ArgumentTable;

const OPTIONS = {
  output: {
    kind: "text",
    short: "o",
    placeholder: "MODEL",
    help: "Train nothing: write a model of the words of a text with their general meaning alone",
  },
  ...TEXT_OPTIONS,
  "min-count": {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 1_000_000_000,
    default: 1,
    group: "Text",
    help: "Leave out words that stand less often",
  },
  "max-words": {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 10_000_000,
    default: 20_000,
    group: "Text",
    help: "Keep at most so many words, the most frequent ones",
  },
  ...ENCODER_OPTIONS,
} as const satisfies OptionTable;

type GroundValues = Values<typeof ARGUMENTS, typeof OPTIONS>;

/** What a model that is there already is asked with. */
const WITHOUT_TEXT: readonly string[] = Object.keys(ENCODER_OPTIONS);

/** `wordfield ground`: an encoder's knowledge of the words beside what training found, or in its place. */
export const ground = defineCommand({
  name: "ground",
  summary: "Add general meaning to a model, or make one of it alone",
  description:
    "Has an encoder embed every word of a model, which knows the language in general, and writes the vectors into the model’s file beside the trained ones. Neighbors of rare words get sensible, and “wordfield unusual” tells which words are used differently here. Words that were encoded once cost nothing later. With -o nothing is trained: the most frequent words of a text get their general meaning, in seconds, and the model is marked as not trained.",
  arguments: ARGUMENTS,
  options: OPTIONS,
  examples: [
    {
      command: "wordfield ground docs.safetensors",
      effect: "with the encoder that comes with Wordfield for the words’ script",
    },
    {
      command: "wordfield ground docs.safetensors --encoder models/bge-small-en",
      effect: "with another one",
    },
    {
      command: "wordfield ground docs -o docs-general.safetensors",
      effect: "look around in a folder without training",
    },
  ],
  run: async (context, values) => {
    const { options } = values;
    if (options.output !== undefined) return makeModel(context, values, options.output);
    const result = await groundWords(context, modelOf(values), toEncoderChoice(options));
    return {
      document: result,
      lines: [describeGrounding(result)],
      notes: [encoderNote(result.encoder)],
      complete: true,
    };
  },
});

/** The one model that is to be grounded. Errors: `UsageError`. */
function modelOf({ arguments: { paths }, given }: GroundValues): string {
  const ofText = given.filter((name) => !WITHOUT_TEXT.includes(name)).map((name) => `--${name}`);
  const [model, ...more] = paths;
  if (model === undefined || more.length > 0 || ofText.length > 0)
    throw new UsageError(
      `${more.length > 0 ? `${paths.length} paths` : ofText.join(", ")} make sense only with -o MODEL, which says where to write a model of a text. Without it, name one model.`,
    );
  return resolve(model);
}

async function makeModel(
  { engine, signal, style }: CommandContext,
  { arguments: { paths }, options }: GroundValues,
  output: string,
): Promise<Report> {
  const result = await engine.makeGeneralModel(
    {
      ...toText(paths, options),
      minimumCount: options["min-count"],
      maximumWords: options["max-words"],
      choice: toEncoderChoice(options),
      cacheFolder: cacheFolder(),
      modelPath: resolve(output),
    },
    signal,
  );
  const { model, words, known, seconds, fromCache } = result;
  const read = model.corpus
    ? `${formatQuantity(model.corpus.files, "file")}, ${formatQuantity(model.corpus.tokens, "token")}; `
    : "";
  return {
    document: result,
    lines: [
      `${read}${result.encoder.name} knows ${formatCount(known)} of the ${formatQuantity(words, "most frequent word")}${fromCache === 0 ? "" : `; ${formatCount(fromCache)} were known from before`}`,
      `Wrote ${output}, ${formatBytes(model.bytes)}, in ${formatSeconds(seconds)}: general meaning; not trained on this text`,
    ],
    notes: [encoderNote(result.encoder), ...skippedNotes(result, style), ...(result.notes ?? [])],
    complete: true,
  };
}

/** Grounds a model; what an encoder has made of words is kept in the user's cache. */
export async function groundWords(
  { engine, signal }: CommandContext,
  modelPath: string,
  choice: EncoderChoice,
): Promise<GroundingRequests["groundModel"]["result"]> {
  return engine.groundModel(
    { runId: "command-line", modelPath, choice, cacheFolder: cacheFolder() },
    signal,
  );
}

/** One line on what an encoder has added to a model. */
export function describeGrounding({
  encoder,
  words,
  known,
  fromCache,
}: GroundingRequests["groundModel"]["result"]): string {
  const unknown = words - known;
  return [
    `${encoder.name} knows ${formatCount(known)} of ${formatQuantity(words, "word")}`,
    ...(unknown === 0 ? [] : [`${formatCount(unknown)} have only their uses here`]),
    ...(fromCache === 0 ? [] : [`${formatCount(fromCache)} were known from before`]),
  ].join("; ");
}

function cacheFolder(): string {
  const base =
    process.platform === "win32"
      ? (process.env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"))
      : (process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"));
  return join(base, "wordfield", "words");
}
