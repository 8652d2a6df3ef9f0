/** The only code that loads onnxruntime-node; runs in the encoder process and nowhere else. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as OnnxRuntime from "onnxruntime-node";
import { WordfieldError } from "../errors.ts";
import type { ProviderTrial } from "../protocol/encoderMessages.ts";
import type { ProbeModel } from "./onnxGraph.ts";
import { providerLibrary } from "./providers.ts";

/** ONNX Runtime, loaded. */
export interface Runtime {
  readonly version: string;
  /** Makes a session on a provider, runs the model once and compares what comes out. */
  tryProvider(provider: string, probe: ProbeModel): Promise<ProviderTrial>;
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

  return {
    version: ort.env.versions.node ?? "unknown",
    tryProvider: async (provider, probe) => {
      const refuse = (reason: string): ProviderTrial => ({
        provider,
        works: false,
        reason,
        milliseconds: null,
      });
      if (!compiled.has(provider)) return refuse("This build of ONNX Runtime does not have it.");
      const library = providerLibrary(provider, process.platform);
      if (library !== undefined && !existsSync(join(binaries, library)))
        return refuse(`${library} is not installed beside ONNX Runtime.`);
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

// What the runtime writes before the sentence that helps: the place in its own source, and the condition there.
const SOURCE_PLACE = /^\S*onnxruntime\S*\.(?:cc|h):\d+ .* was (?:true|false)\. /;

/** The runtime's messages span lines. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim().replace(SOURCE_PLACE, "");
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
