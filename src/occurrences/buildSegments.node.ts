// Files to a segment, in bounded memory: what does not fit is written as segments of its own, which are merged at the end.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { HEAD_LENGTH } from "../corpus/kinds/kindOf.ts";
import { toSourcePlaces, wholeProse, type Prose } from "../corpus/kinds/prose.ts";
import { readParts, readUtf8, type FileStamp, type ReadContent } from "../corpus/readText.node.ts";
import type { SkippedFile } from "../corpus/skipReasons.ts";
import { LineMapBuilder } from "./lineMap.ts";
import { mergeSegments, type MergeInput } from "./mergeSegments.node.ts";
import { PlacedWords, type WordFinding } from "./placedWords.ts";
import { readingsOf, type ChooseReading, type Reading } from "./readings.ts";
import { Segment } from "./segment.node.ts";
import { SegmentBuilder } from "./segmentBuilder.ts";
import { SegmentWriter } from "./segmentWriter.node.ts";

/** Ends the name of a segment's file. */
export const SEGMENT_ENDING = ".segment";
/** 90 MB of usual text while they are sorted, more than twice as much where all are in one file. */
const MAXIMUM_TOKENS = 2 ** 23;
/** Behind so many different words all are forgotten, and numbered anew. */
const MANY_WORDS = 2 ** 20;
/** Runs that are merged at a time: each has a file open. */
const MAXIMUM_RUNS = 64;
/** Files that are read while another one is cut into words. */
const FILES_AHEAD = 4;

/** Which files to read, and how. */
export interface BuildRequest {
  /** Where the segment is written. */
  readonly folder: string;
  /** In the order of their paths. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly maximumFileBytes: number;
  readonly finding: WordFinding;
  /** Words that are held in memory. */
  readonly maximumTokens?: number;
}

/** A new segment's file name, and the files that are not in it. */
export interface BuiltSegment {
  readonly name: string;
  readonly skipped: SkippedFile[];
}

/**
 * Reads files and writes their words into a segment.
 *
 * `onBytes` hears how many bytes have been read. Errors: `file-unwritable`; then nothing stays.
 */
