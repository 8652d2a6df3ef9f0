/** Which text a training or a search reads: folders, files, unsaved editors and folders that are not on disk. */
import * as vscode from "vscode";
import type { CorpusSources, SourceDocument } from "../protocol/engineMessages.ts";
import { readExcludes, readSettings } from "./settings.ts";
import { readVirtual } from "./virtualFiles.ts";

const MOST_COMMITS = 10_000;

/** Folders and files that somebody chose. */
export interface Scope {
  /** For people: "workspace", or the name of a folder. */
  readonly label: string;
  readonly uris: readonly vscode.Uri[];
  /** Glob patterns; only files that one of them matches are taken. Absent: as the settings say. */
  readonly include?: readonly string[];
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
  return /^[a-z][a-z0-9+.-]+:\//i.test(path) ? vscode.Uri.parse(path, true) : vscode.Uri.file(path);
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
  const untitled = new Set(
    scope.uris.filter(({ scheme }) => scheme === "untitled").map((uri) => uri.toString()),
  );
  const virtual = scope.uris.filter((uri) => !["file", "untitled"].includes(uri.scheme));
  const exclude = readExcludes(resource, settings);
  const include = scope.include ?? settings.corpus.include;
  return {
    paths: onDisk.map((uri) => uri.fsPath),
    exclude,
    ...(include.length === 0 ? {} : { include }),
    useIgnoreFiles: settings.corpus.useIgnoreFiles,
    // Git reads the configuration of a repository: only where its folder is trusted.
    ...(settings.corpus.gitHistory && vscode.workspace.isTrusted
      ? { gitCommits: MOST_COMMITS }
      : {}),
    maximumFileBytes: settings.corpus.maximumFileBytes,
    documents: [
      ...unsavedDocuments(scope),
      ...vscode.workspace.textDocuments
        .filter(({ uri }) => untitled.has(uri.toString()))
        .map((document) => ({ path: document.uri.toString(), text: document.getText() })),
      ...(virtual.length > 0
        ? await readVirtual(virtual, {
            exclude,
            include,
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
