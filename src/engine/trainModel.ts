/** "Train a model": reads the text, takes in the model to start from, and hands both to the run. */
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { tokenizerOptions, type TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { WordfieldError } from "../errors.ts";
import { temporaryPath } from "../embeddings/writeAside.node.ts";
import type { EngineRequests, TrainingResult } from "../protocol/engineMessages.ts";
import { composePassport, createPassport, type Passport } from "../occurrences/passport.node.ts";
import type { WordChoice } from "../statistics/chooseWords.ts";
import { stopWordsOf } from "../statistics/stopWords.ts";
import { refuseRunning } from "../training/checkpointFolder.node.ts";
import { completeHyperparameters } from "../training/hyperparameters.ts";
import type { PauseSwitch } from "../training/pauseSwitch.ts";
import type { JobTable } from "./jobTable.ts";
import { composeCorpusRecord, type ChosenWords } from "./modelMetadata.ts";
import { readPassport } from "./passports.ts";
import { openStartingModel } from "./startingModel.ts";
import { TrainingReport } from "./trainingReport.ts";
import { checkTarget, runTraining, type TrainingsContext } from "./trainingRun.ts";

/** Reads, trains and writes a model; a cancel or a failure leaves nothing behind but a checkpoint that was asked for. */
export async function trainModel(
  context: TrainingsContext & { readonly pause: PauseSwitch },
  params: EngineRequests["trainModel"]["params"],
  signal?: AbortSignal,
): Promise<TrainingResult> {
  const beganMs = performance.now();
  const { runId, modelPath, checkpoints, tensorboardFolder, warmStartPath } = params;
  const folder = await checkTarget(modelPath);
  await refuseRunning(modelPath);
  const startingModel =
    warmStartPath === undefined
      ? undefined
      : await openStartingModel(context, warmStartPath, params.options, signal);
  const options = { ...startingModel?.options, ...params.options };
  const chosen = chooseTokenizer(params, startingModel?.tokenizer);
  const words = {
    phrases: params.phrases ?? startingModel?.chosenWords.phrases,
    stopWords: params.stopWords ?? startingModel?.chosenWords.stopWords,
  };
  const before = await passportBefore(params);
  // Wrong options are told before the text is read; those that depend on it are filled in afterwards.
  const beforeReading = completeHyperparameters(options, availableParallelism());
  const report = new TrainingReport(context.emit, runId, modelPath, beforeReading.epochs);
  // On the model's disk, where the system's folder for temporary files may be memory, and checkpoints can link to it.
  const idsPath = temporaryPath(join(folder, `${basename(modelPath)}.ids`));
  try {
    const { corpus, tokenizer, phrases, note } = await readText(
      context,
      {
        ...{ ...params, tokenizer: chosen, idsPath, before },
        choice: chooseWords(words, before ? startingModel?.words() : undefined),
      },
      beforeReading,
      report,
      signal,
    );
    const tokens = corpus.counts.reduce((sum, count) => sum + count, 0);
    const hyperparameters = completeHyperparameters(options, availableParallelism(), tokens);
    const passport = createPassport(corpus.report, params.sources, tokenizer, before);
    const started = await startingModel?.join(corpus, hyperparameters, signal);
    return await runTraining(
      context,
      {
        runId,
        modelPath,
        corpus: started?.corpus ?? corpus,
        hyperparameters,
        recipe: {
          corpus: composeCorpusRecord(passport, hyperparameters.minimumCount, {
            ...words,
            phrases,
          }),
          tokens: corpus.report.tokens,
          passport: Buffer.from(composePassport(passport)).toString("base64"),
          ...(startingModel ? { warmStart: startingModel.name } : {}),
        },
        skipped: corpus.report.skipped,
        notes: note === undefined ? [] : [note],
        report,
        beganMs,
        ...(started ? { start: started.start } : {}),
        ...(checkpoints ? { checkpoints } : {}),
        ...(tensorboardFolder === undefined ? {} : { tensorboardFolder }),
      },
      signal,
    );
  } finally {
    await rm(idsPath, { force: true });
  }
}

/** What is not said is as it was in the model to start from: its words must be found again. */
function chooseTokenizer(
  { tokenizer: name, tokenizerOptions: settings }: EngineRequests["trainModel"]["params"],
  before: TokenizerOptions | null | undefined,
): TokenizerOptions {
  return before?.name === name && name === "words"
    ? { ...before, ...settings }
    : tokenizerOptions(name, settings);
}

/**
 * What the model to start from has read, where only what is new is to be read.
 *
 * Errors: `bad-input` where it does not say.
 */
async function passportBefore({
  newOnly,
  warmStartPath,
}: EngineRequests["trainModel"]["params"]): Promise<Passport | undefined> {
  if (!newOnly) return undefined;
  const passport = warmStartPath === undefined ? undefined : await readPassport(warmStartPath);
  if (passport) return passport;
  throw new WordfieldError(
    "bad-input",
    warmStartPath === undefined
      ? "Training on what is new needs a model to start from. Name one."
      : `${basename(warmStartPath)} does not say which files it has read. Train it further on all of the text instead.`,
  );
}

/** What is to become of some words; undefined where nothing is. */
function chooseWords(
  { phrases = [], stopWords }: ChosenWords,
  kept: readonly string[] = [],
): WordChoice | undefined {
  const { languages = [], words = [] } = stopWords ?? {};
  const dropped = [...stopWordsOf(languages), ...words];
  if (phrases.length + dropped.length + kept.length === 0) return undefined;
  return { phrases, stopWords: dropped, kept };
}

function readText(
  { jobs }: TrainingsContext,
  {
    sources,
    tokenizer,
    idsPath,
    before,
    choice,
  }: Pick<EngineRequests["trainModel"]["params"], "sources"> & {
    readonly tokenizer: TokenizerOptions;
    readonly idsPath: string;
    readonly before: Passport | undefined;
    readonly choice: WordChoice | undefined;
  },
  { minimumCount, maximumWords }: { minimumCount: number; maximumWords?: number },
  report: TrainingReport,
  signal: AbortSignal | undefined,
): Promise<JobTable["readCorpus"]["result"]> {
  const { documents, ...selection } = sources;
  return jobs.run(
    "readCorpus",
    {
      selection,
      documents,
      tokenizer,
      minimumCount,
      idsPath,
      ...(before
        ? {
            known: new Map(before.files.map(({ path, sha256 }) => [path, sha256])),
            without: before.forgotten,
          }
        : {}),
      ...(choice ? { choice } : {}),
      ...(maximumWords === undefined ? {} : { maximumWords }),
    },
    (progress) => report.reading(progress),
    signal,
  );
}
