/** Runs one command line from its words to its exit code. */
import type { Engine } from "../engine/engine.ts";
import { toWordfieldError } from "../errors.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { Emit } from "../protocol/channel.ts";
import { hasFlag, hasOption, UsageError } from "./arguments.ts";
import { Interruption, type Command, type Report } from "./command.ts";
import { commandHelp, groupHelp, programHelp } from "./help.ts";
import { createBar, createLines, type Progress } from "./progress.ts";
import { closestSpelling } from "./spelling.ts";
import { styleFor } from "./style.ts";
import { version } from "../engine/version.ts";

/** One of the two streams that a command line writes to. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What a command line runs in. */
export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by an interrupt. */
  readonly signal: AbortSignal;
  readonly commands: readonly Command[];
  readonly createEngine: (context: {
    readonly emit: Emit<EngineEvents>;
    readonly log: (line: string) => void;
  }) => Engine;
}

/** Exit codes, as scripts know them. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2, interrupted: 130 } as const;

/** Runs the words of a command line; answers with the exit code, never rejects. */
export async function runCommandLine(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { stdout, stderr, environment, commands } = surroundings;
  const writeLines = (output: Output, lines: readonly string[]) => {
    if (lines.length > 0) output.write(`${lines.join("\n")}\n`);
  };
  const [name] = words;
  const command = findCommand(words, commands);
  const rest = words.slice(command?.name.split(" ").length);
  const asJson = hasFlag(words, "--json");
  try {
    if (command && hasFlag(rest, "--help", "-h")) {
      const namesakes = commands.filter((candidate) => candidate.name === command.name);
      const helps = namesakes.map((each) => commandHelp(each, styleFor(stdout, environment)));
      writeLines(
        stdout,
        helps.reduce((all, help) => [...all, "", "", ...help]),
      );
      return EXIT.done;
    }
    if (name === "--help" || name === "-h") {
      writeLines(stdout, programHelp(commands, styleFor(stdout, environment)));
      return EXIT.done;
    }
    if (name === "--version" || name === "-v") {
      writeLines(stdout, [`wordfield ${version}`]);
      return EXIT.done;
    }
    const group = commands.filter((candidate) => candidate.name.startsWith(`${name} `));
    if (!command && group.length > 0 && hasFlag(words, "--help", "-h")) {
      writeLines(stdout, groupHelp(group, styleFor(stdout, environment)));
      return EXIT.done;
    }
    if (!command) throw unknownCommand(words, commands);
    const report = await answer(command, rest, surroundings);
    writeLines(stderr, report.notes ?? []);
    writeLines(stdout, asJson ? [JSON.stringify(report.document)] : report.lines);
    return report.complete ? EXIT.done : EXIT.failed;
  } catch (thrown) {
    const failure = describeFailure(thrown, command);
    writeLines(stderr, failure.lines);
    if (asJson)
      writeLines(stdout, [
        JSON.stringify({ error: { code: failure.code, message: failure.message } }),
      ]);
    return failure.exitCode;
  }
}

async function answer(
  command: Command,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<Report> {
  const run = command.prepare(words); // before anything is started: wrong usage is the common case
  const progress = createProgress(surroundings);
  const engine = surroundings.createEngine({
    emit: (_, snapshot) => progress.show(snapshot),
    log: (line) => {
      progress.clear();
      surroundings.stderr.write(`${line}\n`);
    },
  });
  try {
    return await run({
      engine: engine.calls,
      signal: surroundings.signal,
      style: styleFor(surroundings.stdout, surroundings.environment),
    });
  } finally {
    progress.clear();
    await engine.close();
  }
}

function createProgress({ stderr, environment }: Surroundings): Progress {
  const write = (text: string) => stderr.write(text);
  const nowMs = () => performance.now();
  return stderr.isTTY && environment["TERM"] !== "dumb"
    ? createBar(write, styleFor(stderr, environment), nowMs)
    : createLines(write, nowMs);
}

/** The subcommand whose name, of one or two words, the words begin with; of two, the one that is told by an option given. */
function findCommand(words: readonly string[], commands: readonly Command[]): Command | undefined {
  const named = commands.filter(({ name }) =>
    name.split(" ").every((part, index) => words[index] === part),
  );
  const isTold = ({ toldBy, options }: Command) =>
    toldBy !== undefined && hasOption(words, toldBy, options[toldBy]!);
  return named.find(isTold) ?? named.find(({ toldBy }) => toldBy === undefined);
}

function unknownCommand(words: readonly string[], commands: readonly Command[]): UsageError {
  const [name, second] = words;
  if (name === undefined) return new UsageError("A subcommand is missing.");
  const names = commands.map((command) => command.name);
  const group = names.filter((candidate) => candidate.startsWith(`${name} `));
  if (group.length > 0 && (second === undefined || second.startsWith("-")))
    return new UsageError(`${name} needs one of its subcommands: ${group.join(", ")}.`);
  const given = group.length > 0 ? `${name} ${second}` : name;
  const closest = closestSpelling(given, names);
  return new UsageError(
    `There is no subcommand "${given}".` +
      (closest === undefined ? "" : ` Did you mean "${closest}"?`),
  );
}

interface Failure {
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
  readonly lines: readonly string[];
}

function describeFailure(thrown: unknown, command: Command | undefined): Failure {
  if (thrown instanceof UsageError) {
    const { message } = thrown;
    const hint = `See: wordfield ${command ? `${command.name} ` : ""}--help`;
    return {
      exitCode: EXIT.wrongUsage,
      code: "wrong-usage",
      message,
      lines: [`wordfield: ${message}`, hint],
    };
  }
  if (thrown instanceof Interruption)
    return {
      exitCode: EXIT.interrupted,
      code: "canceled",
      message: thrown.message,
      lines: [`wordfield: ${thrown.message}`],
    };
  const error = toWordfieldError(thrown);
  const { code, message } = error;
  if (code === "canceled")
    return {
      exitCode: EXIT.interrupted,
      code,
      message,
      lines: ["wordfield: Interrupted. Nothing was written."],
    };
  // An internal error is a fault of ours: its stack is what a report of it needs.
  const stack = error.cause instanceof Error ? error.cause.stack : error.stack;
  return {
    exitCode: EXIT.failed,
    code,
    message,
    lines:
      code === "internal"
        ? [`wordfield: This is a fault in wordfield itself: ${message}`, stack ?? ""]
        : [`wordfield: ${message}`],
  };
}
