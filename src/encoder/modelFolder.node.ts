/** Reads what lies in the folder of an encoder, in Hugging Face layout, without its weights. */
import { createHash } from "node:crypto";
import { open, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { WordfieldError } from "../errors.ts";
import { parseModelConfig, type ModelConfig } from "./modelConfig.ts";
import type { SentencePooling, WeightType } from "../protocol/encoderMessages.ts";

/** The files of an encoder. */
export interface ModelFolder {
  readonly folder: string;
  readonly config: ModelConfig;
  /** Real path of the ONNX file that is taken. */
  readonly weightsPath: string;
  readonly weightType: WeightType;
  /** Size of the ONNX file. */
  readonly bytes: number;
  readonly sentencePooling: SentencePooling;
  /** Tells encoders apart whose vectors differ; hexadecimal. */
  readonly fingerprint: string;
}

/** Endings of ONNX files and the numbers in them; what a processor runs fastest comes first. */
const WEIGHT_TYPES: readonly (readonly [ending: string, type: WeightType])[] = [
  ["_quantized", "int8"],
  ["_int8", "int8"],
  ["_uint8", "uint8"],
  ["", "fp32"],
  ["_fp16", "fp16"],
];
const LARGEST_JSON_BYTES = 64 * 1024 * 1024;
const LARGEST_CONFIG_BYTES = 1024 * 1024;
const SAMPLE_BYTES = 4_096;
const SAMPLES = 64;
/** Changes whenever the same files give other vectors. */
const RULES = "1";

/**
 * Reads config.json of a folder and chooses its weights: INT8 first for a processor, whole numbers last for anything else.
 *
 * Errors: `model-missing` where the folder or a file of it is missing; `bad-format`; `bad-input` for a model of another
 * family; `file-unreadable`.
 */
export async function readModelFolder(folder: string, isProcessor: boolean): Promise<ModelFolder> {
  const configFile = join(folder, "config.json");
  const config = parseModelConfig(await readJson(configFile, LARGEST_CONFIG_BYTES), configFile);
  await requireFile(join(folder, "tokenizer.json"));
  const [weights, weightType] = await chooseWeights(folder, isProcessor);
  const weightsPath = await realpath(weights);
  const { size } = await stat(weightsPath);
  return {
    folder,
    config,
    weightsPath,
    weightType,
    bytes: size,
    sentencePooling: await readSentencePooling(folder),
    fingerprint: await fingerprint(folder, weightsPath, size),
  };
}

/** Reads tokenizer.json of an encoder's folder. Errors: `model-missing`, `bad-format`, `file-unreadable`. */
export async function readTokenizerJson(folder: string): Promise<object> {
  const file = join(folder, "tokenizer.json");
  const json = await readJson(file, LARGEST_JSON_BYTES);
  if (typeof json !== "object" || json === null || !("model" in json))
    throw new WordfieldError("bad-format", `${file} describes no tokenizer. Fetch it again.`);
  return json;
}

/**
 * Checks that the files in which a model keeps weights lie beside its ONNX file or below.
 *
 * Errors: `bad-format` for a path that leads out; `model-missing` for a missing file.
 */
export async function requireWithin(
  weightsPath: string,
  externalFiles: ReadonlySet<string>,
): Promise<void> {
  const folder = dirname(weightsPath);
  for (const name of externalFiles) {
    const leadsOut = (path: string) => {
      const way = relative(folder, path);
      return way === "" || way.startsWith("..") || isAbsolute(way);
    };
    const path = resolve(folder, name);
    if (isAbsolute(name) || leadsOut(path))
      throw new WordfieldError(
        "bad-format",
        `${basename(weightsPath)} keeps weights in "${name.slice(0, 200)}", outside its folder, which is not read. Choose another export.`,
      );
    await requireFile(path);
    if (leadsOut(await realpath(path)))
      throw new WordfieldError(
        "bad-format",
        `${basename(weightsPath)} keeps weights in "${name.slice(0, 200)}", a link that leads out of its folder, which is not followed. Choose another export.`,
      );
  }
}

async function chooseWeights(
  folder: string,
  isProcessor: boolean,
): Promise<readonly [string, WeightType]> {
  const isWhole = (type: WeightType) => type === "int8" || type === "uint8";
  const types = isProcessor
    ? WEIGHT_TYPES
    : [
        ...WEIGHT_TYPES.filter(([, type]) => !isWhole(type)),
        ...WEIGHT_TYPES.filter(([, type]) => isWhole(type)),
      ];
  for (const place of [join(folder, "onnx"), folder]) {
    let names: readonly string[];
    try {
      names = await readdir(place);
    } catch {
      continue; // no such folder: the next place
    }
    for (const [ending, type] of types)
      if (names.includes(`model${ending}.onnx`)) return [join(place, `model${ending}.onnx`), type];
  }
  throw new WordfieldError(
    "model-missing",
    `${folder} has no ONNX file: expected onnx/model.onnx or onnx/model_quantized.onnx. Export the model to ONNX, or choose another folder.`,
  );
}

/** What Sentence Transformers wrote beside the model; the mean over the tokens where it wrote nothing. */
async function readSentencePooling(folder: string): Promise<SentencePooling> {
  const file = join(folder, "1_Pooling/config.json");
  if (!(await isFile(file))) return "mean";
  const json = await readJson(file, LARGEST_CONFIG_BYTES);
  const isFirst =
    typeof json === "object" && json !== null && "pooling_mode_cls_token" in json
      ? json.pooling_mode_cls_token === true
      : false;
  return isFirst ? "cls" : "mean";
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false, // absent: what follows from that is the caller's matter
  );
}

async function requireFile(path: string): Promise<void> {
  if (!(await isFile(path)))
    throw new WordfieldError(
      "model-missing",
      `${path} is missing. Choose a folder with config.json, tokenizer.json and onnx/model.onnx.`,
    );
}

async function readJson(file: string, largest: number): Promise<unknown> {
  await requireFile(file);
  const { size } = await stat(file);
  if (size > largest)
    throw new WordfieldError(
      "bad-format",
      `${file} has ${(size / 1e6).toFixed(0)} MB, more than the ${(largest / 1e6).toFixed(0)} MB that such a file can have.`,
    );
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new WordfieldError(
      cause instanceof SyntaxError ? "bad-format" : "file-unreadable",
      `${file} is no readable JSON: ${cause instanceof Error ? cause.message : String(cause)}. Fetch it again.`,
      { cause },
    );
  }
}

/** A whole hash of 400 MB would take longer than the first encoding: places all over the file tell as much. */
async function fingerprint(folder: string, weights: string, size: number): Promise<string> {
  const hash = createHash("sha256").update(`${RULES} ${basename(weights)} ${size} `);
  for (const name of ["config.json", "tokenizer.json"])
    hash.update(await readFile(join(folder, name)));
  const file = await open(weights);
  try {
    const sample = new Uint8Array(SAMPLE_BYTES);
    for (let index = 0; index < SAMPLES; index++) {
      const at = Math.floor((Math.max(0, size - SAMPLE_BYTES) * index) / (SAMPLES - 1));
      const { bytesRead } = await file.read(sample, 0, SAMPLE_BYTES, at);
      hash.update(sample.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  return hash.digest("hex").slice(0, 32);
}
