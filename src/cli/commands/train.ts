import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { WordfieldError } from "../../errors.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import type { EncoderChoice } from "../../protocol/encodingMessages.ts";
import { folderOfEncoder } from "../encoderStore.ts";
import { UsageError } from "../arguments.ts";
import { defineCommand, Interruption, type CommandContext } from "../command.ts";
import type { ArgumentTable, OptionTable, Values } from "../options.ts";
import { HISTORY_OPTION, SOURCE_OPTIONS, toTextSources } from "./classifyOptions.ts";
import { withoutPassport } from "./files.ts";
import { describeGrounding, groundWords } from "./ground.ts";
import { TOKENIZER_OPTIONS, toTokenizerSettings } from "./tokenizerOptions.ts";
import {
  checkEffects,
  LEARNING_OPTIONS,
  MACHINE_OPTIONS,
  PRESET_TERMS,
  toTrainingOptions,
  VOCABULARY_OPTIONS,
} from "./trainingOptions.ts";
import { readWordChoice, WORD_CHOICE_OPTIONS } from "./wordChoice.ts";
import { summarizeTraining } from "./trainingSummary.ts";

const ARGUMENTS = {
  paths: {
    placeholder: "PATH",
    many: true,
    optional: true,
    help: "Files and folders to read; none with --resume, and none needed with --new-only",
  },
} as const satisfies ArgumentTable;

const OPTIONS = {
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
  ...SOURCE_OPTIONS,
  ...HISTORY_OPTION,
  ...TOKENIZER_OPTIONS,
  ...WORD_CHOICE_OPTIONS,
  ...VOCABULARY_OPTIONS,
  ...LEARNING_OPTIONS,
  ...MACHINE_OPTIONS,
  "warm-start": {
    kind: "text",
    placeholder: "MODEL",
    group: "Running",
    help: "Train the vectors of this model further, also of fastText (.bin), word2vec (.bin, .vec) or GloVe; words that it does not have are added",
  },
  prior: {
    kind: "text",
    placeholder: "auto|none|FOLDER",
    group: "Running",
    help: "Add general meaning afterwards, as “wordfield ground” does: with the encoder for the words’ script (auto), that of a folder, or none (the default)",
  },
  "new-only": {
    kind: "flag",
    group: "Running",
    help: "With --warm-start: read only files that the model has not read as they are now, of the paths or, without any, of those that it was trained on",
  },
  resume: {
    kind: "flag",
    group: "Running",
    help: "Go on with the interrupted training of the same -o, on its text and with its options",
  },
  "checkpoint-minutes": {
    kind: "number",
    placeholder: "N",
    minimum: 0,
    maximum: 10_000,
    default: 5,
    group: "Running",
    help: "Write down every so many minutes how far training is, for --resume; 0 does not",
  },
  "checkpoint-epochs": {
    kind: "flag",
    group: "Running",
    help: "Write it down after every epoch, too",
  },
  tensorboard: {
    kind: "text",
    placeholder: "FOLDER",
    group: "Running",
    help: "Write event files for TensorBoard into this folder",
  },
} as const satisfies OptionTable;

type TrainValues = Values<typeof ARGUMENTS, typeof OPTIONS>;

/** `wordfield train`: reads text, trains, writes a model. */
export const train = defineCommand({
  name: "train",
  summary: "Train word vectors on files and folders",
  description:
    "Reads text files and every text file of folders, trains word vectors and writes them into one model file. An existing file is replaced at the very end; an interrupt leaves nothing behind but the last checkpoint. Defaults hold where neither an option nor a preset says otherwise.",
  arguments: ARGUMENTS,
  options: OPTIONS,
  sections: [{ heading: "Presets", terms: PRESET_TERMS }],
  examples: [
    {
      command: "wordfield train docs notes.txt -o notes.safetensors",
      effect: "a folder and a file, with good defaults",
    },
    {
      command: "wordfield train . -o repo.safetensors --preset small-text --exclude 'dist/**'",
      effect: "a small folder: read it more often, keep rarer words",
    },
    {
      command: "wordfield train news -o news.safetensors --preset subwords --epochs 10",
      effect: "vectors also for words that the text does not have",
    },
    {
      command: "wordfield train --resume -o news.safetensors",
      effect: "go on where that training was interrupted",
    },
    {
      command: "wordfield train june -o june.safetensors --warm-start news.safetensors",
      effect: "train an existing model further on new text",
    },
    {
      command: "wordfield train -o new.safetensors --warm-start docs.safetensors --new-only",
      effect: "read only what has changed or come since the model was trained",
    },
    {
      command: "wordfield train docs -o docs.safetensors --phrases auto --stop-words en",
      effect: "new york as one word, and no function words",
    },
    {
      command: "wordfield train notes -o notes.safetensors --warm-start glove.txt",
      effect: "the same with vectors of GloVe, word2vec or fastText",
    },
  ],
  run: async (context, values) => {
    const { engine, signal, style } = context;
    const { options } = values;
    const modelPath = resolve(options.output);
    const target = {
      runId: "command-line",
      modelPath,
      checkpoints: {
        everyMinutes: options["checkpoint-minutes"],
        everyEpoch: options["checkpoint-epochs"],
        keepWhenCanceled: true,
      },
      ...(options.tensorboard === undefined
        ? {}
        : { tensorboardFolder: resolve(options.tensorboard) }),
    };
    const prior = toPrior(options.prior);
    const order = options.resume ? checkResume(values) : await toOrder(engine, values);
    await checkNotFolder(options.output);
    const words = order && (await readWordChoice({ engine, signal }, options, order));
    try {
      const result = order
        ? await engine.trainModel({ ...target, ...order, ...words }, signal)
        : await engine.resumeTraining(target, signal);
      const grounding = prior && (await groundWords(context, modelPath, prior));
      return {
        document: { ...result, ...(grounding ? { grounding } : {}) },
        lines: [
          ...summarizeTraining(result, options.output, style),
          ...(grounding ? [`${describeGrounding(grounding)}.`] : []),
        ],
        complete: true,
      };
    } catch (thrown) {
      // What is left of an interrupted training is worth a word.
      if (signal.aborted) await explainInterrupt(engine, modelPath, options.output);
      throw thrown;
    }
  },
});

