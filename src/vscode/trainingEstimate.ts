import type { TrainingOptions } from "../protocol/engineMessages.ts";

// Measured on two cores with the sample workspace (10.7 MB, skip-gram, 100 dimensions, 5 epochs: about 6 s).
const SECONDS_PER_BYTE_AND_EPOCH = 6 / (10.7e6 * 5);
const USUAL_DIMENSION = 100;
// The engine reads a short text more often where it is not told how often: 700,000 words are about 4.2 million bytes.
const SHORT_BYTES = 4.2e6;
const EPOCHS = { short: 20, long: 5 } as const;

/** How much longer than skip-gram with negative sampling, on the sample workspace, by processor time. */
const FACTORS: Readonly<Record<NonNullable<TrainingOptions["algorithm"]>, number>> = {
  "skip-gram": 1,
  cbow: 0.65,
  fasttext: 3.5,
  "fasttext-cbow": 3,
};
const HIERARCHICAL_FACTOR = 2;

/**
 * Guesses how long a training takes, for "about 10 s" beside the button.
 *
 * Units: bytes of text; seconds. It is a guess of the right order: the machine's speed is not known before.
 */
export function estimateTrainingSeconds(
  bytes: number,
  { algorithm = "skip-gram", loss = "ns", dimension = USUAL_DIMENSION, epochs }: TrainingOptions,
): number {
  const times = epochs ?? (bytes < SHORT_BYTES ? EPOCHS.short : EPOCHS.long);
  const factor = FACTORS[algorithm] * (loss === "hs" ? HIERARCHICAL_FACTOR : 1);
  return bytes * times * SECONDS_PER_BYTE_AND_EPOCH * (dimension / USUAL_DIMENSION) * factor;
}
