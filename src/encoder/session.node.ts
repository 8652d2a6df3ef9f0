/** The only code that loads ONNX Runtime, native or in WebAssembly; runs in the encoder process and nowhere else. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type * as OnnxRuntime from "onnxruntime-node";
import { WordfieldError } from "../errors.ts";
import type { ProviderTrial } from "../protocol/encoderMessages.ts";
import type { ProbeModel } from "./onnxGraph.ts";
import { widenHalves } from "./halfPrecision.ts";
import { missingLibrary } from "./missingLibrary.node.ts";
import { providerLibrary, WASM } from "./providers.ts";
import { oneLine } from "./runtimeMessage.ts";

/** ONNX Runtime, loaded. */
export interface Runtime {
  readonly version: string;
  /** Makes a session on a provider, runs the model once and compares what comes out. */
  tryProvider(provider: string, probe: ProbeModel): Promise<ProviderTrial>;
  /** Says why a provider cannot work here; undefined where it is worth a try. */
  whyNot(provider: string): string | undefined;
  /** Says in one line why a provider did not work, as the runtime does or better. */
  whyRefused(provider: string, thrown: unknown): string;
  /** Loads a model. Errors: those of the runtime, as plain `Error`s. */
  createSession(model: Uint8Array | string, options: SessionOptions): Promise<RuntimeSession>;
}

/** How a model is loaded. */
interface SessionOptions {
  readonly provider: string;
  readonly threads: number;
  /** Where the files lie that hold its weights; of interest for a model that is given as bytes. */
  readonly weightsFolder: string;
  /** Names of these files in that folder: WebAssembly cannot open them itself. */
  readonly weightsFiles: readonly string[];
}

/** Whole numbers for a model, shape [rows, columns]. */
export interface RuntimeInput {
  readonly values: BigInt64Array<ArrayBuffer>;
  readonly shape: readonly [number, number];
}

/** Numbers of a model; half precision has been widened. */
export interface RuntimeOutput {
  readonly values: Float32Array<ArrayBuffer>;
  readonly shape: readonly number[];
}

/** A model, loaded. */
export interface RuntimeSession {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Runs the model and gives the named outputs, in their order. Errors: those of the runtime, as plain `Error`s. */
  run(
    inputs: Readonly<Record<string, RuntimeInput>>,
    outputs: readonly string[],
  ): Promise<readonly RuntimeOutput[]>;
  release(): Promise<void>;
}

// Providers compute in single precision, some of them in an order of their own; a wrong answer is off by far more.
const TOLERANCE = 1e-3;
const FATAL_ONLY = 4; // a refusal is told in words; the runtime need not write it to standard error too

/** The runtime as it was found: its code, or why it cannot be had. */
type Found =
  | { readonly ort: typeof OnnxRuntime; readonly folder: string }
  | { readonly fault: string; readonly cause: unknown };

// NVIDIA's libraries would round products of single precision to 10 bits, three digits: hidden states were off by 3e-3.
// Who prefers speed sets it to 1.
process.env["NVIDIA_TF32_OVERRIDE"] ??= "0";

/**
 * Loads ONNX Runtime; `folder` is where the search for the packages begins. Where the native library cannot be loaded, there
 * is WebAssembly.
 *
 * Errors: `encoder-unavailable` where there is neither.
 */
