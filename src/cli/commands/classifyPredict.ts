import { text } from "node:stream/consumers";
import { throwIfCanceled } from "../../errors.ts";
import type { LabelPrediction, TextSource } from "../../protocol/classifierMessages.ts";
import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { visible, type Style } from "../style.ts";
import {
  CLASSIFIER_ARGUMENT,
  READING_OPTIONS,
  SELECTION_OPTIONS,
  SOURCE_OPTIONS,
  toSelection,
  toSources,
} from "./classifyOptions.ts";

const STANDARD_INPUT = "-";

/** `wordfield classify predict`: the most probable labels of texts. */
export const classifyPredict = defineCommand({
  name: "classify predict",
  summary: "Predict the labels of texts",
  description:
    "Prints the most probable labels of each text with their probabilities, one text a line, in order. With one-vs-all and negative sampling each label has a probability of its own; else they add up to one. Labels that stand in the text are left aside.",
  arguments: {
    model: CLASSIFIER_ARGUMENT,
    paths: {
      placeholder: "FILE",
      many: true,
      help: "Files with one text a line, or - for standard input",
    },
  },
  options: {
    ...SELECTION_OPTIONS,
    "by-file": { kind: "flag", help: "Take each file, or all of standard input, for one text" },
    ...READING_OPTIONS,
    ...SOURCE_OPTIONS,
  },
  examples: [
    {
      command: "wordfield classify predict reviews.bin new.txt -k 3 --threshold 0.1",
      effect: "up to three labels for each line",
    },
    {
      command: "echo 'Worth every penny' | wordfield classify predict reviews.bin -",
      effect: "from another program",
    },
    {
      command: "wordfield classify predict mail.bin inbox --by-file",
      effect: "each file of a folder",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { model, paths }, options }) => {
    const isInput = paths.includes(STANDARD_INPUT);
    if (isInput && paths.length > 1)
      throw new UsageError("- for standard input stands alone: leave out the other files.");
    const byFile = options["by-file"];
    const source: TextSource = isInput
      ? { kind: "texts", texts: textsOf(await readInput(signal), byFile) }
      : { kind: "files", sources: toSources(paths, options), byFile };
    const { predictions, skipped } = await engine.predictLabels(
      { ...toSelection(model, options, undefined), source },
      signal,
    );
    const files = new Set(predictions.map(({ path }) => path));
    return {
      document: { predictions, skipped },
      lines: predictions.map((prediction) => layOut(prediction, files.size > 1, style)),
      notes: skipped.map(({ path, reason }) => `${visible(path)}: ${visible(reason)}`),
      complete: skipped.length === 0,
    };
  },
});

/** Errors: `canceled`. */
async function readInput(signal: AbortSignal): Promise<string> {
  throwIfCanceled(signal);
  const stop = () => process.stdin.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await text(process.stdin);
  } catch (error) {
    throwIfCanceled(signal); // a stream that is destroyed fails
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function textsOf(input: string, isOne: boolean): string[] {
  if (isOne) return [input];
  const lines = input.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function layOut({ path, line, labels }: LabelPrediction, showsFile: boolean, style: Style): string {
  const place = path === null || (!showsFile && line !== null) ? "" : placeOf(path, line, style);
  const found = labels.map(
    ({ label, probability }) => `${visible(label)} ${probability.toFixed(4)}`,
  );
  return place + (found.length === 0 ? style.dim("-") : found.join("  "));
}

function placeOf(path: string, line: number | null, style: Style): string {
  return style.dim(`${visible(path)}${line === null ? "" : `:${line}`}`) + "  ";
}
