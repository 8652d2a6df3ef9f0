// Why a file is left out, in a few words for a list.

/** A file or folder that is no part of the corpus, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** Tells that a file is greater than the limit. */
export function describeTooLarge(bytes: number, maximumBytes: number): string {
  return `too large: ${describeSize(bytes)}, limit ${describeSize(maximumBytes)}`;
}

/**
 * Tells why the file system refused.
 *
 * Errors: throws again what is no error of the file system.
 */
export function describeFileError(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) throw error;
  return REASONS.get(code) ?? `cannot be read (${code})`;
}

/** Tells whether the file system refused with one of the given codes. */
export function hasErrorCode(error: unknown, ...codes: string[]): boolean {
  const code = codeOf(error);
  return code !== undefined && codes.includes(code);
}

/** Orders files by path, the same on every machine. */
export function comparePaths(a: { path: string }, b: { path: string }): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}

/** Only errors of system calls: others have codes, too. */
function codeOf(error: unknown): string | undefined {
  const isSystemError = error instanceof Error && "syscall" in error && "code" in error;
  return isSystemError && typeof error.code === "string" ? error.code : undefined;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["ENOENT", "not found"],
  ["ENOTDIR", "not found"],
  ["EISDIR", "is a folder"],
  ["ELOOP", "symbolic link loop"],
  ["ENAMETOOLONG", "name too long"],
  ["EMFILE", "too many open files"],
  ["ENFILE", "too many open files"],
  ["ENOSPC", "no space left"],
]);

function describeSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 2 ** 20 ? [bytes / 1024, "KB"] : [bytes / 2 ** 20, "MB"];
  return `${size.toFixed(size < 10 ? 1 : 0).replace(/\.0$/, "")} ${unit}`;
}
