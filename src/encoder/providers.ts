/** Which execution providers of ONNX Runtime are worth a try, and what they need. */

/** The operating system, as Node names it. */
export type Platform = string;

// Fastest first. A name that the build does not have is refused in words: for "dml" on Linux, ONNX Runtime itself would
// say nothing and compute on the CPU.
const ACCELERATORS: Readonly<Record<string, readonly string[]>> = {
  linux: ["tensorrt", "cuda", "webgpu"],
  win32: ["dml", "webgpu"],
  darwin: ["coreml", "webgpu"],
};

/** ONNX Runtime's processor provider in WebAssembly: everywhere, and several times slower than native code. */
export const WASM = "wasm";

/** Tells whether a provider computes on the processor. */
export function isProcessor(provider: string): boolean {
  return provider === "cpu" || provider === WASM;
}

/**
 * Lists the providers to try on a platform, in the order in which the first that works is taken; the processor comes last, and
 * WebAssembly behind it, for machines that have no native library: musl, an old glibc, Macs with Intel's processors.
 */
export function candidateProviders(platform: Platform): readonly string[] {
  return [...(ACCELERATORS[platform] ?? []), "cpu", WASM];
}

/**
 * Names the library that a provider needs beside ONNX Runtime's own; undefined where it needs none.
 *
 * Where it is missing there is nothing to try: loading it would only write red lines to the log.
 */
export function providerLibrary(provider: string, platform: Platform): string | undefined {
  if (platform !== "linux") return undefined;
  return provider === "cuda" || provider === "tensorrt"
    ? `libonnxruntime_providers_${provider}.so`
    : undefined;
}