export async function loadRuntime(folder: string): Promise<Runtime> {
  const require = createRequire(join(folder, "encoder.process.js"));
  const native = find(require, "onnxruntime-node");
  // Fourteen megabytes, of no use where there is native code: loaded when asked for.
  let found: Found | undefined;
  const web = () => (found ??= find(require, "onnxruntime-web"));
  if ("fault" in native && "fault" in web())
    throw new WordfieldError("encoder-unavailable", native.fault, { cause: native.cause });
  const compiled = new Set(
    "ort" in native ? native.ort.listSupportedBackends().map(({ name }) => name) : [],
  );
  const whyNot = (provider: string): string | undefined => {
    if (provider === WASM) {
      const there = web();
      return "fault" in there ? there.fault : undefined;
    }
    if ("fault" in native) return native.fault;
    if (!compiled.has(provider)) return "This build of ONNX Runtime does not have it.";
    const library = providerLibrary(provider, process.platform);
    return library !== undefined && !existsSync(join(binariesFolder(native.folder), library))
      ? `${library} is not installed beside ONNX Runtime.`
      : undefined;
  };
  const whyRefused = (provider: string, thrown: unknown): string => {
    const said = oneLine(thrown instanceof Error ? thrown.message : String(thrown));
    const library = providerLibrary(provider, process.platform);
    if (library === undefined || "fault" in native) return said;
    const missing = missingLibrary(join(binariesFolder(native.folder), library));
    return missing === undefined
      ? said
      : `${missing} is missing, which ${library} needs. Install CUDA and cuDNN of the version in that name, or add their folder to LD_LIBRARY_PATH.`;
  };
  const runtimeOf = (provider: string): typeof OnnxRuntime => {
    const chosen = provider === WASM ? web() : native;
    if ("ort" in chosen) return chosen.ort;
    throw new WordfieldError("encoder-unavailable", chosen.fault, { cause: chosen.cause });
  };
  const { versions } = runtimeOf("fault" in native ? WASM : "cpu").env;

  return {
    version: versions.node ?? versions.web ?? "unknown",
    whyNot,
    whyRefused,
    createSession: (model, options) => {
      const ort = runtimeOf(options.provider);
      return options.provider === WASM
        ? createWasmSession(ort, model, options)
        : createNativeSession(ort, model, options);
    },
    tryProvider: async (provider, probe) => {
      const refuse = (reason: string): ProviderTrial => ({
        provider,
        works: false,
        reason,
        milliseconds: null,
      });
      const reason = whyNot(provider);
      if (reason !== undefined) return refuse(reason);
      const ort = runtimeOf(provider);
      let session: OnnxRuntime.InferenceSession | undefined;
      try {
        if (provider === WASM) ort.env.wasm.numThreads = 1;
        session = await ort.InferenceSession.create(probe.bytes, {
          executionProviders:
            provider === "cpu" || provider === WASM ? [provider] : [provider, "cpu"],
          logSeverityLevel: FATAL_ONLY,
        });
        const input = new ort.Tensor("float32", probe.input, probe.inputShape);
        const started = performance.now();
        const outputs = await session.run({ [probe.inputName]: input });
        const milliseconds = performance.now() - started;
        const deviation = largestDeviation(outputs[probe.outputName]?.data, probe.expected);
        return deviation <= TOLERANCE
          ? { provider, works: true, reason: null, milliseconds }
          : refuse(`Its result is wrong: off by ${deviation}, at most ${TOLERANCE} is expected.`);
      } catch (thrown) {
        // Refusing is what most providers do on most machines: an answer, not a failure.
        return refuse(whyRefused(provider, thrown));
      } finally {
        await session?.release();
      }
    },
  };
}

