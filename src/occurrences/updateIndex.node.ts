// Brings an index up to date with its files: reads again what has changed and nothing else.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { comparePaths, describeFileError, hasErrorCode } from "../corpus/skipReasons.ts";
import type { Segmenter } from "../corpus/segmenter.ts";
import type { TokenizerChoice } from "../corpus/tokenizerOptions.ts";
import { toWritingError } from "../embeddings/writeAside.node.ts";
import { WordfieldError } from "../errors.ts";
import { buildSegment, newSegmentName } from "./buildSegments.node.ts";
import {
  emptyManifest,
  readManifest,
  sweep,
  writeManifest,
  type ListedSegment,
  type Manifest,
} from "./manifest.node.ts";
import { planMerge, weightOf } from "./mergePlan.ts";
import { mergeSegments } from "./mergeSegments.node.ts";
import type { WordFinding } from "./placedWords.ts";
import { readingName } from "./readings.ts";
import { Segment } from "./segment.node.ts";
import {
  findPresentFiles,
  lookAtPaths,
  type IndexedFiles,
  type PresentFile,
  type PresentFiles,
} from "./selectedFiles.node.ts";

/** Which index to bring up to date. */
export interface UpdateRequest extends IndexedFiles {
  /** Where it lies; made where there is none. */
  readonly folder: string;
  readonly tokenizer: TokenizerChoice;
  /** Only these files, or what lies in folders of these names, may have changed. Absolute paths; absent for all. */
  readonly changed?: readonly string[];
  /** Files that leave the index and do not come back. Absolute paths. */
  readonly forget?: readonly string[];
  /** Whether it is built from nothing, because a question has found damage. */
  readonly anew?: boolean;
  /** Words that are held in memory. */
  readonly maximumTokens?: number;
}

/** How far an update has come. Units: bytes of the files that are read. */
export interface UpdateProgress {
  readonly bytesRead: number;
  readonly bytes: number;
}

/** What an update has done. */
export interface UpdateResult {
  /** Files that were read: new ones, and those whose content has changed. */
  readonly filesRead: number;
  /** Files of which what they held has left the index: those that have changed or gone. */
  readonly filesRemoved: number;
}

/** Coarse clocks of file systems tick every two seconds. */
const CLOCK_TICK_MS = 2_000;

/**
 * Brings an index up to date: reads only what has changed, after a look at every file of the selection, or with `changed`
 * only at these. An index that is damaged, of another version or of another tokenizer is built anew.
 *
 * Errors: `file-unwritable`; the index then is as it was.
 */
export async function updateIndex(
  request: UpdateRequest,
  module: WebAssembly.Module,
  segmenter: Segmenter,
  onProgress: (progress: UpdateProgress) => void = () => undefined,
): Promise<UpdateResult> {
  const { folder } = request;
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw toWritingError(error, folder);
  });
  const finding = { module, tokenizer: request.tokenizer, segmenter };
  const reading = readingName(request.tokenizer);
  let index = request.anew
    ? new OpenIndex(folder, emptyManifest(reading), [])
    : await OpenIndex.open(folder, reading);
  try {
    return await bringUpToDate(index, request, finding, onProgress);
  } catch (error) {
    if (!(error instanceof WordfieldError && error.code === "bad-format")) throw error;
    // Damage that shows only where it is read.
    await index.close();
    index = new OpenIndex(folder, emptyManifest(reading), []);
    return await bringUpToDate(index, request, finding, onProgress);
  } finally {
    await index.close();
  }
}

async function bringUpToDate(
  index: OpenIndex,
  request: UpdateRequest,
  finding: WordFinding,
  onProgress: (progress: UpdateProgress) => void,
): Promise<UpdateResult> {
  const beganMs = Date.now();
  for (const path of request.forget ?? []) index.forget(path);
  const { changed } = request;
  const some = changed && index.isBuilt ? await lookAtPaths(request, changed) : undefined;
  const present = some ?? (await findPresentFiles(request));
  const toRead = await index.compare(present, some ? changed! : undefined, beganMs);
  const bytes = toRead.reduce((sum, file) => sum + file.bytes, 0);
  let bytesRead = 0;
  onProgress({ bytesRead, bytes });
  if (toRead.length > 0) {
    const { name, skipped } = await buildSegment(
      {
        folder: request.folder,
        files: toRead,
        maximumFileBytes: request.selection.maximumFileBytes,
        finding,
        ...(request.maximumTokens === undefined ? {} : { maximumTokens: request.maximumTokens }),
      },
      (read) => {
        bytesRead += read;
        onProgress({ bytesRead, bytes });
      },
    );
    const stamps = new Map(toRead.map((file) => [file.path, file]));
    await index.add(name, beganMs);
    for (const { path, reason } of skipped) index.skip(path, reason, stamps.get(path)!);
  }
  await index.write();
  await index.mergeAsPlanned();
  return { filesRead: toRead.length, filesRemoved: index.removed };
}

