// The models that the tests of the page ask, made once and then kept.
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine } from "../../src/engine/engine.ts";
import type { ProjectionSettings } from "../../src/protocol/mapMessages.ts";
import type { ModelDescription } from "../../src/protocol/modelMessages.ts";
import { prepareSampleWorkspace } from "../../scripts/sampleWorkspace.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const MODEL = join(ROOT, "out/page-model/sotu.safetensors");
/** What an encoder has made of the words: two models ask for the same ones. */
const WORDS = join(ROOT, "out/page-model/words");

/** The same bytes whatever the machine: what tests see of the models never changes by itself. */
const SAMPLE_OPTIONS = { dimension: 64, epochs: 4, seed: 1, deterministic: true } as const;

/** The map that the page asks for first. */
export const SAMPLE_MAP: ProjectionSettings = {
  method: "umap",
  dimensions: 2,
  count: 4000,
  seed: 1,
};

/** A small model of the sample workspace; trained once, then kept. */
export async function sampleModel(engine: Engine): Promise<ModelDescription> {
  const known = await engine.calls.describeModel({ modelPath: MODEL }).catch(() => null); // not trained yet
  if (known) return known.model;
  await mkdir(dirname(MODEL), { recursive: true });
  const { model } = await engine.calls.trainModel({
    runId: "page",
    sources: sampleSources(),
    tokenizer: "words",
    options: SAMPLE_OPTIONS,
    modelPath: MODEL,
  });
  return model;
}

/** The same with the general meaning of the bundled encoder. */
export async function groundedModel(
  engine: Engine,
  { path }: ModelDescription,
): Promise<ModelDescription> {
  const modelPath = path.replace("sotu.", "sotu-general.");
  const known = await engine.calls.describeModel({ modelPath }).catch(() => null); // not grounded yet
  if (known?.model.encoder !== undefined) return known.model;
  await copyFile(path, modelPath);
  const { model } = await engine.calls.groundModel({
    runId: "page-ground",
    modelPath,
    choice: { folder: null },
    cacheFolder: WORDS,
  });
  return model;
}

/** The words of the sample with their general meaning alone; made once, then kept. */
export async function untrainedModel(
  engine: Engine,
  { path }: ModelDescription,
): Promise<ModelDescription> {
  const modelPath = path.replace("sotu.", "sotu-untrained.");
  const known = await engine.calls.describeModel({ modelPath }).catch(() => null); // not made yet
  if (known) return known.model;
  const { model } = await engine.calls.makeGeneralModel({
    ...{ runId: "page-general", modelPath, sources: sampleSources(), tokenizer: "words" },
    ...{ maximumWords: 3_000, choice: { folder: null }, cacheFolder: WORDS },
  });
  return model;
}

/** A model of the later half of the sample: the speeches since 1950. */
export async function laterModel(engine: Engine): Promise<ModelDescription> {
  const modelPath = MODEL.replace("sotu.", "later.");
  const known = await engine.calls.describeModel({ modelPath }).catch(() => null); // not trained yet
  if (known) return known.model;
  const { model } = await engine.calls.trainModel({
    runId: "page-later",
    sources: { ...sampleSources(), include: ["**/19[5-9]*.txt", "**/2*.txt"] },
    tokenizer: "words",
    options: SAMPLE_OPTIONS,
    modelPath,
  });
  return model;
}

/** The sample workspace as the models read it. */
export function sampleSources() {
  return {
    paths: [prepareSampleWorkspace()],
    exclude: ["**/*.md"],
    useIgnoreFiles: false,
    maximumFileBytes: 1e8,
    documents: [],
  };
}
