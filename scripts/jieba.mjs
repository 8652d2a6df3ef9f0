// @ts-check
// The segmenter of Chinese: native code for a platform, and its dictionary. An optional dependency: it may be missing.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { MACHINE_TARGET } from "./encoderFiles.mjs";
import { ROOT, run, runNpm } from "./processes.mjs";

const SCOPE = path.join(ROOT, "node_modules/@node-rs");
const FETCHED = path.join(ROOT, "out/jieba");
const [BINARY, DICTIONARY] = ["jieba.node", "jieba.dict.txt"];

/** Targets of VS Code, and how the package with their native code ends. */
const PACKAGES = /** @type {Readonly<Record<string, string>>} */ ({
  "linux-x64": "linux-x64-gnu",
  "linux-arm64": "linux-arm64-gnu",
  "linux-armhf": "linux-arm-gnueabihf",
  "alpine-x64": "linux-x64-musl",
  "alpine-arm64": "linux-arm64-musl",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64-msvc",
  "win32-arm64": "win32-arm64-msvc",
});

/**
 * Finds the files, and says under which names they lie beside the bundles.
 *
 * @returns {{ source: string, name: string }[]} none where the package is not installed
 */
export function findJieba() {
  const dictionary = path.join(SCOPE, "jieba/dict.txt");
  if (!existsSync(dictionary)) return [];
  const binaries = readdirSync(SCOPE)
    .filter((name) => name.startsWith(`jieba-${process.platform}-${process.arch}`))
    .flatMap((name) =>
      readdirSync(path.join(SCOPE, name))
        .filter((file) => file.endsWith(".node"))
        .map((file) => path.join(SCOPE, name, file)),
    );
  if (binaries[0] === undefined) return [];
  return [
    { source: binaries[0], name: BINARY },
    { source: dictionary, name: DICTIONARY },
  ];
}

/**
 * Puts the native code for another platform in the place of this machine's; where there is none, or for all platforms, it is
 * left out with its dictionary, and ICU does its work.
 *
 * @param {string} dist
 * @param {string | undefined} target such as win32-x64; all platforms where undefined
 */
export async function stageJieba(dist, target) {
  if (target === MACHINE_TARGET || !existsSync(path.join(dist, BINARY))) return;
  const ending = PACKAGES[target ?? ""];
  if (ending === undefined) {
    for (const name of [BINARY, DICTIONARY]) rmSync(path.join(dist, name));
    return;
  }
  const folder = await fetchPackage(`@node-rs/jieba-${ending}`);
  const binary = readdirSync(folder).find((file) => file.endsWith(".node"));
  if (!binary) throw new Error(`${folder} has no native code of jieba.`);
  copyFileSync(path.join(folder, binary), path.join(dist, BINARY));
}

/**
 * Fetches a package of the lock file that is not for this machine, checks it against the lock file, and unpacks it.
 *
 * @param {string} name
 */
async function fetchPackage(name) {
  const lock = JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8"));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  rmSync(FETCHED, { recursive: true, force: true });
  mkdirSync(FETCHED, { recursive: true });
  const options = ["--pack-destination", FETCHED, "--silent"];
  const { code } = await runNpm(["pack", `${name}@${version}`, ...options]);
  const [archive] = readdirSync(FETCHED);
  if (code !== 0 || !archive) throw new Error(`npm could not fetch ${name} ${version}.`);
  const hash = createHash("sha512").update(readFileSync(path.join(FETCHED, archive)));
  if (`sha512-${hash.digest("base64")}` !== integrity)
    throw new Error(`${name} ${version} is not what package-lock.json says it is.`);
  const unpacked = await run("tar", ["-xzf", archive], { cwd: FETCHED });
  if (unpacked.code !== 0) throw new Error(`${archive} could not be unpacked.`);
  return path.join(FETCHED, "package");
}
