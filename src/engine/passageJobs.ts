/** Reading passages of files, as it runs in a thread. */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { findFiles, type FileSelection } from "../corpus/files.node.ts";
import { readText } from "../corpus/readText.node.ts";
import type { SkippedFile } from "../corpus/skipReasons.ts";
import { cutPassages, type Passage, type PassageUnit } from "../passages/cutPassages.ts";
import { hashOfText } from "../passages/passageIndexFile.node.ts";

/** A file and what tells that it has changed. */
export interface StampedFile {
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** A file that was cut into passages. */
export interface CutFile extends StampedFile {
  /** SHA-256 of its text, in hexadecimal. */
  readonly hash: string;
  readonly passages: readonly (Passage & {
    /** Its text's, in hexadecimal. */
    readonly hash: string;
  })[];
}

/** Finds files and their times. Errors: `bad-input` where a path does not exist. */
export async function stampFiles(
  selection: FileSelection,
): Promise<{ readonly files: readonly StampedFile[]; readonly skipped: readonly SkippedFile[] }> {
  const { files, skipped } = await findFiles(selection);
  const stamped: StampedFile[] = [];
  for (const { path, bytes } of files) {
    const info = await stat(path).catch(() => undefined); // gone since: the reader says so
    stamped.push({ path, bytes, mtimeMs: info?.mtimeMs ?? 0 });
  }
  return { files: stamped, skipped };
}

/** Reads files and cuts them; those that cannot be read are named. */
export async function cutFiles({
  files,
  unit,
  maximumFileBytes,
}: {
  readonly files: readonly StampedFile[];
  readonly unit: PassageUnit;
  readonly maximumFileBytes: number;
}): Promise<{ readonly cut: readonly CutFile[]; readonly skipped: readonly SkippedFile[] }> {
  const cut: CutFile[] = [];
  const skipped: SkippedFile[] = [];
  for (const file of files) {
    const content = await readText(file.path, maximumFileBytes);
    if ("reason" in content) {
      skipped.push({ path: file.path, reason: content.reason });
      continue;
    }
    cut.push({
      ...file,
      hash: createHash("sha256").update(content.text).digest("hex"),
      passages: cutPassages(file.path, content.text, unit).map((passage) => ({
        ...passage,
        hash: Buffer.from(hashOfText(passage.text)).toString("hex"),
      })),
    });
  }
  return { cut, skipped };
}
