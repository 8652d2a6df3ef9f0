/** Which text a command works on: the workspace, a part of it, open editors, or what the user names. */
import * as vscode from "vscode";
import { askPick, askText } from "./quickSteps.ts";
import type { Reporter } from "./report.ts";
import { workspaceScope, type Scope } from "./workspaceFiles.ts";

/** Lists the workspace and the parts of it that are worth an offer; says where there is none. */
export function listScopes({ reporter }: { readonly reporter: Reporter }): readonly Scope[] {
  const scope = workspaceScope();
  if (scope) return [scope, ...partsOfWorkspace()];
  reporter.info(vscode.l10n.t("Open a folder with text to train on."), [
    {
      title: vscode.l10n.t("Open Folder"),
      run: () => vscode.commands.executeCommand("workbench.action.files.openFolder"),
    },
  ]);
  return [];
}

/** Makes a scope of what was clicked in the Explorer, or of all that is selected with it; undefined for neither. */
export function scopeOfSelection(clicked: unknown, selected: unknown): Scope | undefined {
  const uris = (Array.isArray(selected) ? selected : []).filter(isUri);
  if (uris.length === 0 && isUri(clicked)) uris.push(clicked);
  const first = uris[0];
  if (!first) return undefined;
  const label = uris.length === 1 ? lastName(first) : `${lastName(parentOf(first))}-selection`;
  return { label, uris };
}

interface ScopeItem extends vscode.QuickPickItem {
  /** Gives the scope, or undefined where a further question is left. */
  readonly choose: () => Promise<Scope | "back" | undefined>;
}

/** Asks on which text a command is to work. */
export async function chooseScope(
  title: string,
  scopes: readonly Scope[],
): Promise<Scope | undefined> {
  const [workspace] = scopes;
  if (!workspace) return undefined;
  for (;;) {
    const picked = await askPick<ScopeItem>({
      title,
      placeholder: vscode.l10n.t("On which text"),
      items: [
        ...scopes.map((scope, index) => ({
          label: index === 0 ? vscode.l10n.t("{0} (all of it)", scope.label) : scope.label,
          choose: async () => scope,
        })),
        ...otherItems(title, workspace),
      ],
      canGoBack: false,
    });
    if (picked === undefined || picked === "back") return undefined;
    const scope = await picked.choose();
    if (scope !== "back") return scope;
  }
}

function otherItems(title: string, workspace: Scope): ScopeItem[] {
  const editors = openEditors();
  return [
    { label: "", kind: vscode.QuickPickItemKind.Separator, choose: async () => undefined },
    ...(editors.length === 0
      ? []
      : [
          {
            label: vscode.l10n.t("Open editors"),
            description: String(editors.length),
            choose: async () => ({ label: "open-editors", uris: editors }),
          },
        ]),
    {
      label: vscode.l10n.t("Files that match…"),
      description: vscode.l10n.t("Glob patterns, for example **/*.md"),
      choose: () => askPatterns(title, workspace),
    },
    {
      label: vscode.l10n.t("Folders or files…"),
      description: vscode.l10n.t("From anywhere on this computer"),
      choose: chooseFolders,
    },
  ];
}

/** The files of all tabs, and texts that have none yet. */
function openEditors(): readonly vscode.Uri[] {
  const uris = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) =>
      input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook
        ? input.uri
        : undefined,
    )
    .filter((uri) => uri !== undefined);
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}

async function askPatterns(title: string, workspace: Scope): Promise<Scope | "back" | undefined> {
  const answer = await askText({
    title,
    prompt: vscode.l10n.t(
      "Glob patterns with commas between them, relative to {0}; a folder stands for all that is in it",
      workspace.label,
    ),
    placeholder: "docs, **/*.md",
    value: "",
    canGoBack: true,
    findFault: (text) =>
      splitPatterns(text).length === 0 ? vscode.l10n.t("Enter at least one pattern.") : null,
  });
  if (answer === undefined || answer === "back") return answer;
  const include = splitPatterns(answer.text);
  return { label: `${workspace.label} ${include.join(" ")}`, uris: workspace.uris, include };
}

/** Cuts at commas, but for those in braces: `{md,txt}` is one pattern. */
function splitPatterns(text: string): string[] {
  return text
    .split(/,(?![^{]*\})/)
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== "");
}

async function chooseFolders(): Promise<Scope | undefined> {
  const uris = await vscode.window.showOpenDialog({
    openLabel: vscode.l10n.t("Choose"),
    canSelectFiles: true,
    canSelectFolders: true,
    canSelectMany: true,
  });
  return scopeOfSelection(undefined, uris);
}

/** Parts of the workspace that are worth an offer: its folders where there are several, and the current file's folder. */
function partsOfWorkspace(): readonly Scope[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const scopes: Scope[] =
    folders.length > 1 ? folders.map((folder) => ({ label: folder.name, uris: [folder.uri] })) : [];
  const current = vscode.window.activeTextEditor?.document.uri;
  if (current && vscode.workspace.getWorkspaceFolder(current)) {
    const parent = parentOf(current);
    if (!folders.some((folder) => folder.uri.toString() === parent.toString()))
      scopes.push({ label: lastName(parent), uris: [parent] });
  }
  return scopes;
}

function isUri(value: unknown): value is vscode.Uri {
  return value instanceof vscode.Uri;
}

function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, "..");
}

function lastName(uri: vscode.Uri): string {
  return uri.path.split("/").filter(Boolean).at(-1) ?? uri.authority;
}
