import { foldText } from "../../corpus/caseFolding.ts";
import type { Embeddings } from "../embeddings.ts";

/** What other tools put among their words for the end of a sentence and for unknown words. */
const MARKERS = ["</s>", "<unk>", "<UNK>", "___UNK___"];

/** The words that a test may ask for. */
export interface TestVocabulary {
  readonly size: number;
  /** All of them have ids below this one. */
  readonly endId: number;
  /** Ids below the end that stand for no word: neither asked for nor an answer. */
  readonly markerIds: readonly number[];
  /** The id of a word as it stands in a test, else in lower case, else as a corpus is folded; undefined where it has none. */
  readonly wordId: (word: string) => number | undefined;
}

/** Takes the `most` first words, which are the most frequent ones, without what other tools put among them. */
export function createTestVocabulary(embeddings: Embeddings, most: number): TestVocabulary {
  const { words } = embeddings;
  let endId = Math.min(most, words.length);
  const markerIds: number[] = [];
  const allMarkerIds = MARKERS.map((marker) => embeddings.wordId(marker))
    .filter((wordId) => wordId !== undefined)
    .sort((a, b) => a - b);
  for (const wordId of allMarkerIds) {
    if (wordId >= endId) break;
    markerIds.push(wordId);
    endId = Math.min(endId + 1, words.length);
  }
  const idOf = (form: string): number | undefined => {
    const wordId = embeddings.wordId(form);
    return wordId === undefined || wordId >= endId || markerIds.includes(wordId)
      ? undefined
      : wordId;
  };
  return {
    size: endId - markerIds.length,
    endId,
    markerIds,
    wordId: (word) => idOf(word) ?? idOf(word.toLowerCase()) ?? idOf(foldText(word)),
  };
}
