/** The model that a training starts from: what it passes on, and how its vectors get into the new training. */
import { basename } from "node:path";
import type { Corpus } from "../corpus/readCorpus.node.ts";
import { readModel } from "../embeddings/modelFile.node.ts";
import type { TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { WordfieldError } from "../errors.ts";
import type { TrainingMemory } from "../kernels/memory.ts";
import { createPacer } from "../kernels/pacing.ts";
import type { TrainingCorpus } from "../training/corpus.ts";
import {
  inheritOptions,
  type HyperparameterOptions,
  type Hyperparameters,
} from "../training/hyperparameters.ts";
import type { TrainingPlan } from "../training/plan.ts";
import { copyVectors, mergeVocabularies, type StartingModel } from "../training/warmStart.ts";
import { parseMetadata } from "./modelMetadata.ts";

/** A model to start from, in memory. */
export interface OpenStartingModel {
  /** The file's name. */
  readonly name: string;
  /** How it was trained: what the user does not say stays so. */
  readonly options: HyperparameterOptions;
  /** How its words were told apart; null where nobody knows. */
  readonly tokenizer: TokenizerOptions | null;
  /**
   * Joins its vocabulary with a text's.
   *
   * Errors: `bad-input` where the dimension is to be another one; `out-of-memory` for a text whose ids are in a file.
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

/** Opens a model to start from. Errors: those of `readModel`. */
export async function openStartingModel(
  path: string,
  signal?: AbortSignal,
): Promise<OpenStartingModel> {
  const stored = await readModel(path, { withOutputVectors: true, withNgrams: true }, signal);
  const name = basename(path);
  const { hyperparameters: recorded, tokenizer } = parseMetadata(stored.header);
  const options = inheritOptions(recorded);
  return {
    name,
    options: { ...options, dimension: stored.dimension },
    tokenizer,
    join: async (corpus, hyperparameters, signal) => {
      const { dimension } = hyperparameters;
      if (dimension !== stored.dimension)
        throw new WordfieldError(
          "bad-input",
          `${name} has vectors of ${stored.dimension} numbers, which cannot become ${dimension}. Leave the dimension out.`,
        );
      if (!corpus.ids)
        throw new WordfieldError(
          "out-of-memory",
          `The text has ${corpus.idsFile.length} words, too many to train ${name} further. Train on a part of it, or from the beginning.`,
        );
      const model = keepWhatFits(stored, options, hyperparameters);
      const merged = await mergeVocabularies(corpus, model, signal);
      return {
        corpus: merged.corpus,
        start: async (training, plan) => {
          const buckets = plan.subwords?.buckets ?? new Uint32Array();
          await copyVectors(model, merged.wordIds, training, buckets, createPacer(signal));
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
  const isTree = before.loss === "hs" || now.loss === "hs";
  const sameNgrams =
    before.minimumNgram === now.minimumNgram &&
    before.maximumNgram === now.maximumNgram &&
    before.buckets === now.buckets;
  return {
    words: model.words,
    counts: model.counts,
    inputVectors: model.inputVectors,
    outputVectors: isTree ? null : model.outputVectors,
    ngrams: sameNgrams ? model.ngrams : null,
  };
}
