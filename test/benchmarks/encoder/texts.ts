// Texts of a given number of tokens for the encoders' benchmarks.
import { seededRandom } from "../../support/seededRandom.ts";

const WORDS =
  "the of river bank money people water house state war peace law year time work school market system church music book army king city road light power health nature history".split(
    " ",
  );

/** Texts of words that are one token each, with the two that stand around them; the same at every run. */
export function randomTexts(tokens: number, count: number): string[] {
  const random = seededRandom(tokens);
  return Array.from({ length: count }, () =>
    Array.from(
      { length: Math.max(1, tokens - 2) },
      () => WORDS[Math.floor(random() * WORDS.length)],
    ).join(" "),
  );
}
