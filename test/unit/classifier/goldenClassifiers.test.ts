import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  predictLabels,
  readTrainingExamples,
  testClassifier,
} from "../../../src/classifier/classifierJobs.node.ts";
import { completeClassifierOptions } from "../../../src/classifier/hyperparameters.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import {
  classifierKernels,
  GOLDEN_LOSSES,
  goldenClassifierPath,
  goldenClassifiers,
} from "../../support/goldenClassifiers.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

/** fastText adds this to each probability before it takes the logarithm, with hierarchical softmax at each node. */
const ADDED = 1e-5;
/** Its logistic function is a table with steps of 1/32, over which the function rises by a 128th at most. */
const TABLE_STEP = 1 / 128;

let golden: Awaited<ReturnType<typeof goldenClassifiers>>;
let kernelBytes: Uint8Array;
let tokenizer: WebAssembly.Module;
beforeAll(async () => {
  [golden, kernelBytes, tokenizer] = await Promise.all([
    goldenClassifiers(),
    classifierKernels(),
    tokenizerModule(),
  ]);
}, BUILD_TIMEOUT_MS);

const question = { count: 10, threshold: 0 };
const selectionOf = (path: string) => ({
  paths: [path],
  exclude: [],
  useIgnoreFiles: false,
  maximumFileBytes: 1e6,
});

describe("a classifier that fastText has trained", () => {
  it.each(GOLDEN_LOSSES)("predicts as in fastText with %s", async (loss) => {
    const { predictions } = await predictLabels(
      {
        ...question,
        modelPath: goldenClassifierPath(loss),
        kernelBytes,
        source: { kind: "texts", texts: golden.lines },
      },
      tokenizer,
    );
    const bound = loss === "softmax" || loss === "hs" ? 2e-6 : TABLE_STEP;
    for (const [line, expected] of golden.models[loss].predictions.entries()) {
      const found = new Map(
        predictions[line]!.labels.map((each) => [each.label, each.probability]),
      );
      for (const [label, probability] of expected) {
        const name = label.slice("__label__".length);
        const difference = found.get(name)! - (probability - ADDED);
        // The product of a few such sums is off by a little more than one of them.
        expect(Math.abs(difference), label).toBeLessThan(loss === "hs" ? 3 * ADDED : bound);
        found.delete(name);
      }
      // With hierarchical softmax, fastText leaves out what is less probable than what it adds.
      const rest = loss === "hs" && expected.length > 0 ? 3 * ADDED : 0;
      for (const [label, probability] of found) expect(probability, label).toBeLessThan(rest);
    }
  });

  it.each(["softmax", "hs"] as const)("has fastText's scores on a text with %s", async (loss) => {
    const folder = await temporaryFolder({ "train.txt": golden.train });
    const result = await testClassifier(
      {
        ...question,
        count: 1,
        modelPath: goldenClassifierPath(loss),
        kernelBytes,
        selection: selectionOf(join(folder, "train.txt")),
        labelPlace: "auto",
      },
      () => undefined,
      tokenizer,
    );
    const [examples, precision, recall] = golden.models[loss].test;
    expect(result.examples).toBe(examples);
    expect(result.precision).toBeCloseTo(precision, 6);
    expect(result.recall).toBeCloseTo(recall, 6);
  });
});

describe("readTrainingExamples", () => {
  it.each(["softmax", "ova"] as const)(
    "counts words and labels as fastText does with the options of the %s model",
    async (loss) => {
      const folder = await temporaryFolder({ "train.txt": golden.train });
      const minimumCount = loss === "ova" ? 20 : 1;
      const { examples } = await readTrainingExamples(
        {
          selection: selectionOf(join(folder, "train.txt")),
          labelPlace: "auto",
          labelPrefix: "__label__",
          tokenizer: "whitespace",
          options: completeClassifierOptions({ minimumCount }, 1),
        },
        () => undefined,
        tokenizer,
      );
      const { words, labels, counts } = examples.dictionary;
      const { models } = golden;
      expect(new Map(words.map((word, id) => [word, counts[id]]))).toEqual(
        new Map(models[loss].words),
      );
      expect(new Map(labels.map((label, id) => [label, counts[words.length + id]]))).toEqual(
        new Map(models[loss].labels),
      );
    },
  );
});
