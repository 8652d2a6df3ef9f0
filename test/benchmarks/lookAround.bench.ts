/**
 * How long it takes from asking to look around without training to the first hover that is answered, and to the end:
 * `npm run bench -- lookAround [FOLDER]`, by default on the sample workspace.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { prepareSampleWorkspace } from "../../scripts/sampleWorkspace.mjs";
import { EngineClient } from "../../src/engine/engineClient.ts";
import { builtEntry, builtPaths } from "../support/builtEntries.ts";

const TEXTS = ["the bank lends money", "return the value"];

await builtPaths();
const entry = await builtEntry("engine.process");
const source = process.argv[2] ?? prepareSampleWorkspace();
const folder = await mkdtemp(join(tmpdir(), "wordfield-bench-"));
const modelPath = join(folder, "general.safetensors");
console.log(
  `${cpus()[0]?.model.trim()}, ${availableParallelism()} threads, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}`,
);

/** From a cold engine, as the first click of a window is; the cache is empty at the first time. */
async function measure(name: string): Promise<void> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1_000).toFixed(1)} s`;
  let hovered: Promise<string> | undefined;
  const hover = async () => {
    for (const text of TEXTS) {
      const found = await client.calls.findNeighborsAt({ modelPath, text, offset: 5, count: 6 });
      if (!("absent" in found))
        return `${seconds()}, ${found.entry.word}: ${found.neighbors.map(({ word }) => word).join(", ")}`;
    }
    return `${seconds()}, but none of the words is there`;
  };
  const client = new EngineClient({
    entry,
    log: console.error,
    onStatus: () => undefined,
    listeners: {
      trainingChanged: ({ isUsable }) => {
        if (isUsable) hovered ??= hover();
      },
    },
  });
  try {
    const { words, known, fromCache, model } = await client.calls.makeGeneralModel({
      runId: "bench",
      sources: {
        paths: [source],
        exclude: [],
        useIgnoreFiles: true,
        maximumFileBytes: 1e8,
        documents: [],
      },
      tokenizer: "words",
      choice: { folder: null },
      cacheFolder: join(folder, "words"),
      modelPath,
    });
    const end = seconds();
    console.log(
      `${name}: ${model.corpus?.files} files, ${model.corpus?.tokens.toLocaleString("en-US")} tokens, ${known} of ${words} words known, ${fromCache} from the cache`,
    );
    console.log(`  first hover after ${await (hovered ?? hover())}`);
    console.log(`  all words after ${end}`);
  } finally {
    await client.close();
  }
}

try {
  await measure("first time");
  await measure("again");
} finally {
  await rm(folder, { recursive: true, force: true });
}
