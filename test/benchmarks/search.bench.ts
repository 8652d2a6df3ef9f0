// Latency of a neighbor query beside the plain twin of its kernel, in one run:
// npm run bench -- search [WORDS…] (default 100000 1000000, of dimension 100)
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import uFuzzy from "@leeoniya/ufuzzy";
import { createEmbeddings } from "../../src/embeddings/embeddings.ts";
import { searchWords } from "../../src/embeddings/fuzzySearch.ts";
import { createGroundedIndex } from "../../src/embeddings/groundedIndex.ts";
import { findNeighbors } from "../../src/embeddings/neighbors.ts";
import type { SearchIndex } from "../../src/embeddings/searchIndex.ts";
import { closeInSpelling, completeWord } from "../../src/embeddings/spelling.ts";
import { compileKernels, supportsRelaxedSimd } from "../../src/kernels/kernels.ts";
import { findTopRowsReference } from "../../src/kernels/searchReference.ts";
import { builtPaths } from "../support/builtEntries.ts";
import { randomVector, seededRandom } from "../support/seededRandom.ts";
import { watchEventLoop } from "../support/eventLoop.ts";

const DIMENSION = 100;
const QUERIES = 60;
const TWIN_QUERIES = 15;
const NEIGHBORS = 10;
/** Of the general vectors that grounding keeps. */
const GENERAL_DIMENSION = 192;
/** Beyond, trained and general vectors together take more than a gigabyte. */
const LARGEST_GROUNDED = 200_000;

