// @ts-check
// Installs VS Code's server and workbench from npm packages (no desktop build, no compiler): Node built-ins only.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { CACHE, ROOT, run, runNpm } from "./processes.mjs";

const NODE_VERSION = "24.21.0"; // the server dies at import on Node 20
const CODE_SERVER_VERSION = "4.139.1"; // contains VS Code 1.139.1
const REVISION = 1; // raise it when what is done to the package below changes
const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Whether VS Code's server can be set up on this machine. */
export const SERVER_SUPPORTED =
  process.platform === "linux" && (process.arch === "x64" || process.arch === "arm64");

/**
 * Gives the paths of VS Code's server and of the Node that runs it; installs both on the first call (about 600–780 MB).
 *
 * Each part is filled aside and renamed, so that a folder is either absent or complete, and named by its version.
 *
 * Errors: throws with a sentence where the machine cannot run it or npm fails.
 *
 * @returns {Promise<{ node: string, server: string }>}
 */
export async function ensureVSCodeServer() {
  if (!SERVER_SUPPORTED)
    throw new Error(
      `VS Code's server is set up only on Linux (x64, arm64), not on ${process.platform}-${process.arch}: install VS Code from https://code.visualstudio.com.`,
    );
  mkdirSync(CACHE, { recursive: true });
  const node = await ensureNode24();
  const folder = path.join(CACHE, `server-${CODE_SERVER_VERSION}-${REVISION}`);
  const vscode = "node_modules/code-server/lib/vscode";
  const server = path.join(folder, vscode, "out/server-main.js");
  if (!existsSync(folder)) {
    console.log("Fetching VS Code's server from npm (about 600 MB on disk, once) …");
    await fill(folder, async (partial) => {
      // code-server's own install script compiles native modules: skipped, and the VS Code part is installed by hand.
      await install(partial, [`code-server@${CODE_SERVER_VERSION}`]);
      await install(path.join(partial, vscode), ["--omit=dev"]); // not npm ci: its lock file is out of step
      // Two native modules that nobody has compiled. The extension host watches its parent by a timer as well.
      const modules = path.join(partial, vscode, "node_modules/@vscode");
      copyFileSync(path.join(ROOT, "scripts/serverLog.cjs"), path.join(modules, "spdlog/index.js"));
      writeFileSync(path.join(modules, "native-watchdog/index.js"), "exports.start = () => {};\n");
      const entry = path.join(partial, vscode, "out/server-main.js");
      const { code, output } = await run(node, [entry, "--version"], { quiet: true });
      if (code !== 0) throw new Error(`VS Code's server does not start:\n${output}`);
    });
    removeOldVersions("server-", folder);
  }
  return { node, server };
}

/** Gives a Node 24: this one where it is, else the one of npm's node-linux packages. */
export async function ensureNode24() {
  if (process.versions.node.startsWith("24.")) return process.execPath;
  const packageName = `node-linux-${process.arch}`;
  const folder = path.join(CACHE, `node-${NODE_VERSION}`);
  if (!existsSync(folder)) {
    console.log(`Fetching Node ${NODE_VERSION} from npm, which VS Code's server needs …`);
    await fill(folder, (partial) => install(partial, [`${packageName}@${NODE_VERSION}`]));
    removeOldVersions("node-", folder);
  }
  return path.join(folder, "node_modules", packageName, "bin/node");
}

/**
 * @param {string} folder
 * @param {(partial: string) => Promise<void>} work
 */
async function fill(folder, work) {
  const partial = `${folder}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    // A manifest of its own keeps npm from climbing up to this repository's.
    writeFileSync(path.join(partial, "package.json"), '{ "name": "vscode", "private": true }\n');
    await work(partial);
    if (!existsSync(folder)) renameSync(partial, folder); // unless another run was quicker
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {readonly string[]} what
 */
async function install(folder, what) {
  const { code, output } = await runNpm(["install", "--save-exact", ...QUIET, ...what], {
    cwd: folder,
    quiet: true,
  });
  if (code !== 0)
    throw new Error(
      `npm could not install ${what.join(" ")}. Check the network, then try again.\n${output}`,
    );
}

/**
 * @param {string} prefix
 * @param {string} current
 */
function removeOldVersions(prefix, current) {
  for (const name of readdirSync(CACHE)) {
    if (name.startsWith(prefix) && !name.includes(".partial-") && name !== path.basename(current))
      rmSync(path.join(CACHE, name), { recursive: true, force: true });
  }
}
