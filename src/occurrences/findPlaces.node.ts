// The places of a word or a phrase in one segment.

import { createPacer } from "../kernels/pacing.ts";
import {
  DAMAGED,
  DONE,
  UNCLEAR,
  WANTED,
  type PhraseMemory,
  type WordPlaces,
} from "../kernels/phraseMemory.ts";
import { damagedIndex } from "./bytes.ts";
import { FileList } from "./fileList.ts";
import type { PhraseMemories } from "./phraseMemories.ts";
import { PlaceList, shapeOf, toWellFormed, type PlaceShape } from "./places.ts";
import type { Segment, WordEntry } from "./segment.node.ts";

/** Places in a file, in their order. Units: UTF-16 units of its source text. */
export type Places = Pick<Readonly<PlaceList>, "starts" | "ends">;

/** Gives the first places in a file, at least as many as asked for if there are so many. */
export type ReadFirst = (limit: number) => Promise<Places>;

/** A file with places. `reader` is to be called while the file is visited, what it gives at any time. */
interface FileHit {
  readonly file: number;
  readonly count: number;
  readonly reader: () => ReadFirst;
}

/** Receives the files of a segment in their order. */
export type VisitHit = (hit: FileHit) => void;

/** Whose files are looked through, which of them count, and where phrases are found. */
export interface SearchedSegment {
  readonly segment: Segment;
  readonly isLive: (file: number) => boolean;
  readonly phrases: PhraseMemories;
}

/** A word's list of files, its places in those where it stands more than once, and what they are expected to be. */
interface SearchedWord {
  readonly entry: WordEntry;
  readonly list: Uint8Array;
  readonly shape: PlaceShape;
}

/** Three numbers of five bytes at most, as offsets have 30 bits. Units: bytes. */
const LONGEST_PLACE = 15;
/** How much of a word's places is read at once: first so much, then four times as much up to the most. Units: bytes. */
const FIRST_WINDOW = 2 ** 18;
const LARGEST_WINDOW = 2 ** 20;

/** Finds the files of a segment in which some words stand one behind the other. Errors: `bad-format`, `canceled`. */
export async function findPlaces(
  { segment, isLive, phrases }: SearchedSegment,
  words: readonly string[],
  visit: VisitHit,
  signal?: AbortSignal,
): Promise<void> {
  const postings: SearchedWord[] = [];
  for (const word of words) {
    const form = toWellFormed(word);
    const entry = await segment.find(form);
    if (!entry) return;
    postings.push({ entry, list: await segment.list(entry), shape: shapeOf(form) });
  }
  const visitLive: VisitHit = (hit) => {
    if (isLive(hit.file)) visit(hit);
  };
  if (postings.length > 1)
    await phrases.use((memory) => findPhrase(memory, segment, postings, visitLive, signal));
  else for (const word of postings) findWord(segment, word, visitLive);
}

function findWord(segment: Segment, { entry, list, shape }: SearchedWord, visit: VisitHit): void {
  const places = segment.places(entry);
  const entries = new FileList(list, shape, segment.files.count);
  while (entries.advance()) {
    const { file, count, start, length } = entries;
    const reader = (): ReadFirst => {
      const single = count === 1 ? entries.single() : undefined;
      return async (limit) => {
        const wanted = Math.min(count, limit);
        const bytes = Math.min(length, wanted * LONGEST_PLACE);
        const found = new PlaceList();
        found.fill(single ?? (await places.read(start, bytes)), wanted, shape);
        return copyOf(found);
      };
    };
    visit({ file, count, reader });
  }
}

async function findPhrase(
  memory: PhraseMemory,
  segment: Segment,
  words: readonly SearchedWord[],
  visit: VisitHit,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pause = createPacer(signal);
  const windows = words.map(() => FIRST_WINDOW);
  memory.begin(
    words.map(({ entry, list, shape }) => ({ list, placesBytes: entry.placesBytes, ...shape })),
    segment.files.count,
  );
  for (;;) {
    await pause();
    const state = memory.next();
    memory.visitFound((file, count, copyPlaces) => {
      if (count !== UNCLEAR) {
        const reader = () => readerOf(words, copyPlaces());
        visit({ file, count, reader });
        return;
      }
      const places = copyOf(joinPlaces(words, copyPlaces()));
      if (places.starts.length > 0)
        visit({ file, count: places.starts.length, reader: () => async () => places });
    });
    if (state === DONE) return;
    if (state === DAMAGED) throw damagedIndex("a list of files is not one");
    if (state < WANTED) continue;
    const word = state - WANTED;
    const { entry } = words[word]!;
    const { start, bytes } = memory.wanted(word);
    const length = Math.min(Math.max(bytes, windows[word]!), entry.placesBytes - start);
    windows[word] = Math.min(4 * windows[word]!, LARGEST_WINDOW);
    const allocate = (pages: number) => memory.allocateWindow(word, pages);
    memory.setWindow(word, start, await segment.readPlaces(entry, start, length, allocate));
  }
}

/** Joins the places when they are asked for: of most files only their number is. */
function readerOf(words: readonly SearchedWord[], parts: readonly WordPlaces[]): ReadFirst {
  return async () => copyOf(joinPlaces(words, parts));
}

/** Finds where some words stand one behind the other in a file. Errors: `bad-format`. */
function joinPlaces(words: readonly SearchedWord[], parts: readonly WordPlaces[]): PlaceList {
  const found = new PlaceList();
  for (const [word, { bytes, count }] of parts.entries()) {
    const { shape } = words[word]!;
    if (word === 0) found.fill(bytes, count, shape);
    else found.continueWith(bytes, count, shape);
    if (found.length === 0) break;
  }
  return found;
}

function copyOf({ starts, ends, length }: PlaceList): Places {
  return { starts: starts.slice(0, length), ends: ends.slice(0, length) };
}
