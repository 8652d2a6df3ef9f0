// The prose of each kind of file: real Markdown and HTML of node_modules, and the fixtures again and again.
// npm run bench -- kinds [KIND…] [rounds=5] [megabytes=8]
import { readdir, readFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { readAsciiDoc } from "../../src/corpus/kinds/asciiDoc.ts";
import { readHtml } from "../../src/corpus/kinds/html.ts";
import { readLatex } from "../../src/corpus/kinds/latex.ts";
import { readLog } from "../../src/corpus/kinds/log.ts";
import { readMarkdown } from "../../src/corpus/kinds/markdown.ts";
import { readPlainText } from "../../src/corpus/kinds/plainText.ts";
import { readRestructuredText } from "../../src/corpus/kinds/restructuredText.ts";
import { readSubtitles } from "../../src/corpus/kinds/subtitles.ts";
import { DEFAULT_PROSE_OPTIONS, type ProseReader } from "../../src/corpus/kinds/textKinds.ts";
import { columns, describeMachine } from "./peers/report.ts";
import { readSettings } from "./peers/settings.ts";

const READERS: Readonly<Record<string, { readonly read: ProseReader; readonly real?: RegExp }>> = {
  markdown: { read: readMarkdown, real: /\.(?:md|markdown)$/i },
  html: { read: readHtml, real: /\.html?$/i },
  plain: { read: readPlainText, real: /^(?:license|notice|changelog)[^.]*(?:\.txt)?$/i },
  restructuredtext: { read: readRestructuredText },
  asciidoc: { read: readAsciiDoc },
  latex: { read: readLatex },
  log: { read: readLog },
  subtitles: { read: readSubtitles },
};
const FIXTURES = resolve("test/fixtures/corpus");

interface Sample {
  readonly text: string;
  readonly extension: string;
}

const settings = readSettings(process.argv.slice(2), ["rounds", "megabytes"]);
const rounds = settings.number("rounds", 5);
const bytes = settings.number("megabytes", 8) * 1e6;
const chosen = settings.paths.length > 0 ? settings.paths : Object.keys(READERS);
console.log(`${describeMachine()}; Node ${process.version}; best of ${rounds} rounds`);
const rows: string[][] = [["kind", "text", "files", "MB", "MB per CPU-second"]];
for (const kind of chosen) {
  const { read, real } = READERS[kind]!;
  const fixtures = await readFixtures(kind);
  if (real !== undefined) rows.push(measure(kind, "real", read, await findReal(real)));
  rows.push(measure(kind, "fixtures", read, fixtures));
}
console.log(columns(rows).join("\n"));

function measure(
  kind: string,
  name: string,
  read: ProseReader,
  samples: readonly Sample[],
): string[] {
  const megabytes = samples.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1e6;
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    for (const { text, extension } of samples) read(text, DEFAULT_PROSE_OPTIONS, extension);
    const { user, system } = process.cpuUsage(start); // collecting garbage included
    best = Math.min(best, (user + system) / 1e6);
  }
  return [kind, name, `${samples.length}`, megabytes.toFixed(1), (megabytes / best).toFixed(1)];
}

/** The fixtures of a kind, each again and again up to the size asked for. */
async function readFixtures(kind: string): Promise<readonly Sample[]> {
  const folder = join(FIXTURES, kind);
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => !name.endsWith(".tokens.txt"),
  );
  const samples: Sample[] = [];
  for (const name of names) {
    // Behind a document's end nothing is read.
    const text = (await readFile(join(folder, name), "utf8")).replace("\\end{document}", "");
    const times = Math.ceil(bytes / names.length / Buffer.byteLength(text) / 50);
    const sample = { text: text.repeat(50), extension: extname(name).slice(1) };
    for (let i = 0; i < times; i++) samples.push(sample);
  }
  return samples;
}

async function findReal(pattern: RegExp): Promise<readonly Sample[]> {
  const files = await readdir("node_modules", { recursive: true, withFileTypes: true });
  const samples: Sample[] = [];
  let size = 0;
  for (const file of files) {
    if (!file.isFile() || !pattern.test(file.name) || size > bytes) continue;
    const text = await readFile(join(file.parentPath, file.name), "utf8");
    size += Buffer.byteLength(text);
    samples.push({ text, extension: extname(file.name).slice(1) });
  }
  return samples;
}
