// Tokens per CPU-second of a bundled encoder beside Python's onnxruntime, in turns, one thread, and what it takes in memory:
// npm run bench -- encoder [TOKENS…] (default 16 64 128; PYTHON names an interpreter with onnxruntime and numpy)
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { openEncoderModel } from "../../src/encoder/openEncoderModel.node.ts";
import { loadRuntime } from "../../src/encoder/session.node.ts";
import { randomTexts } from "./encoder/texts.ts";

const MODEL = "models/all-MiniLM-L6-v2";
const ROUNDS = 7;
const TOKENS_PER_ROUND = 4_096;
/** The figure to hold on a processor with VNNI. */
const GOAL = 8_000;

const lengths = process.argv.slice(2).filter((argument) => /^\d+$/.test(argument));
const idle = process.memoryUsage().rss;
const runtime = await loadRuntime(process.cwd());
const began = cpuMs();
const model = await openEncoderModel(runtime, { folder: MODEL, provider: "cpu", threads: 1 });
if ("refused" in model) throw new Error(model.refused);
console.log(
  `${cpus()[0]?.model ?? "unknown processor"}; Node ${process.version}, ONNX Runtime ${runtime.version}; loaded in ${(cpuMs() - began).toFixed(0)} CPU ms`,
);
const python = await startPython();
const { signal } = new AbortController();
for (const length of lengths.length > 0 ? lengths.map(Number) : [16, 64, 128]) {
  const texts = randomTexts(length, Math.ceil(TOKENS_PER_ROUND / length));
  const mine: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = cpuMs();
    const { tokens } = await model.encodeTexts(
      { texts, pooling: "mean", layer: "last", normalize: true },
      signal,
    );
    const total = tokens.reduce((sum, count) => sum + count, 0);
    mine.push((total / (cpuMs() - started)) * 1_000);
    if (python) theirs.push(await python.tokensPerSecond(length, texts.length));
  }
  console.log(
    `${String(length).padStart(4)} tokens: ${rate(mine)} tokens per CPU-second, tokenizing and pooling included${theirs.length === 0 ? "" : `; Python ${rate(theirs)}, the model alone, texts one by one; ratio of medians ${(median(mine) / median(theirs)).toFixed(2)}`}${median(mine) < GOAL ? ` (below ${GOAL})` : ""}`,
  );
}
python?.end();
const readme = await readFile("README.md", "utf8");
const words = [...new Set(readme.toLowerCase().match(/[a-z]+/g))].slice(0, 1_000);
const started = cpuMs();
await model.encodeTexts({ texts: words, pooling: "mean", layer: "last", normalize: false }, signal);
console.log(
  `${words.length} words alone: ${((cpuMs() - started) / words.length).toFixed(2)} CPU ms a word`,
);
await model.encodeTexts(
  { texts: [randomTexts(600, 1)[0] ?? ""], pooling: "mean", layer: "last", normalize: false },
  signal,
);
console.log(
  `memory: ${megabytes(idle)} before the runtime, ${megabytes(process.memoryUsage().rss)} now, ${megabytes(process.resourceUsage().maxRSS * 1_024)} at most`,
);

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function rate(values: readonly number[]): string {
  return `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** Python's onnxruntime on the same file, with the same options; undefined where it is not installed. */
async function startPython() {
  const executable = process.env["PYTHON"] ?? "python3";
  const script = "test/benchmarks/encoder/peer.py";
  if (!existsSync(script)) throw new Error(`${script} is missing.`);
  const child = spawn(executable, [script, `${MODEL}/onnx/model_quantized.onnx`], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.on("error", () => undefined); // no such interpreter: the first line does not come
  const first = await lines.next();
  if (first.done) {
    console.log(`${executable} has no onnxruntime: nothing to compare with. Set PYTHON.`);
    return undefined;
  }
  console.log(`Python onnxruntime ${first.value}`);
  return {
    tokensPerSecond: async (length: number, count: number) => {
      child.stdin.write(`${length} ${count}\n`);
      return Number((await lines.next()).value);
    },
    end: () => child.kill(),
  };
}
