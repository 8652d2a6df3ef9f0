import type { TrainingOptions } from "../protocol/engineMessages.ts";

// Measured on two cores with the sample workspace (10.7 MB, 100 dimensions, 5 epochs: about 6 s).
const SECONDS_PER_BYTE_AND_EPOCH = 6 / (10.7e6 * 5);
const USUAL = { epochs: 5, dimension: 100 };

/**
 * Guesses how long a training takes, for "about 10 s" beside the button.
 *
 * Units: bytes of text; seconds. It is a guess of the right order: the machine's speed is not known before.
 */
export function estimateTrainingSeconds(bytes: number, options: TrainingOptions): number {
  const epochs = options.epochs ?? USUAL.epochs;
  const dimension = options.dimension ?? USUAL.dimension;
  return bytes * epochs * SECONDS_PER_BYTE_AND_EPOCH * (dimension / USUAL.dimension);
}
