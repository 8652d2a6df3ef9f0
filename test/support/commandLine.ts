// The real command line, as a process of its own.
import { spawn } from "node:child_process";

/** How a run ended, and what it wrote. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** Where and with what it runs. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What stands on its standard input. */
  readonly input?: string;
  /** Hears all of standard error so far, whenever more comes. */
  readonly onError?: (text: string, interrupt: () => void) => void;
}

/** Runs the command line's entry with some words and waits for its end. */
export function runCommandLine(
  entry: string,
  words: readonly string[],
  { cwd, env, input = "", onError = () => undefined }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [entry, ...words], { cwd, env });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    onError(err, () => child.kill("SIGINT"));
  });
  child.stdin.on("error", () => undefined); // it may end before it has read anything
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (exitCode) => resolve({ exitCode, out, err })));
}