/**
 * What to train, of the words of the command line.
 *
 * Errors: `UsageError`.
 */
async function toOrder(
  engine: CommandContext["engine"],
  { arguments: { paths }, options, given }: TrainValues,
): Promise<
  Pick<
    EngineRequests["trainModel"]["params"],
    "sources" | "tokenizer" | "tokenizerOptions" | "options" | "warmStartPath" | "newOnly"
  >
> {
  const newOnly = options["new-only"];
  if (newOnly && options["warm-start"] === undefined)
    throw new UsageError("--new-only needs --warm-start: the model that has read the rest.");
  if (paths.length === 0 && !newOnly)
    throw new UsageError("PATH is missing: files and folders to read.");
  const trainingOptions = toTrainingOptions(options);
  const warmStart = options["warm-start"];
  // The algorithm of a warm start is that of its model, which is not known here.
  if (warmStart === undefined) checkEffects(given, trainingOptions);
  return {
    sources: {
      ...(paths.length === 0 && warmStart !== undefined
        ? await sourcesOfModel(engine, resolve(warmStart))
        : toTextSources(paths, options)),
      documents: [],
    },
    tokenizer: options.tokenizer === "auto" ? "words" : options.tokenizer,
    ...toTokenizerSettings(options, options.tokenizer),
    options: trainingOptions,
    ...(warmStart === undefined ? {} : { warmStartPath: resolve(warmStart) }),
    ...(newOnly ? { newOnly } : {}),
  };
}

/** The encoder that is to know the words in general; undefined for none. */
function toPrior(prior: string | undefined): EncoderChoice | undefined {
  if (prior === undefined || prior === "none") return undefined;
  return { folder: prior === "auto" ? null : folderOfEncoder(prior) };
}

/** How the files of a model were chosen. Errors: `bad-input` where it does not say. */
async function sourcesOfModel(engine: CommandContext["engine"], modelPath: string) {
  const corpus = await engine.corpusOf({ modelPath, limit: 0 });
  if (!corpus) throw withoutPassport(modelPath);
  return corpus.sources;
}

const GIVEN_WITH_RESUME: readonly (keyof typeof OPTIONS)[] = [
  "output",
  "resume",
  "checkpoint-minutes",
  "checkpoint-epochs",
  "tensorboard",
  "prior",
];

/**
 * Refuses what a resumed training could not heed.
 *
 * Errors: `UsageError`.
 */
function checkResume({ arguments: { paths }, given }: TrainValues): undefined {
  const unheeded = [
    ...(paths.length === 0 ? [] : ["PATH"]),
    ...given.filter((name) => !GIVEN_WITH_RESUME.includes(name)).map((name) => `--${name}`),
  ];
  if (unheeded.length > 0)
    throw new UsageError(
      `--resume takes text and options from the checkpoint: leave out ${unheeded.join(", ")}.`,
    );
}

/** Asked before the work begins: a slip should not cost the minutes of a training. */
async function checkNotFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined); // usually there is nothing yet
  if (found?.isDirectory())
    throw new WordfieldError(
      "file-unwritable",
      `${path} is a folder. Give the name of a file, for example ${path}/model.safetensors.`,
    );
}

/**
 * Says how to go on where an interrupted training has left a checkpoint.
 *
 * Errors: `Interruption`, if it has.
 */
async function explainInterrupt(
  engine: CommandContext["engine"],
  modelPath: string,
  output: string,
): Promise<void> {
  const { checkpoints } = await engine.listCheckpoints({ folder: dirname(modelPath) });
  const kept = checkpoints.find((checkpoint) => checkpoint.modelPath === modelPath);
  if (kept)
    throw new Interruption(
      `Interrupted. A checkpoint at ${Math.floor(kept.fraction * 100)} % is kept. Go on with: wordfield train --resume -o ${quote(output)}`,
    );
}

/** Writes a path so that a shell takes it for one word. */
function quote(path: string): string {
  if (/^[\w./\\:-]+$/.test(path)) return path;
  return process.platform === "win32" ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}
