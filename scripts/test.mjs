// @ts-check
// `npm test`: every kind of check and test, from a fresh clone, ending with one line that adds them all up.
//
//   test.mjs [--only types,lint,rules,format,unused,build,unit,kernels,integration,page,package,notices,e2e]
//
// Environment: CI (no colors needed), CHROMIUM, VSCODE_TESTS=server|desktop, VSCODE_EXE.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./dependencies.mjs";
import { MACHINE_TARGET } from "./encoderFiles.mjs";
import { ensureModels } from "./models.mjs";
import { fail, findOnPath, ROOT, run, toolScript } from "./processes.mjs";
import { addUp, formatFailures, formatTable, formatTotal } from "./testCounts.mjs";

const RESULTS = path.join(ROOT, "out/test-results");
const VSIX = path.join(ROOT, `out/wordfield-${MACHINE_TARGET}.vsix`);

/**
 * @typedef {import("./testCounts.mjs").Counts} Counts
 * @typedef {import("./testCounts.mjs").Outcome} Outcome
 * @typedef {object} Kind
 * @property {string} name
 * @property {string} title
 * @property {readonly string[]} [needs] kinds that must have passed; they run first, also with --only
 * @property {boolean} [alongside] takes one core and waits for nothing: runs beside others of its sort
 * @property {boolean} [unhurried] one that nothing needs and that takes long: runs beside a kind that leaves a core idle
 * @property {boolean} [leavesCore] waits more than it computes
 * @property {() => Promise<Counts>} run
 */

/** Kinds that run encoders. */
const NEED_MODELS = ["unit", "integration", "page", "package", "e2e"];

/** @type {readonly Kind[]} */
const KINDS = [
  {
    name: "types",
    title: "Types (tsc)",
    alongside: true,
    run: () =>
      checks(
        ["tsconfig.json", "tsconfig.core.json", "webview-ui", "test"].map((project) => [
          toolScript("typescript-7", "tsc"),
          ...["--noEmit", "-p", project],
        ]),
      ),
  },
  {
    name: "lint",
    title: "Lint (eslint)",
    alongside: true,
    unhurried: true,
    run: () => checks([[toolScript("eslint"), "--max-warnings", "0", "."]]),
  },
  {
    name: "rules",
    title: "Import rules (dependency-cruiser)",
    alongside: true,
    run: () =>
      checks([[toolScript("dependency-cruiser", "depcruise"), "src", "webview-ui", "test"]]),
  },
  {
    name: "format",
    title: "Format (prettier)",
    alongside: true,
    unhurried: true,
    run: () => checks([[toolScript("prettier"), "--check", "--log-level", "warn", "."]]),
  },
  {
    name: "unused",
    title: "Dead code (knip)",
    alongside: true,
    run: () => checks([[toolScript("knip")]]),
  },
  { name: "build", title: "Build", alongside: true, run: () => checks([["build.mjs"]]) },
  { name: "unit", title: "Unit tests", needs: ["build"], run: () => vitest("unit") },
  { name: "kernels", title: "Tests of the kernels in wide registers", run: wideKernels },
  {
    name: "integration",
    title: "Tests inside VS Code's extension host",
    needs: ["build"],
    leavesCore: true,
    run: integration,
  },
  {
    name: "page",
    title: "Tests of the panel's page in a browser",
    run: pages,
  },
  {
    name: "package",
    title: "Package (vsce)",
    alongside: true,
    run: () => checks([["scripts/package.mjs", "--target", MACHINE_TARGET]]),
  },
  {
    name: "notices",
    title: "Third-party notices",
    needs: ["package"],
    run: () => checks([["scripts/notices.mjs", "--check", "--built", "out/package/dist"]]),
  },
  {
    name: "e2e",
    title: "End-to-end tests on the packed extension in a browser",
    needs: ["package"],
    run: endToEnd,
  },
];

/**
 * Runs Node programs one after the other, each of which is one check; what one prints comes in one piece.
 *
 * @param {readonly (readonly string[])[]} programs
 * @returns {Promise<Counts>}
 */
