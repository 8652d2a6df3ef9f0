/** Brings one file here: in parts where it must be, checked by size and hash, under its name only when it is whole. */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { toWritingError } from "../embeddings/writeAside.node.ts";
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import { STALL_MS, toNetworkError, type Connection } from "./connection.node.ts";

/** What a file's bytes are checked against; Git's is the SHA-1 of "blob", the size, and the bytes. */
export interface Checksum {
  readonly algorithm: "sha256" | "sha512" | "git-sha1";
  /** Hexadecimal, lower case. */
  readonly value: string;
}

/** A file of a server. */
export interface RemoteFile {
  /** For sentences: what it is and of what. */
  readonly name: string;
  readonly address: URL;
  readonly bytes: number;
  readonly checksum: Checksum;
}

/** What the part of a file that has come is called until it is whole. */
const PART_ENDING = ".part";
const RETRY_DELAYS_MS = [500, 1_000, 2_000];
const NAMES = { sha256: "SHA-256", sha512: "SHA-512", "git-sha1": "Git's SHA-1" } as const;

/**
 * Downloads a file to a path, or the rest of it; a file that is there already and has the right hash stays as it is.
 *
 * Where the server ends too early, it is asked for the rest up to three times in a row without a byte. What has come stays, but
 * for bytes that turn out wrong. `onBytes` hears how many bytes are there, each time some have come.
 *
 * Errors: `network`, `offline`, `bad-format` for a wrong size or hash, `file-unwritable`, `canceled`.
 */
export async function transferFile(
  connection: Connection,
  file: RemoteFile,
  path: string,
  onBytes: (present: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (await isWhole(path, file, signal)) {
    onBytes(file.bytes);
    return;
  }
  const part = path + PART_ENDING;
  try {
    await mkdir(dirname(path), { recursive: true });
    const hash = startHash(file);
    let present = await readPart(part, file, hash, signal);
    onBytes(present);
    for (let failures = 0; present < file.bytes;) {
      const { received, fault } = await receive(
        connection,
        file,
        { part, hash, present, onBytes },
        signal,
      );
      failures = received > 0 ? 0 : failures + 1;
      present += received;
      if (fault === undefined) continue;
      const delayMs = RETRY_DELAYS_MS[failures];
      if (delayMs === undefined) throw fault;
      await wait(delayMs, undefined, signal ? { signal } : {}).catch(() => throwIfCanceled(signal));
    }
    const digest = hash.digest("hex");
    if (digest !== file.checksum.value) {
      await rm(part, { force: true });
      throw new WordfieldError(
        "bad-format",
        `${file.name} from ${file.address.host} is not what it should be: its ${NAMES[file.checksum.algorithm]} is ${digest}, expected ${file.checksum.value}. It was deleted. Try again later, or report this to who keeps the files.`,
      );
    }
    await rename(part, path);
  } catch (thrown) {
    throw toWritingError(thrown, path);
  }
}

interface Part {
  readonly part: string;
  readonly hash: Hash;
  readonly present: number;
  readonly onBytes: (present: number) => void;
}

/** Appends what the server sends; `fault` says why that ended before the file's end. Errors: those that a retry does not mend. */
async function receive(
  connection: Connection,
  file: RemoteFile,
  { part, hash, present, onBytes }: Part,
  signal: AbortSignal | undefined,
): Promise<{ readonly received: number; readonly fault?: WordfieldError }> {
  const { host } = file.address;
  const response = await connection.open(file.address, { what: file.name, from: present }, signal);
  const isRest = response.status === 206;
  const stated = isRest ? rangeOf(response) : { start: 0, total: lengthOf(response) };
  if (stated.total !== undefined && stated.total !== file.bytes) {
    await response.body?.cancel();
    await rm(part, { force: true });
    throw new WordfieldError(
      "bad-format",
      `${host} would send ${stated.total} bytes for ${file.name}, where ${file.bytes} were stated. It was not taken. Try again later.`,
    );
  }
  if (isRest && stated.start !== present) {
    await response.body?.cancel();
    throw new WordfieldError(
      "network",
      `${host} sent another part of ${file.name} than it was asked for. Delete the encoder and download it again.`,
    );
  }
  // A server that knows no ranges begins anew: what is there already is passed over, it has been hashed.
  let toSkip = isRest ? 0 : present;
  let received = 0;
  const out = await open(part, "a");
  const stop = new AbortController();
  let stalled: NodeJS.Timeout | undefined;
  const watch = () => {
    clearTimeout(stalled);
    stalled = setTimeout(() => stop.abort(), STALL_MS);
  };
  const reader = response.body?.getReader();
  const endEarly = () => void reader?.cancel().catch(() => undefined); // its end is what was wanted
  stop.signal.addEventListener("abort", endEarly, { once: true });
  try {
    for (;;) {
      watch();
      let chunk: Uint8Array;
      try {
        const step = await reader?.read();
        if (!step || step.done) break;
        chunk = step.value;
      } catch (thrown) {
        throwIfCanceled(signal);
        return { received, fault: toNetworkError(thrown, host, signal) };
      }
      throwIfCanceled(signal);
      if (toSkip >= chunk.length) {
        toSkip -= chunk.length;
        continue;
      }
      const bytes = chunk.subarray(toSkip);
      toSkip = 0;
      if (present + received + bytes.length > file.bytes) {
        endEarly();
        await rm(part, { force: true });
        throw new WordfieldError(
          "bad-format",
          `${host} sent more than the ${file.bytes} bytes that were stated for ${file.name}. It was deleted. Try again later.`,
        );
      }
      await writeAll(out, bytes);
      hash.update(bytes);
      received += bytes.length;
      onBytes(present + received);
    }
    throwIfCanceled(signal);
    if (present + received >= file.bytes) {
      await out.sync();
      return { received };
    }
    return {
      received,
      fault: new WordfieldError(
        "network",
        `${host} ended ${file.name} after ${present + received} of ${file.bytes} bytes. Start the download again: it goes on from there.`,
      ),
    };
  } finally {
    clearTimeout(stalled);
    endEarly();
    await out.close();
  }
}

async function writeAll(out: Awaited<ReturnType<typeof open>>, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await out.write(bytes, done, bytes.length - done)).bytesWritten;
}

