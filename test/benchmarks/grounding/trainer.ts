// Trains models as a user gets them, and grounds them with the encoder that comes with Wordfield.
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openModel } from "../../../src/embeddings/modelFile.node.ts";
import type { Embeddings } from "../../../src/embeddings/embeddings.ts";
import { createGroundedIndex, type GroundedIndex } from "../../../src/embeddings/groundedIndex.ts";
import { readGrounding } from "../../../src/embeddings/groundingFile.node.ts";
import { createEngine } from "../../../src/engine/engine.ts";
import { parseMetadata } from "../../../src/engine/modelMetadata.ts";
import { readKernels } from "../../../src/engine/kernelFiles.ts";
import { compileKernels } from "../../../src/kernels/kernels.ts";
import type { TrainingOptions } from "../../../src/protocol/engineMessages.ts";
import { TRAINING_PRESETS } from "../../../src/protocol/trainingPresets.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { writeSlice, type Paragraphs } from "./slices.ts";

/** A text to train on, and how. */
export interface TrainingOrder {
  /** Tells it apart from all others: a model of that name that is there already is taken as it is. */
  readonly name: string;
  readonly paragraphs: Paragraphs;
  readonly exchanged?: ReadonlyMap<string, string>;
  readonly seed: number;
  /** Others than the defaults. */
  readonly options?: TrainingOptions;
}

/** A model in memory, with what the encoder adds. */
export interface GroundedModel {
  readonly path: string;
  readonly embeddings: Embeddings;
  /** Shape [n]. */
  readonly counts: Uint32Array;
  readonly epochs: number;
  readonly grounded: GroundedIndex;
  /** Shape [n]; see grounding/usage.ts. */
  readonly departure: Float32Array;
}

/** Starts an engine, which is closed at the end; models go to `folder`, or where there is none, to one that is removed at the end. */
export async function createBenchTrainer(folder: string) {
  const built = (await builtPaths()).folder;
  const own = folder === "" ? await mkdtemp(join(tmpdir(), "wordfield-grounding-")) : null;
  const models = own ?? resolve(folder);
  await mkdir(models, { recursive: true });
  const engine = createEngine({ folder: built, emit: () => undefined, log: () => undefined });
  const kernels = await compileKernels(await readKernels(built));
  const choice = { folder: null, provider: "cpu", threads: 1 } as const;
  const cacheFolder = join(models, "words");

  return {
    kernels,
    /** The encoder's vectors of words, each alone. */
    encode: (words: readonly string[]) =>
      engine.calls.encodeWords({ runId: "bench", choice, words, cacheFolder }),
    /** One thread: the same seed gives the same model. */
    train: async (order: TrainingOrder): Promise<GroundedModel> => {
      const path = join(models, `${order.name}-${order.seed}.safetensors`);
      if (!(await isThere(path))) {
        const text = `${path}.txt`;
        await writeSlice(text, order.paragraphs, order.exchanged);
        await engine.calls.trainModel({
          runId: "bench",
          sources: {
            paths: [text],
            exclude: [],
            useIgnoreFiles: false,
            maximumFileBytes: 1e9,
            documents: [],
          },
          tokenizer: "words",
          options: {
            ...TRAINING_PRESETS.balanced,
            ...order.options,
            seed: order.seed,
            threads: 1,
          },
          modelPath: path,
        });
        await rm(text);
        await engine.calls.groundModel({ runId: "bench", modelPath: path, choice, cacheFolder });
      }
      const { header, embeddings } = await openModel(path, kernels);
      const grounding = await readGrounding(path);
      if (!grounding || !embeddings.counts) throw new Error(`${path} was not grounded.`);
      return {
        path,
        embeddings,
        counts: embeddings.counts,
        epochs: Number(parseMetadata(header).hyperparameters["epochs"]),
        grounded: await createGroundedIndex(
          embeddings.index,
          { ...grounding, tokens: embeddings.counts.reduce((sum, count) => sum + count, 0) },
          kernels,
        ),
        departure: grounding.departure,
      };
    },
    close: async () => {
      await engine.close();
      if (own !== null) await rm(own, { recursive: true, force: true });
    },
  };
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false, // absent: to be trained
  );
}
