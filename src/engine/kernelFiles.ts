// Which build of the kernels this process runs.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { compileKernels, type KernelBuild, supportsRelaxedSimd } from "../kernels/kernels.ts";
import type { Hyperparameters } from "../training/hyperparameters.ts";
import { compileWideKernels } from "../training/wideKernels.node.ts";

/** Node 20 has relaxed SIMD as it was standardized, but behind a flag. */
if (process.versions.v8.startsWith("11.3.")) setFlagsFromString("--experimental-wasm-relaxed-simd");

/** Passes of words through a training from which on trying the build for wide registers out costs less than it gains. */
const WORTH_A_TRIAL = 2_000_000;

/** For a process that hangs. */
const LONGEST_TRIAL_MS = 10_000;

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
  wideKernels ??= findWideKernels(folder, module);
  const wide = await wideKernels;
  return wide ? { module: wide, build: "wide-simd" } : { module, build: "relaxed-simd" };
}

async function findWideKernels(
  folder: string,
  relaxed: WebAssembly.Module,
): Promise<WebAssembly.Module | undefined> {
  // Nobody has seen Electron pair vectors yet. If its V8 has no such flag or breaks over it, another process shall.
  const isTriedAside = process.versions["electron"] !== undefined;
  if (isTriedAside && !(await tryOutAside(folder))) return undefined;
  return compileWideKernels(await readFile(join(folder, "kernels.wide.wasm")), relaxed);
}

/** Says whether a process that tries the kernels for wide registers out survives and finds them better. */
export async function tryOutAside(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(folder, "kernelTrial.process.js"), folder],
      { env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" }, timeout: LONGEST_TRIAL_MS },
      (error) => resolve(error === null), // a death or "no": the other kernels do
    );
  });
}

function buildName(): string {
  return supportsRelaxedSimd() ? "relaxed" : "simd";
}
