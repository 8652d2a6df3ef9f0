/** Counting in text, as it runs in a thread: reads, counts, and answers with words. */
import { rmSync } from "node:fs";
import { readCorpus, type CorpusReport, type ReadingProgress } from "../corpus/readCorpus.node.ts";
import { normalizeWord } from "../corpus/tokenize.ts";
import type { Segmenter } from "../corpus/segmenter.ts";
import { tokenizerOptions, type TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { WordfieldError } from "../errors.ts";
import type { CountedText, StatisticsRequests } from "../protocol/statisticsMessages.ts";
import { countBagOfWords } from "../statistics/bagOfWords.ts";
import { joinPhrases, phraseForms } from "../statistics/joinPhrases.ts";
import { findPhrases as findTable, PhraseLookup, type PhraseTable } from "../statistics/phrases.ts";
import { strongestContexts } from "../statistics/ppmi.ts";
import type { TextIds } from "../statistics/replaceIds.ts";
import { stopWordsOf } from "../statistics/stopWords.ts";
import { Strongest } from "../statistics/strongest.ts";
import {
  createTfidf,
  GENSIM_FORMULA,
  KEYWORD_FORMULA,
  scikitLearnFormula,
} from "../statistics/tfidf.ts";
import { topTerms } from "../statistics/topTerms.ts";
import { findPhraseExamples, type PlacedPhrase } from "./phraseExamples.ts";

type Params<M extends keyof StatisticsRequests> = StatisticsRequests[M]["params"];
type Result<M extends keyof StatisticsRequests> = StatisticsRequests[M]["result"];
type OnProgress = (progress: ReadingProgress) => void;

/** As many ids as memory of one piece holds. */
const MAXIMUM_IDS = 2 ** 30 - 1;
const FORMULAS = {
  sublinear: KEYWORD_FORMULA,
  "scikit-learn": scikitLearnFormula(),
  gensim: GENSIM_FORMULA,
} as const;

/** Finds for each file the words that tell it from the others. Errors: those of `readCorpus`. */
export async function findKeywords(
  { files, formula, stopWords, count, ...text }: Params<"findKeywords">,
  onProgress: OnProgress,
  tokenizerModule: WebAssembly.Module,
  segmenter: Segmenter,
): Promise<Result<"findKeywords">> {
  const { words, ids, documents, report } = await readIds(
    text,
    1,
    onProgress,
    tokenizerModule,
    segmenter,
  );
  const bag = countBagOfWords({ ids, ...documents }, words.length);
  const tfidf = createTfidf(bag, FORMULAS[formula]);
  const dropped = stopWordsOf(stopWords);
  const isDropped = Uint8Array.from(words, (word) => (dropped.has(word) ? 1 : 0));
  const wanted = files && new Set(files);
  return {
    ...summarize(report),
    files: report.files.flatMap(({ path, tokens }, document) =>
      wanted && !wanted.has(path)
        ? []
        : {
            path,
            tokens,
            keywords: topTerms(bag, tfidf, document, count, (id) => isDropped[id] === 1).map(
              (term) => ({
                word: words[term.wordId]!,
                weight: term.weight,
                count: term.count,
                files: term.documentFrequency,
              }),
            ),
          },
    ),
  };
}

/** Finds the contexts of a word. Errors: those of `readCorpus`; `out-of-memory`. */
export async function findContexts(
  params: Params<"findContexts">,
  onProgress: OnProgress,
  tokenizerModule: WebAssembly.Module,
  segmenter: Segmenter,
): Promise<Result<"findContexts">> {
  const { window, weighting, minimumCount, minimumPairs, contextSmoothing, shift } = params;
  const text = await readIds(params, minimumCount, onProgress, tokenizerModule, segmenter);
  const { words, counts, ids } = text;
  const form = normalizeWord(params.word, tokenizerOf(params), segmenter);
  const word = words.indexOf(form);
  if (word < 0) return { ...summarize(text.report), missing: form };
  const contexts = strongestContexts(
    ids,
    words.length,
    word,
    { window, weighting, direction: "both" },
    { contextSmoothing, shift, positive: true },
    { count: params.count, minimumCount: minimumPairs },
  );
  return {
    ...summarize(text.report),
    word: form,
    count: counts[word]!,
    contexts: contexts.map(({ wordId, information, count }) => ({
      word: words[wordId]!,
      information,
      pairs: count,
      count: counts[wordId]!,
    })),
  };
}

/** A phrase that may be listed. */
type FoundPhrase = PlacedPhrase & { readonly count: number; readonly score: number };

/** Finds phrases, and for each the first line that has it. Errors: those of `readCorpus`; `out-of-memory`. */
export async function findPhrases(
  params: Params<"findPhrases">,
  onProgress: OnProgress,
  tokenizerModule: WebAssembly.Module,
  segmenter: Segmenter,
): Promise<Result<"findPhrases">> {
  // Rare words count, too: in the score, and as what stands between others.
  const { report, ...read } = await readIds(params, 1, onProgress, tokenizerModule, segmenter);
  let text: TextIds<SharedArrayBuffer> = read;
  const compounds: Compounds = new Map();
  const found: FoundPhrase[] = [];
  let total = 0;
  for (let pass = 1; ; pass++) {
    const table = findTable(text.ids, text.words.length, params);
    const { strongest, listed } = choosePhrases(text, table, compounds, params.count);
    total += listed;
    found.push(...placePhrases(text, table, strongest, report, compounds));
    if (pass === params.passes || table.firsts.length === 0) break;
    addCompounds(compounds, text, table);
    text = joinPhrases(text, table, { minimumCount: 1 });
  }
  const phrases = found.sort((a, b) => b.score - a.score).slice(0, params.count);
  const { documents, maximumFileBytes } = params.sources;
  const tokenizer = tokenizerOf(params);
  const texts = { documents, maximumFileBytes, tokenizer, segmenter };
  const examples = await findPhraseExamples(phrases, texts);
  return {
    ...summarize(report),
    total,
    phrases: phrases.map(({ words, count, score }, index) => ({
      words,
      count,
      score,
      example: examples[index] ?? null,
    })),
  };
}

/** The words that phrases of earlier passes have been joined to, and of which words. */
type Compounds = Map<string, readonly string[]>;

function partsOf(form: string, compounds: Compounds): readonly string[] {
  return compounds.get(form) ?? [form];
}

function addCompounds(compounds: Compounds, { words }: TextIds, table: PhraseTable): void {
  phraseForms(words, table).forEach((form, phrase) => {
    const first = partsOf(words[table.firsts[phrase]!]!, compounds);
    const second = partsOf(words[table.seconds[phrase]!]!, compounds);
    if (!compounds.has(form)) compounds.set(form, [...first, ...second]);
  });
}

/** The strongest phrases of a pass, by rising number; after the first pass, those that hold a phrase. */
function choosePhrases(
  { words }: TextIds,
  { firsts, seconds, scores }: PhraseTable,
  compounds: Compounds,
  count: number,
): { readonly strongest: number[]; readonly listed: number } {
  const isCompound = Uint8Array.from(words, (word) => (compounds.has(word) ? 1 : 0));
  const strongest = new Strongest(count);
  let listed = 0;
  scores.forEach((score, phrase) => {
    if (compounds.size > 0 && !isCompound[firsts[phrase]!] && !isCompound[seconds[phrase]!]) return;
    strongest.offer(phrase, score);
    listed++;
  });
  const numbers = strongest.list().map(({ id }) => id);
  return { strongest: numbers.sort((a, b) => a - b), listed };
}

/** Finds the files in which phrases stand for the first time. Shapes: `chosen` rises. */
function placePhrases(
  { words, ids, documents }: TextIds,
  { firsts, seconds, counts, scores }: PhraseTable,
  chosen: readonly number[],
  { files }: CorpusReport,
  compounds: Compounds,
): FoundPhrase[] {
  const lookup = new PhraseLookup(
    {
      firsts: Uint32Array.from(chosen, (phrase) => firsts[phrase]!),
      seconds: Uint32Array.from(chosen, (phrase) => seconds[phrase]!),
    },
    words.length,
  );
  const placed: FoundPhrase[] = [];
  const isPlaced = new Uint8Array(chosen.length);
  for (let document = 0; document < files.length && placed.length < chosen.length; document++) {
    const end = documents.ends[document]!;
    for (let position = documents.starts[document]! + 1; position < end; position++) {
      const first = ids[position - 1]!;
      const second = ids[position]!;
      const found = first < 0 || second < 0 ? -1 : lookup.find(first, second);
      if (found < 0 || isPlaced[found] === 1) continue;
      isPlaced[found] = 1;
      const phrase = chosen[found]!;
      placed.push({
        words: [...partsOf(words[first]!, compounds), ...partsOf(words[second]!, compounds)],
        path: files[document]!.path,
        count: counts[phrase]!,
        score: scores[phrase]!,
      });
    }
  }
  return placed;
}

/** What cuts a text that is counted. */
export function tokenizerOf(
  text: Pick<CountedText, "tokenizer" | "tokenizerOptions">,
): TokenizerOptions {
  return tokenizerOptions(text.tokenizer, text.tokenizerOptions);
}

/** Reads a text into memory. Errors: those of `readCorpus`; `out-of-memory` where it is too long. */
async function readIds(
  text: Omit<CountedText, "runId">,
  minimumCount: number,
  onProgress: OnProgress,
  tokenizerModule: WebAssembly.Module,
  segmenter: Segmenter,
): Promise<TextIds<SharedArrayBuffer> & { readonly report: CorpusReport }> {
  const { documents, ...selection } = text.sources;
  const corpus = await readCorpus(
    {
      selection,
      documents,
      tokenizer: tokenizerOf(text),
      minimumCount,
      withDocuments: true,
      maximumIdBytes: 4 * MAXIMUM_IDS,
    },
    onProgress,
    tokenizerModule,
    segmenter,
  );
  if (corpus.ids === undefined) {
    rmSync(corpus.idsFile.path, { force: true });
    throw new WordfieldError(
      "out-of-memory",
      `The text has more than ${MAXIMUM_IDS} words and line ends. Choose fewer files.`,
    );
  }
  const { words, counts, ids, report } = corpus;
  return { words, counts, ids, documents: corpus.documents!, report };
}

function summarize({ files, tokens, skipped }: CorpusReport) {
  return { filesRead: files.length, tokens, skipped };
}
