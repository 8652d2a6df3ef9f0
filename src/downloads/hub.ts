/** What a Hugging Face hub says of a model, and which of its files an encoder needs. */
import * as v from "valibot";
import { WordfieldError } from "../errors.ts";
import type { WeightType } from "../protocol/encoderMessages.ts";
import { isHubId } from "../protocol/hubId.ts";

/** A file of a commit, with what it must hash to. */
export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string | null;
  /** Git's name of the contents; for files that are no "large files" the only hash that a hub states. */
  readonly blobId: string | null;
}

/** A commit of a model. */
export interface HubListing {
  readonly revision: string;
  readonly license: string | null;
  readonly languages: readonly string[];
  readonly files: readonly HubFile[];
}

/** The files of an encoder, with one kind of weights. */
export interface FileChoice {
  readonly weightType: WeightType;
  readonly files: readonly HubFile[];
}

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const MODEL = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  tags: v.optional(v.pipe(v.array(v.string()), v.maxLength(1_000))),
  cardData: v.nullish(
    v.object({
      license: v.optional(v.unknown()),
      language: v.optional(v.unknown()),
    }),
  ),
  siblings: v.pipe(
    v.array(
      v.object({
        rfilename: v.string(),
        size: v.optional(Count),
        blobId: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/))),
        lfs: v.nullish(
          v.object({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size: Count }),
        ),
      }),
    ),
    v.maxLength(10_000),
  ),
});

const WEIGHTS: readonly (readonly [ending: string, type: WeightType])[] = [
  ["_quantized", "int8"],
  ["_int8", "int8"],
  ["_uint8", "uint8"],
  ["", "fp32"],
  ["_fp16", "fp16"],
];
const NEEDED = ["config.json", "tokenizer.json"];
const WELCOME = ["tokenizer_config.json", "1_Pooling/config.json"];

/** Refuses what is no id. Errors: `bad-input`. */
export function requireHubId(text: string): void {
  if (!isHubId(text))
    throw new WordfieldError(
      "bad-input",
      `"${text.slice(0, 100)}" is not the id of a model: expected owner/name, of letters, figures, "-", "_" and ".".`,
    );
}

/**
 * Checks what a hub answered about a model.
 *
 * Errors: `bad-format` where it is not what a hub answers, or names a file that leads out of the folder.
 */
export function parseListing(json: unknown, id: string): HubListing {
  const parsed = v.safeParse(MODEL, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new WordfieldError(
      "bad-format",
      `What the hub says of ${id} cannot be read: ${v.getDotPath(issue) ?? "the answer"}: ${issue.message.slice(0, 200)}. Try again later.`,
    );
  }
  const { sha, tags = [], cardData, siblings } = parsed.output;
  for (const { rfilename } of siblings) requireInside(rfilename, id);
  const tag = tags.find((text) => text.startsWith("license:"))?.slice("license:".length);
  const license = typeof cardData?.license === "string" ? cardData.license : tag;
  return {
    revision: sha,
    license: license === undefined ? null : license.slice(0, 60),
    languages: [cardData?.language]
      .flat()
      .filter(
        (code): code is string =>
          typeof code === "string" && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code),
      ),
    files: siblings.map(({ rfilename, size, blobId, lfs }) => ({
      path: rfilename,
      bytes: lfs?.size ?? size ?? -1,
      sha256: lfs?.sha256 ?? null,
      blobId: lfs ? null : (blobId ?? null),
    })),
  };
}

/**
 * Chooses the files of an encoder for each kind of weights that there is, 8-bit ones first.
 *
 * Errors: `bad-input` where a file is missing that every encoder needs; `bad-format` for a file without a size or a hash.
 */
export function chooseFiles(listing: HubListing, id: string): readonly FileChoice[] {
  const byPath = new Map(listing.files.map((file) => [file.path, file]));
  const missing = NEEDED.filter((path) => !byPath.has(path));
  if (missing.length > 0)
    throw new WordfieldError(
      "bad-input",
      `${id} has no ${missing.join(" and no ")}, which an encoder needs. Choose another model, such as those of the owner Xenova.`,
    );
  const common = [...NEEDED, ...WELCOME].flatMap((path) => byPath.get(path) ?? []);
  const choices = new Map<WeightType, FileChoice>();
  for (const folder of ["onnx/", ""])
    for (const [ending, weightType] of WEIGHTS) {
      const name = `${folder}model${ending}.onnx`;
      const weights = byPath.get(name);
      if (!weights || choices.has(weightType)) continue;
      const beside = [`${name}_data`, `${name}.data`].flatMap((path) => byPath.get(path) ?? []);
      const files = [...common, weights, ...beside];
      for (const file of files) requireChecked(file, id);
      choices.set(weightType, { weightType, files });
    }
  if (choices.size === 0)
    throw new WordfieldError(
      "bad-input",
      `${id} has no ONNX file: expected onnx/model.onnx or onnx/model_quantized.onnx. Choose an ONNX export, such as those of the owner Xenova.`,
    );
  const order: readonly WeightType[] = ["int8", "uint8", "fp32", "fp16"];
  return order.flatMap((type) => choices.get(type) ?? []);
}

/** Size of all files of a choice. */
export function totalBytes({ files }: FileChoice): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function requireInside(path: string, id: string): void {
  const isHostile =
    path === "" ||
    path.length > 500 ||
    /[\\:\u0000-\u001f]/.test(path) ||
    path.split("/").some((part) => part === "" || part === "." || part === "..");
  if (isHostile)
    throw new WordfieldError(
      "bad-format",
      `The list of files of ${id} names ${JSON.stringify(path.slice(0, 100))}, which leads out of its folder. Nothing was downloaded.`,
    );
}

function requireChecked({ path, bytes, sha256, blobId }: HubFile, id: string): void {
  if (bytes >= 0 && (sha256 ?? blobId) !== null) return;
  throw new WordfieldError(
    "bad-format",
    `The hub states no ${bytes < 0 ? "size" : "hash"} of ${path} of ${id}, so that it could not be checked. Fetch it by hand into a folder.`,
  );
}
