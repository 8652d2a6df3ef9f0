// Finds the files of a corpus, each once, and says of the others why not.

import type { Dirent } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, join, resolve, sep } from "node:path";
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import { matchExcluded, matchIncluded } from "./globs.ts";
import { IgnoreRules } from "./ignoreRules.ts";
import {
  comparePaths,
  describeFileError,
  describeTooLarge,
  hasErrorCode,
  type SkippedFile,
} from "./skipReasons.ts";
import { reasonOfName } from "./withoutText.ts";

/** Which files a corpus is made of. */
export interface FileSelection {
  /** Files and folders, absolute. A file named here is taken whatever the patterns and ignore files say. */
  readonly paths: readonly string[];
  /** Glob patterns as in VS Code's settings, matched against the path relative to its folder in `paths`. */
  readonly exclude: readonly string[];
  /** Patterns of the same kind: only files that one of them matches are taken, or that lie in such a folder; none for all. */
  readonly include?: readonly string[];
  /** Whether the .gitignore files in the folders count. `.git` never belongs to a corpus. */
  readonly useIgnoreFiles: boolean;
  /** So many messages of the newest commits are read of the repositories that folders belong to; absent for none. */
  readonly gitCommits?: number;
  /** Greater files are skipped. */
  readonly maximumFileBytes: number;
}

/** A file to be read. */
interface FoundFile {
  readonly path: string;
  readonly bytes: number;
}

/** Both in the order of their paths. */
export interface FoundFiles {
  readonly files: FoundFile[];
  readonly skipped: SkippedFile[];
}

const MAXIMUM_IGNORE_FILE_BYTES = 2 ** 20;
/** Files asked for their size at a time. */
const STAT_BATCH = 32;

/**
 * Finds the files of a selection.
 *
 * Follows symbolic links, but visits each real folder and file once, under its own name where it has one in the
 * selection. What excluding patterns and ignore files leave out is not reported; what cannot be used is.
 *
 * Errors: `bad-input` where a path of the selection does not exist; `canceled`.
 */
export async function findFiles(request: FileSelection, signal?: AbortSignal): Promise<FoundFiles> {
  const search = new FileSearch(request, signal);
  for (const path of request.paths) await search.addRoot(resolve(path));
  await search.followLinks();
  search.files.sort(comparePaths);
  search.skipped.sort(comparePaths);
  return { files: search.files, skipped: search.skipped };
}

/** A folder or link on the way, with its name relative to the root in "/" notation and the rules that hold for it. */
interface Place {
  readonly path: string;
  readonly relativePath: string;
  readonly rules: IgnoreRules;
}
type Folder = Place & { readonly realPath: string };

class FileSearch {
  readonly files: FoundFile[] = [];
  readonly skipped: SkippedFile[] = [];
  readonly #request: FileSelection;
  readonly #signal: AbortSignal | undefined;
  readonly #isExcluded: (relativePath: string) => boolean;
  readonly #isIncluded: (relativePath: string) => boolean;
  readonly #visited = new Set<string>(); // real paths
  readonly #roots: string[] = []; // real paths
  readonly #links: Place[] = []; // followed last, so that a file has its own name rather than a link's

  constructor(request: FileSelection, signal: AbortSignal | undefined) {
    this.#request = request;
    this.#signal = signal;
    this.#isExcluded = matchExcluded(request.exclude);
    this.#isIncluded = matchIncluded(request.include);
  }

  async addRoot(path: string): Promise<void> {
    // A path that the user named must exist; every other trouble is reported and the rest goes on.
    try {
      await this.#addTarget({ path, relativePath: "", rules: IgnoreRules.none });
    } catch (error) {
      if (hasErrorCode(error, "ENOENT", "ENOTDIR"))
        throw new WordfieldError(
          "bad-input",
          `${path} does not exist. Check the spelling, or choose another file or folder.`,
          { cause: error },
        );
      this.#skip(path, error);
    }
  }

  async followLinks(): Promise<void> {
    for (let link = this.#links.shift(); link; link = this.#links.shift()) {
      // A broken link, or one into a forbidden folder, is reported and the rest goes on.
      try {
        await this.#addTarget(link);
      } catch (error) {
        if (hasErrorCode(error, "ENOENT", "ENOTDIR"))
          this.skipped.push({ path: link.path, reason: "broken symbolic link" });
        else this.#skip(link.path, error);
      }
    }
  }

