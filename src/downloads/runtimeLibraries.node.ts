/** Brings ONNX Runtime's libraries for GPUs from a NuGet server: the package leaves them out, the server has them. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as v from "valibot";
import { temporaryPath, toWritingError } from "../embeddings/writeAside.node.ts";
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import type { DownloadSnapshot } from "../protocol/downloadMessages.ts";
import type { Connection } from "./connection.node.ts";
import { requireSpace, withLock } from "./downloadEncoder.node.ts";
import { followDownload } from "./progress.ts";
import { transferFile } from "./transfer.node.ts";

/** Which libraries, and where they are. */
export interface LibrarySource {
  /** Address of the server's index. */
  readonly index: string;
  readonly name: string;
  readonly version: string;
  /** Their paths in the package. */
  readonly files: readonly string[];
}

/** What the server states of the package. */
export interface LibraryPackage {
  readonly address: URL;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha512: string;
}

interface ZipEntry {
  readonly fileName: string;
  readonly uncompressedSize: number;
}

interface ZipArchive {
  eachEntry(): AsyncIterable<ZipEntry>;
  openReadStreamPromise(entry: ZipEntry): Promise<Readable>;
  close(): void;
}

const LARGEST_LIBRARY_BYTES = 2e9;
const INDEX = v.object({
  resources: v.pipe(
    v.array(v.object({ "@id": v.string(), "@type": v.string() })),
    v.maxLength(1_000),
  ),
});
const LEAF = v.object({ catalogEntry: v.string() });
const ENTRY = v.object({
  packageHash: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/)),
  packageHashAlgorithm: v.literal("SHA512"),
  packageSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20e9)),
});

/** Asks the server for size and hash of the package. Errors: those of `DownloadRequests`. */
export async function findLibraryPackage(
  connection: Connection,
  { index, name, version }: LibrarySource,
  signal: AbortSignal | undefined,
): Promise<LibraryPackage> {
  const what = `${name} ${version}`;
  const ask = async <T>(schema: v.GenericSchema<unknown, T>, address: URL): Promise<T> => {
    const parsed = v.safeParse(schema, await connection.readJson(address, { what }, signal));
    if (parsed.success) return parsed.output;
    throw new WordfieldError(
      "bad-format",
      `What ${address.host} says of ${what} cannot be read: ${parsed.issues[0].message.slice(0, 200)}. Try again later.`,
    );
  };
  const { resources } = await ask(INDEX, new URL(index));
  const baseOf = (type: string): string => {
    const found = resources.find((resource) => resource["@type"] === type)?.["@id"];
    if (found !== undefined) return found.replace(/\/*$/, "/");
    throw new WordfieldError(
      "bad-format",
      `${new URL(index).host} names no ${type}. Try again later.`,
    );
  };
  const [id, number] = [name.toLowerCase(), version.toLowerCase()];
  const { catalogEntry } = await ask(
    LEAF,
    new URL(`${id}/${number}.json`, baseOf("RegistrationsBaseUrl")),
  );
  const entry = await ask(ENTRY, new URL(catalogEntry));
  return {
    address: new URL(`${id}/${number}/${id}.${number}.nupkg`, baseOf("PackageBaseAddress/3.0.0")),
    bytes: entry.packageSize,
    sha512: Buffer.from(entry.packageHash, "base64").toString("hex"),
  };
}

/**
 * Downloads the package into `store`, takes the libraries out of it into `folder`, and deletes it; gives their names.
 *
 * Errors: those of `DownloadRequests`; `bad-format` where the package lacks one of them.
 */
export async function downloadLibraries(
  connection: Connection,
  source: LibrarySource,
  {
    runId,
    store,
    folder,
    mostBytes,
  }: {
    readonly runId: string;
    readonly store: string;
    readonly folder: string;
    /** What the user has agreed to. */
    readonly mostBytes: number;
  },
  report: (snapshot: DownloadSnapshot) => void,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const found = await findLibraryPackage(connection, source, signal);
  if (found.bytes > mostBytes)
    throw new WordfieldError(
      "bad-input",
      `${source.name} ${source.version} has ${found.bytes} bytes, more than the ${mostBytes} that were agreed to. Nothing was downloaded. Start again to see its size.`,
    );
  await requireSpace(store, found.bytes);
  return withLock(store, source.name, async () => {
    const file = `${source.name}.${source.version}.nupkg`;
    const path = join(store, file);
    const progress = followDownload({ runId, totalBytes: found.bytes }, report);
    progress.begin(file);
    await transferFile(
      connection,
      {
        name: file,
        address: found.address,
        bytes: found.bytes,
        checksum: { algorithm: "sha512", value: found.sha512 },
      },
      path,
      (present) => progress.reach(present),
      signal,
    );
    progress.end(found.bytes);
    const names = await unpack(path, source, folder, signal);
    await rm(path, { force: true });
    return names;
  });
}

/** Takes the named files out of a package, each aside and then renamed; the names in the package make no paths. */
async function unpack(
  path: string,
  { name, files }: LibrarySource,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  // @ts-expect-error The package has no types.
  const { openPromise } = (await import("yauzl")) as {
    readonly openPromise: (path: string) => Promise<ZipArchive>;
  };
  const archive = await openPromise(path);
  const written = new Map<string, string>(); // where each file goes, and where it is until all are there
  try {
    for await (const entry of archive.eachEntry()) {
      if (!files.includes(entry.fileName)) continue;
      if (entry.uncompressedSize > LARGEST_LIBRARY_BYTES)
        throw new WordfieldError(
          "bad-format",
          `${entry.fileName} in ${name} would have ${entry.uncompressedSize} bytes, more than any library. It was not unpacked.`,
        );
      const target = join(folder, basename(entry.fileName));
      const aside = temporaryPath(target);
      written.set(target, aside);
      await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(aside), {
        ...(signal ? { signal } : {}),
      });
    }
    const missing = files.find((file) => !written.has(join(folder, basename(file))));
    if (missing !== undefined)
      throw new WordfieldError(
        "bad-format",
        `${name} holds no ${missing}. It may be of another version.`,
      );
    for (const [target, aside] of written) await rename(aside, target);
    return [...written.keys()].map((target) => basename(target));
  } catch (thrown) {
    throwIfCanceled(signal);
    throw toWritingError(thrown, folder);
  } finally {
    archive.close();
    for (const aside of written.values()) await rm(aside, { force: true });
  }
}
