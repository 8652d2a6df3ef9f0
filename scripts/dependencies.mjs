// @ts-check
// Installs the npm packages where they are missing or older than package-lock.json: Node built-ins only.
import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT, runNpm } from "./processes.mjs";

/**
 * Runs `npm ci` unless node_modules holds what package-lock.json asks for.
 *
 * Errors: throws with a sentence when npm fails.
 */
export async function ensureDependencies() {
  if (dependenciesAreCurrent()) return;
  console.log("Installing the npm packages (npm ci) …");
  const started = Date.now();
  const { code } = await runNpm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (code !== 0)
    throw new Error(
      "npm ci failed: its message stands above. Check the network or npm's registry setting, then try again.",
    );
  console.log(`Packages installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}

/**
 * Tells whether every package of package-lock.json is installed in its version.
 *
 * npm writes node_modules/.package-lock.json last, so an interrupted installation counts as missing. Optional packages
 * (binaries for other platforms) may be absent.
 */
function dependenciesAreCurrent() {
  const wanted = readPackages(path.join(ROOT, "package-lock.json"));
  const installed = readPackages(path.join(ROOT, "node_modules/.package-lock.json"));
  if (!wanted) throw new Error("package-lock.json is missing or damaged: restore it with git.");
  if (!installed) return false;
  return Object.entries(wanted).every(([key, { version, optional }]) => {
    const found = installed[key];
    return key === "" || (found ? found.version === version : optional === true);
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined; // absent or cut off: the caller installs again
  }
}