  async #addTarget(place: Place): Promise<void> {
    const { path, relativePath, rules } = place;
    const realPath = await realpath(path);
    const status = await stat(path);
    if (relativePath === "") this.#roots.push(realPath);
    else if (rules.ignores(relativePath, status.isDirectory())) return;
    else if (this.#roots.some((root) => isInside(root, realPath))) {
      // A link to / or to a home folder would bring in everything else that is there.
      this.skipped.push({ path, reason: "symbolic link to a folder around the one that is read" });
      return;
    }
    if (status.isDirectory()) await this.#addFolder({ ...place, realPath });
    else if (relativePath !== "" && !this.#isIncluded(relativePath)) return;
    else if (status.isFile()) this.#addFile(path, realPath, status.size);
    else this.skipped.push({ path, reason: "not a regular file" });
  }

  async #addFolder(top: Folder): Promise<void> {
    const folders = [top];
    for (let folder = folders.pop(); folder; folder = folders.pop()) {
      throwIfCanceled(this.#signal);
      if (this.#visited.has(folder.realPath)) continue;
      this.#visited.add(folder.realPath);
      const entries = await this.#readFolder(folder.path);
      const rules = await this.#rulesInside(folder, entries);
      const files: Dirent[] = [];
      for (const entry of entries) {
        const relativePath = childOf(folder.relativePath, entry.name);
        if (entry.name === ".git" || this.#isExcluded(relativePath)) continue;
        const place = { path: join(folder.path, entry.name), relativePath, rules };
        if (entry.isSymbolicLink()) this.#links.push(place);
        else if (rules.ignores(relativePath, entry.isDirectory())) continue;
        else if (entry.isDirectory())
          folders.push({ ...place, realPath: join(folder.realPath, entry.name) });
        else if (!this.#isIncluded(relativePath)) continue;
        else if (entry.isFile()) files.push(entry);
        else this.skipped.push({ path: place.path, reason: "not a regular file" });
      }
      for (let start = 0; start < files.length; start += STAT_BATCH)
        await Promise.all(
          files
            .slice(start, start + STAT_BATCH)
            .map(({ name }) =>
              this.#measureFile(join(folder.path, name), join(folder.realPath, name)),
            ),
        );
    }
  }

  async #readFolder(path: string): Promise<Dirent[]> {
    // A folder that cannot be read is reported and the rest goes on.
    try {
      return (await readdir(path, { withFileTypes: true })).sort((a, b) =>
        a.name < b.name ? -1 : 1,
      );
    } catch (error) {
      this.#skip(path, error);
      return [];
    }
  }

  async #rulesInside(folder: Folder, entries: readonly Dirent[]): Promise<IgnoreRules> {
    if (!this.#request.useIgnoreFiles) return folder.rules;
    if (!entries.some((entry) => entry.name === ".gitignore")) return folder.rules;
    const path = join(folder.path, ".gitignore");
    // Without its rules more is read than was asked for, so the user is told.
    try {
      const status = await stat(path);
      if (!status.isFile()) return folder.rules;
      if (status.size <= MAXIMUM_IGNORE_FILE_BYTES)
        return folder.rules.extend(folder.relativePath, await readFile(path, "utf8"));
      const reason = describeTooLarge(status.size, MAXIMUM_IGNORE_FILE_BYTES);
      this.skipped.push({ path, reason: `rules not applied: ${reason}` });
    } catch (error) {
      this.skipped.push({ path, reason: `rules not applied: ${describeFileError(error)}` });
    }
    return folder.rules;
  }

  async #measureFile(path: string, realPath: string): Promise<void> {
    // A file that has vanished meanwhile is reported and the rest goes on.
    try {
      const bytes = reasonOfName(path) ? 0 : (await stat(path)).size;
      this.#addFile(path, realPath, bytes);
    } catch (error) {
      this.#skip(path, error);
    }
  }

  #addFile(path: string, realPath: string, bytes: number): void {
    if (this.#visited.has(realPath)) return;
    this.#visited.add(realPath);
    const limit = this.#request.maximumFileBytes;
    const reason = reasonOfName(path);
    if (reason) this.skipped.push({ path, reason });
    else if (bytes > limit) this.skipped.push({ path, reason: describeTooLarge(bytes, limit) });
    else this.files.push({ path, bytes });
  }

  #skip(path: string, error: unknown): void {
    // Node replaces the bytes of a name that are no UTF-8, and then finds no file of the new name.
    const isMisnamed = basename(path).includes("\ufffd") && hasErrorCode(error, "ENOENT");
    const reason = isMisnamed ? "name is not valid UTF-8" : describeFileError(error);
    this.skipped.push({ path, reason });
  }
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

function childOf(relativePath: string, name: string): string {
  return relativePath === "" ? name : `${relativePath}/${name}`;
}
