// Runs a command in a process of its own and measures all of it.
import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "./bench.ts";

/** What a command took, and what it said. */
export interface Measurement {
  readonly exitCode: number;
  readonly wallSeconds: number;
  /** User and system, of all threads. */
  readonly cpuSeconds: number;
  /** The largest resident memory. */
  readonly peakBytes: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command; numeric libraries get one thread, so that the threads that were asked for are all there are. */
export async function measureCommand(
  bench: Bench,
  command: readonly string[],
): Promise<Measurement> {
  const resultPath = join(bench.scratch, "measured.json");
  await rm(resultPath, { force: true });
  const { stdout, stderr } = await run(bench.python, [
    join(bench.sources, "measure.py"),
    resultPath,
    ...command,
  ]);
  const measured = await readFile(resultPath, "utf8").catch(() => {
    throw new Error(`${command.slice(0, 2).join(" ")} could not be measured: ${tail(stderr)}`);
  });
  return { ...(JSON.parse(measured) as Omit<Measurement, "stdout" | "stderr">), stdout, stderr };
}

/** The last lines that a program wrote, for a message. */
export function tail(text: string): string {
  return text
    .trim()
    .split(/[\r\n]+/)
    .slice(-6)
    .join("\n");
}

/** What a program said before it failed, without its stack. */
export function describeFailure(text: string): string {
  const lines = text.trim().split(/[\r\n]+/);
  return lines
    .filter((line) => !/^\s+at /.test(line))
    .slice(-3)
    .join("\n  ");
}

/** Runs a program to its end and gives what it wrote, whatever its exit code. */
export function run(
  program: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        OMP_NUM_THREADS: "1",
        OPENBLAS_NUM_THREADS: "1",
        MKL_NUM_THREADS: "1",
        ...environment,
      },
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ exitCode: code ?? -1, ...said }));
  });
}
