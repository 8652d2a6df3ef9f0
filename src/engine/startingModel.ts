/** The model that a training starts from: what it passes on, and how its vectors get into the new training. */
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import type { Corpus } from "../corpus/readCorpus.node.ts";
import type { TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { readForeignHeader } from "../embeddings/foreignHeader.node.ts";
import { readModel } from "../embeddings/modelFile.node.ts";
import { readModelHeader } from "../embeddings/modelHeader.node.ts";
import { WordfieldError } from "../errors.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { TrainingCorpus } from "../training/corpus.ts";
import {
  completeHyperparameters,
  inheritOptions,
  MAXIMUM_DIMENSION,
  type HyperparameterOptions,
  type Hyperparameters,
} from "../training/hyperparameters.ts";
import type { TrainingPlan } from "../training/plan.ts";
import { copyVectors, mergeVocabularies, type StartingModel } from "../training/warmStart.ts";
import { inheritFromForeign, readForeignStart } from "./foreignStart.ts";
import { type ChosenWords, parseMetadata, UNTRAINED } from "./modelMetadata.ts";
import { haveSameNgrams, isTree } from "./startingParts.ts";
import type { TrainingsContext } from "./trainingRun.ts";

/** A model to start from, in memory. */
export interface OpenStartingModel {
  /** The file's name. */
  readonly name: string;
  /** How it was trained: what the user does not say stays so. */
  readonly options: HyperparameterOptions;
  /** How its words were told apart; null where nobody knows. */
  readonly tokenizer: TokenizerOptions | null;
  /** What else its words were made of. */
  readonly chosenWords: ChosenWords;
  /** Its words; empty after it was joined. */
  words(): readonly string[];
  /**
   * Joins its vocabulary with a text's. Is called once, and so is `start`: the model's memory is free afterwards.
   *
   * Errors: `out-of-memory` for a text whose ids are in a file.
   */
  join(
    corpus: Corpus,
    hyperparameters: Hyperparameters,
    signal?: AbortSignal,
  ): Promise<{
    readonly corpus: TrainingCorpus;
    /** Puts the model's vectors in place of the random ones. */
    readonly start: (training: TrainingMemory, plan: TrainingPlan) => Promise<undefined>;
  }>;
}

/**
 * Opens a model to start from: one of Wordfield, or vectors of another program. `given` are the options of the training
 * that are not the model's to decide.
 *
 * Errors: those of `readModel` and of `loadStartingVectors`; `bad-input` where the options are wrong or the dimension is
 * to be another one.
 */
export async function openStartingModel(
  context: Pick<TrainingsContext, "jobs" | "log">,
  path: string,
  given: HyperparameterOptions,
  signal?: AbortSignal,
): Promise<OpenStartingModel> {
  const name = basename(path);
  const foreign = await readForeignHeader(path, signal);
  if (foreign === "safetensors") {
    const header = await readModelHeader(path);
    const { hyperparameters, tokenizer, corpus } = parseMetadata(header);
    if (hyperparameters["algorithm"] === UNTRAINED)
      throw new WordfieldError(
        "bad-input",
        `${name} was not trained, so it cannot be trained further. Train on its text from the beginning.`,
      );
    const options = { ...inheritOptions(hyperparameters), dimension: header.dimension };
    checkOptions(name, options, given);
    const everything = { withOutputVectors: true, withNgrams: true };
    const { phrases, stopWords } = corpus ?? {};
    const words = { tokenizer, chosenWords: { phrases, stopWords } };
    return toStart(name, options, words, await readModel(path, everything, signal));
  }
  const options = { ...inheritFromForeign(foreign), dimension: foreign.dimension };
  const now = checkOptions(name, options, given);
  const words = { tokenizer: null, chosenWords: {} };
  return toStart(name, options, words, await readForeignStart(context, foreign, now, signal));
}

/** Completes the options before anything large is read; what depends on the text is not final. */
function checkOptions(
  name: string,
  options: HyperparameterOptions & { readonly dimension: number },
  given: HyperparameterOptions,
): Hyperparameters {
  const { dimension } = options;
  if (given.dimension !== undefined && given.dimension !== dimension)
    throw new WordfieldError(
      "bad-input",
      `${name} has vectors of ${dimension} numbers, which cannot become ${given.dimension}. Leave the dimension out.`,
    );
  if (dimension > MAXIMUM_DIMENSION)
    throw new WordfieldError(
      "bad-input",
      `${name} has vectors of ${dimension} numbers, and training takes at most ${MAXIMUM_DIMENSION}. Choose a model with shorter vectors.`,
    );
  return completeHyperparameters({ ...options, ...given }, availableParallelism());
}

function toStart(
  name: string,
  options: HyperparameterOptions,
  words: Pick<OpenStartingModel, "tokenizer" | "chosenWords">,
  opened: StartingModel,
): OpenStartingModel {
  let stored: StartingModel | undefined = opened;
  return {
    name,
    options,
    ...words,
    words: () => stored?.words ?? [],
    join: async (corpus, hyperparameters, signal) => {
      if (!stored) throw new Error("A model to start from is joined once.");
      if (!corpus.ids)
        throw new WordfieldError(
          "out-of-memory",
          `The text has ${corpus.idsFile.length} words, too many to train ${name} further. Train on a part of it, or from the beginning.`,
        );
      const merged = await mergeVocabularies(corpus, stored, signal);
      return {
        corpus: merged.corpus,
        start: async (training, plan) => {
          if (!stored) throw new Error("A training is started once.");
          const model = keepWhatFits(stored, options, hyperparameters);
          const buckets = plan.subwords?.buckets ?? new Uint32Array();
          await copyVectors(model, merged.wordIds, training, buckets, createPacer(signal));
          stored = undefined;
          return undefined;
        },
      };
    },
  };
}

/** Output vectors are of words only without a tree, and n-gram vectors of the same n-grams only. */
function keepWhatFits(
  model: StartingModel,
  before: HyperparameterOptions,
  now: Hyperparameters,
): StartingModel {
  return {
    words: model.words,
    counts: model.counts,
    inputVectors: model.inputVectors,
    outputVectors: isTree(before, now) ? null : model.outputVectors,
    ngrams: haveSameNgrams(before, now) ? model.ngrams : null,
  };
}
