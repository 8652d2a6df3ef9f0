import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { builtPaths } from "./builtEntries.ts";

const FOLDER = new URL("../fixtures/classifier/", import.meta.url);

/** What fastText says of one of its classifiers. */
interface GoldenClassifier {
  /** Words with counts, by falling count. */
  readonly words: readonly (readonly [string, number])[];
  readonly labels: readonly (readonly [string, number])[];
  /** For each line all labels with their probabilities, the most probable first. */
  readonly predictions: readonly (readonly (readonly [string, number])[])[];
  /** Number of examples of the training text, precision and recall at 1. */
  readonly test: readonly [number, number, number];
}

/** The losses that there are models for. */
export const GOLDEN_LOSSES = ["softmax", "hs", "ns", "ova"] as const;

/** The path of a model that fastText has trained. */
export function goldenClassifierPath(loss: (typeof GOLDEN_LOSSES)[number]): string {
  return fileURLToPath(new URL(`${loss}.bin`, FOLDER));
}

/** Reads what the models were trained on, lines to predict, and fastText's answers. */
export async function goldenClassifiers(): Promise<{
  readonly train: string;
  readonly lines: readonly string[];
  readonly models: Readonly<Record<(typeof GOLDEN_LOSSES)[number], GoldenClassifier>>;
}> {
  return JSON.parse(await readFile(new URL("classifiers.json", FOLDER), "utf8")) as Awaited<
    ReturnType<typeof goldenClassifiers>
  >;
}

/** The bytes of the build of the classification kernels that every engine runs. */
export async function classifierKernels(): Promise<Uint8Array> {
  return readFile((await builtPaths()).classifyKernelsSimd);
}
