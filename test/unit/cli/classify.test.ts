import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  ClassifierRequests,
  ClassifierTestResult,
  ClassifierTrainingResult,
} from "../../../src/protocol/classifierMessages.ts";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine, type RunOptions } from "../../support/commandLine.ts";
import { goldenClassifierPath } from "../../support/goldenClassifiers.ts";
import { labeledLines } from "../../support/labeledText.ts";

let entry: string;
let folder: string;

/** Runs the real command line in the temporary folder; `onError` hears standard error while it runs. */
const wordfield = (words: readonly string[], options: Pick<RunOptions, "input" | "onError"> = {}) =>
  runCommandLine(entry, words, { cwd: folder, ...options });

/** Runs with --json and parses the one document. */
async function answer<T>(words: readonly string[], input?: string): Promise<T> {
  const { out } = await wordfield([...words, "--json"], input === undefined ? {} : { input });
  return JSON.parse(out) as T;
}

const TRAINING = ["--dimension", "10", "--epochs", "6", "--learning-rate", "0.3", "--threads", "1"];

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await realpath(await mkdtemp(join(tmpdir(), "wordfield-classify-")));
  await mkdir(join(folder, "mail", "spam"), { recursive: true });
  await writeFile(join(folder, "train.txt"), labeledLines(1_200));
  await writeFile(join(folder, "test.txt"), labeledLines(100, 2));
  await writeFile(join(folder, "mail", "spam", "1.txt"), "win money now");
  await writeFile(join(folder, "plain.txt"), "no label\n");
  const { exitCode } = await wordfield([
    ...["classify", "train", "train.txt", "-o", "topics.bin"],
    ...TRAINING,
  ]);
  expect(exitCode).toBe(0);
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("wordfield classify train", () => {
  it("tells what was read, trained and written, with progress on standard error", async () => {
    const { exitCode, out, err } = await wordfield([
      ...["classify", "train", "train.txt", "-o", "told.bin", "--loss", "hs", "--word-ngrams", "2"],
      ...["--buckets", "500", ...TRAINING],
    ]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Read {5}1 file, [\d.]+ kB, 1,200 texts, 24 words, 3 labels\n/);
    expect(out).toMatch(/Trained {2}hs, 10 dimensions, in [\d.]+ s, .+ words\/s\n/);
    expect(out).toMatch(/ {9}epoch {2}loss per text\n {13}1 {9}\d\.\d{4}\n/);
    expect(out).toMatch(/Wrote {4}told\.bin, [\d.]+ kB\n$/);
    expect(err).toMatch(/^Reading: 0 %/);
    expect(err).toContain("Training: ");
  });

  it("answers in one JSON document", async () => {
    const words = [
      "classify",
      "train",
      "train.txt",
      "-o",
      "json.bin",
      "--loss",
      "ova",
      ...TRAINING,
    ];
    const document = await answer<ClassifierTrainingResult>(words);
    expect(document).toMatchObject({
      path: join(folder, "json.bin"),
      loss: "ova",
      dimension: 10,
      examples: 1_200,
    });
    expect(document.lossPerEpoch).toHaveLength(6);
  });

  it.each([
    [["plain.txt"], "corpus-too-small", "has a label such as __label__sports"],
    [["mail"], "corpus-too-small", "The text has one label, __label__spam"],
    [["nowhere.txt"], "bad-input", "does not exist"],
    [["train.txt", "--min-n", "3", "--max-n", "2"], "bad-input", "longer than the longest"],
  ])("says what is wrong with %j and writes nothing", async (words, code, message) => {
    const { error } = await answer<{ error: { code: string; message: string } }>([
      ...["classify", "train", "-o", "none.bin"],
      ...words,
    ]);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(await readdir(folder)).not.toContain("none.bin");
  });

  // Windows has no signals: there, ending a process from outside gives it no say.
  it.runIf(process.platform !== "win32")(
    "leaves nothing behind when it is interrupted, and exits with 130",
    async () => {
      const before = await readdir(folder);
      let isInterrupted = false;
      const { exitCode, out, err } = await wordfield(
        ["classify", "train", "train.txt", "-o", "never.bin", "--epochs", "1000"],
        {
          onError: (text, interrupt) => {
            if (isInterrupted || !text.includes("Training:")) return;
            isInterrupted = true;
            interrupt();
          },
        },
      );
      expect(exitCode).toBe(130);
      expect(out).toBe("");
      expect(err).toContain("wordfield: Interrupted. Nothing was written.\n");
      expect(await readdir(folder)).toEqual(before);
    },
  );
});

