/** A sample of the places of a word, each with enough of the text around it to be encoded. */
import { findFiles, type FileSelection } from "../corpus/files.node.ts";
import { lineStarts } from "../corpus/lineFinder.ts";
import { findOccurrences, type Occurrence } from "../corpus/occurrences.node.ts";
import { readText } from "../corpus/readText.node.ts";
import type { Segmenter } from "../corpus/segmenter.ts";
import type { SkippedFile } from "../corpus/skipReasons.ts";
import { forEachToken, normalizeWord } from "../corpus/tokenize.ts";
import type { TokenizerChoice } from "../corpus/tokenizerOptions.ts";
import { createRandom } from "../training/sampling.ts";

/** Which word, where, and how many places. */
export interface PlacesRequest {
  readonly selection: FileSelection;
  readonly documents: readonly { readonly path: string; readonly text: string }[];
  readonly text: string;
  readonly tokenizer: TokenizerChoice;
  readonly sample: number;
  readonly seed: number;
}

/** A place and the text around it, its line breaks and runs of blanks made single blanks. */
interface PlaceInContext extends Occurrence {
  readonly context: string;
  /** Where the word stands in `context`, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Vocabulary forms of the words of `context` but for the word itself. */
  readonly words: readonly string[];
}

/** A sample of places in the order of the files. */
export interface SampledPlaces {
  /** What was looked for: vocabulary forms, several for a phrase. */
  readonly words: readonly string[];
  readonly total: number;
  readonly inFiles: number;
  readonly places: readonly PlaceInContext[];
  /** Places of the sample that were left out because the text around them is that of another one. */
  readonly repeated: number;
  readonly skipped: readonly SkippedFile[];
}

/** As many as can be decoded. */
const MAXIMUM_FILE_BYTES = 2 ** 29;
/** More places of one file are counted, but the first so many alone can be in the sample. */
const MOST_PLACES_OF_A_FILE = 500_000;
/** On each side of the word, not beyond its paragraph: more than the 5 tokens that its vector is made of. Units: UTF-16 units. */
const SIDE_UNITS = 300;
const PARAGRAPH_BREAK = /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/g;

/**
 * Samples the places of a word or a phrase, in any of its forms; every place is as likely as every other.
 *
 * Errors: `bad-input` where a path does not exist. Source of the sample: reservoir sampling, Vitter 1985, algorithm R.
 */
export async function samplePlaces(
  { selection, documents, text, tokenizer, sample, seed }: PlacesRequest,
  segmenter: Segmenter,
): Promise<SampledPlaces> {
  const { files, skipped } = await findFiles(selection);
  const words: string[] = [];
  forEachToken(text, tokenizer, (word) => words.push(word), segmenter);
  // Where no word is in it, the text itself.
  if (words.length === 0) words.push(normalizeWord(text, tokenizer, segmenter));
  const texts = new Map(documents.map((document) => [document.path, document.text]));
  const random = createRandom(seed);
  const chosen: Occurrence[] = [];
  const allSkipped = [...skipped];
  let total = 0;
  let inFiles = 0;
  for (const path of new Set([...files.map((file) => file.path), ...texts.keys()])) {
    const own = texts.get(path);
    const found = await findOccurrences(
      {
        files: own === undefined ? [path] : [],
        documents: own === undefined ? [] : [{ path, text: own }],
        word: words.join(" "),
        tokenizer,
        limit: MOST_PLACES_OF_A_FILE,
      },
      undefined,
      segmenter,
    );
    allSkipped.push(...found.skipped);
    inFiles += found.inFiles;
    for (const [index, occurrence] of found.occurrences.entries()) {
      if (chosen.length < sample) {
        chosen.push(occurrence);
        continue;
      }
      const slot = Math.floor(random() * (total + index + 1));
      if (slot < sample) chosen[slot] = occurrence;
    }
    total += found.total;
  }
  const wordsOf = ({ context, start, end }: Omit<PlaceInContext, "words">) => {
    const around: string[] = [];
    const take = (word: string, from: number, to: number) => {
      if (to <= start || from >= end) around.push(word);
    };
    forEachToken(context, tokenizer, take, segmenter);
    return around;
  };
  const inContext = await withContexts(chosen, texts);
  const seen = new Set<string>();
  const places = inContext.filter(({ context, start }) => {
    const key = `${start}:${context}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return {
    words,
    total,
    inFiles,
    places: places.map((place) => ({ ...place, words: wordsOf(place) })),
    repeated: inContext.length - places.length,
    skipped: allSkipped,
  };
}

/** Reads the files of places once more; a file that has changed or gone meanwhile leaves its places with their lines. */
async function withContexts(
  occurrences: readonly Occurrence[],
  texts: ReadonlyMap<string, string>,
): Promise<Omit<PlaceInContext, "words">[]> {
  const byFile = new Map<string, Occurrence[]>();
  for (const occurrence of occurrences) {
    const known = byFile.get(occurrence.path);
    if (known) known.push(occurrence);
    else byFile.set(occurrence.path, [occurrence]);
  }
  const paths = [...byFile.keys()].sort();
  const places: Omit<PlaceInContext, "words">[] = [];
  for (const path of paths) {
    const ofFile = byFile.get(path) ?? [];
    ofFile.sort((a, b) => a.line - b.line || a.column - b.column);
    const own = texts.get(path);
    const content = own === undefined ? await readText(path, MAXIMUM_FILE_BYTES) : { text: own };
    const text = "text" in content ? content.text : "";
    const starts = lineStarts(text);
    for (const occurrence of ofFile) {
      const start = (starts[occurrence.line - 1] ?? text.length) + occurrence.column - 1;
      const end = start + occurrence.length;
      const isThere = text.slice(start, end).replace(/[\n\r]/g, " ") === occurrence.match;
      places.push({
        ...occurrence,
        ...(isThere
          ? squeeze(
              paragraphBefore(text, start),
              text.slice(start, end),
              paragraphBehind(text, end),
            )
          : squeeze(`${occurrence.before} `, occurrence.match, ` ${occurrence.after}`)),
      });
    }
  }
  return places;
}

function paragraphBefore(text: string, start: number): string {
  const near = text.slice(Math.max(0, start - SIDE_UNITS), start);
  let from = 0;
  for (const found of near.matchAll(PARAGRAPH_BREAK)) from = found.index + found[0].length;
  const isCut = from === 0 && start > SIDE_UNITS;
  const space = isCut ? near.search(/\s/) : -1; // half a word is no context
  return space >= 0 ? near.slice(space) : near.slice(from);
}

function paragraphBehind(text: string, end: number): string {
  const near = text.slice(end, end + SIDE_UNITS);
  const at = near.search(PARAGRAPH_BREAK);
  if (at >= 0) return near.slice(0, at);
  if (end + SIDE_UNITS >= text.length) return near;
  const space = /\s\S*$/.exec(near);
  return space ? near.slice(0, space.index) : near;
}

function squeeze(
  before: string,
  word: string,
  behind: string,
): Pick<PlaceInContext, "context" | "start" | "end"> {
  const [left, match, right] = [before, word, behind].map((part) => part.replace(/\s+/g, " "));
  const head = (left ?? "").trimStart();
  const context = `${head}${match ?? ""}${(right ?? "").trimEnd()}`;
  return { context, start: head.length, end: head.length + (match ?? "").length };
}
