/** Which text a training or a search reads: folders, files, unsaved editors and folders that are not on disk. */
import * as vscode from "vscode";
import { throwIfCanceled } from "../errors.ts";
import type { CorpusSources, SourceDocument } from "../protocol/engineMessages.ts";
import { readExcludes, readSettings } from "./settings.ts";

/** Folders and files that somebody chose. */
export interface Scope {
  /** For people: "workspace", or the name of a folder. */
  readonly label: string;
  readonly uris: readonly vscode.Uri[];
}

/** The whole workspace, or null in a window without a folder. */
export function workspaceScope(): Scope | null {
  const folders = vscode.workspace.workspaceFolders;
  if (!folders || folders.length === 0) return null;
  return {
    label: vscode.workspace.name ?? folders[0]!.name,
    uris: folders.map((folder) => folder.uri),
  };
}

/** Turns a path of a message back into the address of what can be opened. */
export function toUri(path: string): vscode.Uri {
  // A drive letter is no scheme: those that the editor knows have two letters or more.
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path)
    ? vscode.Uri.parse(path, true)
    : vscode.Uri.file(path);
}

/** Names a resource in messages: by its path where it is a file, else by its whole address. */
export function toPath(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath : uri.toString();
}

/**
 * Gathers what the engine needs to read a scope: paths of what is on disk, and the text of what is not.
 *
 * Errors: `canceled`.
 */
export async function collectSources(
  scope: Scope,
  warn: (sentence: string) => void,
  signal?: AbortSignal,
): Promise<CorpusSources> {
  const resource = scope.uris[0];
  const settings = readSettings(resource, warn);
  const onDisk = scope.uris.filter((uri) => uri.scheme === "file");
  const virtual = scope.uris.filter((uri) => uri.scheme !== "file");
  const exclude = readExcludes(resource, settings);
  return {
    paths: onDisk.map((uri) => uri.fsPath),
    exclude,
    useIgnoreFiles: settings.corpus.useIgnoreFiles,
    maximumFileBytes: settings.corpus.maximumFileBytes,
    documents: [
      ...unsavedDocuments(scope),
      ...(virtual.length > 0
        ? await readVirtual(virtual, {
            exclude,
            maximumFileBytes: settings.corpus.maximumFileBytes,
            maximumBytes: settings.corpus.maximumVirtualBytes,
            warn,
            ...(signal ? { signal } : {}),
          })
        : []),
    ],
  };
}

/** Gathers the text of editors with unsaved changes whose files lie in a scope; without a scope, of all of them. */
export function unsavedDocuments(scope?: Scope): readonly SourceDocument[] {
  return vscode.workspace.textDocuments
    .filter((document) => document.isDirty && document.uri.scheme === "file")
    .filter((document) => !scope || scope.uris.some((uri) => contains(uri, document.uri)))
    .map((document) => ({ path: document.uri.fsPath, text: document.getText() }));
}

function contains(folder: vscode.Uri, uri: vscode.Uri): boolean {
  return (
    folder.scheme === uri.scheme &&
    folder.authority === uri.authority &&
    (uri.path === folder.path || uri.path.startsWith(`${folder.path.replace(/\/$/, "")}/`))
  );
}

interface VirtualLimits {
  readonly exclude: readonly string[];
  readonly maximumFileBytes: number;
  readonly maximumBytes: number;
  readonly warn: (sentence: string) => void;
  readonly signal?: AbortSignal;
}

/** Reads files through the editor, one after the other, up to the limits; what has no text is left out. */
async function readVirtual(
  uris: readonly vscode.Uri[],
  limits: VirtualLimits,
): Promise<readonly SourceDocument[]> {
  const documents: SourceDocument[] = [];
  let bytesLeft = limits.maximumBytes;
  for (const uri of uris)
    for (const file of await findVirtualFiles(uri, limits.exclude)) {
      throwIfCanceled(limits.signal);
      const open = vscode.workspace.textDocuments.find(
        (document) => document.isDirty && document.uri.toString() === file.toString(),
      );
      const text = open ? open.getText() : await readText(file, limits);
      if (text === null) continue;
      bytesLeft -= text.length;
      if (bytesLeft < 0) {
        limits.warn(
          `Reading stopped at ${toPath(file)}: the limit of wordfield.corpus.maximumVirtualSize is reached.`,
        );
        return documents;
      }
      documents.push({ path: toPath(file), text });
    }
  return documents;
}

async function findVirtualFiles(
  uri: vscode.Uri,
  exclude: readonly string[],
): Promise<readonly vscode.Uri[]> {
  const { type } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.Directory) === 0) return [uri];
  const pattern = exclude.length > 0 ? `{${exclude.join(",")}}` : null;
  return vscode.workspace.findFiles(new vscode.RelativePattern(uri, "**/*"), pattern);
}

async function readText(uri: vscode.Uri, limits: VirtualLimits): Promise<string | null> {
  // A file may go, be refused or turn out to be binary while others are fine: it is named and left out.
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