async function createNativeSession(
  ort: typeof OnnxRuntime,
  model: Uint8Array | string,
  { provider, threads, weightsFolder }: SessionOptions,
): Promise<RuntimeSession> {
  const options: OnnxRuntime.InferenceSession.SessionOptions = {
    executionProviders: provider === "cpu" ? ["cpu"] : [provider, "cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: FATAL_ONLY,
    extra: {
      session: {
        model_external_initializers_file_folder_path: weightsFolder,
        // Processors without VNNI add pairs of INT8 products in 16 bits, which overflow silently: a BERT-base quantized in all
        // eight bits then expects "not" where "paris" belongs. The exact kernels are as fast.
        x64quantprecision: "1",
      },
    },
  };
  const session =
    typeof model === "string"
      ? await ort.InferenceSession.create(model, options)
      : await ort.InferenceSession.create(model, options);
  return wrapSession(ort, session);
}

/** Loads a model into WebAssembly's memory, with the files of its weights: it has no way to a file of its own. */
async function createWasmSession(
  ort: typeof OnnxRuntime,
  model: Uint8Array | string,
  { threads, weightsFolder, weightsFiles }: SessionOptions,
): Promise<RuntimeSession> {
  ort.env.wasm.numThreads = threads; // counts at the first session
  const isWhole = typeof model === "string";
  const besides = isWhole ? weightsFiles.filter((name) => name !== basename(model)) : weightsFiles;
  const externalData = await Promise.all(
    besides.map(async (path) => ({ path, data: await readFile(join(weightsFolder, path)) })),
  );
  const session = await ort.InferenceSession.create(isWhole ? await readFile(model) : model, {
    executionProviders: [WASM],
    logSeverityLevel: FATAL_ONLY,
    externalData,
  });
  return wrapSession(ort, session);
}

function wrapSession(
  ort: typeof OnnxRuntime,
  session: OnnxRuntime.InferenceSession,
): RuntimeSession {
  const narrow = new Set(
    session.inputMetadata.flatMap((input) =>
      input.isTensor && input.type === "int32" ? [input.name] : [],
    ),
  );
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    run: async (inputs, outputs) => {
      const feeds = Object.entries(inputs).map(([name, { values, shape }]) => [
        name,
        narrow.has(name)
          ? new ort.Tensor("int32", Int32Array.from(values, Number), shape)
          : new ort.Tensor("int64", values, shape),
      ]);
      const results = await session.run(
        Object.fromEntries(feeds) as OnnxRuntime.InferenceSession.FeedsType,
        outputs,
      );
      return outputs.map((name) => {
        const tensor = results[name];
        if (!tensor) throw new Error(`the model gave no ${name}`);
        return { values: toFloats(tensor, name), shape: tensor.dims };
      });
    },
    release: () => session.release(),
  };
}

function toFloats({ data, type }: OnnxRuntime.Tensor, name: string): Float32Array<ArrayBuffer> {
  if (data instanceof Float32Array) return data as Float32Array<ArrayBuffer>;
  // Node 20 has no Float16Array: the runtime gives the bits.
  if (type === "float16" && data instanceof Uint16Array) return widenHalves(data);
  if (type === "float16") return Float32Array.from(data as unknown as ArrayLike<number>);
  throw new Error(`${name} has numbers of the type ${type}`);
}

/** Loads one of the runtime's packages. */
function find(require: NodeJS.Require, name: string): Found {
  try {
    const ort = require(name) as typeof OnnxRuntime;
    return { ort, folder: dirname(require.resolve(name)) };
  } catch (cause) {
    // That it cannot be had is an answer: there may be another one.
    return { fault: unavailableSentence(cause), cause };
  }
}

/** Finds the folder of native libraries from that of the package's main file, `dist/`. */
function binariesFolder(mainFolder: string): string {
  return join(mainFolder, "..", "bin", "napi-v6", process.platform, process.arch);
}

function unavailableSentence(cause: unknown): string {
  const machine = `${process.platform} on ${process.arch}`;
  const { code, message } = cause instanceof Error ? (cause as NodeJS.ErrnoException) : {};
  return code === "MODULE_NOT_FOUND"
    ? `ONNX Runtime has no native library for ${machine} here. Install the wordfield package that is made for this platform.`
    : `ONNX Runtime cannot be loaded on ${machine}: ${oneLine(message ?? String(cause))}`;
}

/** Gives Infinity where an answer has another form or holds NaN. */
function largestDeviation(data: unknown, expected: Float32Array): number {
  if (!(data instanceof Float32Array) || data.length !== expected.length) return Infinity;
  return expected.reduce((largest, value, index) => {
    const deviation = Math.abs((data[index] ?? Number.NaN) - value);
    return deviation <= largest ? largest : Number.isNaN(deviation) ? Infinity : deviation;
  }, 0);
}
