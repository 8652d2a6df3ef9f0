// Prepares text for trainers that part words at spaces: the beginning of a file, tokenized once and kept.
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { createGunzip } from "node:zlib";

/** A tokenized text, one paragraph a line. */
export interface CorpusSlice {
  readonly path: string;
  readonly bytes: number;
  readonly tokens: number;
  /** Of the words that stand often enough: what speed is counted in, before subsampling. */
  readonly vocabularyTokens: number;
  readonly words: number;
}

/** Bytes of raw text; the names are about the millions of tokens in English. */
const SLICE_BYTES: Readonly<Record<string, number>> = {
  "2m": 12_300_000,
  "5m": 30_800_000,
  "17m": 105_000_000,
  all: Infinity,
};
// As Python's [^\W_]+(?:['’][^\W_]+)*: letters and digits, with apostrophes inside.
const TOKEN = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

/** Tokenizes the beginning of a text file, plain or .gz, unless the folder has it already. */
export async function prepareSlice(
  file: string,
  slice: string,
  minimumCount: number,
  folder: string,
): Promise<CorpusSlice> {
  const limit = SLICE_BYTES[slice] ?? Number(slice);
  if (!(limit > 0))
    throw new Error(
      `Slice ${slice} is unknown: choose ${Object.keys(SLICE_BYTES).join(", ")} or a number of bytes.`,
    );
  const source = resolve(file);
  const { size, mtimeMs } = await stat(source);
  const name = `${basename(source).replace(/[^\w-]+/g, "-")}-${size}-${Math.floor(mtimeMs)}-${slice}`;
  const path = join(folder, `${name}.txt`);
  const passport = join(folder, `${name}-minimum-${minimumCount}.json`);
  const known = await readFile(passport, "utf8").catch(() => undefined); // absent: to be made
  if (known !== undefined) return JSON.parse(known) as CorpusSlice;

  await mkdir(folder, { recursive: true });
  const { text, tokens, counts } = tokenize(await readBeginning(source, limit));
  await writeFile(`${path}.aside`, text);
  await rename(`${path}.aside`, path);
  const kept = [...counts.values()].filter((count) => count >= minimumCount);
  const made: CorpusSlice = {
    path,
    bytes: Buffer.byteLength(text),
    tokens,
    vocabularyTokens: kept.reduce((sum, count) => sum + count, 0),
    words: kept.length,
  };
  await writeFile(passport, JSON.stringify(made));
  return made;
}

async function readBeginning(path: string, limit: number): Promise<string> {
  const file = createReadStream(path);
  const stream = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  const bytes = Buffer.concat(chunks).subarray(0, Math.min(length, limit));
  // A character cut at the end is no word.
  return new TextDecoder().decode(bytes).replace(/\uFFFD$/u, "");
}

function tokenize(text: string): { text: string; tokens: number; counts: Map<string, number> } {
  const counts = new Map<string, number>();
  const lines: string[] = [];
  let tokens = 0;
  for (const line of text.split("\n")) {
    const words = line.toLowerCase().match(TOKEN);
    if (words === null) continue;
    tokens += words.length;
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    lines.push(words.join(" "));
  }
  return { text: `${lines.join("\n")}\n`, tokens, counts };
}
