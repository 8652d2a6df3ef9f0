// The places where a word stands, found by reading the files again.

import { readText, type CorpusDocument } from "./readText.node.ts";
import type { SkippedFile } from "./skipReasons.ts";
import { ICU_SEGMENTER, type Segmenter } from "./segmenter.ts";
import { forEachToken, mayHoldWord, type TokenVisitor } from "./tokenize.ts";
import type { TokenizerChoice } from "./tokenizerOptions.ts";

/** Which word to look for, and where. */
export interface OccurrenceRequest {
  readonly files: readonly string[];
  /** Override the files of the same paths, or add to them. */
  readonly documents: readonly CorpusDocument[];
  /** The vocabulary form. */
  readonly word: string;
  readonly tokenizer: TokenizerChoice;
  /** At most so many places are returned; all are counted. */
  readonly limit: number;
}

/**
 * A place where a word stands.
 *
 * Units: `line` and `column` from 1, as editors count; `column` and `length` in UTF-16 units.
 */
export interface Occurrence {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** What stands before the word on its line, at most about 120 units. */
  readonly before: string;
  /** The word's surface form. */
  readonly match: string;
  /** What stands behind the word on its line, at most about 120 units. */
  readonly after: string;
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
/** Units: UTF-16 units. */
const CONTEXT = 120;
/** So much of the context is given up for a cut between two words. Units: UTF-16 units. */
const CONTEXT_SLACK = 20;

/**
 * Finds the places where a word stands in files and documents.
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
    const addPlace: PlaceVisitor = (line, lineNumber, start, end) => {
      if (occurrences.length + batch.length < request.limit)
        batch.push({ path, line: lineNumber, ...describePlace(line, start, end) });
    };
    const count = scanText(content.text, request, segmenter, addPlace);
    total += count;
    if (count > 0) inFiles++;
    occurrences.push(...batch);
    if (batch.length > 0) onBatch?.(batch);
  }
  return { total, inFiles, occurrences, skipped };
}

type PlaceVisitor = (line: string, lineNumber: number, start: number, end: number) => void;

function scanText(
  text: string,
  { word, tokenizer }: OccurrenceRequest,
  segmenter: Segmenter,
  visit: PlaceVisitor,
): number {
  if (!mayHoldWord(text, word, tokenizer)) return 0;
  let count = 0;
  let lineNumber = 0;
  for (const line of linesOf(text)) {
    lineNumber++;
    if (!mayHoldWord(line, word, tokenizer)) continue;
    const compare: TokenVisitor = (token, start, end) => {
      if (token !== word) return;
      count++;
      visit(line, lineNumber, start, end);
    };
    forEachToken(line, tokenizer, compare, segmenter);
  }
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

function describePlace(line: string, start: number, end: number) {
  return {
    column: start + 1,
    length: end - start,
    before: contextBefore(line, start),
    match: line.slice(start, end),
    after: contextAfter(line, end),
  };
}

function contextBefore(line: string, end: number): string {
  if (end <= CONTEXT) return line.slice(0, end).trimStart();
  const context = line.slice(end - CONTEXT, end);
  const space = context.search(/\s/);
  if (space >= 0 && space < CONTEXT_SLACK) return context.slice(space).trimStart();
  return context.replace(/^[\p{M}\udc00-\udfff]+/u, ""); // the rest of a cut character
}

function contextAfter(line: string, start: number): string {
  const context = line.slice(start, start + CONTEXT);
  if (start + CONTEXT >= line.length) return context.trimEnd();
  const tail = context.slice(-CONTEXT_SLACK);
  const space = tail.search(/\s\S*$/);
  if (space >= 0) return context.slice(0, CONTEXT - CONTEXT_SLACK + space).trimEnd();
  return context.replace(/[\ud800-\udbff]$/u, "");
}
