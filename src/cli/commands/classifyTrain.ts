import { resolve } from "node:path";
import type {
  ClassifierOptions,
  ClassifierTrainingResult,
} from "../../protocol/classifierMessages.ts";
import { defineCommand } from "../command.ts";
import { formatBytes, formatQuantity, formatRounded, formatSeconds } from "../format.ts";
import { layOutLosses } from "../lossTable.ts";
import type { ArgumentTable, OptionTable, Values } from "../options.ts";
import type { Style } from "../style.ts";
import { LABEL_OPTIONS, SOURCE_OPTIONS, toSources } from "./classifyOptions.ts";
import { layOutSkipped } from "./trainingSummary.ts";

const LEARNING_OPTIONS = {
  "min-count": {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 1_000_000_000,
    default: 1,
    group: "Text",
    help: "Leave out words that stand less often",
  },
  "min-label-count": {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 1_000_000_000,
    default: 1,
    group: "Text",
    help: "Leave out labels that stand less often",
  },
  loss: {
    kind: "choice",
    placeholder: "NAME",
    choices: ["softmax", "hs", "ns", "ova"],
    default: "softmax",
    group: "Training",
    help: "Softmax, hierarchical softmax or negative sampling for thousands of labels, or one-vs-all for texts with several labels",
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
  epochs: {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 1_000,
    default: 5,
    group: "Training",
    help: "How many times the text is read; few texts need more",
  },
  "learning-rate": {
    kind: "number",
    placeholder: "R",
    minimum: 1e-6,
    maximum: 10,
    default: 0.1,
    group: "Training",
    help: "Step size at the start; it falls to zero. Few texts need more, up to 1",
  },
  "word-ngrams": {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 10,
    default: 1,
    group: "Training",
    help: "Learn also from N words in a row, so that their order counts",
  },
  "min-n": {
    kind: "integer",
    placeholder: "N",
    minimum: 0,
    maximum: 20,
    default: 0,
    group: "Training",
    help: "Characters of the shortest parts of words",
  },
  "max-n": {
    kind: "integer",
    placeholder: "N",
    minimum: 0,
    maximum: 20,
    default: 0,
    group: "Training",
    help: "Characters of the longest parts of words; 0 learns from whole words only",
  },
  buckets: {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 20_000_000,
    default: 200_000,
    group: "Training",
    help: "Vectors that parts of words, and words in a row, share; they take most of the memory",
  },
  negatives: {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 100,
    default: 5,
    group: "Training",
    help: "Drawn labels for each true one, with --loss ns",
  },
  threads: {
    kind: "integer",
    placeholder: "N",
    minimum: 1,
    maximum: 256,
    default: "all that the machine has",
    group: "Running",
    help: "Training threads",
  },
  seed: {
    kind: "integer",
    placeholder: "N",
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    default: 1,
    group: "Running",
    help: "Start of the random numbers; one thread and one seed give one result",
  },
} as const satisfies OptionTable;

/** `wordfield classify train`: learns the labels of texts. */
export const classifyTrain = defineCommand({
  name: "classify train",
  summary: "Train a text classifier on labeled lines or folders",
  description:
    "Learns to tell the labels of texts, as fastText’s supervised mode does, and writes a model file that fastText reads, too (with --tokenizer whitespace it cuts text as fastText does). An existing file is replaced at the very end; an interrupt leaves nothing behind.",
  arguments: {
    paths: {
      placeholder: "PATH",
      many: true,
      help: "Files whose lines begin with labels (__label__sports …), or folders whose subfolders are named as the labels",
    },
  },
  options: {
    output: {
      kind: "text",
      short: "o",
      placeholder: "MODEL",
      required: true,
      help: "File to write, as a rule NAME.bin",
    },
    tokenizer: {
      kind: "choice",
      placeholder: "NAME",
      choices: ["words", "whitespace"],
      default: "words",
      group: "Text",
      help: "What a word is: letters and digits in lower case (words), or whatever stands between spaces (whitespace)",
    },
    ...LABEL_OPTIONS,
    ...SOURCE_OPTIONS,
    ...LEARNING_OPTIONS,
  },
  examples: [
    {
      command: "wordfield classify train reviews.txt -o reviews.bin --word-ngrams 2 --epochs 25",
      effect: "lines such as “__label__good I loved it”",
    },
    {
      command: "wordfield classify train mail -o mail.bin",
      effect: "the files in mail/spam and mail/ham",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    const result = await engine.trainClassifier(
      {
        runId: "command-line",
        sources: toSources(paths, options),
        labelPlace: options.labels,
        labelPrefix: options["label-prefix"] ?? "__label__",
        tokenizer: options.tokenizer,
        options: toClassifierOptions(options),
        modelPath: resolve(options.output),
      },
      signal,
    );
    return { document: result, lines: summarize(result, options.output, style), complete: true };
  },
});

function toClassifierOptions(
  options: Values<ArgumentTable, typeof LEARNING_OPTIONS>["options"],
): ClassifierOptions {
  const { loss, dimension, epochs, buckets, negatives, threads, seed } = options;
  return {
    ...{ loss, dimension, epochs, buckets, negatives, seed },
    learningRate: options["learning-rate"],
    minimumCount: options["min-count"],
    minimumLabelCount: options["min-label-count"],
    wordNgrams: options["word-ngrams"],
    minimumNgram: options["min-n"],
    maximumNgram: options["max-n"],
    ...(threads === undefined ? {} : { threads }),
  };
}

function summarize(result: ClassifierTrainingResult, output: string, style: Style): string[] {
  const { corpus, skipped } = result;
  return [
    `${style.bold("Read")}     ${formatQuantity(corpus.files, "file")}, ${formatBytes(corpus.bytes)}, ` +
      `${formatQuantity(result.examples, "text")}, ${formatQuantity(result.words, "word")}, ${formatQuantity(result.labels.length, "label")}`,
    ...(skipped.length === 0 ? [] : layOutSkipped(skipped, style)),
    `${style.bold("Trained")}  ${result.loss}, ${formatQuantity(result.dimension, "dimension")}, in ${formatSeconds(result.seconds)}, ${formatRounded(result.wordsPerSecond)} words/s`,
    ...layOutLosses(style, result.lossPerEpoch, "loss per text").map((line) => `         ${line}`),
    `${style.bold("Wrote")}    ${output}, ${formatBytes(result.bytes)}`,
  ];
}
