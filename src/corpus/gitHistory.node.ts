// The messages of a repository's commits, as documents of a corpus.

import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { COMMIT_PREFIX } from "./kinds/kindOf.ts";
import type { CorpusDocument } from "./readText.node.ts";
import { describeFileError, type SkippedFile } from "./skipReasons.ts";

/** A commit as a document; its text is the whole message. */
interface CommitDocument {
  /** `git-history:` and the hash. */
  readonly name: string;
  readonly hash: string;
  /** The message's first paragraph, in one line. */
  readonly subject: string;
  readonly text: string;
}

/** What was read of a history; `warning` is a clause for the user, where not all of it was. */
export interface GitHistory {
  readonly documents: readonly CommitDocument[];
  readonly warning?: string;
}

/** Bounds of the reading. */
export interface GitHistoryOptions {
  /** How many commits are read, the newest first. */
  readonly limit: number;
  readonly timeoutMs: number;
  /** Defaults to 64 MiB. */
  readonly maximumBytes?: number;
}

const TIMEOUT_MS = 30_000;
const MAXIMUM_BYTES = 64 * 1024 * 1024;

/**
 * Reads the commit messages of the repository that a folder belongs to, with the user's `git` and without a shell.
 *
 * Nothing of the repository's own configuration is run: no pager, hook, file watcher, signature check or download of
 * missing objects. What cannot be read (no git, no repository, too slow, too much) gives what was read until then and a
 * warning. Rejects with an `AbortError` where the signal is aborted.
 */
export async function readGitHistory(
  folder: string,
  { limit, timeoutMs, maximumBytes = MAXIMUM_BYTES }: GitHistoryOptions,
  signal?: AbortSignal,
): Promise<GitHistory> {
  const { promise, resolve, reject } = deferred<GitHistory>();
  execFile(
    "git",
    [
      ...["-C", folder],
      "--no-pager",
      "--no-optional-locks",
      ...[
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "log.showSignature=false",
        "protocol.allow=never", // an older git would download what is missing
      ].flatMap((setting) => ["-c", setting]),
      "log",
      `--max-count=${limit}`,
      "-z",
      "--no-color",
      "--no-show-signature",
      "--no-notes",
      "--no-patch",
      "--no-ext-diff",
      "--no-textconv",
      "--encoding=UTF-8",
      "--format=%H%n%B",
    ],
    {
      // Windows looks for programs in this folder first: not in one that anybody may have filled.
      cwd: dirname(process.execPath),
      encoding: "utf8",
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      maxBuffer: maximumBytes,
      windowsHide: true,
      // GIT_DIR would lead to another repository.
      env: {
        ...process.env,
        GIT_DIR: undefined,
        GIT_WORK_TREE: undefined,
        GIT_TERMINAL_PROMPT: "0",
        GIT_NO_LAZY_FETCH: "1",
        LC_ALL: "C",
      },
      ...(signal ? { signal } : {}),
    },
    (error, stdout, stderr) => {
      if (signal?.aborted) reject(new DOMException("Canceled.", "AbortError"));
      else if (!error) resolve({ documents: documentsOf(stdout, true) });
      else
        resolve({
          documents: documentsOf(stdout, false),
          warning: warningOf(error, stderr, timeoutMs, maximumBytes),
        });
    },
  );
  return promise;
}

/** Takes `git log`'s output apart; what was cut off has an incomplete last message. */
function documentsOf(output: string, isComplete: boolean): CommitDocument[] {
  const documents: CommitDocument[] = [];
  const records = output.split("\0");
  // Each record ends with NUL, or the last one with the output.
  if (!isComplete) records.pop();
  for (const record of records) {
    const hash = /^[0-9a-f]{40,64}(?=\n)/.exec(record)?.[0];
    if (hash === undefined) continue;
    const text = record.slice(hash.length + 1).replace(/\n+$/, "\n");
    const [paragraph = ""] = text.split(/\n[ \t]*\n/, 1);
    const subject = paragraph
      .trim()
      .split(/\s*\n\s*/)
      .join(" ");
    documents.push({ name: `${COMMIT_PREFIX}${hash}`, hash, subject, text });
  }
  return documents;
}

function warningOf(
  error: Error & { code?: string | number | null; killed?: boolean },
  stderr: string,
  timeoutMs: number,
  maximumBytes: number,
): string {
  if (error.code === "ENOENT") return "no Git history: git was not found";
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER")
    return `Git history only in part: its messages are over ${sizeOf(maximumBytes)}`;
  if (error.killed) return `Git history only in part: git took more than ${timeoutMs / 1000} s`;
  if (stderr.includes("does not have any commits"))
    return "no Git history: there are no commits yet";
  if (stderr.includes("cannot change to")) return "no Git history: the folder is gone";
  if (stderr.includes("not a git repository"))
    return "no Git history: the folder is in no repository";
  if (stderr.includes("dubious ownership"))
    return "no Git history: the repository belongs to another user; see Git's setting safe.directory";
  const reason = stderr.trim().split("\n")[0] ?? "";
  return `no Git history: ${reason.slice(0, 200) || "git failed"}`;
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`;
}

function deferred<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<Value>((onValue, onReason) => {
    resolve = onValue;
    reject = onReason;
  });
  return { promise, resolve, reject };
}

/** What the commits of some folders' repositories say, each once, and why some folders have none. */
export async function readHistories(
  folders: readonly string[],
  commits: number,
): Promise<{ readonly documents: CorpusDocument[]; readonly skipped: SkippedFile[] }> {
  const documents = new Map<string, CorpusDocument>();
  const skipped: SkippedFile[] = [];
  for (const folder of folders) {
    if (!(await isFolder(folder))) continue;
    const history = await readGitHistory(folder, { limit: commits, timeoutMs: TIMEOUT_MS });
    for (const { name, text } of history.documents) documents.set(name, { path: name, text });
    if (history.warning !== undefined) skipped.push({ path: folder, reason: history.warning });
  }
  return { documents: [...documents.values()], skipped };
}

async function isFolder(path: string): Promise<boolean> {
  // What is not there is told of where its files are looked for.
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    describeFileError(error);
    return false;
  }
}
