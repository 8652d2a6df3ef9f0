// The loop over sentences and windows that all algorithms share.
import { trainCbow } from "./cbow";
import { isOverlayFull } from "./overlay";
import { keptCount, keptId, readSentence, useWordRows } from "./sentence";
import { trainSkipGram } from "./skipGram";
import { ngramOffsets, usesWindowMean } from "./state";
import { gatherMeans, scatterChanges } from "./subwords";
import { prepareTargets } from "./targets";
import { listContexts, touchNextWindow } from "./window";

/** Longer sentences are cut, as word2vec does; the scratch of memory.ts has this many places. */
const MAXIMUM_SENTENCE: i32 = 1000;
/** Words made of n-grams are cut here, so that no row waits for long for what its sentence taught it. */
const MAXIMUM_SUBWORD_SENTENCE: i32 = 128;

/**
 * Trains whole sentences from `position` on until `budget` ids are passed or `end` is reached; returns the next
 * position. In an overlay it also stops before a sentence that may not fit.
 */
export function train(position: i32, end: i32, budget: i32, learningRate: f32): i32 {
  prepareTargets(learningRate);
  const hasSubwords = ngramOffsets != 0;
  const limit = hasSubwords ? MAXIMUM_SUBWORD_SENTENCE : MAXIMUM_SENTENCE;
  const stop = position + min(budget, end - position);
  while (position < stop && !isOverlayFull()) {
    position = readSentence(position, end, limit);
    if (keptCount < 2) continue;
    if (hasSubwords) gatherMeans();
    else useWordRows();
    for (let center = 0; center < keptCount; center++) {
      touchNextWindow(center + 1);
      const contexts = listContexts(center);
      if (usesWindowMean) trainCbow(contexts, keptId(center), learningRate);
      else trainSkipGram(contexts, keptId(center), learningRate);
    }
    if (hasSubwords) scatterChanges();
  }
  return position;
}
