/**
 * How quickly the engine answers a hover, and how long the event loop of whoever uses it is held: the extension host runs
 * the same `EngineClient` as this process does.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { writeModel } from "../../src/embeddings/modelFile.node.ts";
import { EngineClient } from "../../src/engine/engineClient.ts";
import { builtEntry, builtPaths } from "../support/builtEntries.ts";
import { randomVector } from "../support/seededRandom.ts";
import { topicText } from "../support/topicText.ts";
import { writeFile } from "node:fs/promises";

const DIMENSION = 100;
const HOVERS = 500;

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
  for (let hover = 0; hover <= HOVERS; hover++) {
    const text = `a line with word${(hover * 9_973) % 100_000} in it`;
    const started = performance.now();
    await client.calls.findNeighborsAt({ modelPath, text, offset: 14, count: 6 });
    if (hover > 0) times.push(performance.now() - started); // the first one loads the model
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
  console.log(
    `Hover answer, 100,000 words x ${DIMENSION}, ${HOVERS} times: ` +
      `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms (to hold: 5, 20)\n`,
  );
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
