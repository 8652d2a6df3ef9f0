import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { GroundingRequests } from "../../protocol/groundingMessages.ts";
import type { EncoderChoice } from "../../protocol/encodingMessages.ts";
import { defineCommand, type CommandContext } from "../command.ts";
import { formatCount, formatQuantity } from "../format.ts";
import { ENCODER_OPTIONS, encoderNote, toEncoderChoice } from "./encoderOptions.ts";

/** `wordfield ground`: an encoder's knowledge of the words beside what training found. */
export const ground = defineCommand({
  name: "ground",
  summary: "Add general meaning to a model",
  description:
    "Has an encoder embed every word of a model, which knows the language in general, and writes the vectors into the model’s file beside the trained ones. Neighbors of rare words get sensible, and “wordfield unusual” tells which words are used differently here. Words that were encoded once cost nothing later.",
  arguments: { model: { placeholder: "MODEL", help: "Model of “wordfield train”" } },
  options: ENCODER_OPTIONS,
  examples: [
    {
      command: "wordfield ground docs.safetensors",
      effect: "with the encoder that comes with Wordfield for the words’ script",
    },
    {
      command: "wordfield ground docs.safetensors --encoder models/bge-small-en",
      effect: "with another one",
    },
  ],
  run: async (context, { arguments: { model }, options }) => {
    const result = await groundWords(context, resolve(model), toEncoderChoice(options));
    return {
      document: result,
      lines: [describeGrounding(result)],
      notes: [encoderNote(result.encoder)],
      complete: true,
    };
  },
});

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
