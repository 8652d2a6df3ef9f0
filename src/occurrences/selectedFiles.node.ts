// Which files an index should hold, as they are now: all of a selection, or those of some paths.

import { lstat, readFile, realpath, stat } from "node:fs/promises";
import { basename, join, resolve, sep } from "node:path";
import { reasonOfName } from "../corpus/withoutText.ts";
import { findFiles, type FileSelection } from "../corpus/files.node.ts";
import { matchExcluded, matchIncluded } from "../corpus/globs.ts";
import { IgnoreRules } from "../corpus/ignoreRules.ts";
import {
  describeFileError,
  describeTooLarge,
  hasErrorCode,
  type SkippedFile,
} from "../corpus/skipReasons.ts";

/** What an index is made of. */
export interface IndexedFiles {
  readonly selection: FileSelection;
  /** Files that belong to it besides. Absolute paths. */
  readonly files: readonly string[];
}

/** A file as it is now. */
export interface PresentFile {
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** The files that there are, by path, and those that cannot be used. */
export interface PresentFiles {
  readonly files: Map<string, PresentFile>;
  readonly skipped: SkippedFile[];
}

/** Files asked for their size at a time. */
const STAT_BATCH = 32;
const MAXIMUM_IGNORE_FILE_BYTES = 2 ** 20;

/** Finds everything; a path of the selection that is not there any more has no files. */
export async function findPresentFiles({ selection, files }: IndexedFiles): Promise<PresentFiles> {
  const there: string[] = [];
  for (const path of selection.paths) if (await exists(path)) there.push(path);
  const found = await findFiles({ ...selection, paths: there });
  const skipped = [...found.skipped];
  const known = new Set(skipped.map(({ path }) => path));
  const paths = new Set(found.files.map(({ path }) => path));
  for (const path of files) if (!known.has(path)) paths.add(path);
  const present = new Map<string, PresentFile>();
  const list = [...paths];
  for (let first = 0; first < list.length; first += STAT_BATCH)
    await Promise.all(
      list.slice(first, first + STAT_BATCH).map(async (path) => {
        const file = await lookAt(path, selection.maximumFileBytes);
        if ("reason" in file) skipped.push({ path, reason: file.reason });
        else present.set(path, file);
      }),
    );
  return { files: present, skipped };
}

/**
 * Looks at some paths only; undefined where that does not do, because of a folder, a link or the rules of what is ignored:
 * then everything has to be looked at.
 */
export async function lookAtPaths(
  { selection, files }: IndexedFiles,
  paths: readonly string[],
): Promise<PresentFiles | undefined> {
  const named = new Set(files);
  const present = new Map<string, PresentFile>();
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    if (basename(path) === ".gitignore") return undefined;
    if (!(await exists(path))) continue;
    if (await isFolderOrLink(path)) return undefined;
    if (!named.has(path) && !(await isSelected(selection, path))) continue;
    const file = await lookAt(path, selection.maximumFileBytes);
    if ("reason" in file) skipped.push({ path, reason: file.reason });
    else present.set(path, file);
  }
  return { files: present, skipped };
}

async function lookAt(
  path: string,
  maximumBytes: number,
): Promise<PresentFile | { reason: string }> {
  if (path.includes("\0")) return { reason: "name has a NUL character" };
  // A file that has vanished is reported and the rest goes on.
  try {
    const { size, mtimeMs } = await stat(path);
    if (size > maximumBytes) return { reason: describeTooLarge(size, maximumBytes) };
    return { bytes: size, mtimeMs };
  } catch (error) {
    return { reason: describeFileError(error) };
  }
}

async function exists(path: string): Promise<boolean> {
  if (path.includes("\0")) return false;
  // Whatever else is the matter with it, reading it will tell.
  try {
    await lstat(path);
    return true;
  } catch (error) {
    return !hasErrorCode(error, "ENOENT", "ENOTDIR");
  }
}

async function isFolderOrLink(path: string): Promise<boolean> {
  // It may have gone meanwhile; looking at everything will tell.
  try {
    return !(await lstat(path)).isFile() || (await realpath(path)) !== path;
  } catch (error) {
    describeFileError(error);
    return true;
  }
}

/** Tells of a file whether a selection would find it. */
async function isSelected(selection: FileSelection, path: string): Promise<boolean> {
  for (const root of selection.paths.map((some) => resolve(some))) {
    if (path === root) return true;
    const inside = root.endsWith(sep) ? root : `${root}${sep}`;
    if (!path.startsWith(inside) || reasonOfName(path)) continue;
    if (await isFound(selection, root, path.slice(inside.length).split(sep))) return true;
  }
  return false;
}

async function isFound(
  { exclude, include, useIgnoreFiles }: FileSelection,
  root: string,
  names: readonly string[],
): Promise<boolean> {
  const isExcluded = matchExcluded(exclude);
  if (!matchIncluded(include)(names.join("/"))) return false;
  let rules = IgnoreRules.none;
  let folder = root;
  let relativePath = "";
  for (const [depth, name] of names.entries()) {
    if (useIgnoreFiles)
      rules = rules.extend(relativePath, await readRules(join(folder, ".gitignore")));
    folder = join(folder, name);
    relativePath = relativePath === "" ? name : `${relativePath}/${name}`;
    if (name === ".git" || isExcluded(relativePath)) return false;
    if (rules.ignores(relativePath, depth < names.length - 1)) return false;
  }
  return true;
}

async function readRules(path: string): Promise<string> {
  // As a rule there are none; those that cannot be read were reported when everything was looked at.
  try {
    const status = await stat(path);
    if (!status.isFile() || status.size > MAXIMUM_IGNORE_FILE_BYTES) return "";
    return await readFile(path, "utf8");
  } catch (error) {
    describeFileError(error);
    return "";
  }
}
