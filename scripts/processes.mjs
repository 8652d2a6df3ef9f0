// @ts-check
// Starts programs for the other scripts: Node built-ins only, because these run before node_modules exists.
import { spawn } from "node:child_process";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** The folder for everything that is fetched or kept between runs; ignored by git. */
export const CACHE = path.join(ROOT, ".vscode-test");

/**
 * Runs a program to its end and gives its exit code; its output goes to the terminal, or into `output` when `quiet`.
 *
 * Standard input is closed, so nothing can wait for an answer.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd = ROOT, env = process.env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    /** @param {NodeJS.WriteStream} terminal */
    const take = (terminal) => (/** @type {Buffer} */ chunk) => {
      if (quiet) output += chunk.toString();
      else terminal.write(chunk);
    };
    child.stdout.on("data", take(process.stdout));
    child.stderr.on("data", take(process.stderr));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (signal) output += `\nended by ${signal}`;
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * Runs npm, also where it is a batch file (Windows) or not on the PATH (started by npm itself).
 *
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 */
export function runNpm(args, options) {
  const script = process.env["npm_execpath"];
  if (script && /npm-cli\.c?js$/.test(script))
    return run(process.execPath, [script, ...args], options);
  if (process.platform !== "win32") return run("npm", args, options);
  const bundled = path.join(path.dirname(process.execPath), "node_modules/npm/bin/npm-cli.js");
  return run(process.execPath, [bundled, ...args], options);
}

/**
 * Gives the script file of a tool of node_modules, to be run with Node: no shell, the same on every platform.
 *
 * @param {string} packageName
 * @param {string} [tool] the command's name, where it differs from the package's
 */
export function toolScript(packageName, tool = packageName) {
  const folder = path.join(ROOT, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : bin[tool]);
}

/**
 * Finds a program on the PATH.
 *
 * @param {string} name without extension
 * @returns {string | undefined}
 */
export function findOnPath(name) {
  const names = process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    for (const candidate of names) {
      const file = path.join(folder, candidate);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
}

/**
 * Tells whether a file exists and may be run.
 *
 * @param {string} file
 */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // absent, or not ours to run: both mean "look elsewhere"
  }
}

/** Gives this process's environment without what an editor's terminal put there; test-cli's own variable stays. */
export function environmentForVSCode() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name === "VSCODE_TEST_OPTIONS" || !/^(VSCODE|ELECTRON)_/.test(name),
    ),
  );
}

/**
 * Ends a script with one sentence instead of a stack, for what the reader can mend.
 *
 * @param {unknown} error
 * @returns {never}
 */
export function fail(error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  if (process.env["VERBOSE"] && error instanceof Error) console.error(error.stack);
  process.exit(1);
}
