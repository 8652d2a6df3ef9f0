/** The folder of downloaded encoders: OWNER/NAME in Hugging Face layout, each with a record of what it is. */
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { toWritingError, writeAside } from "../embeddings/writeAside.node.ts";
import { WordfieldError } from "../errors.ts";
import type { DownloadedEncoder, UnfinishedDownload } from "../protocol/downloadMessages.ts";
import { isHubId } from "../protocol/hubId.ts";
import { requireHubId } from "./hub.ts";

/** What is known of a downloaded encoder, beside its files. */
export interface EncoderRecord {
  readonly id: string;
  readonly host: string;
  /** Commit. */
  readonly revision: string;
  readonly license: string | null;
  readonly languages: readonly string[];
  /** What was checked of each file: "sha256:…" or "git-sha1:…". */
  readonly files: Readonly<Record<string, string>>;
}

const RECORD_NAME = "wordfield.json";
const LARGEST_RECORD_BYTES = 1024 * 1024;
/** Encoders that are not whole lie below this folder; no owner can have its name. */
const UNFINISHED = ".unfinished";
const DELETED = ".deleted";
const Text = v.pipe(v.string(), v.maxLength(500));
const RECORD = v.object({
  id: Text,
  host: Text,
  revision: Text,
  license: v.nullable(Text),
  languages: v.pipe(v.array(Text), v.maxLength(1_000)),
  files: v.record(Text, Text),
});

/** Path of an encoder's folder. Errors: `bad-input` for what is no id. */
export function encoderFolder(store: string, id: string): string {
  requireHubId(id);
  return join(store, ...id.split("/"));
}

/** Path of the folder where an encoder lies until all of it has come. Errors: `bad-input` for what is no id. */
export function unfinishedFolder(store: string, id: string): string {
  requireHubId(id);
  return join(store, UNFINISHED, ...id.split("/"));
}

/** Reads what a folder says that it is; undefined where it was not downloaded by Wordfield, or its record is damaged. */
export async function readEncoderRecord(folder: string): Promise<EncoderRecord | undefined> {
  const path = join(folder, RECORD_NAME);
  try {
    if ((await stat(path)).size > LARGEST_RECORD_BYTES) return undefined;
    const parsed = v.safeParse(RECORD, JSON.parse(await readFile(path, "utf8")));
    return parsed.success && isHubId(parsed.output.id) ? parsed.output : undefined;
  } catch {
    return undefined; // a folder of the user's own has no such file
  }
}

/** Lists the encoders of a store by id; a store that is not there is empty. */
export async function listDownloaded(store: string): Promise<readonly DownloadedEncoder[]> {
  const found: DownloadedEncoder[] = [];
  for (const id of await listIds(store)) {
    const folder = encoderFolder(store, id);
    const record = await readEncoderRecord(folder);
    if (!record) continue;
    const { license, languages, revision } = record;
    found.push({ id, folder, bytes: await sizeOfFolder(folder), license, languages, revision });
  }
  return found;
}

/** Lists what was begun and not ended. */
export async function listUnfinished(store: string): Promise<readonly UnfinishedDownload[]> {
  const found: UnfinishedDownload[] = [];
  for (const id of await listIds(join(store, UNFINISHED))) {
    const bytes = await sizeOfFolder(unfinishedFolder(store, id));
    if (bytes > 0) found.push({ id, bytes });
  }
  return found;
}

/** Puts the record into the folder of an encoder that is whole, and the folder into its place. */
export async function finishEncoder(store: string, record: EncoderRecord): Promise<void> {
  const from = unfinishedFolder(store, record.id);
  const to = encoderFolder(store, record.id);
  const text = `${JSON.stringify(record, null, 2)}\n`;
  await writeAside(join(from, RECORD_NAME), (append) => append(new TextEncoder().encode(text)));
  try {
    await mkdir(dirname(to), { recursive: true });
    await moveAway(store, to);
    await rename(from, to);
  } catch (thrown) {
    throw toWritingError(thrown, to);
  }
  await removeDeleted(store);
}

/**
 * Deletes an encoder and what was begun of it; gives the size of what was there.
 *
 * Errors: `model-missing` where there is nothing of it; `bad-input`; `file-unwritable`.
 */
export async function deleteEncoder(store: string, id: string): Promise<number> {
  const folders = [encoderFolder(store, id), unfinishedFolder(store, id)];
  let bytes = 0;
  let isThere = false;
  for (const folder of folders) {
    if (!(await isFolder(folder))) continue;
    isThere = true;
    bytes += await sizeOfFolder(folder);
    try {
      await moveAway(store, folder);
    } catch (thrown) {
      throw toWritingError(thrown, folder);
    }
  }
  if (!isThere)
    throw new WordfieldError(
      "model-missing",
      `There is no encoder ${id} in ${store}. It may have been deleted already.`,
    );
  await removeDeleted(store);
  return bytes;
}

/** A folder that is renamed first is gone at once, or not at all; a list never shows half of it. */
async function moveAway(store: string, folder: string): Promise<void> {
  if (!(await isFolder(folder))) return;
  await mkdir(join(store, DELETED), { recursive: true });
  await rename(folder, join(store, DELETED, randomBytes(6).toString("hex")));
}

async function removeDeleted(store: string): Promise<void> {
  // What another process still reads cannot go yet on Windows: the next deletion takes it.
  await rm(join(store, DELETED), { recursive: true, force: true, maxRetries: 3 }).catch(
    () => undefined,
  );
}

async function listIds(store: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const owner of await foldersIn(store))
    for (const name of await foldersIn(join(store, owner)))
      if (isHubId(`${owner}/${name}`)) ids.push(`${owner}/${name}`);
  return ids.sort();
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // none yet
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Sum of the sizes of all files below a folder; links are not followed. */
async function sizeOfFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const info = await stat(join(parentPath, name)).catch(() => undefined); // gone meanwhile
        return info?.size ?? 0;
      }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}
