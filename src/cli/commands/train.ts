import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { WordfieldError } from "../../errors.ts";
import type { SkippedFile, TrainingResult } from "../../protocol/engineMessages.ts";
import { defineCommand } from "../command.ts";
import {
  formatBytes,
  formatCount,
  formatQuantity,
  formatRounded,
  formatSeconds,
} from "../format.ts";
import { layOutLosses } from "../lossTable.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";

const SHOWN_SKIPPED_FILES = 10;

/** `wordfield train`: reads text, trains, writes a model. */
export const train = defineCommand({
  name: "train",
  summary: "Train word vectors on files and folders",
  description:
    "Reads text files and every text file of folders, trains word vectors and writes them into one model file. An existing file is replaced at the very end; an interrupt leaves nothing behind.",
  arguments: {
    paths: { placeholder: "PATH", many: true, help: "Files and folders to read" },
  },
  options: {
    output: {
      kind: "text",
      short: "o",
      placeholder: "MODEL",
      required: true,
      help: "File to write, as a rule NAME.safetensors",
    },
    tokenizer: {
      kind: "choice",
      placeholder: "NAME",
      choices: ["auto", "words", "whitespace"],
      default: "auto",
      group: "Text",
      help: "What a word is: letters and digits in lower case (words), whatever stands between spaces (whitespace), or what suits the text (auto, for now the same as words)",
    },
    exclude: {
      kind: "list",
      placeholder: "GLOB",
      group: "Text",
      help: "Leave out what matches, for example '**/*.log'",
    },
    "no-ignore-files": {
      kind: "flag",
      group: "Text",
      help: "Read also what .gitignore files leave out",
    },
    "max-file-size": {
      kind: "size",
      placeholder: "SIZE",
      default: 500_000_000,
      group: "Text",
      help: "Skip files that are larger",
    },
    "min-count": {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000_000_000,
      default: 5,
      group: "Text",
      help: "Leave out words that stand less often",
    },
    algorithm: {
      kind: "choice",
      placeholder: "NAME",
      choices: ["skip-gram", "cbow", "fasttext"],
      default: "skip-gram",
      group: "Training",
      help: "How vectors are learned",
    },
    dimension: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 2_000,
      default: 100,
      group: "Training",
      help: "Numbers in a vector",
    },
    window: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 100,
      default: 5,
      group: "Training",
      help: "How many words on each side are context",
    },
    negatives: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 100,
      default: 5,
      group: "Training",
      help: "Noise words for each pair of words",
    },
    epochs: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000,
      default: 5,
      group: "Training",
      help: "How many times the text is read",
    },
    sample: {
      kind: "number",
      placeholder: "T",
      minimum: 0,
      maximum: 1,
      default: 1e-4,
      group: "Training",
      help: "Frequency above which words are thinned out; 0 keeps all",
    },
    "learning-rate": {
      kind: "number",
      placeholder: "R",
      minimum: 1e-6,
      maximum: 1,
      default: 0.05,
      group: "Training",
      help: "Step size at the start; it falls to zero",
    },
    threads: {
      kind: "integer",
      placeholder: "N",
      minimum: 1,
      maximum: 256,
      default: "all that the machine has",
      group: "Training",
      help: "Training threads",
    },
    seed: {
      kind: "integer",
      placeholder: "N",
      minimum: 0,
      maximum: 2 ** 32 - 1,
      default: 1,
      group: "Training",
      help: "Start of the random numbers; one thread and one seed give one result",
    },
  },
  examples: [
    {
      command: "wordfield train docs notes.txt -o notes.safetensors",
      effect: "a folder and a file, with good defaults",
    },
    {
      command:
        "wordfield train . -o repo.safetensors --exclude 'dist/**' --min-count 3 --epochs 20",
      effect: "a small folder: keep rarer words, read it more often",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    await checkNotFolder(options.output);
    const result = await engine.trainModel(
      {
        runId: "command-line",
        sources: {
          paths: paths.map((path) => resolve(path)),
          exclude: options.exclude,
          useIgnoreFiles: !options["no-ignore-files"],
          maximumFileBytes: options["max-file-size"],
          documents: [],
        },
        tokenizer: options.tokenizer === "auto" ? "words" : options.tokenizer,
        options: {
          algorithm: options.algorithm,
          dimension: options.dimension,
          window: options.window,
          negatives: options.negatives,
          epochs: options.epochs,
          minimumCount: options["min-count"],
          sample: options.sample,
          learningRate: options["learning-rate"],
          seed: options.seed,
          ...(options.threads === undefined ? {} : { threads: options.threads }),
        },
        modelPath: resolve(options.output),
      },
      signal,
    );
    return { document: result, lines: summarize(result, options.output, style), complete: true };
  },
});

/** Asked before the work begins: a slip should not cost the minutes of a training. */
async function checkNotFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined); // usually there is nothing yet
  if (found?.isDirectory())
    throw new WordfieldError(
      "file-unwritable",
      `${path} is a folder. Give the name of a file, for example ${path}/model.safetensors.`,
    );
}

function summarize(result: TrainingResult, output: string, style: Style): string[] {
  const { model, skipped } = result;
  const { corpus } = model;
  return [
    `${style.bold("Read")}     ` +
      (corpus === null
        ? ""
        : `${formatQuantity(corpus.files, "file")}, ${formatBytes(corpus.bytes)}, ${formatQuantity(corpus.tokens, "token")}, `) +
      formatQuantity(model.words, "word"),
    ...(skipped.length === 0 ? [] : layOutSkipped(skipped, style)),
    `${style.bold("Trained")}  ${model.algorithm}, ${formatQuantity(model.dimension, "dimension")}, in ${formatSeconds(result.seconds)}, ${formatRounded(result.wordsPerSecond)} words/s`,
    ...layOutLosses(style, model.lossPerEpoch).map((line) => `         ${line}`),
    `${style.bold("Wrote")}    ${output}, ${formatBytes(model.bytes)}`,
  ];
}

function layOutSkipped(skipped: readonly SkippedFile[], style: Style): string[] {
  const shown = skipped.slice(0, SHOWN_SKIPPED_FILES);
  const more = skipped.length - shown.length;
  return [
    `${style.bold("Skipped")}  ${formatQuantity(skipped.length, "file")}`,
    ...layOutTable(
      style,
      [
        { heading: "", align: "left" },
        { heading: "", align: "left" },
      ],
      shown.map(({ path, reason }) => [visible(path), style.dim(visible(reason))]),
    ).map((line) => `         ${line}`),
    ...(more === 0 ? [] : [`         ${style.dim(`and ${formatCount(more)} more`)}`]),
  ];
}
