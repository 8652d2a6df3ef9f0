// What files a model was made of: written into the model's file, compared with the files as they are now.

import { sep } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as v from "valibot";
import type { FileSelection } from "../corpus/files.node.ts";
import { TEXT_KINDS, type TextKind } from "../corpus/kinds/textKinds.ts";
import type { CorpusReport } from "../corpus/readCorpus.node.ts";
import { tokenizerOptionsSchema } from "../corpus/tokenizerRecord.ts";
import { comparePaths, type SkippedFile } from "../corpus/skipReasons.ts";
import { recordedTokenizer, type TokenizerOptions } from "../corpus/tokenizerOptions.ts";
import { WordfieldError } from "../errors.ts";
import type { FileRecord } from "./segmentLayout.ts";

/** A file of a model, as it was when it was read. */
interface PassportFile {
  /** Absolute, or a URI where there was no file. */
  readonly path: string;
  readonly bytes: number;
  readonly tokens: number;
  readonly kind: TextKind;
  /** Null where an editor's text stood for it. */
  readonly mtimeMs: number | null;
  /** SHA-256 of its bytes, hexadecimal, as `sha256sum` prints it. */
  readonly sha256: string;
  /** A code of BCP 47, "und" where it cannot be told; absent where nobody has looked. */
  readonly language?: string;
}

/** What files a model was made of, and how they were read. */
export interface Passport {
  readonly tokenizer: TokenizerOptions;
  readonly selection: FileSelection;
  readonly files: readonly PassportFile[];
  readonly skipped: readonly SkippedFile[];
  /** Paths that somebody wanted forgotten: they are not read again with this selection. */
  readonly forgotten: readonly string[];
}

/** 500,000 files take 100 MB. */
const MAXIMUM_BYTES = 2 ** 28;

const number = v.pipe(v.number(), v.minValue(0));
const schema = v.object({
  format: v.literal("wordfield-passport"),
  version: v.literal(1),
  tokenizer: v.picklist(["words", "whitespace"]),
  tokenizerOptions: v.fallback(v.optional(tokenizerOptionsSchema), undefined),
  selection: v.object({
    paths: v.array(v.string()),
    exclude: v.array(v.string()),
    include: v.exactOptional(v.array(v.string())),
    useIgnoreFiles: v.boolean(),
    gitCommits: v.exactOptional(number),
    maximumFileBytes: number,
  }),
  /** Path, bytes, tokens, kind, time, hash; and the language, where it is known. */
  files: v.array(
    v.tupleWithRest(
      [
        v.string(),
        number,
        number,
        v.picklist(TEXT_KINDS),
        v.nullable(v.number()),
        v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      ],
      v.pipe(v.string(), v.regex(/^[a-z]{2,8}$/)),
    ),
  ),
  skipped: v.array(v.tuple([v.string(), v.string()])),
  forgotten: v.optional(v.array(v.string()), []),
});

/**
 * Makes the passport of a model that has read a corpus; with `before`, that of a model that goes on from another one: what
 * was read then and has not been read anew is still in it.
 */
export function createPassport(
  report: CorpusReport,
  { paths, exclude, include, useIgnoreFiles, maximumFileBytes, gitCommits }: FileSelection,
  tokenizer: TokenizerOptions,
  before?: Passport,
): Passport {
  const files = report.files.map(({ path, bytes, tokens, kind, mtimeMs, hash, language }) => {
    const sha256 = Buffer.from(hash).toString("hex");
    return { path, bytes, tokens, kind, mtimeMs, sha256, ...(language ? { language } : {}) };
  });
  const read = new Set(files.map(({ path }) => path));
  const earlier = before?.files.filter(({ path }) => !read.has(path)) ?? [];
  return {
    tokenizer,
    selection: {
      ...{ paths, exclude, useIgnoreFiles, maximumFileBytes },
      ...(include ? { include } : {}),
      ...(gitCommits === undefined ? {} : { gitCommits }),
    },
    files: [...files, ...earlier].sort(comparePaths),
    skipped: report.skipped,
    forgotten: before?.forgotten ?? [],
  };
}

