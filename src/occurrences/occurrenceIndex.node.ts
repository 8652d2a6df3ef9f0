// Questions to an index: where a word stands, in which files, how often, and which files there are.

import { join } from "node:path";
import type { Occurrence } from "../corpus/occurrences.node.ts";
import { comparePaths, hasErrorCode } from "../corpus/skipReasons.ts";
import { createPacer } from "../kernels/pacing.ts";
import { damagedIndex } from "./bytes.ts";
import { FileList } from "./fileList.ts";
import { findPlaces, type ReadFirst } from "./findPlaces.node.ts";
import { indexStamp, readManifest, type Manifest } from "./manifest.node.ts";
import type { PhraseMemories } from "./phraseMemories.ts";
import { shapeOf } from "./places.ts";
import { readPlaces } from "./readPlaces.node.ts";
import { Segment } from "./segment.node.ts";
import type { FileRecord } from "./segmentLayout.ts";

/** How often some words stand one behind the other, and where first. */
export interface IndexAnswer {
  readonly total: number;
  readonly inFiles: number;
  /** In the order of their paths. */
  readonly occurrences: Occurrence[];
  /** Files among the first ones that have changed since they were indexed: what is said of them is old. */
  readonly changed: string[];
}

/** A file and how often some words stand in it one behind the other. */
export interface FileCount {
  readonly path: string;
  readonly count: number;
}

/** A word, how often it occurs, and in how many files. */
interface WordCount {
  readonly word: string;
  readonly count: number;
  readonly files: number;
}

interface OpenSegment {
  readonly segment: Segment;
  readonly dead: ReadonlySet<number>;
  readonly mtimes: ReadonlyMap<number, number>;
}

/** An open index, as it was when it was opened. */
export class OccurrenceIndex {
  readonly #segments: readonly OpenSegment[];
  readonly #phrases: PhraseMemories;
  /** Tells this state of the index from others. */
  readonly stamp: string;
  /** Names what decides which words are where. */
  readonly reading: string;
  readonly skipped: Manifest["skipped"];

  private constructor(
    stamp: string,
    manifest: Manifest,
    segments: readonly OpenSegment[],
    phrases: PhraseMemories,
  ) {
    this.#phrases = phrases;
    this.stamp = stamp;
    this.reading = manifest.reading;
    this.skipped = manifest.skipped;
    this.#segments = segments;
  }

