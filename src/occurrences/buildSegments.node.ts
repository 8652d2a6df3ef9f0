// Files to a segment, in bounded memory: what does not fit is written as segments of its own, which are merged at the end.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { readParts, readUtf8, type FileStamp, type ReadContent } from "../corpus/readText.node.ts";
import type { SkippedFile } from "../corpus/skipReasons.ts";
import { LineMapBuilder } from "./lineMap.ts";
import { mergeSegments, type MergeInput } from "./mergeSegments.node.ts";
import type { ChooseReading, Reading } from "./readings.ts";
import { Segment } from "./segment.node.ts";
import { SegmentBuilder } from "./segmentBuilder.ts";
import { SegmentWriter } from "./segmentWriter.node.ts";

/** Ends the name of a segment's file. */
export const SEGMENT_ENDING = ".segment";
/** 100 MB while they are sorted. */
const MAXIMUM_TOKENS = 2 ** 22;
/** Runs that are merged at a time: each has a file open. */
const MAXIMUM_RUNS = 64;
/** Text is tokenized in stretches of about this length, where the kind allows it. Units: UTF-16 units. */
const STRETCH = 2 ** 20;

/** Which files to read, and how. */
export interface BuildRequest {
  /** Where the segment is written. */
  readonly folder: string;
  /** In the order of their paths. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly maximumFileBytes: number;
  readonly readingOf: ChooseReading;
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
    for (const { path, bytes } of request.files) {
      await build.addFile(path);
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

interface Run {
  readonly name: string;
  readonly files: number;
  readonly dead: Set<number>;
}

class Build {
  readonly skipped: SkippedFile[] = [];
  readonly #request: BuildRequest;
  readonly #builder: SegmentBuilder;
  #runs: Run[] = [];
  /** The last file of these runs is the one that is read now. */
  #runsOfFile: Run[] = [];

  constructor(request: BuildRequest) {
    this.#request = request;
    this.#builder = new SegmentBuilder(request.maximumTokens ?? MAXIMUM_TOKENS);
  }

  async addFile(path: string): Promise<void> {
    const first = await readUtf8(path, this.#request.maximumFileBytes);
    if ("reason" in first) {
      this.skipped.push({ path, reason: first.reason });
      return;
    }
    const whole = wholeText(first);
    const reading = this.#request.readingOf(path, whole);
    const file = new FileText(reading, (word, start, end) => this.#addToken(word, start, end));
    this.#builder.beginFile(path, reading.kind);
    this.#runsOfFile = [];
    const content = await this.#read(path, file, first, whole);
    if ("reason" in content) {
      this.skipped.push({ path, reason: content.reason });
      this.#builder.dropFile();
      for (const run of this.#runsOfFile) run.dead.add(run.files - 1);
      return;
    }
    file.finish();
    this.#builder.addMarks(file.lines.takeMarks());
    this.#builder.endFile({
      bytes: content.bytes,
      units: file.lines.units,
      isUtf8: content.isUtf8,
      ...content.stamp,
    });
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

  async #read(
    path: string,
    file: FileText,
    first: Readable,
    whole: string | undefined,
  ): Promise<{ bytes: number; isUtf8: boolean; stamp: FileStamp } | { reason: string }> {
    if (!("isLong" in first)) {
      file.begin("utf8" in first ? first.markBytes : 0);
      file.add(whole!);
      return { bytes: first.bytes, isUtf8: "utf8" in first, stamp: first.stamp };
    }
    const decoder = newDecoder();
    let isFirst = true;
    const take = (utf8: Uint8Array, markBytes: number) => {
      if (isFirst) file.begin(markBytes);
      isFirst = false;
      file.add(decoder.decode(utf8));
    };
    const long = await readParts(path, this.#request.maximumFileBytes, take);
    if ("reason" in long) return long;
    if ("text" in long) {
      file.begin(0);
      file.add(long.text);
    }
    return { bytes: long.bytes, isUtf8: !("text" in long), stamp: long.stamp };
  }

  #addToken(word: string, start: number, end: number): void {
    if (this.#builder.isFull) this.#runsOfFile.push(this.#writeRun(start));
    this.#builder.add(this.#builder.numberOf(word), start, end);
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
}

/** What can be read. */
type Readable = Exclude<ReadContent, { readonly reason: string }>;

/** Undefined where a file is too long to be read at once. */
function wholeText(content: Readable): string | undefined {
  if ("isLong" in content) return undefined;
  return "utf8" in content ? newDecoder().decode(content.utf8) : content.text;
}

/** What is given to it has no byte order mark any more. */
function newDecoder(): TextDecoder {
  return new TextDecoder("utf-8", { ignoreBOM: true });
}

/** The text of one file on its way to words. */
class FileText {
  readonly #reading: Reading;
  readonly #add: (word: string, start: number, end: number) => void;
  lines = new LineMapBuilder();
  #pending = "";
  /** Where the pending text begins. */
  #offset = 0;

  constructor(reading: Reading, add: (word: string, start: number, end: number) => void) {
    this.#reading = reading;
    this.#add = add;
  }

  begin(markBytes: number): void {
    this.lines = new LineMapBuilder(markBytes);
  }

  /** Takes the next part of the text. */
  add(text: string): void {
    this.lines.add(text);
    this.#pending += text;
    if (!this.#reading.inParts || this.#pending.length < STRETCH) return;
    // Behind a line break or a space begins no word's second half. What came before has none.
    const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf(" ")) + 1;
    if (end > 0) this.#visit(this.#pending.length - text.length + end);
  }

  finish(): void {
    this.#visit(this.#pending.length);
  }

  #visit(end: number): void {
    const text = this.#pending.slice(0, end);
    const offset = this.#offset;
    this.#pending = this.#pending.slice(end);
    this.#offset += end;
    this.#reading.visit(text, (word, start, wordEnd) =>
      this.#add(word, offset + start, offset + wordEnd),
    );
  }
}