describe("wordfield classify test", () => {
  it("prints precision and recall, for all and for each label", async () => {
    const { exitCode, out } = await wordfield(["classify", "test", "topics.bin", "test.txt"]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Texts {2}100\nP@1 {4}(0\.9\d{3}|1\.0000)\nR@1 {4}/);
    expect(out).toMatch(/label +precision +recall +F1 +texts\n/);
    expect(out).toMatch(/\nwater +[\d.]+ +[\d.]+ +[\d.]+ +\d+\n/);
  });

  it("has what it prints in JSON, at any number of labels", async () => {
    const words = ["classify", "test", "topics.bin", "test.txt", "-k", "3"];
    const document = await answer<ClassifierTestResult>(words);
    expect(document).toMatchObject({ examples: 100, recall: 1, unknownLabels: [], skipped: [] });
    expect(document.precision).toBeCloseTo(1 / 3, 9);
    expect(document.labels).toHaveLength(3);
  });

  it("names labels that the model does not have", async () => {
    await writeFile(join(folder, "other.txt"), "__label__dance x\n__label__water boat\n");
    const { exitCode, err } = await wordfield(["classify", "test", "topics.bin", "other.txt"]);
    expect(exitCode).toBe(0);
    expect(err).toBe("1 label of the text is not in the model and does not count: dance\n");
  });
});

describe("wordfield classify predict", () => {
  it("prints the labels of each line of standard input, in order", async () => {
    const { exitCode, out } = await wordfield(
      ["classify", "predict", "topics.bin", "-", "-k", "2", "--threshold", "0.05"],
      { input: "the river boat\n\nviolin and drum" },
    );
    expect(exitCode).toBe(0);
    const lines = out.split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^water (0\.9\d{3}|1\.0000)$/);
    expect(lines[2]).toMatch(/^music (0\.9\d{3}|1\.0000)$/);
  });

  it("says where lines stand in several files, and whole files where it is asked to", async () => {
    await writeFile(join(folder, "a.txt"), "boat\nloan\n");
    await writeFile(join(folder, "b.txt"), "opera");
    const both = await wordfield(["classify", "predict", "topics.bin", "a.txt", "b.txt"]);
    const path = (name: string) => join(folder, name).replaceAll("\\", "\\\\");
    expect(both.out).toMatch(
      new RegExp(
        `^${path("a.txt")}:1  water .*\n${path("a.txt")}:2  money .*\n${path("b.txt")}:1  music .*\n$`,
      ),
    );
    const whole = await answer<ClassifierRequests["predictLabels"]["result"]>([
      ...["classify", "predict", "topics.bin", "a.txt", "--by-file"],
    ]);
    expect(whole.predictions).toMatchObject([{ path: join(folder, "a.txt"), line: null }]);
  });

  it("predicts with a model of fastText", async () => {
    const { predictions } = await answer<ClassifierRequests["predictLabels"]["result"]>(
      ["classify", "predict", goldenClassifierPath("softmax"), "-"],
      "river boat fish\nloan coin\n",
    );
    expect(predictions.map(({ labels }) => labels[0]?.label)).toEqual(["water", "money"]);
  });

  it("says what it could not read, and that standard input stands alone", async () => {
    await writeFile(join(folder, "binary.txt"), Buffer.of(0, 1, 2, 0));
    const binary = await wordfield(["classify", "predict", "topics.bin", "binary.txt"]);
    expect(binary).toMatchObject({ exitCode: 1, out: "" });
    expect(binary.err).toContain("binary.txt: binary");
    const both = await wordfield(["classify", "predict", "topics.bin", "-", "a.txt"]);
    expect(both.exitCode).toBe(2);
    expect(both.err).toContain("- for standard input stands alone");
  });
});