async function checks(programs) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const args of programs) {
    const { code, output } = await run(process.execPath, args, { quiet: true });
    process.stdout.write(output);
    if (code === 0) counts.passed++;
    else counts.failed++;
  }
  return counts;
}

/**
 * Runs a vitest project; its JSON report has the counts.
 *
 * @param {string} project
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.name] of the report
 * @param {string} [options.node] another Node's path
 * @param {readonly string[]} [options.files] some of the project's
 */
async function vitest(
  project,
  { env = {}, name = project, node = process.execPath, files = [] } = {},
) {
  const report = path.join(RESULTS, `${name}.json`);
  // By default one core is left idle: with two of them that is half of the time.
  const workers = `--maxWorkers=${os.availableParallelism()}`;
  const reporters = ["--reporter=default", "--reporter=json"];
  const args = ["run", "--project", project, workers, ...reporters, ...files];
  const { code } = await run(node, [toolScript("vitest"), ...args, `--outputFile.json=${report}`], {
    env: { ...process.env, ...env },
  });
  const result = readJson(report);
  return settle(
    code,
    result && {
      passed: result.numPassedTests,
      failed: result.numFailedTests,
      skipped: result.numPendingTests + result.numTodoTests,
      failures: failuresOf(result),
    },
  );
}

/**
 * @param {{ testResults: { name: string, status: string, message: string, assertionResults: { fullName: string, status: string, failureMessages: string[] }[] }[] }} report
 * @returns {import("./testCounts.mjs").Failure[]}
 */
function failuresOf({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === "failed");
    if (status === "failed" && failed.length === 0)
      return [{ name: path.relative(ROOT, name), message }]; // the file itself could not be run
    return failed.map(({ fullName, failureMessages }) => ({
      name: fullName,
      message: failureMessages.join("\n").replaceAll(/\u001b\[[\d;]*m/g, ""),
    }));
  });
}

/** Runs the tests inside VS Code; only scripts/mochaReporter.cjs, loaded in the extension host, knows the counts. */
async function integration() {
  const report = path.join(RESULTS, "integration.json");
  const command = [process.execPath, toolScript("@vscode/test-cli", "vscode-test")];
  const xvfb = process.env["DISPLAY"] ? undefined : findOnPath("xvfb-run");
  if (xvfb) command.unshift(xvfb, "--auto-servernum");
  const [program = "", ...args] = command;
  const { code } = await run(program, args, {
    env: { ...process.env, WORDFIELD_TEST_COUNTS: report },
  });
  return settle(code, readJson(report));
}

