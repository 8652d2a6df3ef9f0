// The places where a word stands, found by reading the files again.

import { sourceRange, wholeProse, type Prose } from "./kinds/prose.ts";
import { readProse } from "./kinds/readProse.ts";
import { LineFinder, type NumberedPlace } from "./lineFinder.ts";
import { describePlace } from "./placeContext.ts";
import { readText, type CorpusDocument } from "./readText.node.ts";
import type { SkippedFile } from "./skipReasons.ts";
import { ICU_SEGMENTER, type Segmenter } from "./segmenter.ts";
import { forEachToken, mayHoldWord, type TokenVisitor } from "./tokenize.ts";
import {
  tokenizerOptions,
  type TokenizerChoice,
  type TokenizerOptions,
} from "./tokenizerOptions.ts";

/** Which word to look for, and where. */
export interface OccurrenceRequest {
  readonly files: readonly string[];
  /** Override the files of the same paths, or add to them. */
  readonly documents: readonly CorpusDocument[];
  /** The vocabulary form; those of a phrase with a space between them, which is in no word. */
  readonly word: string;
  readonly tokenizer: TokenizerChoice;
  /** At most so many places are returned; all are counted. */
  readonly limit: number;
}

/** A place where a word stands. */
export interface Occurrence extends NumberedPlace {
  readonly path: string;
}

/** The first places in the order of the files, how many there are in all, and the files that could not be read. */
export interface OccurrenceResult {
  readonly total: number;
  readonly inFiles: number;
  readonly occurrences: Occurrence[];
  readonly skipped: SkippedFile[];
}

/** As many as `decodeText` takes: whoever made the corpus has applied the user's own limit. */
const MAXIMUM_FILE_BYTES = 2 ** 29;

/**
 * Finds the places where a word or a phrase stands in files and documents. The words of a phrase stand one behind the other,
 * whatever is between them that is no word.
 *
 * `onBatch` receives the new places of each file as soon as they are found.
 */
export async function findOccurrences(
  request: OccurrenceRequest,
  onBatch?: (occurrences: Occurrence[]) => void,
  segmenter: Segmenter = ICU_SEGMENTER,
): Promise<OccurrenceResult> {
  const texts = new Map(request.documents.map(({ path, text }) => [path, text]));
  const occurrences: Occurrence[] = [];
  const skipped: SkippedFile[] = [];
  let total = 0;
  let inFiles = 0;
  for (const path of new Set([...request.files, ...texts.keys()])) {
    const document = texts.get(path);
    const content =
      document === undefined ? await readText(path, MAXIMUM_FILE_BYTES) : { text: document };
    if ("reason" in content) {
      skipped.push({ path, reason: content.reason });
      continue;
    }
    const batch: Occurrence[] = [];
    const count = scanText(path, content.text, request, segmenter, (describe) => {
      if (occurrences.length + batch.length < request.limit) batch.push({ path, ...describe() });
    });
    total += count;
    if (count > 0) inFiles++;
    occurrences.push(...batch);
    if (batch.length > 0) onBatch?.(batch);
  }
  return { total, inFiles, occurrences, skipped };
}

/** Receives what describes a place, which takes longer than to find it. */
type VisitPlace = (describe: () => NumberedPlace) => void;

function scanText(
  path: string,
  text: string,
  { word, tokenizer: choice }: OccurrenceRequest,
  segmenter: Segmenter,
  visit: VisitPlace,
): number {
  const tokenizer = tokenizerOptions(choice);
  const words = word.split(" ");
  const prose = readProse(path, text, tokenizer);
  const searched = prose?.text ?? text;
  if (!words.every((each) => mayHoldWord(searched, each, tokenizer))) return 0;
  if (words.length > 1 || prose)
    return scanPhrase(text, prose ?? wholeProse(text), words, tokenizer, segmenter, visit);
  let count = 0;
  let lineNumber = 0;
  for (const line of linesOf(text)) {
    const number = ++lineNumber;
    if (!mayHoldWord(line, word, tokenizer)) continue;
    const compare: TokenVisitor = (token, start, end) => {
      if (token !== word) return;
      count++;
      visit(() => ({ line: number, ...describePlace(line, start, end) }));
    };
    forEachToken(line, tokenizer, compare, segmenter);
  }
  return count;
}

/** Finds words that stand one behind the other in a prose; a phrase may go on in the next line. */
function scanPhrase(
  source: string,
  prose: Prose,
  words: readonly string[],
  tokenizer: TokenizerOptions,
  segmenter: Segmenter,
  visit: VisitPlace,
): number {
  const last = words.at(-1);
  // The words before, and where they begin; the oldest first.
  const before: { word: string; start: number }[] = [];
  let count = 0;
  const lines = new LineFinder(source);
  const compare: TokenVisitor = (token, start, end) => {
    before.push({ word: token, start });
    if (before.length > words.length) before.shift();
    if (token !== last || before.length < words.length) return;
    if (!before.every((each, place) => each.word === words[place])) return;
    count++;
    const range = sourceRange(prose, before[0]!.start, end);
    visit(() => lines.locate(range.start, range.end));
  };
  forEachToken(prose.text, tokenizer, compare, segmenter);
  return count;
}

/** Cuts where VS Code does. */
function* linesOf(text: string): Generator<string> {
  const breaks = /\r\n|\n|\r/g;
  let start = 0;
  for (let found = breaks.exec(text); found; found = breaks.exec(text)) {
    yield text.slice(start, found.index);
    start = breaks.lastIndex;
  }
  yield text.slice(start);
}
