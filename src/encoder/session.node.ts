/** The only code that loads onnxruntime-node; runs in the encoder process and nowhere else. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as OnnxRuntime from "onnxruntime-node";
import { WordfieldError } from "../errors.ts";
import type { ProviderTrial } from "../protocol/encoderMessages.ts";
import type { ProbeModel } from "./onnxGraph.ts";
import { widenHalves } from "./halfPrecision.ts";
import { providerLibrary } from "./providers.ts";
import { oneLine } from "./runtimeMessage.ts";

/** ONNX Runtime, loaded. */
export interface Runtime {
  readonly version: string;
  /** Makes a session on a provider, runs the model once and compares what comes out. */
  tryProvider(provider: string, probe: ProbeModel): Promise<ProviderTrial>;
  /** Says why a provider cannot work here; undefined where it is worth a try. */
  whyNot(provider: string): string | undefined;
  /** Loads a model. Errors: those of the runtime, as plain `Error`s. */
  createSession(model: Uint8Array | string, options: SessionOptions): Promise<RuntimeSession>;
}

/** How a model is loaded. */
interface SessionOptions {
  readonly provider: string;
  readonly threads: number;
  /** Where the files lie that hold its weights; of interest for a model that is given as bytes. */
  readonly weightsFolder: string;
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

/**
 * Loads ONNX Runtime; `folder` is where the search for the package begins.
 *
 * Errors: `encoder-unavailable` where there is no native binary for this machine, or it cannot be loaded.
 */
export async function loadRuntime(folder: string): Promise<Runtime> {
  const require = createRequire(join(folder, "encoder.process.js"));
  let ort: typeof OnnxRuntime;
  let binaries: string;
  try {
    ort = require("onnxruntime-node") as typeof OnnxRuntime;
    binaries = binariesFolder(require.resolve("onnxruntime-node"));
  } catch (cause) {
    throw new WordfieldError("encoder-unavailable", unavailableSentence(cause), { cause });
  }
  const compiled = new Set(ort.listSupportedBackends().map(({ name }) => name));
  const whyNot = (provider: string): string | undefined => {
    if (!compiled.has(provider)) return "This build of ONNX Runtime does not have it.";
    const library = providerLibrary(provider, process.platform);
    return library !== undefined && !existsSync(join(binaries, library))
      ? `${library} is not installed beside ONNX Runtime.`
      : undefined;
  };

  return {
    version: ort.env.versions.node ?? "unknown",
    whyNot,
    createSession: (model, options) => createSession(ort, model, options),
    tryProvider: async (provider, probe) => {
      const refuse = (reason: string): ProviderTrial => ({
        provider,
        works: false,
        reason,
        milliseconds: null,
      });
      const reason = whyNot(provider);
      if (reason !== undefined) return refuse(reason);
      let session: OnnxRuntime.InferenceSession | undefined;
      try {
        session = await ort.InferenceSession.create(probe.bytes, {
          executionProviders: provider === "cpu" ? ["cpu"] : [provider, "cpu"],
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
        return refuse(oneLine(thrown instanceof Error ? thrown.message : String(thrown)));
      } finally {
        await session?.release();
      }
    },
  };
}

async function createSession(
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

/** Finds the folder of native libraries from the package's main file, `dist/index.js`. */
function binariesFolder(mainFile: string): string {
  return join(dirname(mainFile), "..", "bin", "napi-v6", process.platform, process.arch);
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
