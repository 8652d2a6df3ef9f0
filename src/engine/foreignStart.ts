/** A file of another program as the model that a training starts from. */
import { basename } from "node:path";
import type { ForeignHeader } from "../embeddings/foreignHeader.node.ts";
import type { FastTextArguments } from "../embeddings/formats/fastText.ts";
import { decodeVocabulary } from "../embeddings/formats/vocabularyTensors.ts";
import {
  type HyperparameterOptions,
  type Hyperparameters,
  omitOutOfRange,
  usesSubwords,
} from "../training/hyperparameters.ts";
import type { StartingModel } from "../training/warmStart.ts";
import type { Jobs } from "./jobs.ts";
import { haveSameNgrams, isTree } from "./startingParts.ts";

/** What a training from such a file inherits: what its header says of its training, if anything. */
export function inheritFromForeign({ fastText }: ForeignHeader): HyperparameterOptions {
  return fastText ? inheritFromFastText(fastText.arguments) : {};
}

/**
 * Reads words and vectors in a thread, and of a fastText file what else of it `now` can go on from.
 *
 * Errors: those of `loadStartingVectors`.
 */
export async function readForeignStart(
  { jobs, log }: { readonly jobs: Jobs; readonly log: (line: string) => void },
  header: ForeignHeader,
  now: Hyperparameters,
  signal?: AbortSignal,
): Promise<StartingModel> {
  const before = inheritFromForeign(header);
  const { vocabulary, warnings, ...loaded } = await jobs.run(
    "loadStartingVectors",
    {
      header,
      withOutputVectors: header.fastText !== null && !isTree(before, now),
      withNgrams: usesSubwords(now.algorithm) && haveSameNgrams(before, now),
    },
    () => undefined,
    signal,
  );
  for (const warning of warnings) log(warning);
  const decoded = await decodeVocabulary(vocabulary, signal);
  if ("fault" in decoded) throw new Error(`${basename(header.path)}: ${decoded.fault}`);
  return { ...loaded, words: decoded.words };
}

/** What fastText's words mean here; what a classifier learned with is of labels, and is left out. */
function inheritFromFastText(settings: FastTextArguments): HyperparameterOptions {
  const { model, loss, window, negatives, minimumNgram, maximumNgram, buckets } = settings;
  // fastText counts from one character, whatever is less.
  const shortest = Math.max(1, minimumNgram);
  const ngrams = omitOutOfRange({ minimumNgram: shortest, maximumNgram, buckets });
  const hasNgrams = buckets > 0 && maximumNgram >= shortest && Object.keys(ngrams).length === 3;
  const parts = hasNgrams ? ngrams : {};
  if (model === "supervised") return hasNgrams ? { algorithm: "fasttext", ...parts } : {};
  const isCbow = model === "cbow";
  return omitOutOfRange({
    algorithm: hasNgrams ? (isCbow ? "fasttext-cbow" : "fasttext") : model,
    ...(loss === "ova" ? {} : { loss }),
    window,
    // Source: fastText 0.9.2, NegativeSamplingLoss's constructor draws noise by the root of the counts.
    ...(loss === "ns" ? { negatives, samplingExponent: 0.5 } : {}),
    // Source: fastText 0.9.2, Model::update divides the gradient in classifiers only.
    ...(isCbow ? { cbowGradient: "whole" } : {}),
    ...parts,
  });
}
