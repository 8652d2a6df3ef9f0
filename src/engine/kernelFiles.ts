import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { supportsRelaxedSimd } from "../kernels/kernels.ts";

/** Reads the kernels that this machine can run: relaxed SIMD where it is known, plain SIMD elsewhere. */
export async function readKernels(folder: string): Promise<Uint8Array> {
  return readFile(join(folder, `kernels.${supportsRelaxedSimd() ? "relaxed" : "simd"}.wasm`));
}