/** V8 pairs vectors from Node 24 on, in all modules of a process that trains: vitest.config.mjs tells it to. */
async function wideKernels() {
  const { SERVER_SUPPORTED, ensureNode24 } = await import("./serverSetup.mjs");
  if (!SERVER_SUPPORTED) {
    console.log("There is a Node 24 for these tests on Linux only: they are skipped here.");
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const files = [
    "test/unit/kernels/",
    "test/unit/engine/kernelFiles.test.ts",
    "test/unit/occurrences/phrases.test.ts",
    "test/unit/corpus/byteVocabulary.test.ts",
    "test/unit/corpus/sentences.test.ts",
    "test/unit/cli/start.test.ts", // Node 20 keeps no compiled code
  ];
  return vitest("unit", { node: await ensureNode24(), name: "kernels", files });
}

async function pages() {
  const { ensureBrowser } = await import("./browser.mjs");
  await ensureBrowser();
  return vitest("page");
}

async function endToEnd() {
  const { SERVER_SUPPORTED, ensureVSCodeServer } = await import("./serverSetup.mjs");
  if (!SERVER_SUPPORTED) {
    console.log("VS Code's server runs on Linux only: these tests are skipped here.");
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const { ensureBrowser } = await import("./browser.mjs");
  await ensureVSCodeServer();
  await ensureBrowser();
  return vitest("e2e", { env: { WORDFIELD_VSIX: VSIX } });
}

/**
 * Trusts a report only together with the exit code: a run that failed has at least one failure.
 *
 * @param {number} code
 * @param {Counts | undefined} counts
 * @returns {Counts}
 */
function settle(code, counts) {
  if (!counts) {
    console.error("The run ended without a report.");
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return { ...counts, failed: code !== 0 ? Math.max(1, counts.failed) : counts.failed };
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // the run died before its end
  }
}

/**
 * Gives the kinds to run, with those that they need.
 *
 * @param {string | undefined} only
 */
function chooseKinds(only) {
  if (only === undefined) return KINDS;
  const names = only.split(",");
  const unknown = names.filter((name) => !KINDS.some((kind) => kind.name === name));
  if (unknown.length > 0)
    throw new Error(
      `--only ${unknown.join(",")}: no such kind. There are: ${KINDS.map(({ name }) => name).join(", ")}.`,
    );
  const needed = KINDS.filter(({ name }) => names.includes(name)).flatMap((k) => k.needs ?? []);
  return KINDS.filter(({ name }) => names.includes(name) || needed.includes(name));
}

/**
 * Runs one kind; whatever is thrown is a failure of that kind and does not stop the others.
 *
 * @param {Kind} kind
 * @param {readonly Outcome[]} earlier
 * @returns {Promise<Outcome>}
 */
async function runKind({ name, title, needs = [], run: runIt }, earlier) {
  console.log(`\n━━ ${title}`);
  const started = Date.now();
  const finish = (/** @type {Counts} */ counts, /** @type {string} */ problem = "") => {
    const seconds = (Date.now() - started) / 1000;
    if (problem) console.error(problem);
    console.log(`━━ ${title}: ${counts.failed === 0 ? "done" : "FAILED"}, ${seconds.toFixed(1)} s`);
    return { name, seconds, problem, ...counts };
  };
  const broken = needs.find((need) => earlier.some((o) => o.name === need && o.failed > 0));
  if (broken)
    return finish({ passed: 0, failed: 1, skipped: 0 }, `Not run, because "${broken}" failed.`);
  try {
    const counts = await runIt();
    if (counts.passed + counts.failed + counts.skipped > 0) return finish(counts);
    return finish({ ...counts, failed: 1 }, `"${name}" ran no test.`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return finish({ passed: 0, failed: 1, skipped: 0 }, message);
  }
}

/**
 * Runs the kinds that take one core each side by side, then the others one after the other; what takes long and is
 * needed by nothing runs beside the first that leaves a core idle.
 *
 * @param {readonly Kind[]} kinds
 */
async function runKinds(kinds) {
  /** @type {Outcome[]} */
  const outcomes = [];
  const others = kinds.filter(({ alongside }) => !alongside);
  const hasIdleCore = others.some(({ leavesCore }) => leavesCore);
  const isLater = (/** @type {Kind} */ { unhurried = false }) => unhurried && hasIdleCore;
  const first = kinds.filter((kind) => kind.alongside && !isLater(kind));
  const later = kinds.filter((kind) => kind.alongside && isLater(kind));
  const lane = async (/** @type {Kind[]} */ queue) => {
    for (let kind = queue.shift(); kind; kind = queue.shift())
      outcomes.push(await runKind(kind, outcomes));
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, () => lane(first)));
  for (const kind of others)
    await Promise.all([lane([kind]), ...(kind.leavesCore ? [lane(later)] : [])]);
  return outcomes;
}

async function main() {
  const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
  const kinds = chooseKinds(only);
  await ensureDependencies();
  if (kinds.some(({ name }) => NEED_MODELS.includes(name))) await ensureModels();
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const outcomes = await runKinds(kinds);
  console.log(`\n${formatTable(outcomes)}\n`);
  for (const failure of formatFailures(outcomes)) console.log(`${failure}\n`);
  for (const { name, problem } of outcomes) if (problem) console.log(`${name}: ${problem}`);
  const total = addUp(outcomes);
  console.log(formatTotal(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}

await main().catch(fail);
