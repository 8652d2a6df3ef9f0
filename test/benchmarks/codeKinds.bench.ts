// How fast the readers of code, JSON and tables are, on files that are at hand: those in node_modules and, where there is
// one, Python's library. npm run bench -- codeKinds [FOLDER…] [megabytes=20] [rounds=3]
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { readCodeFile } from "../../src/corpus/kinds/code.ts";
import { readCsv } from "../../src/corpus/kinds/csv.ts";
import { readJson, readJsonLines } from "../../src/corpus/kinds/json.ts";
import { DEFAULT_PROSE_OPTIONS, type ProseReader } from "../../src/corpus/kinds/textKinds.ts";
import { describeMachine } from "./peers/report.ts";
import { readSettings } from "./peers/settings.ts";

const settings = readSettings(process.argv.slice(2), ["megabytes", "rounds"]);
const wanted = settings.number("megabytes", 20) * 1e6;
const rounds = settings.number("rounds", 3);
/** Larger files are generated; one of them would be most of what is measured. */
const LARGEST = 1e6;
const folders = settings.paths.length > 0 ? settings.paths : ["node_modules", "/usr/lib/python3"];
console.log(`${describeMachine()}; Node ${process.version}; best of ${rounds} rounds, one thread`);

for (const extension of ["ts", "js", "py"]) {
  const texts = await collect(extension);
  if (texts.length > 0) measure(`.${extension}`, texts, readCodeFile, extension);
}

const values = await collect("json", 2e6);
if (values.length > 0) measure(".json", values, readJson, "json");
// Real files of these kinds are rare on a machine: made from comments of code, as exports of reviews or issues are.
const lines = (await collect("ts", 1e6)).join("\n").split("\n");
const rows = lines.map((line, at) => [at, "2024-01-05", line.trim(), `u-${at % 977}`]);
const jsonLines = rows.map(([id, date, text, user]) => JSON.stringify({ id, date, text, user }));
measure("JSONL", [jsonLines.join("\n")], readJsonLines, "jsonl");
const table = rows.map((row) =>
  row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(","),
);
measure("CSV", [`id,date,text,user\n${table.join("\n")}`], readCsv, "csv");
calibrate();

/** How fast this machine is at present: the same loop over characters wherever it runs. */
function calibrate(): void {
  const text = lines.join("\n");
  let best = Infinity;
  let sum = 0;
  for (let round = 0; round < 2 * rounds; round++) {
    const start = process.cpuUsage();
    for (let position = 0; position < text.length; position++) sum += text.charCodeAt(position);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1e6);
  }
  if (sum > 0)
    console.log(
      `for comparison, a loop over characters: ${(text.length / 1e6 / best).toFixed(0)} MB/s`,
    );
}

/** Reads files until enough is read; minified and generated ones do not count. */
async function collect(extension: string, enough = wanted): Promise<string[]> {
  const texts: string[] = [];
  let characters = 0;
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (characters >= enough) return texts;
      if (!file.isFile() || extname(file.name) !== `.${extension}`) continue;
      const text = await readFile(join(file.parentPath, file.name), "utf8");
      if (text.length > LARGEST) continue;
      if (readCodeFile(text, DEFAULT_PROSE_OPTIONS, extension).warning !== undefined) continue;
      texts.push(text);
      characters += text.length;
    }
  }
  return texts;
}

function measure(name: string, texts: readonly string[], read: ProseReader, extension: string) {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  let best = Infinity;
  let proseLength = 0;
  let pieces = 0;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    proseLength = pieces = 0;
    for (const text of texts) {
      const prose = read(text, DEFAULT_PROSE_OPTIONS, extension);
      prose.text.charCodeAt(0); // makes one string of what was concatenated
      proseLength += prose.text.length;
      pieces += prose.pieces.length / 4;
    }
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1e6);
  }
  console.log(
    `${name.padEnd(8)} ${texts.length} files, ${(bytes / 1e6).toFixed(1)} MB: ${(bytes / 1e6 / best).toFixed(1)} MB/s; ` +
      `prose ${((100 * proseLength) / characters).toFixed(0)} % of the source, ${((1000 * pieces) / characters).toFixed(0)} pieces per 1,000 characters`,
  );
}
