// The places where a word stands, found by reading the files again.

import { CONTEXT, describePlace, locatePlace, type PlaceOnLine } from "./placeContext.ts";
import { readText, type CorpusDocument } from "./readText.node.ts";
import type { SkippedFile } from "./skipReasons.ts";
import { foldText, forEachToken, type TokenizerName } from "./tokenize.ts";

/** Which word to look for, and where. */
export interface OccurrenceRequest {
  readonly files: readonly string[];
  /** Override the files of the same paths, or add to them. */
  readonly documents: readonly CorpusDocument[];
  /** The vocabulary form; those of a phrase with a space between them, which is in no word. */
  readonly word: string;
  readonly tokenizer: TokenizerName;
  /** At most so many places are returned; all are counted. */
  readonly limit: number;
}

/**
 * A place where a word stands.
 *
 * Units: `line` and `column` from 1, as editors count; `column` and `length` in UTF-16 units.
 */
export interface Occurrence extends PlaceOnLine {
  readonly path: string;
  readonly line: number;
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
    const count = scanText(content.text, request, (describe) => {
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
type VisitPlace = (describe: () => Omit<Occurrence, "path">) => void;

function scanText(text: string, { word, tokenizer }: OccurrenceRequest, visit: VisitPlace): number {
  const words = word.split(" ");
  if (!words.every((each) => mayHold(text, each, tokenizer))) return 0;
  if (words.length > 1) return scanPhrase(text, words, tokenizer, visit);
  let count = 0;
  let lineNumber = 0;
  for (const line of linesOf(text)) {
    const number = ++lineNumber;
    if (!mayHold(line, word, tokenizer)) continue;
    forEachToken(line, tokenizer, (token, start, end) => {
      if (token !== word) return;
      count++;
      visit(() => ({ line: number, ...describePlace(line, start, end) }));
    });
  }
  return count;
}

/** A phrase may go on in the next line. */
function scanPhrase(
  text: string,
  words: readonly string[],
  tokenizer: TokenizerName,
  visit: VisitPlace,
): number {
  const last = words.at(-1);
  // The words before, and where they begin; the oldest first.
  const before: { word: string; start: number }[] = [];
  let count = 0;
  const lines = new LineFinder(text);
  forEachToken(text, tokenizer, (token, start, end) => {
    before.push({ word: token, start });
    if (before.length > words.length) before.shift();
    if (token !== last || before.length < words.length) return;
    if (!before.every((each, place) => each.word === words[place])) return;
    count++;
    const { start: first } = before[0]!;
    visit(() => lines.locate(first, end));
  });
  return count;
}

/** Finds the lines of places that come in their order. */
class LineFinder {
  readonly #text: string;
  readonly #breaks = /\r\n|\n|\r/g;
  #line = 1;
  #lineStart = 0;
  #next: number | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#findNext();
  }

  locate(start: number, end: number): Omit<Occurrence, "path"> {
    while (this.#next !== undefined && this.#next <= start) {
      this.#line++;
      this.#lineStart = this.#next;
      this.#next = this.#findNext();
    }
    const from = Math.max(this.#lineStart, start - CONTEXT - 1);
    const text = this.#text.slice(from, end + CONTEXT + 1);
    return locatePlace(text, start - from, end - from, this.#line, this.#lineStart - from);
  }

  #findNext(): number | undefined {
    return this.#breaks.exec(this.#text) ? this.#breaks.lastIndex : undefined;
  }
}

/** Tells much faster than the tokenizer that a text does not hold a word. */
function mayHold(text: string, word: string, tokenizer: TokenizerName): boolean {
  if (tokenizer === "whitespace") return text.includes(word);
  // A sigma's lower case depends on what stands around it.
  return /[σς]/.test(word) || foldText(text).includes(word);
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