export async function buildSegment(
  request: BuildRequest,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<BuiltSegment> {
  const build = new Build(request);
  try {
    for await (const { path, bytes, content } of readAhead(request)) {
      await build.addFile(path, content);
      onBytes(bytes);
    }
    return { name: await build.finish(), skipped: build.skipped };
  } catch (error) {
    build.discard();
    throw error;
  }
}

/** Makes a name that no other segment has. */
export function newSegmentName(): string {
  return `${randomUUID()}${SEGMENT_ENDING}`;
}

/** Gives the files one after the other, the next ones being read meanwhile. */
async function* readAhead({ files, maximumFileBytes }: BuildRequest) {
  const queue: Promise<ReadContent>[] = [];
  for (const [place, { path, bytes }] of files.entries()) {
    for (let next = place + queue.length; next < files.length && queue.length <= FILES_AHEAD;) {
      const content = readUtf8(files[next++]!.path, maximumFileBytes);
      content.catch(() => undefined); // thrown where it is awaited
      queue.push(content);
    }
    yield { path, bytes, content: await queue.shift()! };
  }
}

interface Run {
  readonly name: string;
  readonly files: number;
  readonly dead: Set<number>;
}

class Build {
  readonly skipped: SkippedFile[] = [];
  readonly #request: BuildRequest;
  readonly #readingOf: ChooseReading;
  #words: PlacedWords;
  #builder: SegmentBuilder;
  /** What the words at hand are of; absent where that is the source itself. */
  #prose: Prose | undefined;
  #runs: Run[] = [];
  /** The last file of these runs is the one that is read now. */
  #runsOfFile: Run[] = [];

  constructor(request: BuildRequest) {
    this.#request = request;
    this.#readingOf = readingsOf(request.finding.tokenizer);
    this.#words = this.#newWords();
    this.#builder = this.#newBuilder();
  }

  async addFile(path: string, first: ReadContent): Promise<void> {
    if ("reason" in first) {
      this.skipped.push({ path, reason: first.reason });
      return;
    }
    if (this.#words.count > MANY_WORDS) this.#forgetWords();
    const reading = this.#readingOf(path, headOf(first));
    this.#builder.beginFile(path, reading.kind);
    this.#runsOfFile = [];
    const text = new FileText(reading, this.#words);
    const content = "isLong" in first ? await this.#readLong(path, text) : addWhole(first, text);
    this.#prose = text.prose();
    this.#words.endDocument(this.#prose?.text);
    this.#prose = undefined;
    if ("reason" in content) {
      this.skipped.push({ path, reason: content.reason });
      this.#builder.dropFile();
      for (const run of this.#runsOfFile) run.dead.add(run.files - 1);
      return;
    }
    this.#builder.addMarks(text.lines.takeMarks());
    const { bytes, isUtf8, stamp } = content;
    this.#builder.endFile({ bytes, isUtf8, units: text.lines.units, ...stamp });
  }

  async finish(): Promise<string> {
    if (this.#runs.length === 0) return this.#writeRun().name;
    if (this.#builder.files > 0) this.#writeRun();
    while (this.#runs.length > 1 || this.#runs[0]!.dead.size > 0) {
      const name = newSegmentName();
      const runs = this.#runs.slice(0, MAXIMUM_RUNS);
      await this.#merge(name, runs);
      this.#runs = [{ name, files: 0, dead: new Set() }, ...this.#runs.slice(MAXIMUM_RUNS)];
    }
    return this.#runs[0]!.name;
  }

  discard(): void {
    for (const { name } of this.#runs) this.#remove(name);
  }

  async #readLong(path: string, text: FileText): Promise<Added | { reason: string }> {
    const long = await readParts(path, this.#request.maximumFileBytes, (utf8, markBytes) =>
      text.add(utf8, markBytes),
    );
    if ("reason" in long) return long;
    return "text" in long ? addWhole(long, text) : { ...long, isUtf8: true };
  }

  #takeWords(numbers: Int32Array, places: Uint32Array): void {
    if (this.#prose) toSourcePlaces(this.#prose, places);
    if (numbers.length <= this.#builder.room) this.#builder.add(numbers, places);
    // Copied: sorting words may move the memory in which they lie.
    else this.#addInRuns(numbers.slice(), places.slice());
  }

  #addInRuns(numbers: Int32Array, places: Uint32Array): void {
    for (let first = 0; first < numbers.length;) {
      if (this.#builder.room === 0) this.#runsOfFile.push(this.#writeRun(places[2 * first]));
      const end = Math.min(numbers.length, first + this.#builder.room);
      this.#builder.add(numbers.subarray(first, end), places.subarray(2 * first, 2 * end));
      first = end;
    }
  }

  #writeRun(next?: number): Run {
    const name = newSegmentName();
    const writer = new SegmentWriter(join(this.#request.folder, name));
    try {
      const words = this.#builder.drain(next);
      let step = words.next();
      for (; !step.done; step = words.next()) writer.addWord(step.value.word, step.value);
      const run = { name, files: step.value.length, dead: new Set<number>() };
      writer.finish(step.value);
      this.#runs.push(run);
      return run;
    } catch (error) {
      writer.discard();
      throw error;
    }
  }

  async #merge(name: string, runs: readonly Run[]): Promise<void> {
    const { folder } = this.#request;
    const inputs: MergeInput[] = [];
    try {
      for (const { name, dead } of runs)
        inputs.push({ segment: await Segment.open(join(folder, name)), dead, mtimes: new Map() });
      await mergeSegments(join(folder, name), inputs);
    } finally {
      for (const { segment } of inputs) await segment.close();
    }
    for (const run of runs) this.#remove(run.name);
  }

  #remove(name: string): void {
    rmSync(join(this.#request.folder, name), { force: true });
  }

  #newWords(): PlacedWords {
    return new PlacedWords(this.#request.finding, (numbers, places) =>
      this.#takeWords(numbers, places),
    );
  }

  #newBuilder(): SegmentBuilder {
    return new SegmentBuilder(this.#request.maximumTokens ?? MAXIMUM_TOKENS, this.#words);
  }

  #forgetWords(): void {
    if (this.#builder.files > 0) this.#writeRun();
    this.#words = this.#newWords();
    this.#builder = this.#newBuilder();
  }
}

/** What a file was when it was read. */
interface Added {
  readonly bytes: number;
  readonly isUtf8: boolean;
  readonly stamp: FileStamp;
}

/** A file that has been read as a whole. */
type Whole = Extract<ReadContent, { stamp: FileStamp }>;

function addWhole(content: Whole, text: FileText): Added {
  if ("utf8" in content) text.add(content.utf8, content.markBytes);
  else text.add(new TextEncoder().encode(content.text), 0);
  return { bytes: content.bytes, isUtf8: "utf8" in content, stamp: content.stamp };
}

/** The beginning of a file, as far as its kind depends on it; undefined where it is too long to be read at once. */
function headOf(content: Exclude<ReadContent, { reason: string }>): string | undefined {
  if ("isLong" in content) return undefined;
  if ("text" in content) return content.text;
  return new TextDecoder().decode(content.utf8.subarray(0, 4 * HEAD_LENGTH));
}

/** The text of one file on its way to words. */
class FileText {
  readonly #reading: Reading;
  readonly #words: PlacedWords;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #source = "";
  #lines: LineMapBuilder | undefined;

  constructor(reading: Reading, words: PlacedWords) {
    this.#reading = reading;
    this.#words = words;
  }

  get lines(): LineMapBuilder {
    return (this.#lines ??= new LineMapBuilder());
  }

  /** Takes the next part of the text, which is cut into words at once, or when all of it is there. */
  add(utf8: Uint8Array, markBytes: number): void {
    this.#lines ??= new LineMapBuilder(markBytes);
    this.#lines.add(utf8);
    if (this.#reading.proseOf) this.#source += this.#decoder.decode(utf8);
    else this.#words.addBytes(utf8);
  }

  /** What is left to be cut into words; undefined where nothing is. */
  prose(): Prose | undefined {
    const { proseOf } = this.#reading;
    return proseOf && (proseOf(this.#source) ?? wholeProse(this.#source));
  }
}
