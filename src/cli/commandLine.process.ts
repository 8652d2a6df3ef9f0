// The command line from its words to its exit code; cli.ts starts it.
import { EXIT, runCommandLine } from "./run.ts";
import { SUBCOMMANDS } from "./subcommands.ts";
import { createEngine } from "../engine/engine.ts";

// The first interrupt cancels and cleans up; with the listener gone, a second one ends the process at once.
const interrupt = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => {
    process.exitCode = EXIT.interrupted;
    interrupt.abort();
  });

// "| head" closes the pipe early: what else there is to say has no reader.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

void runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  signal: interrupt.signal,
  commands: SUBCOMMANDS,
  createEngine: (context) => createEngine({ folder: __dirname, ...context }),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
