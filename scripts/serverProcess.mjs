// @ts-check
// Starts and stops VS Code's server, and makes the addresses of its workbench.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { environmentForVSCode } from "./processes.mjs";
import { ensureVSCodeServer } from "./serverSetup.mjs";

const LIFELINE = fileURLToPath(new URL("./serverLifeline.cjs", import.meta.url));
const MAX_SOCKET_FOLDER = 50; // the server's sockets go with the data folder if their paths stay below 107 characters
const START_TIMEOUT_MS = 120_000; // a first start on a loaded machine; usual is 1 s

/** Settings that keep the window to what is under test: no welcome page, no chat, no network. */
const QUIET_SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.ignoreRecommendations": true,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "update.mode": "none",
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
};

/**
 * @typedef {object} ServerOptions
 * @property {string} [vsix] a packed extension to install, as a user would have it; without it the smoke-test driver is
 *   on, which lets an address load an extension from its folder and run tests in it, but hides notification toasts
 * @property {string} [dataFolder] kept after stop(); default: a temporary folder that stop() removes
 * @property {number} [port] default: any free one
 * @property {Record<string, unknown>} [settings] added to the quiet ones, of a new data folder
 * @property {NodeJS.ProcessEnv} [env] added to this process's; the extension host inherits it
 */

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {number} pid
 * @property {string} dataFolder
 * @property {Promise<number | null>} exited resolves with the exit code when the server has ended
 * @property {(options: AddressOptions) => string} address
 * @property {(settings: Record<string, unknown>) => void} writeSettings replaces the user's settings, at once in effect
 * @property {() => string} log what the server has printed
 * @property {() => Promise<void>} stop close the browser first: a connected one keeps extension hosts alive
 */

/**
 * @typedef {object} AddressOptions
 * @property {string} folder absolute
 * @property {readonly string[]} [extensions] folders of extensions, absolute; only without `vsix`
 * @property {string} [tests] a module with run(), absolute; only without `vsix`
 */

/**
 * Starts the server on 127.0.0.1 and waits until it listens.
 *
 * Errors: throws with the server's output when it ends early or does not listen in time.
 *
 * @param {ServerOptions} [options]
 * @returns {Promise<Server>}
 */
export async function startServer({ vsix, dataFolder, port = 0, settings = {}, env = {} } = {}) {
  const { node, server } = await ensureVSCodeServer();
  const folder = dataFolder ?? mkdtempSync(path.join(os.tmpdir(), "wordfield-vscode-"));
  const writeSettings = (/** @type {Record<string, unknown>} */ own) => {
    for (const scope of ["User", "Machine"]) {
      mkdirSync(path.join(folder, "data", scope), { recursive: true });
      const text = JSON.stringify({ ...QUIET_SETTINGS, ...own }, null, 2);
      writeFileSync(path.join(folder, "data", scope, "settings.json"), text);
    }
  };
  if (!existsSync(path.join(folder, "data/User/settings.json"))) writeSettings(settings);
  const tokenFile = path.join(folder, "token");
  if (!existsSync(tokenFile))
    writeFileSync(tokenFile, randomBytes(16).toString("hex"), { mode: 0o600 });
  const token = readFileSync(tokenFile, "utf8");

  const args = [
    ...["--require", LIFELINE, server],
    ...["--host", "127.0.0.1", "--port", String(port), "--connection-token-file", tokenFile],
    ...["--accept-server-license-terms", "--telemetry-level", "off", "--disable-workspace-trust"],
    ...["--server-data-dir", folder, "--user-data-dir", path.join(folder, "data")],
    ...["--extensions-dir", path.join(folder, "extensions")],
    ...(vsix
      ? ["--install-extension", path.resolve(vsix), "--force", "--start-server"]
      : ["--enable-smoke-test-driver"]),
  ];
  // Its own process group: while a browser is connected, extension hosts outlive a server ended by SIGTERM.
  const child = spawn(node, args, {
    env: {
      ...environmentForVSCode(),
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      ...(folder.length < MAX_SOCKET_FOLDER ? { XDG_RUNTIME_DIR: folder } : {}),
      ...env,
    },
    stdio: ["pipe", "pipe", "pipe"], // the input's end is what serverLifeline.cjs waits for
    detached: true,
  });
  let log = "";
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const signal = (/** @type {NodeJS.Signals} */ name) => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // the group is gone already
    }
  };
  const stop = async () => {
    signal("SIGTERM");
    if (child.pid) await Promise.race([exited, sleep(5_000, undefined, { ref: false })]);
    signal("SIGKILL");
    if (!dataFolder)
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  };
  try {
    const listening = await new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`VS Code's server did not start in time:\n${log}`)),
        START_TIMEOUT_MS,
      );
      const read = (/** @type {Buffer} */ chunk) => {
        log += chunk.toString();
        if (process.env["VERBOSE"]) process.stderr.write(chunk);
        if (log.includes("Failed Installing Extensions"))
          reject(new Error(`VS Code could not install ${vsix}:\n${log}`));
        const match = /listening on (\d+)/.exec(log);
        if (!match || (vsix && !log.includes("was successfully installed"))) return;
        clearTimeout(timer);
        resolve(Number(match[1]));
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.once("error", reject);
      void exited.then((code) => {
        clearTimeout(timer);
        reject(new Error(`VS Code's server ended with code ${code}:\n${log}`));
      });
    });
    return {
      port: listening,
      pid: child.pid ?? 0,
      dataFolder: folder,
      exited,
      address: (options) => workbenchAddress(listening, token, options),
      writeSettings,
      log: () => log,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Lists the processes below one, as process id and command line.
 *
 * @param {number} pid
 * @returns {{ pid: number, parent: number, command: string }[]}
 */
export function descendants(pid) {
  const { stdout } = spawnSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  const all = stdout.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match
      ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? "" }]
      : [];
  });
  const found = all.filter(({ parent }) => parent === pid);
  for (const child of found) found.push(...all.filter(({ parent }) => parent === child.pid));
  return found;
}

/**
 * @param {number} port
 * @param {string} token
 * @param {AddressOptions} options
 */
function workbenchAddress(port, token, { folder, extensions = [], tests }) {
  const remote = (/** @type {string} */ file) => `vscode-remote://127.0.0.1:${port}${file}`;
  const payload = extensions.map((extension) => ["extensionDevelopmentPath", remote(extension)]);
  if (tests) payload.push(["extensionTestsPath", remote(tests)]);
  const query = new URLSearchParams({ tkn: token, folder });
  if (payload.length > 0) query.set("payload", JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}