interface Listed {
  readonly segment: Segment;
  readonly listed: ListedSegment;
  readonly dead: Set<number>;
  readonly mtimes: Map<number, number>;
}

/** An index while it is changed. */
class OpenIndex {
  readonly #folder: string;
  #manifest: Manifest;
  #segments: Listed[];
  /** The living file of each path. */
  readonly #live = new Map<string, { entry: Listed; file: number }>();
  readonly #skipped: Map<string, Manifest["skipped"][number]>;
  readonly #forgotten: Set<string>;
  #isChanged = false;
  removed = 0;
  readonly isBuilt: boolean;

  constructor(folder: string, manifest: Manifest, segments: Listed[]) {
    this.#folder = folder;
    this.#manifest = manifest;
    this.#segments = segments;
    this.#skipped = new Map(manifest.skipped.map((skipped) => [skipped.path, skipped]));
    this.#forgotten = new Set(manifest.forgotten);
    this.isBuilt = segments.length > 0;
    for (const entry of segments) this.#enliven(entry);
  }

  static async open(folder: string, reading: string): Promise<OpenIndex> {
    const segments: Listed[] = [];
    // Damaged, older, newer or made otherwise: built anew, without a question.
    try {
      const manifest = await readManifest(folder);
      if (manifest?.reading === reading) {
        for (const listed of manifest.segments)
          segments.push({
            segment: await Segment.open(join(folder, listed.name)),
            listed,
            dead: new Set(listed.dead),
            mtimes: new Map(listed.mtimes),
          });
        return new OpenIndex(folder, manifest, segments);
      }
    } catch (error) {
      for (const { segment } of segments) await segment.close();
      const isDamage = error instanceof WordfieldError && error.code === "bad-format";
      if (!isDamage && !(error instanceof SyntaxError) && !hasErrorCode(error, "ENOENT"))
        throw error;
    }
    return new OpenIndex(folder, emptyManifest(reading), []);
  }

