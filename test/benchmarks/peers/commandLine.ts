// Builds the command line that is measured, apart from dist/, which may change while a benchmark runs.
import { join } from "node:path";
import { run, tail } from "./measure.ts";
import type { Bench } from "./bench.ts";

/** Builds into out/peers/dist for production and returns the path of cli.js. */
export async function buildCommandLine(bench: Bench): Promise<string> {
  const folder = join(bench.cache, "dist");
  const { exitCode, stderr } = await run(process.execPath, [
    ...["build.mjs", "--production", "--outdir", folder],
  ]);
  if (exitCode !== 0) throw new Error(`The build ended with ${exitCode}: ${tail(stderr)}`);
  return join(folder, "cli.js");
}
