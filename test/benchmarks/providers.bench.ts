// Which execution providers run an encoder on this machine, how fast, and how far their hidden states are from the processor's:
// npm run bench -- providers [FOLDER…] (default: the bundled English encoder; FOLDER has config.json, tokenizer.json, onnx/)
import { availableParallelism, cpus } from "node:os";
import { openEncoderModel } from "../../src/encoder/openEncoderModel.node.ts";
import { candidateProviders, WASM } from "../../src/encoder/providers.ts";
import { loadRuntime } from "../../src/encoder/session.node.ts";
import { randomTexts } from "./encoder/texts.ts";

const ROUNDS = 5;
const LENGTHS = [16, 128, 512];
const FEWEST_TOKENS = 512;
/** A round of so many milliseconds is long enough to be timed. */
const ENOUGH_MS = 300;
const SENTENCE = "The bank of the river is where the old king kept his money, unbelievably.";

const folders = process.argv.slice(2);
const threads = Math.max(1, availableParallelism() / 2);
const { signal } = new AbortController();
const runtime = await loadRuntime(process.cwd());
console.log(
  `${cpus()[0]?.model.trim()}, ${threads} threads; Node ${process.version}, ONNX Runtime ${runtime.version}`,
);

for (const folder of folders.length > 0 ? folders : ["models/all-MiniLM-L6-v2"]) {
  console.log(`\n${folder}`);
  const processor = await open(folder, "cpu");
  const expected = await hiddenStates(processor);
  // Last comes the processor, in WebAssembly: too slow for as many texts.
  for (const provider of candidateProviders(process.platform).filter((name) => name !== WASM)) {
    const began = performance.now();
    const model = provider === "cpu" ? processor : await tryOpen(folder, provider);
    if ("refused" in model) {
      console.log(`${provider.padEnd(9)} refused: ${model.refused}`);
      continue;
    }
    const loaded = performance.now() - began;
    const hidden = await hiddenStates(model);
    const deviations = hidden.map((values, layer) => deviation(values, expected[layer]));
    const cosines = hidden.map((values, layer) =>
      leastCosine(values, expected[layer]!, model.abilities.dimension),
    );
    const rates: string[] = [];
    for (const length of LENGTHS) rates.push(`${await rateOf(model, length)} at ${length}`);
    const alone = await latencyOf(model);
    console.log(
      `${provider.padEnd(9)} loaded in ${loaded.toFixed(0)} ms; tokens per second ${rates.join(", ")}; a sentence ${alone} ms; hidden states off by at most ${Math.max(...deviations).toExponential(1)}, cosines at least ${Math.min(...cosines).toFixed(5)}`,
    );
  }
}

type Model = Exclude<Awaited<ReturnType<typeof openEncoderModel>>, { readonly refused: string }>;

async function tryOpen(
  folder: string,
  provider: string,
): Promise<Model | { readonly refused: string }> {
  try {
    return await openEncoderModel(runtime, { folder, provider, threads });
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

async function open(folder: string, provider: string): Promise<Model> {
  const model = await openEncoderModel(runtime, { folder, provider, threads });
  if ("refused" in model) throw new Error(model.refused);
  return model;
}

/** Hidden states of every layer of a sentence. */
async function hiddenStates(model: Model): Promise<readonly Float32Array[]> {
  const layers = Array.from({ length: model.abilities.hiddenStates }, (_, layer) => layer);
  return (await model.encodeTokens({ text: SENTENCE, layers }, signal)).hidden;
}

function deviation(values: Float32Array, expected: Float32Array | undefined): number {
  return values.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (expected?.[index] ?? NaN))),
    0,
  );
}

/** The least cosine of a token's vectors. */
function leastCosine(values: Float32Array, expected: Float32Array, dimension: number): number {
  let least = 1;
  for (let begin = 0; begin < values.length; begin += dimension) {
    const [a, b] = [values, expected].map((all) => all.subarray(begin, begin + dimension));
    least = Math.min(least, dot(a!, b!) / Math.sqrt(dot(a!, a!) * dot(b!, b!)));
  }
  return least;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** Tokens per second, the median of a few rounds of twice as many texts until a round is long enough. */
async function rateOf(model: Model, length: number): Promise<string> {
  const rates: number[] = [];
  let count = FEWEST_TOKENS / length;
  while (rates.length < ROUNDS) {
    const texts = randomTexts(length, count);
    const began = performance.now();
    const { tokens } = await model.encodeTexts(
      { texts, pooling: "mean", layer: "last", normalize: true },
      signal,
    );
    const ms = performance.now() - began;
    if (ms < ENOUGH_MS) count *= 2;
    else rates.push((tokens.reduce((sum, each) => sum + each, 0) / ms) * 1_000);
  }
  return median(rates).toLocaleString("en", { maximumFractionDigits: 0 });
}

async function latencyOf(model: Model): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const began = performance.now();
    await model.encodeTokens({ text: SENTENCE, layers: ["last"] }, signal);
    times.push(performance.now() - began);
  }
  return median(times).toFixed(1);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
