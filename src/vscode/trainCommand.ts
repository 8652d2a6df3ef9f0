/** "Train Embeddings on …": asks what to train on where there is a choice, and hands the order to the trainer. */
import * as vscode from "vscode";
import { isAlgorithmName, listAlgorithms, type AlgorithmName } from "./algorithms.ts";
import { hasName, toFreeName, toModelName } from "./modelNames.ts";
import type { Models } from "./models.ts";
import type { Reporter } from "./report.ts";
import { readSettings } from "./settings.ts";
import type { Trainer } from "./trainer.ts";
import { workspaceScope, type Scope } from "./workspaceFiles.ts";

/** What the commands that train need. */
export interface TrainingParts {
  readonly trainer: Trainer;
  readonly models: Models;
  readonly reporter: Reporter;
}

/**
 * What `wordfield.train` takes as its argument, from a key binding or another extension; all of it may be left out, and
 * what is given is not asked.
 */
interface TrainArguments {
  readonly algorithm?: AlgorithmName;
  readonly existing?: "replace" | "add";
}

interface TrainItem extends vscode.QuickPickItem {
  readonly scope?: Scope;
  readonly algorithm?: AlgorithmName;
}

/** Trains on the workspace, or on a part of it that the user picks. */
export async function trainOnWorkspace(parts: TrainingParts, argument?: unknown): Promise<void> {
  const scope = workspaceScope();
  if (!scope) {
    parts.reporter.info(vscode.l10n.t("Open a folder with text to train on."), [
      {
        title: vscode.l10n.t("Open Folder"),
        run: () => vscode.commands.executeCommand("workbench.action.files.openFolder"),
      },
    ]);
    return;
  }
  await trainOn([scope, ...partsOfWorkspace()], parts, parseArguments(argument));
}

/** Trains on folders and files of the Explorer: the one that was clicked, or all that are selected with it. */
export async function trainOnSelection(
  parts: TrainingParts,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const uris = (Array.isArray(selected) ? selected : []).filter(isUri);
  if (uris.length === 0 && isUri(clicked)) uris.push(clicked);
  const first = uris[0];
  if (!first) return trainOnWorkspace(parts);
  const name = uris.length === 1 ? lastName(first) : `${lastName(parentOf(first))}-selection`;
  await trainOn([{ label: name, uris }], parts, {});
}

async function trainOn(
  scopes: readonly Scope[],
  parts: TrainingParts,
  given: TrainArguments,
): Promise<void> {
  if (parts.trainer.snapshot) {
    parts.trainer.offerRunning();
    return;
  }
  const choice = given.algorithm
    ? { scope: scopes[0]!, algorithm: given.algorithm }
    : await pickTraining(scopes, parts);
  if (!choice) return;
  const suffix =
    listAlgorithms(vscode.l10n).find(({ name }) => name === choice.algorithm)?.nameSuffix ?? "";
  const name = await settleName(toModelName(choice.scope.label + suffix), parts, given.existing);
  if (name !== undefined) await parts.trainer.train({ ...choice, name });
}

/** One quick pick for both questions: the first item is what most people want. */
async function pickTraining(
  scopes: readonly Scope[],
  parts: TrainingParts,
): Promise<{ scope: Scope; algorithm: AlgorithmName } | undefined> {
  const preferred = readSettings(scopes[0]?.uris[0], (sentence) =>
    parts.reporter.log.warn(sentence),
  ).algorithm;
  const algorithms = [...listAlgorithms(vscode.l10n)].sort(
    (a, b) => Number(b.name === preferred) - Number(a.name === preferred),
  );
  const items = scopes.flatMap((scope): TrainItem[] => [
    ...(scopes.length > 1
      ? [{ label: scope.label, kind: vscode.QuickPickItemKind.Separator }]
      : []),
    ...algorithms.map(({ name, label, detail }) => ({
      label: vscode.l10n.t("{0} on {1}", label, scope.label),
      description: detail,
      scope,
      algorithm: name,
    })),
  ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Train Embeddings"),
    placeHolder: vscode.l10n.t("What to train, and on which text"),
    matchOnDescription: true,
  });
  return picked?.scope && picked.algorithm
    ? { scope: picked.scope, algorithm: picked.algorithm }
    : undefined;
}

/** Decides what happens to a model of the same name: nothing is replaced without being asked. */
async function settleName(
  name: string,
  { models }: TrainingParts,
  existing: "replace" | "add" | undefined,
): Promise<string | undefined> {
  await models.refresh();
  const taken = models.files.filter((file) => !file.foreign).map((file) => file.name);
  if (!hasName(taken, name)) return name;
  const free = toFreeName(name, taken);
  if (existing) return existing === "replace" ? name : free;
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t("Replace {0}", name),
        description: vscode.l10n.t("The old model stays until the new one is complete"),
        name,
      },
      {
        label: vscode.l10n.t("Keep it and add {0}", free),
        description: vscode.l10n.t("Both can be chosen afterwards"),
        name: free,
      },
    ],
    { title: vscode.l10n.t("There is a model {0} already", name) },
  );
  return picked?.name;
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

function parseArguments(argument: unknown): TrainArguments {
  if (typeof argument !== "object" || argument === null) return {};
  const { algorithm, existing } = argument as Record<string, unknown>;
  return {
    ...(isAlgorithmName(algorithm) ? { algorithm } : {}),
    ...(existing === "replace" || existing === "add" ? { existing } : {}),
  };
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
