import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { train } from "../../../src/cli/commands/train.ts";
import { formatNumber } from "../../../src/cli/format.ts";
import { runCommandLine } from "../../../src/cli/run.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { WordfieldError } from "../../../src/errors.ts";
import type { Checkpoint, EngineRequests } from "../../../src/protocol/engineMessages.ts";
import { OWN_FILES } from "../../../src/protocol/ownFiles.ts";
import { PRESET_NAMES, TRAINING_PRESETS } from "../../../src/protocol/trainingPresets.ts";
import { completeHyperparameters } from "../../../src/training/hyperparameters.ts";

type Asked = Partial<{
  [M in "trainModel" | "resumeTraining" | "listCheckpoints"]: EngineRequests[M]["params"];
}>;

/** Runs `wordfield train` with an engine that writes down what it is asked, and is interrupted while it trains. */
async function runTrain(words: readonly string[], checkpoints: readonly Checkpoint[] = []) {
  const asked: Asked = {};
  const interrupt = new AbortController();
  const take = (method: keyof Asked) => async (params: object) => {
    Object.assign(asked, { [method]: params });
    if (method === "listCheckpoints") return { checkpoints };
    interrupt.abort();
    throw new WordfieldError("canceled", "Canceled.");
  };
  let err = "";
  const exitCode = await runCommandLine(["train", ...words], {
    stdout: { write: () => undefined },
    stderr: { write: (text) => (err += text) },
    environment: {},
    signal: interrupt.signal,
    commands: [train],
    createEngine: () =>
      ({
        calls: {
          trainModel: take("trainModel"),
          resumeTraining: take("resumeTraining"),
          listCheckpoints: take("listCheckpoints"),
        },
        close: async () => undefined,
      }) as unknown as Engine,
  });
  return { asked, err, exitCode };
}

const optionsOf = async (...words: string[]) =>
  (await runTrain(["docs", "-o", "m", ...words])).asked.trainModel?.options;

