import { readFile } from "node:fs/promises";
import { compileKernels } from "../../src/kernels/kernels.ts";
import { builtPaths } from "./builtEntries.ts";

/** The build of the kernels that every engine runs, compiled. */
export async function kernelModule(): Promise<WebAssembly.Module> {
  return compileKernels(await readFile((await builtPaths()).kernelsSimd));
}
