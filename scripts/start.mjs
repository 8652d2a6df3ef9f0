// @ts-check
// `npm start`: opens the extension in VS Code on the sample workspace, from a fresh clone.
//
//   start.mjs [FOLDER] [--server] [--port N] [--check]
//
// FOLDER: default the sample workspace. --server: VS Code's server and a browser, also where there is a desktop VS Code.
// --check: starts, sees that it answers, and ends.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./dependencies.mjs";
import { MACHINE_TARGET } from "./encoderFiles.mjs";
import { ensureModels } from "./models.mjs";
import { CACHE, environmentForVSCode, fail, ROOT, run } from "./processes.mjs";

const DEFAULT_PORT = 3210; // the same address each time keeps what the browser remembers: open tabs, layout
const VSIX = path.join(ROOT, `out/wordfield-${MACHINE_TARGET}.vsix`);
const FIRST_STEPS = `First steps: press F1, run "Wordfield: Train Embeddings on Workspace", then open a file and point at a word.`;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      server: { type: "boolean", default: false },
      port: { type: "string", default: String(DEFAULT_PORT) },
      check: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`--port ${values.port}: give a number from 1 to 65535.`);
  await ensureDependencies();
  await ensureModels();
  const folder = await chooseFolder(positionals[0]);
  const { findDesktopVSCode } = await import("./chooseVSCode.mjs");
  const desktop = values.server ? undefined : await findDesktopVSCode();
  if (desktop) await openDesktop(desktop, folder, values.check);
  else await openServer(folder, port, values.check);
}

/** @param {string | undefined} given */
async function chooseFolder(given) {
  if (given === undefined) {
    const { prepareSampleWorkspace } = await import("./sampleWorkspace.mjs");
    const folder = prepareSampleWorkspace();
    console.log(
      `Sample workspace: the State of the Union addresses, 1790–2021, in ${relative(folder)}.`,
    );
    return folder;
  }
  if (!existsSync(given)) throw new Error(`There is no folder ${given}.`);
  return path.resolve(given);
}

/**
 * Opens a desktop VS Code with a profile of its own; ends when its window is closed.
 *
 * @param {string} executable
 * @param {string} folder
 * @param {boolean} check
 */
async function openDesktop(executable, folder, check) {
  await build(["build.mjs"]);
  const data = path.join(CACHE, "start-desktop");
  const args = [
    ...["--user-data-dir", path.join(data, "data")],
    ...["--extensions-dir", path.join(data, "extensions")],
    ...(process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ...(check
      ? ["--version"]
      : [
          `--extensionDevelopmentPath=${ROOT}`,
          ...["--new-window", "--wait", "--disable-workspace-trust"],
          ...["--skip-welcome", "--skip-release-notes", folder],
        ]),
  ];
  if (!check) {
    console.log(`\nOpening VS Code (${executable}) with the extension.`);
    console.log(
      `It has a profile of its own in ${relative(data)}; your settings stay as they are.`,
    );
    console.log(`${FIRST_STEPS}\nClose its window to end.`);
  }
  const child = spawn(executable, args, { stdio: "inherit", env: environmentForVSCode() });
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`VS Code (${executable}) ended with code ${code}.`);
}

/**
 * Installs the packed extension in VS Code's server and keeps it running until Ctrl+C.
 *
 * @param {string} folder
 * @param {number} wantedPort
 * @param {boolean} check
 */
async function openServer(folder, wantedPort, check) {
  const { SERVER_SUPPORTED, ensureVSCodeServer } = await import("./serverSetup.mjs");
  if (!SERVER_SUPPORTED)
    throw new Error(
      "There is no VS Code here and none could be fetched: install it from https://code.visualstudio.com, then run npm start again.",
    );
  console.log("There is no desktop VS Code to open, so VS Code's server shows it in a browser.");
  await ensureVSCodeServer();
  await build(["scripts/package.mjs", "--target", MACHINE_TARGET]);
  const { startServer } = await import("./serverProcess.mjs");
  const data = path.join(CACHE, "start-server");
  const port = (await isFree(wantedPort)) ? wantedPort : 0;
  const server = await startServer({ vsix: VSIX, dataFolder: data, port });
  if (check) {
    try {
      await checkAnswers(server.address({ folder }), data);
    } finally {
      await server.stop();
    }
    console.log("The workbench answers and has the extension.");
    return;
  }
  if (port === 0) console.log(`Port ${wantedPort} is taken: using ${server.port}.`);
  console.log(`\nOpen this address in a browser:\n\n  ${server.address({ folder })}\n`);
  console.log(`${FIRST_STEPS}\nModels and settings stay in ${relative(data)}. Ctrl+C ends it.`);
  const signal = new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(name, () => resolve(name));
  });
  const ended = await Promise.race([signal, server.exited]);
  await server.stop();
  if (typeof ended !== "string") throw new Error(`VS Code's server ended:\n${server.log()}`);
  console.log("\nEnded.");
}

/**
 * Builds or packs; the tool's own output appears only when it fails.
 *
 * @param {readonly string[]} args
 */
async function build(args) {
  console.log("Building the extension …");
  const { code, output } = await run(process.execPath, args, { quiet: true });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}

/**
 * Asks for the workbench's page as a browser does: the token becomes a cookie, then the page comes.
 *
 * @param {string} address
 * @param {string} data
 */
async function checkAnswers(address, data) {
  const first = await fetch(address, { redirect: "manual" });
  const cookie = first.headers.getSetCookie().map((text) => text.split(";")[0]);
  const target = new URL(first.headers.get("location") ?? address, address);
  const page = await fetch(target, { headers: { cookie: cookie.join("; ") } });
  const text = await page.text();
  if (!page.ok || !text.includes("workbench"))
    throw new Error(`The workbench did not answer: ${page.status} ${text.slice(0, 200)}`);
  const installed = readFileSync(path.join(data, "extensions/extensions.json"), "utf8");
  if (!installed.includes('"wordfield.wordfield"'))
    throw new Error(`The extension is not installed in ${relative(data)}.`);
}

/** @param {number} port */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** @param {string} file */
function relative(file) {
  return path.relative(process.cwd(), file) || ".";
}

await main().catch(fail);
