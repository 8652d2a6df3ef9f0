// Collects the words of files in memory, and gives them sorted: by word, file and place.

import type { TextKind } from "../corpus/kinds/textKinds.ts";
import { FilePostings, type WordPostings, type WordShapes } from "./filePostings.ts";
import { NO_NEXT } from "./places.ts";

/** The postings of a word, and the word. */
export type SortedWord = WordPostings & { readonly word: string };

/** What knows the words that stand behind their numbers. */
export interface NumberedWords extends WordShapes {
  /** How many there are; their numbers are 0 and above. */
  readonly count: number;
  /** All words in the order of their UTF-16 units. Shapes: [count] both. */
  sorted(): { readonly words: readonly string[]; readonly numbers: Uint32Array };
}

/** What the end of a file tells of it. */
export interface FileEnd {
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly hash: Uint8Array;
  readonly units: number;
  readonly isUtf8: boolean;
}

/** A file with some or all of its words. */
export interface CollectedFile extends FileEnd {
  readonly path: string;
  readonly kind: TextKind;
  readonly tokens: number;
  readonly marks: readonly Uint32Array[];
}

const UNKNOWN_END: FileEnd = {
  bytes: 0,
  mtimeMs: 0,
  hash: new Uint8Array(32),
  units: 0,
  isUtf8: false,
};

/**
 * Collects files one after the other.
 *
 * Takes about 8 bytes a word, 11 while it sorts, and 20 for those of the file at hand.
 */
export class SegmentBuilder {
  readonly #maximum: number;
  readonly #words: NumberedWords;
  readonly #postings: FilePostings;
  /** Words of files that have ended. */
  #tokens = 0;
  #files: CollectedFile[] = [];
  #current: { path: string; kind: TextKind; marks: Uint32Array[] } | undefined;

  /** Units: `maximumTokens` counts words. */
  constructor(maximumTokens: number, words: NumberedWords) {
    this.#maximum = maximumTokens;
    this.#words = words;
    this.#postings = new FilePostings(words);
  }

  /** Files that have been collected. */
  get files(): number {
    return this.#files.length;
  }

  /** How many words can be added before `drain`. */
  get room(): number {
    return this.#maximum - this.#tokens - this.#postings.tokens;
  }

  /** Begins a file, behind all others in the order of paths. */
  beginFile(path: string, kind: TextKind): void {
    this.#current = { path, kind, marks: [] };
  }

  /** Adds the next words of the file. Shapes: `numbers` [n], `places` [n, 2]. Units: UTF-16 units of its source. */
  add(numbers: Int32Array, places: Uint32Array): void {
    this.#postings.add(numbers, places);
  }

  /** Adds marks of the file's lines. */
  addMarks(marks: Uint32Array): void {
    if (marks.length > 0) this.#current!.marks.push(marks);
  }

  /** Ends the file. */
  endFile(end: FileEnd): void {
    this.#endFile(end, NO_NEXT);
  }

  /** Forgets the file that has been begun, as far as it has not been drained. */
  dropFile(): void {
    this.#postings.dropFile();
    this.#current = undefined;
  }

  /**
   * Gives everything sorted, and begins anew; a file that has not ended goes on behind it, with `next` as the beginning of
   * its next word. Words come in the order of their UTF-16 units; the files are told when all words have been taken.
   */
  *drain(next = NO_NEXT): Generator<SortedWord, CollectedFile[]> {
    const current = this.#current;
    if (current) this.#endFile(UNKNOWN_END, next);
    yield* this.#sorted();
    const files = this.#files;
    this.#postings.clear();
    this.#tokens = 0;
    this.#files = [];
    if (current) this.beginFile(current.path, current.kind);
    return files;
  }

  #endFile(end: FileEnd, next: number): void {
    const { path, kind, marks } = this.#current!;
    const { tokens } = this.#postings;
    this.#postings.endFile(this.#files.length, next);
    this.#files.push({ path, kind, marks, tokens, ...end });
    this.#tokens += tokens;
    this.#current = undefined;
  }

  *#sorted(): Generator<SortedWord> {
    const { words, numbers } = this.#words.sorted();
    let rank = 0;
    for (const postings of this.#postings.byWord(numbers)) {
      while (numbers[rank] !== postings.number) rank++;
      yield { word: words[rank]!, ...postings };
    }
  }
}
