import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TrainingResult } from "../../../src/protocol/engineMessages.ts";
import type { ModelDescription, NeighborList } from "../../../src/protocol/modelMessages.ts";
import { TRAINING_PRESETS } from "../../../src/protocol/trainingPresets.ts";
import { builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine, type Ended, type RunOptions } from "../../support/commandLine.ts";

let entry: string;
let folder: string;

/** Runs the real command line in the temporary folder; `onError` hears standard error while it runs. */
const wordfield = (words: readonly string[], onError?: RunOptions["onError"]) =>
  runCommandLine(entry, words, { cwd: folder, ...(onError ? { onError } : {}) });

/** Runs with --json and parses the one document. */
async function answer<T>(words: readonly string[]): Promise<Ended & { readonly document: T }> {
  const ended = await wordfield([...words, "--json"]);
  expect(ended.out.endsWith("\n")).toBe(true);
  expect(ended.out.trimEnd()).not.toContain("\n");
  return { ...ended, document: JSON.parse(ended.out) as T };
}

/** Two groups of words that share their contexts: colors stand by "paint", metals by "melt". */
function plantedText(sentences: number, seed: number): string {
  const groups = [
    { topic: ["paint", "brush", "wall"], members: ["crimson", "azure", "ochre"] },
    { topic: ["melt", "furnace", "ore"], members: ["copper", "nickel", "Zürich"] },
  ];
  let state = seed;
  const pick = <T>(items: readonly T[]): T => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    return items[Math.floor((state / 2 ** 32) * items.length)]!;
  };
  return Array.from({ length: sentences }, () => {
    const { topic, members } = pick(groups);
    return [pick(topic), pick(members), pick(topic), pick(members), pick(topic)].join(" ");
  }).join("\n");
}

