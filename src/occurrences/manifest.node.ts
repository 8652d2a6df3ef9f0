// The list of an index's segments: the one file of an index that is replaced, always as a whole.

import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { writeAside, removeStaleTemporaryFiles } from "../embeddings/writeAside.node.ts";
import { hasErrorCode } from "../corpus/skipReasons.ts";
import { damagedIndex } from "./bytes.ts";
import { checksum } from "./checksum.ts";
import { SEGMENT_ENDING } from "./buildSegments.node.ts";
import { INDEX_VERSION } from "./segmentLayout.ts";

const NAME = "index.json";
/** 500,000 files that were skipped, or touched, fit. Units: bytes. */
const MAXIMUM_BYTES = 2 ** 28;
/** Younger segments may belong to an index that another process is about to list. */
const ORPHAN_AGE_MS = 10 * 60_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const segmentSchema = v.object({
  name: v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}\.segment$/)),
  /** Words in it, those of files that have gone included. */
  tokens: count,
  files: count,
  /** Numbers of files that have gone or changed. */
  dead: v.array(count),
  /** Newer times of files whose content is the same: number and time. */
  mtimes: v.array(v.tuple([count, v.number()])),
  /** Files of later times may have changed within one tick of the file system's clock. */
  checkedMs: v.number(),
});
const manifestSchema = v.object({
  format: v.literal("wordfield-occurrences"),
  version: v.literal(INDEX_VERSION),
  /** Names everything that decides which words are where: tokenizer and options. */
  reading: v.string(),
  segments: v.array(segmentSchema),
  /** Files that could not be read, and what they were then: as long as they are the same, they are not tried again. */
  skipped: v.array(
    v.object({ path: v.string(), reason: v.string(), bytes: v.number(), mtimeMs: v.number() }),
  ),
  /** Files that are to be left out, whatever the selection says. */
  forgotten: v.array(v.string()),
});

/** What an index consists of. */
export type Manifest = v.InferOutput<typeof manifestSchema>;
/** A segment as the list has it. */
export type ListedSegment = v.InferOutput<typeof segmentSchema>;

/** An index without files. */
export function emptyManifest(reading: string): Manifest {
  return {
    format: "wordfield-occurrences",
    version: INDEX_VERSION,
    reading,
    segments: [],
    skipped: [],
    forgotten: [],
  };
}

/**
 * Reads the list of an index; undefined where there is no index.
 *
 * Errors: `bad-format` where it is damaged or of another version; those of the file system as they are.
 */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, NAME);
  let text: string;
  try {
    if ((await stat(path)).size > MAXIMUM_BYTES) throw damagedIndex("its list is too long");
    text = await readFile(path, "utf8");
  } catch (error) {
    if (hasErrorCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
  const end = text.indexOf("\n");
  const json = text.slice(0, Math.max(end, 0));
  if (text.slice(end + 1) !== sumOf(json)) throw damagedIndex("its list is not as it was written");
  const parsed = v.safeParse(manifestSchema, JSON.parse(json));
  if (!parsed.success) throw damagedIndex("its list has another form");
  return parsed.output;
}

/** Writes the list aside and renames it. Errors: `file-unwritable`. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const json = JSON.stringify(manifest);
  await writeAside(join(folder, NAME), (append) =>
    append(Buffer.from(`${json}\n${sumOf(json)}`, "utf8")),
  );
}

/** Tells two states of an index apart; undefined where there is none. */
export async function indexStamp(folder: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size, ino } = await stat(join(folder, NAME));
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Removes what killed processes have left behind, and segments that `names` says are of no use any more. */
export async function sweep(
  folder: string,
  manifest: Manifest,
  names: readonly string[] = [],
): Promise<void> {
  const listed = new Set(manifest.segments.map(({ name }) => name));
  await removeStaleTemporaryFiles(folder);
  for (const name of await readdir(folder)) {
    if (!name.endsWith(SEGMENT_ENDING) || listed.has(name)) continue;
    const path = join(folder, name);
    // Whoever has it open, or has removed it meanwhile, may: it is looked at again the next time.
    try {
      const age = Date.now() - (await stat(path)).mtimeMs;
      if (names.includes(name) || age > ORPHAN_AGE_MS) await rm(path);
    } catch (error) {
      if (!hasErrorCode(error, "ENOENT", "EBUSY", "EPERM", "EACCES")) throw error;
    }
  }
}

function sumOf(json: string): string {
  return checksum(Buffer.from(json, "utf8")).toString(16).padStart(8, "0");
}
