/** Lists and describes models by their headers, without loading vectors. */
import { readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { readForeignHeader } from "../embeddings/foreignHeader.node.ts";
import { readModelHeader, type ModelHeader } from "../embeddings/modelHeader.node.ts";
import { removeStaleTemporaryFiles } from "../embeddings/writeAside.node.ts";
import { WordfieldError } from "../errors.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import type { ModelDescription, ModelListing } from "../protocol/modelMessages.ts";
import { describeForeignHeader } from "./foreignModels.ts";
import { parseMetadata, UNTRAINED } from "./modelMetadata.ts";

/** Describes one model by its header, whatever its format. Errors: `model-missing`, `bad-format`. */
export async function describeModel(modelPath: string): Promise<{ model: ModelDescription }> {
  const foreign = await readForeignHeader(modelPath);
  return {
    model:
      foreign === "safetensors"
        ? describeHeader(await readModelHeader(modelPath))
        : describeForeignHeader(foreign),
  };
}

/** Says in the contract's words what a header says. */
export function describeHeader(header: ModelHeader): ModelDescription {
  const { corpus, hyperparameters, lossPerEpoch } = parseMetadata(header);
  const { algorithm } = hyperparameters;
  return {
    path: header.path,
    name: header.name,
    algorithm: typeof algorithm === "string" ? algorithm : "vectors",
    ...(algorithm === UNTRAINED ? { isUntrained: true } : {}),
    words: header.words,
    dimension: header.dimension,
    ...(header.encoder ? { encoder: header.encoder.name } : {}),
    bytes: header.bytes,
    createdAt: header.createdAt,
    corpus,
    hyperparameters,
    lossPerEpoch,
  };
}

/** Lists the models of a folder and the files given beside it, newest first; damaged ones come last, with the reason. */
export async function listModels({
  folder,
  files,
}: EngineRequests["listModels"]["params"]): Promise<EngineRequests["listModels"]["result"]> {
  const paths = new Set([...(await modelFilesIn(folder)), ...files]);
  const models = (await Promise.all([...paths].map(listModel))).filter((m) => m !== undefined);
  const age = (listing: ModelListing) => (listing.kind === "model" ? listing.model.createdAt : "");
  return { models: models.sort((a, b) => (age(a) < age(b) ? 1 : -1)) };
}

async function modelFilesIn(folder: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    // The folder is made by the first training: until then there is no model.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  await removeStaleTemporaryFiles(folder);
  return names.filter((name) => extname(name) === ".safetensors").map((name) => join(folder, name));
}

async function listModel(path: string): Promise<ModelListing | undefined> {
  try {
    return { kind: "model", ...(await describeModel(path)) };
  } catch (error) {
    // One bad file must not hide the others: it is listed with its reason.
    if (!(error instanceof WordfieldError)) throw error;
    if (error.code === "model-missing") return undefined;
    return { kind: "damaged", path, name: modelName(path), reason: error.message };
  }
}

function modelName(path: string): string {
  return basename(path, extname(path));
}
