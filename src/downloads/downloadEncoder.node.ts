/** Downloads an encoder from a hub into the store: asks what there is, checks that it was agreed to, brings each file. */
import { mkdir, open, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isRunning, toWritingError } from "../embeddings/writeAside.node.ts";
import { parseModelConfig } from "../encoder/modelConfig.ts";
import { readModelFolder } from "../encoder/modelFolder.node.ts";
import { WordfieldError } from "../errors.ts";
import type { DownloadPlan, DownloadSnapshot } from "../protocol/downloadMessages.ts";
import type { WeightType } from "../protocol/encoderMessages.ts";
import type { Connection } from "./connection.node.ts";
import { finishEncoder, unfinishedFolder } from "./encoderStore.node.ts";
import {
  chooseFiles,
  parseListing,
  requireHubId,
  totalBytes,
  type FileChoice,
  type HubFile,
  type HubListing,
} from "./hub.ts";
import { followDownload } from "./progress.ts";
import recommended from "./recommendedEncoders.json";
import { transferFile, type Checksum } from "./transfer.node.ts";

/** Where encoders come from. */
export interface Hub {
  readonly connection: Connection;
  /** Its address, without a slash at the end. */
  readonly address: string;
}

/** What is to be downloaded. */
export interface EncoderDownload {
  readonly runId: string;
  /** Folder of downloaded encoders. */
  readonly store: string;
  readonly id: string;
  /** Null for 8-bit weights where there are some. */
  readonly weightType: WeightType | null;
  /** What the user has agreed to. */
  readonly mostBytes: number;
}

/** Room that is left free on the disk. */
const RESERVE_BYTES = 100e6;

/** Asks a hub what a download would take. Errors: those of `DownloadRequests`. */
export async function planDownload(
  hub: Hub,
  { id, weightType }: Pick<EncoderDownload, "id" | "weightType">,
  signal: AbortSignal | undefined,
): Promise<DownloadPlan> {
  const { listing, choices, choice } = await askHub(hub, id, weightType, signal);
  return {
    id,
    host: new URL(hub.address).host,
    revision: listing.revision,
    license: listing.license,
    languages: listing.languages,
    files: choice.files.map(({ path, bytes }) => ({ path, bytes })),
    bytes: totalBytes(choice),
    weightType: choice.weightType,
    otherWeights: choices
      .filter((other) => other !== choice)
      .map((other) => ({ type: other.weightType, bytes: totalBytes(other) })),
  };
}

/**
 * Downloads an encoder; it is in the store when all of it is there and could be read, and not before.
 *
 * What has come stays aside when the download is canceled or the connection breaks, and the next one goes on from there.
 * Errors: those of `DownloadRequests`, and of a model that is no encoder.
 */
export async function downloadEncoder(
  hub: Hub,
  { runId, store, id, weightType, mostBytes }: EncoderDownload,
  report: (snapshot: DownloadSnapshot) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { listing, choice } = await askHub(hub, id, weightType, signal);
  const bytes = totalBytes(choice);
  if (bytes > mostBytes)
    throw new WordfieldError(
      "bad-input",
      `${id} has ${inMegabytes(bytes)}, more than the ${inMegabytes(mostBytes)} that were agreed to. Nothing was downloaded. Ask for it again by its id to see its size.`,
    );
  const folder = unfinishedFolder(store, id);
  await requireSpace(store, bytes);
  await withLock(folder, id, async () => {
    const progress = followDownload({ runId, totalBytes: bytes }, report);
    const checked: Record<string, string> = {};
    for (const file of choice.files) {
      progress.begin(file.path);
      const checksum = checksumOf(file);
      await transferFile(
        hub.connection,
        {
          name: `${file.path} of ${id}`,
          address: new URL(`${hub.address}/${id}/resolve/${listing.revision}/${file.path}`),
          bytes: file.bytes,
          checksum,
        },
        join(folder, file.path),
        (present) => progress.reach(present),
        signal,
      );
      progress.end(file.bytes);
      checked[file.path] = `${checksum.algorithm}:${checksum.value}`;
      // The first file tells whether the others are worth it.
      if (file.path === "config.json") await requireEncoder(join(folder, file.path), folder);
    }
    await writePooling(folder, id, choice);
    await requireReadable(folder);
    await rm(lockPath(folder), { force: true }); // it is no part of the encoder
    const { revision, license, languages } = listing;
    const host = new URL(hub.address).host;
    const known = recommended.find((encoder) => encoder.id === id);
    await finishEncoder(store, {
      ...{ id, host, revision, files: checked },
      license: known?.license ?? license,
      languages: known?.languages ?? languages,
    });
  });
}

