/** The text of a training, as it is read in a thread: with phrases joined and stop words left out, where that is asked. */
import { rmSync } from "node:fs";
import {
  readCorpus,
  type Corpus,
  type CorpusRequest,
  type ReadingProgress,
} from "../corpus/readCorpus.node.ts";
import type { Segmenter } from "../corpus/segmenter.ts";
import { normalizeWord } from "../corpus/tokenize.ts";
import type { TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { WordfieldError } from "../errors.ts";
import { chooseWords, type WordChoice } from "../statistics/chooseWords.ts";

/** What to read, and what is to become of some words. */
export type TrainingTextRequest = CorpusRequest & { readonly choice?: WordChoice };

/** As many ids as memory of one piece holds. */
const MAXIMUM_IDS = 2 ** 30 - 1;

/** The passport says in which language so many files are: two to five seconds of work at most. */
const LANGUAGES_TOLD = 2_000;

/** Brings words that people have written to the forms of the vocabulary. */
export function normalizeChoice(
  { phrases, stopWords, kept }: WordChoice,
  tokenizer: TokenizerOptions,
  segmenter: Segmenter,
): WordChoice {
  const normalize = (word: string) => normalizeWord(word, tokenizer, segmenter);
  return {
    phrases: phrases.map((words) => words.map(normalize)),
    stopWords: stopWords.map(normalize),
    kept, // a model's
  };
}

/** Reads the text. Errors: those of `readCorpus`; `out-of-memory` where words are chosen in a text of too many. */
export async function readTrainingText(
  { choice, ...asked }: TrainingTextRequest,
  onProgress: (progress: ReadingProgress) => void,
  tokenizerModule: WebAssembly.Module,
  segmenter: Segmenter,
  sourceWorker: string,
): Promise<Corpus> {
  const request = { ...asked, languages: LANGUAGES_TOLD };
  if (!choice) return readCorpus(request, onProgress, tokenizerModule, segmenter, sourceWorker);
  // All words have a say in where phrases stand; the limits hold afterwards.
  const { minimumCount, maximumWords, ...everything } = request;
  const corpus = await readCorpus(
    { ...everything, minimumCount: 1, maximumIdBytes: 4 * MAXIMUM_IDS },
    onProgress,
    tokenizerModule,
    segmenter,
    sourceWorker,
  );
  const { words, counts, ids, report } = corpus;
  if (ids === undefined) {
    rmSync(corpus.idsFile.path, { force: true });
    throw new WordfieldError(
      "out-of-memory",
      `The text has more than ${MAXIMUM_IDS} words and line ends, too many to join phrases or to leave out words. Choose fewer files.`,
    );
  }
  const documents = { starts: new Uint32Array(), ends: new Uint32Array() };
  const chosen = chooseWords({ words, counts, ids, documents }, choice, {
    minimumCount,
    maximumWords,
  });
  if (chosen.words.length === 0)
    throw new WordfieldError(
      "corpus-too-small",
      `No word is left of ${report.tokens} words: the others are stop words, or occur less than ${minimumCount} times. Add text, or lower the minimum count.`,
    );
  return { words: chosen.words, counts: chosen.counts, ids: chosen.ids, report };
}