beforeAll(async () => {
  entry = await builtCommandLine();
  folder = await realpath(await mkdtemp(join(tmpdir(), "wordfield-cli-")));
  await mkdir(join(folder, "my texts"));
  await writeFile(join(folder, "my texts", "größe.txt"), plantedText(3_000, 1));
  await writeFile(join(folder, "my texts", "picture.png"), Buffer.alloc(100));
  await writeFile(join(folder, "extra.txt"), plantedText(500, 2));
  const trained = await wordfield([
    ...["train", "my texts", "extra.txt", "-o", "model.safetensors"],
    ...["--dimension", "16", "--epochs", "10", "--sample", "0", "--threads", "1"],
  ]);
  expect(trained).toMatchObject({ exitCode: 0 });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("wordfield train", () => {
  it("tells in lines what was read, skipped, trained and written, with progress on standard error", async () => {
    const { exitCode, out, err } = await wordfield([
      ...["train", "my texts", "extra.txt", "-o", "plain", "--epochs", "2", "--dimension", "8"],
    ]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Read {5}2 files, \d+ kB, 17,500 tokens, 12 words\n/);
    expect(out).toMatch(/Skipped {2}1 file\n {9}\S+.my texts.picture\.png {2}binary\n/);
    expect(out).toMatch(/Trained {2}skip-gram, 8 dimensions, in [\d.]+ s, .+ words\/s\n/);
    expect(out).toMatch(/ {9}epoch {2}loss per pair\n {13}1 {9}\d\.\d{4}\n {13}2 {9}\d\.\d{4}\n/);
    expect(out).toMatch(/Wrote {4}plain, [\d.]+ k?B\n$/);
    expect(err).toMatch(/^Reading: 0 %/);
    expect(err).toContain("Training: ");
    expect(err).not.toContain("\u001b");
    expect(await readdir(folder)).toContain("plain");
  });

  it("answers in one JSON document", async () => {
    const { exitCode, document } = await answer<TrainingResult>([
      ...["train", "extra.txt", "-o", "json.safetensors", "--tokenizer", "whitespace"],
    ]);
    expect(exitCode).toBe(0);
    expect(document.model).toMatchObject({
      path: join(folder, "json.safetensors"),
      algorithm: "skip-gram",
      dimension: 100,
      corpus: { files: 1, tokens: 2_500, tokenizer: "whitespace", minimumCount: 5 },
    });
    expect(document.model.lossPerEpoch).toHaveLength(20); // a short text is read more often
    expect(document.wordsPerSecond).toBeGreaterThan(0);
    expect(document.skipped).toEqual([]);
  });

  it("leaves out what --exclude names, what is too large, and what trainings leave behind", async () => {
    await mkdir(join(folder, "cut.checkpoint"));
    await writeFile(join(folder, "cut.checkpoint", "vocabulary.txt"), "9 word\n".repeat(99));
    expect(await readdir(folder)).toContain("model.run.json");
    const { document } = await answer<TrainingResult>([
      ...["train", ".", "-o", "few.safetensors", "--exclude", "**/größe.txt"],
      ...["--exclude", "*.safetensors", "--exclude", "plain"],
    ]);
    expect(document.model.corpus?.files).toBe(1);
    const { exitCode, document: failure } = await answer<{ error: { code: string } }>([
      ...["train", "extra.txt", "-o", "none.safetensors", "--max-file-size", "1kB"],
    ]);
    expect(exitCode).toBe(1);
    expect(failure.error.code).toBe("corpus-too-small");
  });

  it("fails before the work where a path does not exist or the model's name is a folder", async () => {
    expect(await answer(["train", "nowhere", "-o", "m.safetensors"])).toMatchObject({
      exitCode: 1,
      document: { error: { code: "bad-input" } },
    });
    expect(await answer(["train", "extra.txt", "-o", "my texts"])).toMatchObject({
      exitCode: 1,
      document: { error: { code: "file-unwritable" } },
    });
  });

  // Windows has no signals: there, ending a process from outside gives it no say.
  it.runIf(process.platform !== "win32")(
    "leaves nothing behind when it is interrupted, and exits with 130",
    async () => {
      const before = await readdir(folder);
      let isInterrupted = false;
      const { exitCode, out, err } = await wordfield(
        [...["train", "my texts", "-o", "never.safetensors", "--epochs", "1000"]],
        (text, interrupt) => {
          if (isInterrupted || !text.includes("Training:")) return;
          isInterrupted = true;
          interrupt();
        },
      );
      expect(exitCode).toBe(130);
      expect(out).toBe("");
      expect(err).toContain("wordfield: Interrupted. Nothing was written.\n");
      expect(await readdir(folder)).toEqual(before);
    },
  );

  it.runIf(process.platform !== "win32")(
    "keeps a checkpoint when it is interrupted, says how to go on, and goes on to the end",
    async () => {
      // Long enough to be still at work seconds after it first told its loss.
      const words = ["--epochs", "1000", "--sample", "0", "--dimension", "8", "--threads", "1"];
      let isInterrupted = false;
      const { exitCode, err } = await wordfield(
        ["train", "my texts", "-o", "long run.safetensors", "--checkpoint-epochs", ...words],
        (text, interrupt) => {
          if (isInterrupted || !/epoch \d+\/1000, .*loss/.test(text)) return;
          isInterrupted = true;
          interrupt();
        },
      );
      expect(exitCode).toBe(130);
      const hint = /A checkpoint at \d+ % is kept\. Go on with: wordfield (train .*)\n$/.exec(err);
      expect(hint?.[1]).toBe("train --resume -o 'long run.safetensors'");
      expect(await readdir(folder)).not.toContain("long run.safetensors");

      const { document } = await answer<TrainingResult>([
        ...["train", "--resume", "-o", "long run.safetensors"],
      ]);
      expect(document.model).toMatchObject({ name: "long run", dimension: 8, words: 12 });
      expect(document.model.lossPerEpoch).toHaveLength(1000);
      expect(document.model.corpus?.tokens).toBe(15_000);
      expect(await readdir(folder)).not.toContain("long run.safetensors.checkpoint");
    },
  );

  it("says that there is nothing to resume", async () => {
    const { exitCode, document } = await answer<{ error: { code: string; message: string } }>([
      ...["train", "--resume", "-o", "nothing.safetensors"],
    ]);
    expect(exitCode).toBe(1);
    expect(document.error.message).toContain("There is no checkpoint of");
  });

  it("trains a model further on other text: its words stay, new ones are added", async () => {
    await writeFile(join(folder, "new.txt"), "paint teal wall teal brush teal paint\n".repeat(200));
    const { document } = await answer<TrainingResult>([
      ...["train", "new.txt", "-o", "further.safetensors", "--warm-start", "model.safetensors"],
      ...["--epochs", "2"],
    ]);
    expect(document.model).toMatchObject({ dimension: 16, words: 13 });
    const { document: near } = await answer<{ results: NeighborList[] }>([
      ...["neighbors", "further.safetensors", "teal", "crimson", "-k", "12"],
    ]);
    expect(near.results).toHaveLength(2);
  });

  it("trains by a preset, with subwords, hierarchical softmax or the same bytes every time", async () => {
    const trainTo = async (output: string, ...options: string[]) =>
      answer<TrainingResult>(["train", "extra.txt", "-o", output, "--dimension", "8", ...options]);
    const small = await trainTo("small.safetensors", "--preset", "small-text");
    expect(small.document.model).toMatchObject({
      algorithm: "skip-gram",
      hyperparameters: { ...TRAINING_PRESETS["small-text"] },
    });
    const parts = await trainTo(
      ...(["parts.safetensors", "--preset", "subwords", "--buckets", "1000"] as const),
    );
    expect(parts.document.model.algorithm).toBe("fasttext");
    const tree = await trainTo("tree.safetensors", "--loss", "hs", "--algorithm", "cbow");
    expect(tree.document.model.hyperparameters).toMatchObject({ algorithm: "cbow", loss: "hs" });
    const [one, two] = await Promise.all(
      ["1", "2"].map(async (threads) => {
        const output = `same-${threads}.safetensors`;
        await trainTo(output, "--deterministic", "--seed", "7", "--threads", threads);
        const { document } = await answer<{ results: object }>(["neighbors", output, "crimson"]);
        return document.results;
      }),
    );
    expect(one).toEqual(two);
  });

  it("writes event files for TensorBoard where it is asked to", async () => {
    const { exitCode } = await wordfield([
      ...["train", "extra.txt", "-o", "events.safetensors", "--tensorboard", "runs"],
    ]);
    expect(exitCode).toBe(0);
    const files = await readdir(join(folder, "runs"), { recursive: true });
    expect(files.some((file) => file.includes("tfevents"))).toBe(true);
  });
});

describe("questions to a model", () => {
  it("lists neighbors of several words, those of the same context first", async () => {
    const { exitCode, document } = await answer<{ results: NeighborList[]; missing: unknown[] }>([
      ...["neighbors", "model.safetensors", "crimson", "zürich", "-k", "2"],
    ]);
    expect(exitCode).toBe(0);
    expect(document.missing).toEqual([]);
    expect(document.results.map(({ entry }) => entry.word)).toEqual(["crimson", "zürich"]);
    const [colors, metals] = document.results.map(({ neighbors }) =>
      neighbors.map(({ word }) => word).sort(),
    );
    expect(colors).toEqual(["azure", "ochre"]);
    expect(metals).toEqual(["copper", "nickel"]);
  });

  it("lays neighbors out in columns", async () => {
    const { out } = await wordfield(["neighbors", "model.safetensors", "crimson", "-k", "1"]);
    expect(out).toMatch(/^word +cosine +count\n(azure|ochre) +\d\.\d{4} +1,?\d{3}\n$/);
  });

  it("names words that are missing, with similar spellings, and answers the others", async () => {
    const { exitCode, err, document } = await answer<{
      results: NeighborList[];
      missing: { word: string; similar: string[] }[];
    }>(["neighbors", "model.safetensors", "crimsom", "azure"]);
    expect(exitCode).toBe(1);
    expect(document.results).toHaveLength(1);
    expect(document.missing[0]?.word).toBe("crimsom");
    expect(document.missing[0]?.similar).toContain("crimson");
    expect(err).toContain('The model has no word "crimsom"; spelled alike: crimson');
  });

  it("solves analogies and compares words", async () => {
    const analogy = await answer<{ neighbors: { word: string }[] }>([
      ...["analogy", "model.safetensors", "azure", "paint", "copper", "-k", "3"],
    ]);
    expect(analogy).toMatchObject({
      exitCode: 0,
      document: { a: "azure", b: "paint", c: "copper" },
    });
    expect(analogy.document.neighbors).toHaveLength(3);
    const near = await answer<{ cosine: number }>([
      "similarity",
      "model.safetensors",
      "azure",
      "ochre",
    ]);
    const far = await answer<{ cosine: number }>([
      "similarity",
      "model.safetensors",
      "azure",
      "nickel",
    ]);
    expect(near.document.cosine).toBeGreaterThan(far.document.cosine);
    expect((await wordfield(["similarity", "model.safetensors", "azure", "azure"])).out).toBe(
      "1.0000\n",
    );
    expect(await answer(["similarity", "model.safetensors", "azure", "qqqq"])).toMatchObject({
      exitCode: 1,
      document: { missing: [{ word: "qqqq" }] },
    });
  });

  it("shows what a model is", async () => {
    const { document } = await answer<ModelDescription>(["info", "model.safetensors"]);
    expect(document).toMatchObject({
      name: "model",
      words: 12,
      dimension: 16,
      corpus: { files: 2, tokens: 17_500, skipped: 1 },
      hyperparameters: { epochs: 10, window: 5, negatives: 5, sample: 0, threads: 1 },
    });
    const { out } = await wordfield(["info", "model.safetensors"]);
    expect(out).toMatch(/^file +\S+model\.safetensors\n/);
    expect(out).toMatch(/\nepoch {2}loss per pair\n/);
  });

  it("exports word2vec text, and no name that promises another format", async () => {
    const { exitCode, out } = await wordfield(["export", "model.safetensors", "-o", "model.vec"]);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "Wrote 12 words to model.vec\n" });
    const lines = (await readFile(join(folder, "model.vec"), "utf8")).trimEnd().split("\n");
    expect(lines[0]).toBe("12 16");
    expect(lines).toHaveLength(13);
    expect(lines[1]?.split(" ")).toHaveLength(17);
    for (const rest of [["model.json"], ["model.bin", "--format", "word2vec-text"]]) {
      const other = await wordfield(["export", "model.safetensors", "-o", ...rest]);
      expect(other.exitCode).toBe(2);
      expect(other.err).toContain("give a name that ends in .vec or .txt");
      expect(other.err).toContain("See: wordfield export --help");
    }
  });

  it("reads what it has exported, in every format", async () => {
    const cosine = async (model: string) =>
      (await answer<{ cosine: number }>(["similarity", model, "azure", "ochre"])).document.cosine;
    const expected = await cosine("model.safetensors");
    for (const [name, format] of [
      ["model.vec", "word2vec-text"],
      ["model.bin", "fasttext"],
      ["word2vec.bin", "word2vec-binary"],
    ] as const) {
      await wordfield(["export", "model.safetensors", "-o", name, "--format", format]);
      expect(await cosine(name)).toBeCloseTo(expected, 4);
      const { document } = await answer<ModelDescription>(["info", name]);
      expect(document).toMatchObject({ format, words: 12, dimension: 16 });
    }
  });

  it("says what is wrong with a model that is missing or damaged", async () => {
    const missing = await answer(["info", "nothing.safetensors"]);
    expect(missing).toMatchObject({ exitCode: 1, document: { error: { code: "model-missing" } } });
    const bytes = await readFile(join(folder, "model.safetensors"));
    await writeFile(join(folder, "damaged.safetensors"), bytes.subarray(0, bytes.length / 2));
    const damaged = await answer(["neighbors", "damaged.safetensors", "azure"]);
    expect(damaged).toMatchObject({ exitCode: 1, document: { error: { code: "bad-format" } } });
    expect(damaged.err).toContain("damaged.safetensors");
    expect(damaged.err).not.toContain("fault in wordfield itself");
  });
});

describe("wordfield", () => {
  it("is quiet when the reader of its output has gone", async () => {
    const child = spawn(process.execPath, [entry, "neighbors", "model.safetensors", "azure"], {
      cwd: folder,
    });
    child.stdout.destroy();
    let err = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    const exitCode = await new Promise((resolve) => child.on("close", resolve));
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
  });

  it("tells what works on this machine", async () => {
    const { exitCode, document } = await answer<{
      machine: { node: string; kernels: string };
      encoder: { providers: { provider: string; works: boolean }[] };
    }>(["doctor"]);
    expect(exitCode).toBe(0);
    expect(document.machine.node).toBe(process.versions.node);
    expect(["simd128", "relaxed-simd", "wide-simd"]).toContain(document.machine.kernels);
    // Whatever else there is: the processor, natively and by WebAssembly.
    expect(document.encoder.providers.slice(-2)).toMatchObject([
      { provider: "cpu", works: true },
      { provider: "wasm", works: true },
    ]);
  });
});