async function askHub(
  { connection, address }: Hub,
  id: string,
  weightType: WeightType | null,
  signal: AbortSignal | undefined,
): Promise<{
  readonly listing: HubListing;
  readonly choices: readonly FileChoice[];
  readonly choice: FileChoice;
}> {
  requireHubId(id);
  const known = recommended.find((encoder) => encoder.id === id);
  const json = await connection.readJson(
    new URL(`${address}/api/models/${id}/revision/${known?.revision ?? "main"}?blobs=true`),
    { what: `a model ${id}` },
    signal,
  );
  const listing = withKnownHashes(parseListing(json, id), id);
  const choices = chooseFiles(listing, id);
  const choice =
    weightType === null ? choices[0] : choices.find((other) => other.weightType === weightType);
  if (!choice)
    throw new WordfieldError(
      "bad-input",
      `${id} has no ${weightType} weights. Choose one of: ${choices.map((other) => other.weightType).join(", ")}.`,
    );
  return { listing, choices, choice };
}

/** What is recorded with the recommendation weighs more than what a server says: the two must agree. */
function withKnownHashes(listing: HubListing, id: string): HubListing {
  const known = recommended.find((encoder) => encoder.id === id);
  if (!known) return listing;
  return {
    ...listing,
    files: listing.files.map((file) => {
      const record = known.files.find(({ path }) => path === file.path);
      return record ? { ...file, sha256: record.sha256 } : file;
    }),
  };
}

function checksumOf({ sha256, blobId, path }: HubFile): Checksum {
  if (sha256 !== null) return { algorithm: "sha256", value: sha256 };
  if (blobId !== null) return { algorithm: "git-sha1", value: blobId };
  throw new Error(`${path} has no hash.`); // such files are not chosen
}

/** Models of another family are refused before their weights come; nothing of them stays. */
async function requireEncoder(config: string, folder: string): Promise<void> {
  try {
    parseModelConfig(JSON.parse(await readFile(config, "utf8")) as unknown, "Its config.json");
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true });
    if (thrown instanceof WordfieldError) throw thrown;
    throw new WordfieldError(
      "bad-format",
      `Its config.json is no readable JSON: ${(thrown as Error).message}. Choose another model.`,
      { cause: thrown },
    );
  }
}

async function requireReadable(folder: string): Promise<void> {
  try {
    await readModelFolder(folder, true);
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true }); // all of it is what the hub has: more of it would not help
    throw thrown;
  }
}

/** ONNX exports often lack what Sentence Transformers wrote of the original: how a sentence's vector is made. */
async function writePooling(folder: string, id: string, { files }: FileChoice): Promise<void> {
  const path = join(folder, "1_Pooling/config.json");
  const known = recommended.find((encoder) => encoder.id === id);
  if (!known || files.some((file) => file.path === "1_Pooling/config.json")) return;
  const isFirst = known.sentencePooling === "cls";
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(
      path,
      JSON.stringify({ pooling_mode_cls_token: isFirst, pooling_mode_mean_tokens: !isFirst }),
    );
  } catch (thrown) {
    throw toWritingError(thrown, path);
  }
}

/** Refuses before the first byte what the disk cannot take. Errors: `file-unwritable`. */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    if (free < bytes + RESERVE_BYTES)
      throw new WordfieldError(
        "file-unwritable",
        `${folder} has ${inMegabytes(free)} free, and ${inMegabytes(bytes + RESERVE_BYTES)} are needed. Free some space and try again.`,
      );
  } catch (thrown) {
    throw toWritingError(thrown, folder);
  }
}

/**
 * Keeps a folder for one download at a time, of any process; what a killed process has left behind is taken over.
 *
 * Errors: `bad-input` where another one is at it.
 */
export async function withLock<T>(
  folder: string,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const path = lockPath(folder);
  await mkdir(folder, { recursive: true });
  const holder = Number(await readFile(path, "utf8").catch(() => "")); // no file: nobody
  if (holder > 0 && isRunning(holder) && (holder !== process.pid || held.has(path)))
    throw new WordfieldError(
      "bad-input",
      `${what} is being downloaded already, by the process ${holder}. Wait for it, or cancel it there.`,
    );
  await rm(path, { force: true });
  const file = await open(path, "wx").catch((thrown: unknown) => {
    throw toWritingError(thrown, path);
  });
  held.add(path);
  try {
    await file.write(String(process.pid));
    return await work();
  } finally {
    await file.close();
    held.delete(path);
    await rm(path, { force: true });
  }
}

/** Locks of this process: one with its number that it does not hold was left behind by an earlier process. */
const held = new Set<string>();

function lockPath(folder: string): string {
  return join(folder, ".lock");
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}