/** Hashes what has come earlier and gives its size; a part that is longer than the file belongs to another one. */
async function readPart(
  part: string,
  file: RemoteFile,
  hash: Hash,
  signal: AbortSignal | undefined,
): Promise<number> {
  const size = await sizeOf(part);
  if (size === undefined) return 0;
  if (size > file.bytes) {
    await rm(part, { force: true });
    return 0;
  }
  await hashInto(hash, part, signal);
  return size;
}

async function isWhole(
  path: string,
  file: RemoteFile,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if ((await sizeOf(path)) !== file.bytes) return false;
  const hash = startHash(file);
  await hashInto(hash, path, signal);
  return hash.digest("hex") === file.checksum.value;
}

function startHash({ checksum, bytes }: RemoteFile): Hash {
  return checksum.algorithm === "git-sha1"
    ? createHash("sha1").update(`blob ${bytes}\0`)
    : createHash(checksum.algorithm);
}

async function hashInto(hash: Hash, path: string, signal: AbortSignal | undefined): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    throwIfCanceled(signal);
    hash.update(chunk as Uint8Array);
  }
}

/** Size of a file; undefined where there is none. */
async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (info) => (info.isFile() ? info.size : undefined),
    () => undefined, // not there: nothing has come yet
  );
}

function lengthOf(response: Response): number | undefined {
  const length = response.headers.get("content-length");
  return length !== null && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}

function rangeOf(response: Response): { readonly start: number; readonly total?: number } {
  const match = /^bytes (\d{1,15})-\d{1,15}\/(?:(\d{1,15})|\*)$/.exec(
    response.headers.get("content-range") ?? "",
  );
  if (!match) return { start: -1 };
  return {
    start: Number(match[1]),
    ...(match[2] === undefined ? {} : { total: Number(match[2]) }),
  };
}
