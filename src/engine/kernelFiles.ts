// Which build of the kernels this process runs.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { compileKernels, type KernelBuild, supportsRelaxedSimd } from "../kernels/kernels.ts";
import type { Hyperparameters } from "../training/hyperparameters.ts";
import { compileWideKernels } from "../training/wideKernels.node.ts";

/** Node 20 has relaxed SIMD as it was standardized, but behind a flag. */
if (process.versions.v8.startsWith("11.3."))
  setFlagsFromString("--experimental-wasm-relaxed-simd");

/** Passes of words through a training from which on trying the build for wide registers out costs less than it gains. */
const WORTH_A_TRIAL = 2_000_000;

/** Kernels for a training. */
export interface TrainingKernels {
  readonly module: WebAssembly.Module;
  readonly build: KernelBuild;
}

let wideKernels: Promise<WebAssembly.Module | undefined> | undefined;

/** Reads the kernels that this machine can run: relaxed SIMD where it is known, plain SIMD elsewhere. */
export async function readKernels(folder: string): Promise<Uint8Array> {
  return readFile(join(folder, `kernels.${buildName()}.wasm`));
}

/** Reads the kernels of text classification, of the build that this machine can run. */
export async function readClassifierKernels(folder: string): Promise<Uint8Array> {
  return readFile(join(folder, `classifyKernels.${buildName()}.wasm`));
}

/**
 * Compiles the kernels for a training of so many words.
 *
 * Not those for wide registers in the deterministic mode: which are the fastest is measured, and they round differently.
 */
export async function compileTrainingKernels(
  folder: string,
  words: number,
  { epochs, deterministic }: Pick<Hyperparameters, "epochs" | "deterministic">,
): Promise<TrainingKernels> {
  if (!deterministic && words * epochs >= WORTH_A_TRIAL) return compileFastestKernels(folder);
  const module = await compileKernels(await readKernels(folder));
  return { module, build: supportsRelaxedSimd() ? "relaxed-simd" : "simd128" };
}

/** Compiles the fastest kernels that this machine can run. */
export async function compileFastestKernels(folder: string): Promise<TrainingKernels> {
  const module = await compileKernels(await readKernels(folder));
  if (!supportsRelaxedSimd()) return { module, build: "simd128" };
  wideKernels ??= readFile(join(folder, "kernels.wide.wasm")).then((bytes) =>
    compileWideKernels(bytes, module),
  );
  const wide = await wideKernels;
  return wide ? { module: wide, build: "wide-simd" } : { module, build: "relaxed-simd" };
}

function buildName(): string {
  return supportsRelaxedSimd() ? "relaxed" : "simd";
}