  async close(): Promise<void> {
    for (const { segment } of this.#segments) await segment.close();
    this.#segments = [];
  }

  forget(path: string): void {
    if (this.#forgotten.has(path)) return;
    this.#forgotten.add(path);
    this.#isChanged = true;
    this.#remove(path);
  }

  /** Removes what has changed or gone, and returns what is to be read, in the order of paths. */
  async compare(
    present: PresentFiles,
    changed: readonly string[] | undefined,
    nowMs: number,
  ): Promise<{ path: string; bytes: number; mtimeMs: number }[]> {
    for (const path of this.#candidates(changed))
      if (!present.files.has(path)) {
        this.#remove(path);
        if (this.#skipped.delete(path)) this.#isChanged = true;
      }
    for (const { path, reason } of present.skipped)
      this.skip(path, reason, { bytes: 0, mtimeMs: 0 });
    const toRead: { path: string; bytes: number; mtimeMs: number }[] = [];
    for (const [path, file] of present.files) {
      if (this.#forgotten.has(path) || (await this.#isSame(path, file))) continue;
      this.#remove(path);
      this.#skipped.delete(path);
      this.#isChanged = true;
      toRead.push({ path, ...file });
    }
    if (!changed) this.#noteChecked(nowMs);
    return toRead.sort(comparePaths);
  }

  skip(path: string, reason: string, { bytes, mtimeMs }: PresentFile): void {
    const known = this.#skipped.get(path);
    if (known?.reason === reason && known.bytes === bytes && known.mtimeMs === mtimeMs) return;
    this.#skipped.set(path, { path, reason, bytes, mtimeMs });
    this.#isChanged = true;
  }

  /** Takes in a new segment, whose files were looked at after `checkedMs`. */
  async add(name: string, checkedMs: number): Promise<void> {
    const segment = await Segment.open(join(this.#folder, name));
    const { tokens } = segment.size;
    const listed = { name, tokens, files: segment.files.count, dead: [], mtimes: [], checkedMs };
    const entry: Listed = { segment, listed, dead: new Set(), mtimes: new Map() };
    this.#segments.push(entry);
    this.#enliven(entry);
    this.#isChanged = true;
  }

  /** Writes the list, if it has changed. */
  async write(): Promise<void> {
    if (!this.#isChanged) return;
    const gone = this.#segments.filter(({ listed, dead }) => dead.size === listed.files);
    this.#segments = this.#segments.filter((entry) => !gone.includes(entry));
    this.#manifest = {
      ...this.#manifest,
      segments: this.#segments.map(({ listed, dead, mtimes }) => ({
        ...listed,
        dead: [...dead],
        mtimes: [...mtimes],
      })),
      skipped: [...this.#skipped.values()].sort(comparePaths),
      forgotten: [...this.#forgotten],
    };
    await writeManifest(this.#folder, this.#manifest);
    this.#isChanged = false;
    for (const { segment } of gone) await segment.close();
    await sweep(
      this.#folder,
      this.#manifest,
      gone.map(({ listed }) => listed.name),
    );
  }

  /** Puts segments together until no more are to be. */
  async mergeAsPlanned(): Promise<void> {
    for (;;) {
      const plan = planMerge(this.#segments.map((entry) => this.#weigh(entry)));
      if (plan.length === 0) return;
      const chosen = plan.map((place) => this.#segments[place]!);
      const name = newSegmentName();
      await mergeSegments(join(this.#folder, name), chosen);
      for (const entry of chosen)
        for (let file = 0; file < entry.listed.files; file++) entry.dead.add(file);
      await this.add(name, Math.min(...chosen.map(({ listed }) => listed.checkedMs)));
      await this.write();
    }
  }

  #enliven(entry: Listed): void {
    for (let file = 0; file < entry.listed.files; file++)
      if (!entry.dead.has(file)) this.#live.set(entry.segment.files.pathOf(file), { entry, file });
  }

  #remove(path: string): void {
    const live = this.#live.get(path);
    if (!live) return;
    live.entry.dead.add(live.file);
    live.entry.mtimes.delete(live.file);
    this.#live.delete(path);
    this.removed++;
    this.#isChanged = true;
  }

  /** The paths in the index that may have gone. */
  #candidates(changed: readonly string[] | undefined): string[] {
    const known = [...this.#live.keys(), ...this.#skipped.keys()];
    if (!changed) return known;
    const named = new Set(changed);
    // What was a folder is told from a file only by what lay in it.
    const unknown = changed.filter((path) => !this.#live.has(path) && !this.#skipped.has(path));
    return known.filter(
      (path) => named.has(path) || unknown.some((folder) => path.startsWith(`${folder}${sep}`)),
    );
  }

  async #isSame(path: string, file: PresentFile): Promise<boolean> {
    const skipped = this.#skipped.get(path);
    if (skipped) return skipped.bytes === file.bytes && skipped.mtimeMs === file.mtimeMs;
    const live = this.#live.get(path);
    if (!live) return false;
    const { entry, file: number } = live;
    const record = entry.segment.files.record(number);
    if (record.bytes !== file.bytes) return false;
    const mtimeMs = entry.mtimes.get(number) ?? record.mtimeMs;
    const isOld = mtimeMs < entry.listed.checkedMs - CLOCK_TICK_MS;
    if (mtimeMs === file.mtimeMs && isOld) return true;
    if (!(await hasHash(path, record.hash))) return false;
    if (mtimeMs !== file.mtimeMs) {
      entry.mtimes.set(number, file.mtimeMs);
      this.#isChanged = true;
    }
    return true;
  }

  /** Files of times before are known to be the same. */
  #noteChecked(nowMs: number): void {
    this.#segments = this.#segments.map((entry) => {
      const { checkedMs } = entry.listed;
      // Written only where it makes a difference.
      if (!this.#hasYoung(entry, checkedMs)) return entry;
      this.#isChanged = true;
      const noted = { ...entry, listed: { ...entry.listed, checkedMs: nowMs } };
      this.#enliven(noted);
      return noted;
    });
  }

  #hasYoung({ segment, listed, dead, mtimes }: Listed, checkedMs: number): boolean {
    for (let file = 0; file < listed.files; file++) {
      if (dead.has(file)) continue;
      const mtimeMs = mtimes.get(file) ?? segment.files.record(file).mtimeMs;
      if (mtimeMs >= checkedMs - CLOCK_TICK_MS) return true;
    }
    return false;
  }

  #weigh({ segment, listed, dead }: Listed): { weight: number; deadWeight: number } {
    let deadTokens = 0;
    for (const file of dead) deadTokens += segment.files.tokensOf(file);
    return {
      weight: weightOf(listed.tokens, listed.files),
      deadWeight: weightOf(deadTokens, dead.size),
    };
  }
}

async function hasHash(path: string, hash: Uint8Array): Promise<boolean> {
  // A file that cannot be read is not the same; reading it will tell why.
  try {
    const found = createHash("sha256");
    for await (const part of createReadStream(path)) found.update(part as Uint8Array);
    return found.digest().equals(hash);
  } catch (error) {
    describeFileError(error);
    return false;
  }
}
