// The loop over sentences and windows that all algorithms share.
import { trainsTwoWindows, trainTwoWindows, trainWindow } from "./cbow";
import { isOverlayFull } from "./overlay";
import {
  readBlock,
  readSentence,
  sentenceCount,
  sentenceEnd,
  sentenceStart,
  takeSentence,
  useWordRows,
} from "./sentence";
import { trainSkipGram } from "./skipGram";
import { ngramOffsets, usesWindowMean } from "./state";
import { gatherMeans, scatterChanges } from "./subwords";
import { prepareTargets } from "./targets";
import { touchNextWindow } from "./window";

/**
 * Trains whole sentences from `position` on until `budget` ids are passed or `end` is reached; returns the next
 * position. In an overlay it also stops before sentences that may not fit.
 */
export function train(position: i32, end: i32, budget: i32, learningRate: f32): i32 {
  prepareTargets(learningRate);
  const hasSubwords = ngramOffsets != 0;
  const stop = position + min(budget, end - position);
  while (position < stop && !isOverlayFull()) {
    if (hasSubwords) {
      position = readBlock(position, end, stop);
      gatherMeans();
    } else {
      position = readSentence(position, end);
      useWordRows();
    }
    for (let index = 0; index < sentenceCount; index++) {
      takeSentence(index);
      trainSentence(learningRate);
    }
    if (hasSubwords) scatterChanges();
  }
  return position;
}

function trainSentence(learningRate: f32): void {
  let center = sentenceStart;
  if (trainsTwoWindows())
    for (; center + 1 < sentenceEnd; center += 2) {
      touchNextWindow(center + 2);
      touchNextWindow(center + 3);
      trainTwoWindows(center);
    }
  for (; center < sentenceEnd; center++) {
    touchNextWindow(center + 1);
    if (usesWindowMean) trainWindow(center, learningRate);
    else trainSkipGram(center, learningRate);
  }
}
