#!/usr/bin/env node
// @ts-check
// Stands in for the VS Code executable that @vscode/test-cli starts: runs the tests in VS Code's server instead.
//
//   codeShim.mjs [FOLDER] --extensionDevelopmentPath=DIR… --extensionTestsPath=FILE
//
// Takes desktop VS Code's arguments for tests, ignores its other flags, and ends with the tests' exit code.
// Environment: VSCODE_TEST_TIMEOUT (ms for the whole run), VERBOSE=1 (also the server's noise).
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "./browser.mjs";
import { ROOT } from "./processes.mjs";
import { startServer } from "./serverProcess.mjs";

const DEFAULT_TIMEOUT_MS = 600_000;
const FAILURE_PICTURE = path.join(ROOT, "out/screenshots/integration-failure.png");
const NOISE = new RegExp(
  `^(${[
    "\\[(reconnection-grace-time|AccountPolicyGate|AgentHost|Service Worker)",
    "Resolv(ing|ed) connection token",
    "Creating a socket",
    "Updating additional builtin",
    "Timed out waiting for authentication",
    "getaddrinfo ",
    "Failed to fetch",
    "Ignoring fetching additional",
    "Canceled: Canceled", // the page's own calls, cut when the extension host ends
  ].join("|")})`,
);

const { folder, extensions, tests } = parseArguments(process.argv.slice(2));
const resultFolder = mkdtempSync(path.join(os.tmpdir(), "wordfield-tests-"));
const resultFile = path.join(resultFolder, "result.json");

/** @type {import("./serverProcess.mjs").Server | undefined} */
let server;
/** @type {import("playwright-core").Browser | undefined} */
let browser;
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => void cleanUp().finally(() => process.exit(130)));

let code = 1;
try {
  code = await runTests();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(server?.log().slice(-3_000) ?? "");
  await takePicture();
}
await cleanUp();
process.exit(code);

async function runTests() {
  server = await startServer({
    env: { WORDFIELD_TEST_RESULT: resultFile, WORDFIELD_TEST_MODULE: tests },
  });
  browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => page.exposeFunction("codeAutomationExit", resolve));
  await page.exposeFunction("codeAutomationLog", printLog);
  const timeoutMs = Number(process.env["VSCODE_TEST_TIMEOUT"] ?? DEFAULT_TIMEOUT_MS);
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => {
    page.on("crash", () => reject(new Error("The workbench's page crashed.")));
    void server?.exited.then((status) => reject(new Error(`The server ended with ${status}.`)));
    setTimeout(
      () => reject(new Error(`The tests gave no result in ${timeoutMs / 1_000} s.`)),
      timeoutMs,
    ).unref();
  });
  failed.catch(() => {}); // raced below; until then a rejection must not end the process
  const wrapper = fileURLToPath(new URL("./testHost.cjs", import.meta.url));
  await page.goto(server.address({ folder, extensions, tests: wrapper }));
  const reported = await Promise.race([ended, failed]);
  // An extension host that dies is reported as 0: believe only the file that the wrapper writes after the last test.
  if (reported !== 0 || readResult()?.ok === true) return reported;
  console.error("The extension host ended before the tests did.");
  return 1;
}

/** @returns {{ ok: boolean } | undefined} */
function readResult() {
  try {
    return JSON.parse(readFileSync(resultFile, "utf8"));
  } catch {
    return undefined; // never written: the wrapper did not reach its end
  }
}

/**
 * @param {string} type
 * @param {unknown[]} values
 */
function printLog(type, values) {
  if (!process.env["VERBOSE"] && NOISE.test(String(values[0]))) return;
  if (type === "error" || type === "warn") console.error(...values);
  else console.log(...values);
}

async function takePicture() {
  const page = browser?.contexts()[0]?.pages()[0];
  mkdirSync(path.dirname(FAILURE_PICTURE), { recursive: true });
  await page?.screenshot({ path: FAILURE_PICTURE }).catch(() => {}); // a crashed page has no picture
}

async function cleanUp() {
  await browser?.close().catch(() => {}); // before the server: a connected browser keeps extension hosts alive
  await server?.stop();
  rmSync(resultFolder, { recursive: true, force: true });
}

/** @param {readonly string[]} args */
function parseArguments(args) {
  const valuesOf = (/** @type {string} */ name) =>
    args
      .filter((argument) => argument.startsWith(`--${name}=`))
      .map((argument) => argument.slice(name.length + 3).replace(/^file:\/\//, ""))
      .map((file) => path.resolve(file));
  const [module] = valuesOf("extensionTestsPath");
  if (!module) {
    console.error("codeShim.mjs: --extensionTestsPath=FILE is missing");
    process.exit(2);
  }
  return {
    folder: path.resolve(args.find((argument) => !argument.startsWith("-")) ?? "."),
    extensions: valuesOf("extensionDevelopmentPath"),
    tests: module,
  };
}
