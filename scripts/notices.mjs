// @ts-check
// Writes THIRD-PARTY-NOTICES.txt from what the production build really contains.
//
//   notices.mjs            builds, then writes the file
//   notices.mjs --check    builds, then fails if the file differs; with --built DIR that build is used instead
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundledModels } from "./models.mjs";
import { fail, ROOT, run } from "./processes.mjs";

/** The notices' file name, in the repository and in the package. */
export const NOTICES = "THIRD-PARTY-NOTICES.txt";

const LICENSE_FILE = /^(licen[cs]e|copying|notice|third.?party.?notices)[^/]*$/i;
const REMARKS = {
  "@vscode/codicons":
    "The icons and the icon font are by Microsoft, under CC BY 4.0, and unchanged.",
  assemblyscript: "Parts of its standard library are compiled into the WebAssembly kernels.",
};

const MIT_TERMS = `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;

/**
 * The MIT license, as its holder grants it.
 *
 * @param {string} holder
 */
const mit = (holder) => `MIT License

Copyright (c) ${holder}

${MIT_TERMS}`;

/** Of packages that ship no license text: that of their repository. */
const TEXTS = {
  "embedding-atlas": mit("2025 Apple Inc."),
  "franc-min": `(The MIT License)

Copyright (c) 2014 Titus Wormer <tituswormer@gmail.com>

Permission is hereby granted, free of charge, to any person obtaining
a copy of this software and associated documentation files (the
'Software'), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED 'AS IS', WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT,
TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

/**
 * Makes the notices of a build: every package of node_modules that its bundled.json lists, with version and license text.
 *
 * Errors: throws where a package names no license or ships no license text.
 *
 * @param {string} dist the build's folder
 * @returns {string}
 */
export function makeNotices(dist) {
  /** @type {string[]} */
  const files = JSON.parse(readFileSync(path.join(dist, "bundled.json"), "utf8"));
  const folders = new Set(files.map(packageFolder));
  for (const name of ["onnxruntime-node", "onnxruntime-common", "onnxruntime-web"])
    folders.add(`node_modules/${name}`); // beside the bundles of packages, as the encoders are
  const entries = [...folders].map(describePackage).sort((a, b) => (a.name < b.name ? -1 : 1));
  entries.push(...bundledModels().map(describeModel));
  const head = `Wordfield contains parts of the ${entries.length} packages and models below, each under its own license.
This file is generated (npm run notices).
`;
  return [head, ...entries.map(({ text }) => text)].join(`\n${"=".repeat(80)}\n\n`);
}

/**
 * @param {string} file path of a bundled file
 * @returns {string} the folder of the package that it belongs to
 */
function packageFolder(file) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
  if (!match?.[1]) throw new Error(`${file} lies in no package of node_modules.`);
  return match[1];
}

/** @param {import("./models.mjs").Model} model */
function describeModel({ name, source, homepage, license }) {
  const apache = path.join(ROOT, "node_modules/@huggingface/tokenizers/LICENSE");
  const text =
    license === "Apache-2.0"
      ? readFileSync(apache, "utf8").replaceAll("\r", "").trim()
      : mit("2022 staoxiao");
  const lines = [
    name,
    `License: ${license}`,
    `Source: ${homepage}`,
    `Converted to ONNX and quantized to INT8 as ${source}, and unchanged.`,
  ];
  return { name, text: `${lines.join("\n")}\n\n${text}\n` };
}

/** @param {string} folder */
function describePackage(folder) {
  const absolute = path.join(ROOT, folder);
  const { name, version, license, homepage, repository } = JSON.parse(
    readFileSync(path.join(absolute, "package.json"), "utf8"),
  );
  const texts = readdirSync(absolute)
    .filter((file) => LICENSE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(path.join(absolute, file), "utf8").replaceAll("\r", "").trim());
  if (texts.length === 0 && name.startsWith("onnxruntime-"))
    texts.push(mit("Microsoft Corporation"));
  const missing = Object.entries(TEXTS).find(([key]) => key === name)?.[1];
  if (texts.length === 0 && missing !== undefined) texts.push(missing);
  if (typeof license !== "string" || texts.length === 0)
    throw new Error(
      `${name} ${version} has ${texts.length} license texts and names the license ${license}: add the missing part in scripts/notices.mjs.`,
    );
  const source = (homepage ?? repository?.url ?? repository)?.replace(/^git\+|\.git$/g, "");
  const remark = Object.entries(REMARKS).find(([key]) => key === name)?.[1];
  const lines = [`${name} ${version}`, `License: ${license}`];
  if (source) lines.push(`Source: ${source}`);
  if (remark) lines.push(remark);
  return { name, text: `${lines.join("\n")}\n\n${texts.join("\n\n")}\n` };
}

/** @param {string | undefined} built */
async function makeFromBuild(built) {
  if (built) return makeNotices(path.resolve(built));
  mkdirSync(path.join(ROOT, "out"), { recursive: true });
  const dist = mkdtempSync(path.join(ROOT, "out/notices-"));
  try {
    const args = ["build.mjs", "--production", "--outdir", path.relative(ROOT, dist)];
    const { code } = await run(process.execPath, args);
    if (code !== 0) throw new Error("The build failed: its message stands above.");
    return makeNotices(dist);
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

async function main() {
  const { check, built } = parseArgs({
    options: { check: { type: "boolean", default: false }, built: { type: "string" } },
  }).values;
  const notices = await makeFromBuild(built);
  const file = path.join(ROOT, NOTICES);
  if (!check) {
    writeFileSync(file, notices);
    console.log(`${NOTICES}: ${notices.match(/^License: /gm)?.length ?? 0} packages.`);
  } else if (!sameText(file, notices)) {
    throw new Error(`${NOTICES} is not up to date: run npm run notices and commit the file.`);
  } else {
    console.log(`${NOTICES} is up to date.`);
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
function sameText(file, text) {
  try {
    return readFileSync(file, "utf8").replaceAll("\r", "") === text;
  } catch {
    return false; // not written yet
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main().catch(fail);