/** Takes files, and all that is in folders of these names, out of a passport, for good. */
export function withoutFiles(passport: Passport, paths: readonly string[]): Passport {
  const isGone = (path: string) =>
    paths.some((gone) => path === gone || path.startsWith(gone.endsWith(sep) ? gone : gone + sep));
  const gone = passport.files.filter(({ path }) => isGone(path)).map(({ path }) => path);
  return {
    ...passport,
    files: passport.files.filter(({ path }) => !isGone(path)),
    forgotten: [...new Set([...passport.forgotten, ...gone])].sort(),
  };
}

/** Writes a passport down: JSON text, packed by gzip. */
export function composePassport({
  tokenizer: { name: tokenizer, ...tokenizerOptions },
  selection,
  files,
  skipped,
  forgotten,
}: Passport): Uint8Array<ArrayBuffer> {
  const { include = [], exclude, paths, ...others } = selection;
  const passport: v.InferInput<typeof schema> = {
    format: "wordfield-passport",
    version: 1,
    tokenizer,
    tokenizerOptions,
    selection: {
      paths: [...paths],
      exclude: [...exclude],
      ...(include.length === 0 ? {} : { include: [...include] }),
      ...others,
    },
    files: files.map(({ path, bytes, tokens, kind, mtimeMs, sha256, language }) => [
      ...([path, bytes, tokens, kind, mtimeMs, sha256] as const),
      ...(language === undefined ? [] : [language]),
    ]),
    skipped: skipped.map(({ path, reason }) => [path, reason]),
    ...(forgotten.length === 0 ? {} : { forgotten: [...forgotten] }),
  };
  return new Uint8Array(gzipSync(JSON.stringify(passport)));
}

/**
 * Reads what `composePassport` has written.
 *
 * Errors: `bad-format` where it is damaged, or would be larger than any that is written.
 */
export function parsePassport(bytes: Uint8Array, modelName: string): Passport {
  const { tokenizer, tokenizerOptions, selection, files, skipped, forgotten } = parse(
    bytes,
    modelName,
  );
  return {
    tokenizer: recordedTokenizer(tokenizer, tokenizerOptions),
    selection,
    files: files.map(([path, bytes, tokens, kind, mtimeMs, sha256, language]) => ({
      ...{ path, bytes, tokens, kind, mtimeMs, sha256 },
      ...(language === undefined ? {} : { language }),
    })),
    skipped: skipped.map(([path, reason]) => ({ path, reason })),
    forgotten,
  };
}

function parse(bytes: Uint8Array, modelName: string): v.InferOutput<typeof schema> {
  const damaged = (cause?: unknown) =>
    new WordfieldError(
      "bad-format",
      `What ${modelName} says of the files that it was made of is damaged. Train it again to know them.`,
      { cause },
    );
  let json: unknown;
  try {
    json = JSON.parse(gunzipSync(bytes, { maxOutputLength: MAXIMUM_BYTES }).toString("utf8"));
  } catch (error) {
    // Neither unpacking nor parsing names the model.
    throw damaged(error);
  }
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) throw damaged();
  return parsed.output;
}

/** A file that is not any more what a model was made of. */
export interface ChangedFile {
  readonly path: string;
  readonly change: "changed" | "added" | "deleted";
  /** As it is now; of a deleted one as it was. */
  readonly tokens: number;
}

/** Compares the files of a model with those that there are now. Both are in the order of their paths. */
export function comparePassport(
  passport: Passport,
  present: readonly Pick<FileRecord, "path" | "hash" | "tokens">[],
): ChangedFile[] {
  const before = new Map(passport.files.map((file) => [file.path, file]));
  const changes: ChangedFile[] = [];
  for (const { path, hash, tokens } of present) {
    const file = before.get(path);
    before.delete(path);
    if (!file) changes.push({ path, change: "added", tokens });
    else if (file.sha256 !== Buffer.from(hash).toString("hex"))
      changes.push({ path, change: "changed", tokens });
  }
  // What was no file is not expected to be one now.
  for (const { path, tokens } of before.values())
    if (!/^[a-z][a-z0-9+.-]+:/i.test(path)) changes.push({ path, change: "deleted", tokens });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}
