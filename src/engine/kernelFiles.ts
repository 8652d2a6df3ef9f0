import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { supportsRelaxedSimd } from "../kernels/kernels.ts";

/** Reads the kernels that this machine can run: relaxed SIMD where it is known, plain SIMD elsewhere. */
export async function readKernels(folder: string): Promise<Uint8Array> {
  return readFile(join(folder, `kernels.${buildName()}.wasm`));
}

/** Reads the kernels of text classification, of the build that this machine can run. */
export async function readClassifierKernels(folder: string): Promise<Uint8Array> {
  return readFile(join(folder, `classifyKernels.${buildName()}.wasm`));
}

function buildName(): string {
  return supportsRelaxedSimd() ? "relaxed" : "simd";
}
