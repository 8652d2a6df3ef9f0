/** Maps on disk: a folder beside the model, with one safetensors file a map. */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { bytesOf } from "../embeddings/fileReading.node.ts";
import {
  composeHeader,
  LENGTH_BYTES,
  parseHeader,
  parseHeaderLength,
  type TensorPlan,
} from "../embeddings/formats/safetensors.ts";
import { writeAside } from "../embeddings/writeAside.node.ts";
import { toWordfieldError } from "../errors.ts";
import type { ProjectedMap } from "../protocol/mapMessages.ts";

/** A map without what the model itself says: words and counts. */
export type StoredMap = Omit<ProjectedMap, "words" | "counts" | "settings">;

type Settings = ProjectedMap["settings"];
type Part = TensorPlan & { readonly data: Uint8Array };

const VERSION = "wordfield-map-1";
/** What is put in place of a model's ending in the name of the folder of its maps. */
export const MAPS_ENDING = ".maps";
const ENDING = ".map";
/** More of a model's maps are kept by nobody: the ones used last stay. */
const MOST_KEPT = 16;
/** The largest map has a million words and three dimensions. */
const MAXIMUM_BYTES = 64e6;

const StoredText = v.object({
  explained: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(3)),
  clusters: v.pipe(
    v.array(
      v.object({
        words: v.pipe(v.array(v.string()), v.maxLength(100)),
        size: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
    v.maxLength(1000),
  ),
  fidelity: v.nullable(
    v.object({ trustworthiness: v.number(), continuity: v.number(), neighbors: v.number() }),
  ),
  seconds: v.number(),
});

/** Tells two states of a model's file apart; a copy or a renamed file is the same. */
export async function stampOfModel(modelPath: string): Promise<string> {
  const { mtimeMs, size } = await stat(modelPath);
  return `${Math.round(mtimeMs)} ${size}`;
}

/** Reads a map of a model; undefined where there is none, or its file is damaged or another model's, which `log` hears of. */
export async function readMap(
  modelPath: string,
  stamp: string,
  settings: Settings,
  log: (line: string) => void,
): Promise<StoredMap | undefined> {
  const path = join(folderOf(modelPath), nameOf(stamp, settings));
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > MAXIMUM_BYTES) throw new Error(`it has ${size} bytes`);
    bytes = await readFile(path);
    const map = parseMap(bytes, keyOf(stamp, settings), settings);
    const now = new Date();
    await utimes(path, now, now); // maps that are looked at stay
    return map;
  } catch (error) {
    // What is not there or damaged is made again, which replaces it.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      log(`${path} is made again: ${toWordfieldError(error).message}.`);
    return undefined;
  }
}

/** Keeps a map; what cannot be written is made again the next time, and `log` hears of it. */
export async function writeMap(
  modelPath: string,
  stamp: string,
  map: ProjectedMap,
  log: (line: string) => void,
): Promise<void> {
  const folder = folderOf(modelPath);
  try {
    await mkdir(folder, { recursive: true });
    await writeAside(join(folder, nameOf(stamp, map.settings)), async (append) => {
      for (const bytes of composeMap(map, keyOf(stamp, map.settings))) await append(bytes);
    });
    await removeOldest(folder);
  } catch (error) {
    // The map is there all the same: a full disk must not take it from the user.
    log(`A map was not kept: ${toWordfieldError(error).message}`);
  }
}

function folderOf(modelPath: string): string {
  return `${modelPath.replace(/\.safetensors$/, "")}${MAPS_ENDING}`;
}

/** All that a map depends on, but the words. */
function keyOf(stamp: string, settings: Settings): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([VERSION, stamp, sorted]);
}

function nameOf(stamp: string, settings: Settings): string {
  return sha256(keyOf(stamp, settings)).slice(0, 24) + ENDING;
}

function composeMap(map: ProjectedMap, key: string): Uint8Array[] {
  const { positions, clusterOfWord, fidelity, explained, clusters, seconds, settings } = map;
  const n = settings.count;
  const parts: Part[] = [
    { name: "positions", dtype: "F32", shape: [n, settings.dimensions], data: bytesOf(positions) },
  ];
  if (fidelity)
    parts.push({ name: "shares", dtype: "F32", shape: [n], data: bytesOf(fidelity.perPoint) });
  if (clusterOfWord.length > 0)
    // There are few clusters: a byte each.
    parts.push({ name: "clusters", dtype: "U8", shape: [n], data: Uint8Array.from(clusterOfWord) });
  const { trustworthiness = 0, continuity = 0, neighbors = 0 } = fidelity ?? {};
  const text = JSON.stringify({
    explained,
    clusters,
    seconds,
    fidelity: fidelity && { trustworthiness, continuity, neighbors },
  });
  const data = parts.map((part) => part.data);
  const header = composeHeader(
    parts.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
    { format: VERSION, key, text, checksum: sha256(text, ...data) },
  );
  return [header, ...data];
}

/** Errors: plain `Error` with what is wrong, as part of a sentence. */
function parseMap(bytes: Buffer, key: string, settings: Settings): StoredMap {
  const length = parseHeaderLength(bytes);
  if (length === null || bytes.length < LENGTH_BYTES + length) throw new Error("it has no header");
  const start = LENGTH_BYTES + length;
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, start));
  if ("fault" in header) throw new Error(header.fault);
  const { metadata, tensors, dataBytes } = header;
  if (bytes.length !== start + dataBytes) throw new Error("its length is wrong");
  if (metadata.get("key") !== key) throw new Error("it is another map");
  const text = metadata.get("text") ?? "";
  if (metadata.get("checksum") !== sha256(text, bytes.subarray(start)))
    throw new Error("its checksum is wrong");
  const { fidelity, ...rest } = v.parse(StoredText, JSON.parse(text));
  const n = settings.count;
  const take = (name: string, dtype: string, numbers: number): ArrayBuffer => {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== dtype || tensor.shape.reduce((a, b) => a * b, 1) !== numbers)
      throw new Error(`its ${name} are missing`);
    return new Uint8Array(bytes.subarray(start + tensor.start, start + tensor.end)).buffer;
  };
  const clusterOfWord = tensors.has("clusters")
    ? Uint16Array.from(new Uint8Array(take("clusters", "U8", n)))
    : new Uint16Array();
  if (clusterOfWord.some((cluster) => cluster >= rest.clusters.length))
    throw new Error("its clusters do not agree");
  return {
    ...rest,
    positions: new Float32Array(take("positions", "F32", n * settings.dimensions)),
    clusterOfWord,
    fidelity: fidelity && { ...fidelity, perPoint: new Float32Array(take("shares", "F32", n)) },
  };
}

async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING));
  const files = await Promise.all(
    names.map(async (name) => ({ name, mtimeMs: (await stat(join(folder, name))).mtimeMs })),
  );
  files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { name } of files.slice(MOST_KEPT)) await rm(join(folder, name), { force: true });
}

function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
