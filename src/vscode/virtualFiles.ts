/** Text of folders that are not on disk: the engine cannot read it, so the editor does. */
import picomatch from "picomatch";
import * as vscode from "vscode";
import { throwIfCanceled } from "../errors.ts";
import type { SourceDocument } from "../protocol/engineMessages.ts";

/** What bounds the reading. */
export interface VirtualLimits {
  /** Glob patterns, relative to the folder that is read. */
  readonly exclude: readonly string[];
  /** Only files that one of these matches, or that lie in such a folder; none for all. */
  readonly include: readonly string[];
  readonly maximumFileBytes: number;
  /** Of all files together. */
  readonly maximumBytes: number;
  /** Hears what was left out. */
  readonly warn: (sentence: string) => void;
  readonly signal?: AbortSignal;
}

/** Names a resource in messages: by its path where it is a file, else by its whole address. */
function toPath(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath : uri.toString();
}

/**
 * Reads folders and files through the editor, one file after the other, up to the limits.
 *
 * Walks by itself: the editor's search knows only those file systems that bring a search of their own. What is binary,
 * too large or cannot be read is left out; links to folders are not followed.
 *
 * Errors: `canceled`.
 */
export async function readVirtual(
  uris: readonly vscode.Uri[],
  limits: VirtualLimits,
): Promise<readonly SourceDocument[]> {
  const filter = {
    isExcluded: picomatch([...limits.exclude], MATCHING),
    isIncluded: limits.include.length === 0 ? () => true : matchIncluded(limits.include),
  };
  const documents: SourceDocument[] = [];
  let bytesLeft = limits.maximumBytes;
  for (const root of uris)
    for await (const uri of walk(root, "", filter, limits)) {
      throwIfCanceled(limits.signal);
      const text = await readText(uri, limits);
      if (text === null) continue;
      bytesLeft -= Buffer.byteLength(text);
      if (bytesLeft < 0) {
        limits.warn(
          `Reading stopped before ${toPath(uri)}: the limit of wordfield.corpus.maximumVirtualSize is reached.`,
        );
        return documents;
      }
      documents.push({ path: toPath(uri), text });
    }
  return documents;
}

/** Tests of paths that are relative to the folder that is read. */
interface Filter {
  readonly isExcluded: (path: string) => boolean;
  readonly isIncluded: (path: string) => boolean;
}

const MATCHING = { dot: true, nonegate: true };

/** As the engine matches what is on disk: a pattern may also name a folder. */
function matchIncluded(patterns: readonly string[]): (path: string) => boolean {
  const given = patterns.map((pattern) => pattern.replace(/^\.?\/|\/+$/g, ""));
  return picomatch([...given, ...given.map((pattern) => `${pattern}/**`)], MATCHING);
}

async function* walk(
  uri: vscode.Uri,
  relativePath: string,
  filter: Filter,
  limits: VirtualLimits,
): AsyncGenerator<vscode.Uri> {
  const entries = await readFolder(uri, relativePath === "", limits);
  if (!entries) {
    yield uri;
    return;
  }
  for (const [name, type] of entries) {
    throwIfCanceled(limits.signal);
    const path = relativePath === "" ? name : `${relativePath}/${name}`;
    const child = vscode.Uri.joinPath(uri, name);
    if (filter.isExcluded(path)) continue;
    if (type === vscode.FileType.Directory) yield* walk(child, path, filter, limits);
    else if ((type & vscode.FileType.File) !== 0 && filter.isIncluded(path)) yield child;
  }
}

/** Lists a folder in the order of names; null for a root that is a file. */
async function readFolder(
  uri: vscode.Uri,
  isRoot: boolean,
  limits: VirtualLimits,
): Promise<readonly [string, vscode.FileType][] | null> {
  // A folder may be refused or go while it is read; the others are fine.
  try {
    if (isRoot && (await vscode.workspace.fs.stat(uri)).type === vscode.FileType.File) return null;
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.sort(([a], [b]) => (a < b ? -1 : 1));
  } catch (thrown) {
    limits.warn(`${toPath(uri)} was left out: ${String(thrown)}`);
    return [];
  }
}

async function readText(uri: vscode.Uri, limits: VirtualLimits): Promise<string | null> {
  const open = vscode.workspace.textDocuments.find(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
  if (open) return open.getText();
  // As above, and the editor refuses to decode what is binary.
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > limits.maximumFileBytes) {
      limits.warn(
        `${toPath(uri)} was left out: it is larger than ${limits.maximumFileBytes} bytes.`,
      );
      return null;
    }
    return await vscode.workspace.decode(await vscode.workspace.fs.readFile(uri), { uri });
  } catch (thrown) {
    limits.warn(`${toPath(uri)} was left out: ${String(thrown)}`);
    return null;
  }
}
