/** Starts a process of ours beside this one, and carries messages between the two. */
import { fork, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import "vscode-jsonrpc/node"; // gives the library its timers and queues: without it no connection works
import type { Transport } from "./channel.ts";

/** Either end of a fork: the child as its parent sees it, or this very process in the child. */
export interface ProcessEnd {
  readonly connected: boolean;
  on(event: "message", listener: (message: unknown) => void): unknown;
  send?: (message: object, callback: (error: Error | null) => void) => boolean;
}

/**
 * Carries messages over the pipe of a fork; typed arrays stay typed arrays.
 *
 * A message to a process that is just ending is lost without an error: its exit follows, and whoever hears of that closes
 * the channel, which rejects what is pending with the true reason.
 */
export function processTransport(end: ProcessEnd): Transport {
  let listener: (message: object) => void = () => undefined;
  end.on("message", (message) => listener(message as object));
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        if (!end.send || !end.connected) {
          resolve();
          return;
        }
        end.send(message, (error) => (error && !isPipeLost(error) ? reject(error) : resolve()));
      }),
    receive: (next) => {
      listener = next;
    },
  };
}

function isPipeLost(error: Error): boolean {
  const lost = ["EPIPE", "ECONNRESET", "ERR_IPC_CHANNEL_CLOSED", "ERR_IPC_DISCONNECTED"];
  return "code" in error && lost.includes(String(error.code));
}

/** Options of `forkProcess`. */
export interface ForkOptions {
  /** Gets each line that the process writes to its standard output and standard error. */
  readonly log: (line: string) => void;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Forks an entry of ours.
 *
 * Without `execArgv: []` the child inherits debugger ports and editor switches and may not start; inside the editor the
 * executable is Electron, which becomes Node by a variable of the environment.
 */
export function forkProcess(entry: string, options: ForkOptions): ChildProcess {
  const child = fork(entry, [], {
    serialization: "advanced",
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", ...options.environment },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on("line", options.log);
  return child;
}
