// Tries the kernels for wide registers out in a process of its own, which may die without harm: kernelTrial.process.js FOLDER
// ends with 0 where they can be used.
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { compileKernels } from "../kernels/kernels.ts";
import { compileWideKernels } from "../training/wideKernels.node.ts";

async function tryOut(folder: string): Promise<boolean> {
  const [relaxed, wide] = await Promise.all([
    readFile(join(folder, "kernels.relaxed.wasm")).then(compileKernels),
    readFile(join(folder, "kernels.wide.wasm")),
  ]);
  return compileWideKernels(wide, relaxed) !== undefined;
}

void tryOut(process.argv[2] ?? "").then((works) => {
  process.exitCode = works ? 0 : 1;
});
