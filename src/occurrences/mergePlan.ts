// Which segments are put together, so that there are never many and a word is written only a few times.

/** How much work a segment is to write: its words, and its files in words. */
export interface SegmentWeight {
  readonly weight: number;
  /** Of files that have gone. */
  readonly deadWeight: number;
}

/** Units: words. */
const FILE_WEIGHT = 100;

/** Fewer are left as they are. */
const FEW = 6;
/** A segment joins smaller ones that together are this share of it. */
const SHARE = 0.25;
/** A segment of which more has gone is written anew. */
const HIGHEST_DEAD_SHARE = 0.3;
/** Less is not worth the work. */
const LEAST_DEAD_WEIGHT = 20_000;

/** Returns the work that some words and files are. */
export function weightOf(tokens: number, files: number): number {
  return tokens + FILE_WEIGHT * files;
}

/**
 * Returns the numbers of segments that are to be merged into one, or none.
 *
 * Each merge makes a word's segment at least a quarter larger, so that a word is written again at most some logarithm of
 * all words.
 */
export function planMerge(segments: readonly SegmentWeight[]): readonly number[] {
  const living = segments.map(({ weight, deadWeight }) => weight - deadWeight);
  const bySize = living.map((_, segment) => segment).sort((a, b) => living[a]! - living[b]!);
  const chosen = new Set<number>();
  if (segments.length > FEW) {
    let sum = 0;
    let end = 0;
    bySize.forEach((segment, place) => {
      if (place > 0 && sum >= SHARE * living[segment]!) end = place + 1;
      sum += living[segment]!;
    });
    // Sizes that grow steeply: the two smallest.
    for (const segment of bySize.slice(0, Math.max(end, 2))) chosen.add(segment);
  }
  segments.forEach(({ weight, deadWeight }, segment) => {
    if (deadWeight > Math.max(HIGHEST_DEAD_SHARE * weight, LEAST_DEAD_WEIGHT)) chosen.add(segment);
  });
  return [...chosen].sort((a, b) => a - b);
}