const sizes = process.argv.slice(2).filter((argument) => /^\d+$/.test(argument));
const paths = await builtPaths();
const build = supportsRelaxedSimd() ? paths.kernelsRelaxed : paths.kernelsSimd;
const kernels = await compileKernels(await readFile(build));
console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores; Node ${process.version}, V8 ${process.versions.v8}; kernels ${supportsRelaxedSimd() ? "relaxed" : "plain"} SIMD`,
);

for (const n of sizes.length > 0 ? sizes.map(Number) : [100_000, 1_000_000]) {
  const lag = watchEventLoop();
  const words = randomWords(n);
  const vectors = randomVector(n * DIMENSION, n);
  lag.reset();
  const began = performance.now();
  const embeddings = await createEmbeddings(
    { words, counts: null, dimension: DIMENSION, vectors },
    kernels,
  );
  const { index } = embeddings;
  console.log(
    `\n${n.toLocaleString("en-US")} x ${DIMENSION}, top ${NEIGHBORS}: index in ${(performance.now() - began).toFixed(0)} ms, event loop held for ${lag.longestMs().toFixed(0)} ms at most`,
  );
  const ids = Array.from({ length: QUERIES }, (_, i) => Math.floor((i * n) / QUERIES));
  const unitVectors = index.unitVectors(0, n); // 100 is a multiple of four: the twin's rows need no padding
  await findNeighbors(index, 0, NEIGHBORS);
  // In turns, so that whatever else runs on the machine slows both.
  const search: number[] = [];
  const twin: number[] = [];
  for (const [i, wordId] of ids.entries()) {
    search.push(await timed(() => findNeighbors(index, wordId, NEIGHBORS)));
    const query = unitVectors.slice(wordId * DIMENSION, (wordId + 1) * DIMENSION);
    if (i % (QUERIES / TWIN_QUERIES) === 0)
      twin.push(await timed(() => findTopRowsReference(unitVectors, query, NEIGHBORS + 1)));
  }
  print("neighbors, WebAssembly", search);
  print("neighbors, plain twin", twin);
  if (n <= LARGEST_GROUNDED) await measureBalances(index, ids);
  console.log(`  ratio of medians ${(quantile(twin, 0.5) / quantile(search, 0.5)).toFixed(1)}`);
  lag.reset();
  const spellingBegan = performance.now();
  const { bytes } = await embeddings.spelling();
  console.log(
    `  spelling in ${(performance.now() - spellingBegan).toFixed(0)} ms, ${(bytes / 1e6).toFixed(0)} MB; event loop held for ${lag.longestMs().toFixed(0)} ms at most`,
  );
  print("complete a word", await times(ids, (id) => completeWord(embeddings, prefix(id), 10)));
  print("close in spelling", await times(ids, (id) => closeInSpelling(embeddings, typo(id), 6)));
  // As one types: a beginning with a letter left out, and one that nothing is like, which looks at every word.
  lag.reset();
  const mistyped = ids.map((id) => mistypedPrefix(words[id] ?? ""));
  const kernel = await times(mistyped, (text) => searchWords(embeddings, text, 8));
  print("search as one types", kernel);
  print("search, nothing like it", await times(ids, () => searchWords(embeddings, "qzxjvkqz", 8)));
  console.log(`  event loop held for ${lag.longestMs().toFixed(0)} ms at most`);
  const library = new uFuzzy({ intraMode: 1 });
  const texts = [...words];
  const theirs = await times(mistyped.slice(0, TWIN_QUERIES), (text) =>
    library.filter(texts, text),
  );
  print("uFuzzy with single errors, filter alone", theirs);
  console.log(`  ratio of medians ${(quantile(theirs, 0.5) / quantile(kernel, 0.5)).toFixed(1)}`);
  lag.stop();

  function prefix(wordId: number): string {
    return (words[wordId] ?? "").slice(0, 1 + (wordId % 4));
  }

  function typo(wordId: number): string {
    return `${(words[wordId] ?? "").slice(1)}x`;
  }
}

/** The first six letters, the third of them left out. */
function mistypedPrefix(word: string): string {
  return word.slice(0, 2) + word.slice(3, 7);
}

/** A changed balance against the same balance asked again, on a model with general vectors: both are one search. */
async function measureBalances(trained: SearchIndex, ids: readonly number[]): Promise<void> {
  const { size } = trained;
  const bytes = () =>
    Int8Array.from({ length: size * GENERAL_DIMENSION }, () => Math.floor(256 * random()) - 128);
  const random = seededRandom(size);
  const grounded = await createGroundedIndex(
    trained,
    { tokens: 1e6, dimension: GENERAL_DIMENSION, general: bytes(), grounded: bytes() },
    kernels,
  );
  await findNeighbors(grounded.under("auto"), 0, NEIGHBORS);
  const same: number[] = [];
  const changed: number[] = [];
  const auto = grounded.under("auto");
  for (const [i, wordId] of ids.entries()) {
    same.push(await timed(() => findNeighbors(auto, wordId, NEIGHBORS)));
    changed.push(
      await timed(() => findNeighbors(grounded.under((i % 21) / 20), wordId, NEIGHBORS)),
    );
  }
  print(`neighbors, auto, ${auto.dimension} numbers`, same);
  print("neighbors, a changed balance", changed);
  console.log(
    `  ratio of medians, changed to auto ${(quantile(changed, 0.5) / quantile(same, 0.5)).toFixed(2)}`,
  );
}

/** Distinct words of 2 to 14 letters, frequent letters more often. */
function randomWords(n: number): string[] {
  const random = seededRandom(n);
  const words = new Set<string>();
  while (words.size < n) {
    const length = 2 + Math.floor(random() * 13);
    let word = "";
    for (let i = 0; i < length; i++)
      word += "etaoinshrdlcumwfgypbvkjxqz".charAt(Math.floor(26 * random() ** 2));
    words.add(word);
  }
  return [...words];
}

async function times<T>(items: readonly T[], work: (item: T) => unknown): Promise<number[]> {
  const measured: number[] = [];
  for (const item of items) {
    measured.push(await timed(() => work(item)));
    await new Promise(setImmediate); // questions come one by one: the event loop has its turn between two
  }
  return measured;
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function print(name: string, measured: readonly number[]): void {
  console.log(
    `  ${name}: median ${quantile(measured, 0.5).toFixed(2)} ms, 95 % ${quantile(measured, 0.95).toFixed(2)} ms (${measured.length} queries)`,
  );
}

function quantile(measured: readonly number[], share: number): number {
  const sorted = [...measured].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