describe("wordfield train", () => {
  it("leaves to the engine what is not given", async () => {
    const { asked } = await runTrain(["docs", "notes.txt", "-o", "m"]);
    expect(asked.trainModel).toEqual({
      runId: "command-line",
      sources: {
        paths: [resolve("docs"), resolve("notes.txt")],
        exclude: OWN_FILES,
        useIgnoreFiles: true,
        maximumFileBytes: 500_000_000,
        documents: [],
      },
      tokenizer: "words",
      options: {},
      modelPath: resolve("m"),
      checkpoints: { everyMinutes: 5, everyEpoch: false, keepWhenCanceled: true },
    });
  });

  it("passes on what a word is, and refuses it where text is taken as it is", async () => {
    const given = [
      "--case",
      "keep",
      "--numbers",
      "fold",
      "--hyphens",
      "join",
      "--addresses",
      "keep",
    ];
    const { asked } = await runTrain([
      "docs",
      "-o",
      "m",
      ...given,
      "--underscores",
      "separate",
      "--sentences",
      "lines",
    ]);
    expect(asked.trainModel).toMatchObject({
      tokenizer: "words",
      tokenizerOptions: {
        letterCase: "keep",
        numbers: "fold",
        hyphens: "join",
        addresses: "keep",
        underscores: "separate",
        sentences: "lines",
      },
    });
    const refused = await runTrain([
      ...["docs", "-o", "m", "--tokenizer", "whitespace", "--numbers", "drop"],
    ]);
    expect(refused).toMatchObject({ asked: {}, exitCode: 2 });
    expect(refused.err).toContain("takes text as it is: leave out --numbers.");
  });

  it("passes every option on under the engine's name", async () => {
    expect(
      await optionsOf(
        ...["--algorithm", "fasttext", "--loss", "ns", "--dimension", "50", "--window", "3"],
        ...["--negatives", "7", "--epochs", "2", "--sample", "0", "--learning-rate", "0.1"],
        ...["--min-count", "2", "--max-words", "1000", "--min-n", "2", "--max-n", "4"],
        ...["--buckets", "2000000", "--fixed-window", "--shared-negatives", "off"],
        ...["--sampling-exponent", "-0.5", "--schedule", "cosine"],
        ...["--threads", "2", "--seed", "9", "--deterministic"],
      ),
    ).toEqual({
      algorithm: "fasttext",
      loss: "ns",
      dimension: 50,
      window: 3,
      negatives: 7,
      epochs: 2,
      sample: 0,
      learningRate: 0.1,
      minimumCount: 2,
      maximumWords: 1000,
      minimumNgram: 2,
      maximumNgram: 4,
      buckets: 2_000_000,
      dynamicWindow: false,
      sharedNegatives: false,
      samplingExponent: -0.5,
      schedule: "cosine",
      threads: 2,
      seed: 9,
      deterministic: true,
    });
    expect(await optionsOf("--algorithm", "cbow", "--cbow-gradient", "whole")).toEqual({
      algorithm: "cbow",
      cbowGradient: "whole",
    });
  });

  it.each(PRESET_NAMES)("takes the preset %s, and over it what is given", async (preset) => {
    expect(await optionsOf("--preset", preset)).toEqual(TRAINING_PRESETS[preset]);
    expect(await optionsOf("--preset", preset, "--epochs", "3", "--min-count", "9")).toEqual({
      ...TRAINING_PRESETS[preset],
      epochs: 3,
      minimumCount: 9,
    });
  });

  it("explains every preset in its help", () => {
    expect(train.sections?.[0]?.terms.map(([name]) => name)).toEqual([...PRESET_NAMES]);
  });

  it("passes on where to begin, when to write checkpoints and where TensorBoard reads", async () => {
    const { asked } = await runTrain([
      ...["docs", "-o", "m", "--warm-start", "old.safetensors", "--tensorboard", "runs"],
      ...["--checkpoint-minutes", "0", "--checkpoint-epochs"],
    ]);
    expect(asked.trainModel).toMatchObject({
      warmStartPath: resolve("old.safetensors"),
      tensorboardFolder: resolve("runs"),
      checkpoints: { everyMinutes: 0, everyEpoch: true, keepWhenCanceled: true },
    });
  });

  it("resumes without paths and options", async () => {
    const { asked } = await runTrain(["--resume", "-o", "m", "--checkpoint-minutes", "1"]);
    expect(asked.trainModel).toBeUndefined();
    expect(asked.resumeTraining).toEqual({
      runId: "command-line",
      modelPath: resolve("m"),
      checkpoints: { everyMinutes: 1, everyEpoch: false, keepWhenCanceled: true },
    });
  });

  it.each([
    [["-o", "m"], "PATH is missing: files and folders to read."],
    [
      ["docs", "--resume", "-o", "m", "--epochs", "9", "--deterministic"],
      "--resume takes text and options from the checkpoint: leave out PATH, --epochs, --deterministic.",
    ],
    [
      ["docs", "-o", "m", "--min-n", "2"],
      "--min-n has no effect here: it needs --algorithm fasttext or fasttext-cbow.",
    ],
    [
      ["docs", "-o", "m", "--loss", "hs", "--negatives", "9"],
      "--negatives has no effect here: it needs --loss ns.",
    ],
    [
      ["docs", "-o", "m", "--preset", "fast", "--shared-negatives", "on"],
      "--shared-negatives has no effect here: it needs --loss ns, and --algorithm skip-gram or fasttext.",
    ],
    [
      ["docs", "-o", "m", "--cbow-gradient", "whole"],
      "--cbow-gradient has no effect here: it needs --algorithm cbow or fasttext-cbow.",
    ],
  ])("refuses %j with a reason", async (words, sentence) => {
    expect(await runTrain(words)).toEqual({
      asked: {},
      exitCode: 2,
      err: `wordfield: ${sentence}\nSee: wordfield train --help\n`,
    });
  });

  it("says after an interrupt how to go on, where there is a checkpoint", async () => {
    const checkpoint: Checkpoint = {
      modelPath: resolve("my models/m"),
      name: "m",
      algorithm: "skip-gram",
      fraction: 0.417,
      savedAt: "2026-01-01T00:00:00Z",
      bytes: 1,
    };
    const kept = await runTrain(["docs", "-o", "my models/m"], [checkpoint]);
    expect(kept.exitCode).toBe(130);
    expect(kept.err).toMatch(
      /^wordfield: Interrupted\. A checkpoint at 41 % is kept\. Go on with: wordfield train --resume -o ['"]my models\/m['"]\n$/,
    );
    const none = await runTrain(["docs", "-o", "other"], [checkpoint]);
    expect(none).toMatchObject({
      exitCode: 130,
      err: "wordfield: Interrupted. Nothing was written.\n",
    });
  });

  it("promises the defaults that the engine has", () => {
    const actual = completeHyperparameters({}, 1);
    const promised = (name: string) => {
      const option = train.options[name];
      if (option?.kind === "choice") return option.otherwise;
      return option && "default" in option ? option.default : undefined;
    };
    const pairs = [
      ["algorithm", actual.algorithm],
      ["loss", actual.loss],
      ["dimension", actual.dimension],
      ["window", actual.window],
      ["negatives", actual.negatives],
      ["sample", actual.sample],
      ["min-count", actual.minimumCount],
      ["min-n", actual.minimumNgram],
      ["max-n", actual.maximumNgram],
      ["buckets", actual.buckets],
      ["sampling-exponent", actual.samplingExponent],
      ["cbow-gradient", actual.cbowGradient],
      ["schedule", actual.schedule],
      ["shared-negatives", actual.sharedNegatives ? "on" : "off"],
      ["seed", actual.seed],
    ] as const;
    for (const [name, value] of pairs)
      expect(`${name}: ${promised(name)}`).toMatch(new RegExp(`^${name}: ${formatNumber(value)}$`));
    const [short, middle, long] = [700_000, 5_000_000, 5_000_001].map((tokens) =>
      completeHyperparameters({}, 1, tokens),
    );
    expect(promised("epochs")).toBe(`${long?.epochs}, or ${short?.epochs} for up to 700,000 words`);
    expect(middle?.epochs).toBe(long?.epochs);
    const { learningRate } = completeHyperparameters({ algorithm: "cbow" }, 1);
    expect(promised("learning-rate")).toBe(
      `${long?.learningRate}, or ${middle?.learningRate} for 0.7 to 5 million words, and ${learningRate} with cbow`,
    );
    expect(short?.learningRate).toBe(long?.learningRate);
    expect(actual.dynamicWindow).toBe(true);
    expect(actual.deterministic).toBe(false);
  });
});