  /**
   * Opens the index of a folder; undefined where there is none. `close` is the caller's to call.
   *
   * Errors: `bad-format` where it is damaged or of another version.
   */
  static async open(folder: string, phrases: PhraseMemories): Promise<OccurrenceIndex | undefined> {
    const stamp = await indexStamp(folder);
    const segments: OpenSegment[] = [];
    // A list that is damaged, or names what is not there, is damage; so that it is built anew.
    try {
      const manifest = await readManifest(folder);
      if (stamp === undefined || !manifest) return undefined;
      for (const { name, files, dead, mtimes } of manifest.segments) {
        const segment = await Segment.open(join(folder, name));
        segments.push({ segment, dead: new Set(dead), mtimes: new Map(mtimes) });
        if (segment.files.count !== files) throw damagedIndex("a file is another's");
      }
      return new OccurrenceIndex(stamp, manifest, segments, phrases);
    } catch (error) {
      for (const { segment } of segments) await segment.close();
      if (error instanceof SyntaxError) throw damagedIndex("its list is no JSON");
      if (hasErrorCode(error, "ENOENT")) throw damagedIndex("a file is missing");
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const { segment } of this.#segments) await segment.close();
  }

  /**
   * Finds some words that stand one behind the other: counts all places, and reads the text around the first ones.
   *
   * `without` are paths that do not count. Errors: `bad-format`, `canceled`.
   */
  async find(
    words: readonly string[],
    limit: number,
    without: ReadonlySet<string>,
    signal?: AbortSignal,
  ): Promise<IndexAnswer> {
    const { total, inFiles, hits } = await this.#hits(words, limit, without, signal);
    const occurrences: Occurrence[] = [];
    const changed: string[] = [];
    const pause = createPacer(signal);
    let wanted = limit;
    for (const hit of hits) {
      if (wanted <= 0) break;
      await pause();
      const count = Math.min(hit.count, wanted);
      wanted -= count;
      const { starts, ends } = await hit.read(count);
      const places = await readPlaces(hit.segment, hit.file, hit.mtimeMs, {
        starts: starts.subarray(0, count),
        ends: ends.subarray(0, count),
      });
      const { path } = hit;
      if (places) for (const place of places) occurrences.push({ path, ...place });
      else changed.push(path);
    }
    return { total, inFiles, occurrences, changed };
  }

  /** Lists the files in which some words stand one behind the other, most places first. Errors: as those of `find`. */
  async countByFile(
    words: readonly string[],
    without: ReadonlySet<string>,
    signal?: AbortSignal,
  ): Promise<FileCount[]> {
    const { hits } = await this.#hits(words, Infinity, without, signal);
    return hits
      .map(({ path, count }) => ({ path, count }))
      .sort((a, b) => b.count - a.count || comparePaths(a, b));
  }

  /** All files, in the order of their paths. */
  files(): FileRecord[] {
    const files: FileRecord[] = [];
    for (const { segment, dead, mtimes } of this.#segments)
      for (let file = 0; file < segment.files.count; file++) {
        if (dead.has(file)) continue;
        const record = segment.files.record(file);
        files.push({ ...record, mtimeMs: mtimes.get(file) ?? record.mtimeMs });
      }
    return files.sort(comparePaths);
  }

  /** Visits every word with its number of places and files. Errors: `bad-format`. */
  async *wordCounts(): AsyncGenerator<WordCount> {
    const cursors = this.#segments.map((entry) => wordsOf(entry));
    const next = async (cursor: AsyncGenerator<WordCount, undefined>) =>
      (await cursor.next()).value;
    const heads = await Promise.all(cursors.map(next));
    for (;;) {
      let word: string | undefined;
      for (const head of heads)
        if (head && (word === undefined || head.word < word)) word = head.word;
      if (word === undefined) return;
      let count = 0;
      let files = 0;
      for (const [place, cursor] of cursors.entries()) {
        const head = heads[place];
        if (head?.word !== word) continue;
        count += head.count;
        files += head.files;
        heads[place] = await next(cursor);
      }
      yield { word, count, files };
    }
  }

  /** Counts everything, and collects the first files in the order of their paths until they have `limit` places. */
  async #hits(
    words: readonly string[],
    limit: number,
    without: ReadonlySet<string>,
    signal: AbortSignal | undefined,
  ): Promise<{ total: number; inFiles: number; hits: LocatedHit[] }> {
    let total = 0;
    let inFiles = 0;
    const hits: LocatedHit[] = [];
    for (const { segment, dead, mtimes } of this.#segments) {
      const left = numbersOf(segment, without);
      let collected = 0;
      const isLive = (file: number) => !dead.has(file) && !left.has(file);
      await findPlaces(
        { segment, isLive, phrases: this.#phrases },
        words,
        (hit) => {
          total += hit.count;
          inFiles++;
          if (collected >= limit) return;
          collected += hit.count;
          const mtimeMs = mtimes.get(hit.file) ?? segment.files.record(hit.file).mtimeMs;
          const { file, count } = hit;
          const path = segment.files.pathOf(file);
          hits.push({ segment, file, path, mtimeMs, count, read: hit.reader() });
        },
        signal,
      );
    }
    return { total, inFiles, hits: hits.sort(comparePaths) };
  }
}

interface LocatedHit {
  readonly segment: Segment;
  readonly file: number;
  readonly count: number;
  readonly read: ReadFirst;
  readonly path: string;
  readonly mtimeMs: number;
}

/** Finds the numbers of some paths, which are few. */
function numbersOf({ files }: Segment, paths: ReadonlySet<string>): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const path of paths) {
    let low = 0;
    let high = files.count;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (files.pathOf(middle) <= path) low = middle;
      else high = middle;
    }
    if (files.count > 0 && files.pathOf(low) === path) numbers.add(low);
  }
  return numbers;
}

async function* wordsOf({ segment, dead }: OpenSegment): AsyncGenerator<WordCount, undefined> {
  const postings = segment.postings();
  for await (const entry of segment.words()) {
    if (dead.size === 0) {
      yield entry;
      continue;
    }
    const { listStart, listBytes } = entry;
    const bytes =
      postings.peek(listStart, listBytes) ?? (await postings.read(listStart, listBytes));
    const list = new FileList(bytes, shapeOf(entry.word), segment.files.count);
    let count = 0;
    let files = 0;
    while (list.advance()) {
      if (dead.has(list.file)) continue;
      count += list.count;
      files++;
    }
    if (files > 0) yield { word: entry.word, count, files };
  }
  return undefined;
}
