/** The commands on one model: from a row of the list, or on one that is picked. */
import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import type { Balance } from "../protocol/groundingMessages.ts";
import { withCancellableProgress } from "./cancellableProgress.ts";
import { describeModelRow } from "./modelRow.ts";
import { findNameFault, toModelName } from "./modelNames.ts";
import type { ModelFile, Models } from "./models.ts";
import { askPick } from "./quickSteps.ts";
import type { Reporter } from "./report.ts";

/** What the commands on models need. */
export interface ModelParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  readonly reporter: Reporter;
}

/** Lets the user choose the active model, or a way to get one. */
export async function chooseModel(parts: ModelParts): Promise<void> {
  const file = await pickModel(parts, vscode.l10n.t("Choose the model that hover and panel use"), [
    {
      label: `$(folder-opened) ${vscode.l10n.t("Open a model file…")}`,
      command: "wordfield.openModelFile",
    },
    { label: `$(add) ${vscode.l10n.t("Train on Workspace")}`, command: "wordfield.train" },
  ]);
  if (file) await activate(file.path, parts);
}

/** Activates the model of a row. */
export async function activateModel(parts: ModelParts, row: unknown): Promise<void> {
  const file = modelOfRow(parts, row);
  if (file) await activate(file.path, parts);
  else await chooseModel(parts);
}

/** Asks for another name and renames the file. */
export async function renameModel(parts: ModelParts, row: unknown, given?: unknown): Promise<void> {
  const file = await modelFor(parts, row, vscode.l10n.t("Which model to rename"));
  if (!file) return;
  const taken = parts.models.files
    .filter((other) => other.path !== file.path)
    .map((other) => other.name);
  const name =
    typeof given === "string"
      ? given
      : await vscode.window.showInputBox({
          title: vscode.l10n.t("Rename {0}", file.name),
          value: file.name,
          validateInput: (text) => explainNameFault(text, taken),
        });
  if (name === undefined || name.trim() === file.name) return;
  const fault = explainNameFault(name, taken);
  if (fault === null) await parts.models.rename(file.path, name.trim());
  else parts.reporter.info(fault);
}

/** Deletes a model after a question; a file from elsewhere only leaves the list. */
export async function deleteModel(parts: ModelParts, row: unknown): Promise<void> {
  const file = await modelFor(parts, row, vscode.l10n.t("Which model to delete"));
  if (!file) return;
  const action = file.foreign ? vscode.l10n.t("Remove from List") : vscode.l10n.t("Delete");
  const answer = await vscode.window.showWarningMessage(
    file.foreign
      ? vscode.l10n.t("Remove {0} from the list?", file.name)
      : vscode.l10n.t("Delete the model {0}?", file.name),
    {
      modal: true,
      detail: file.foreign
        ? vscode.l10n.t("The file stays where it is: {0}", file.path)
        : vscode.l10n.t("Its file is deleted for good: {0}", file.path),
    },
    action,
  );
  if (answer === action) await parts.models.delete(file.path);
}

/** Shows a model's file in the system's file manager, or gives its path where there is none. */
export async function revealModel(parts: ModelParts, row: unknown): Promise<void> {
  const file = await modelFor(parts, row, vscode.l10n.t("Which model to reveal"));
  if (!file) return;
  if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
    await vscode.commands.executeCommand("revealFileInOS", vscode.Uri.file(file.path));
    return;
  }
  await vscode.env.clipboard.writeText(file.path);
  parts.reporter.info(vscode.l10n.t("The path is in the clipboard: {0}", file.path));
}

/** Opens a model from anywhere and keeps it in the list. */
export async function openModelFile(parts: ModelParts, given?: unknown): Promise<void> {
  const picked =
    given instanceof vscode.Uri
      ? [given]
      : await vscode.window.showOpenDialog({
          title: vscode.l10n.t("Open Model File"),
          openLabel: vscode.l10n.t("Open"),
          filters: {
            [vscode.l10n.t("Models and word vectors")]: ["safetensors", "vec", "txt", "bin"],
            [vscode.l10n.t("All files")]: ["*"],
          },
        });
  const path = picked?.[0]?.fsPath;
  if (path === undefined) return;
  await parts.calls.openModel({ modelPath: path });
  await parts.models.addForeign(path);
}

/** Writes a model in a format of other programs: word2vec text, which most read, or fastText's. */
export async function exportModel(parts: ModelParts, row: unknown, given?: unknown): Promise<void> {
  const file = await modelFor(parts, row, vscode.l10n.t("Which model to export"));
  if (!file) return;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri;
  const target =
    given instanceof vscode.Uri
      ? given
      : await vscode.window.showSaveDialog({
          title: vscode.l10n.t("Export {0}", file.name),
          filters: {
            [vscode.l10n.t("word2vec text")]: ["vec"],
            [vscode.l10n.t("fastText")]: ["bin"],
          },
          ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `${file.name}.vec`) } : {}),
        });
  if (!target) return;
  const balance = await chooseMeaning(parts, file, target);
  if (balance === undefined) return;
  const { words, warnings } = await withCancellableProgress(
    vscode.l10n.t("Exporting {0}", file.name),
    (_, signal) =>
      parts.calls.exportModel({ modelPath: file.path, outputPath: target.fsPath, balance }, signal),
  );
  for (const warning of warnings) parts.reporter.log.warn(warning);
  parts.reporter.info(vscode.l10n.t("{0} words were written to {1}.", words, target.fsPath));
}

/** Asks which meaning the vectors shall have, where there is a choice; undefined where the user has thought better of it. */
async function chooseMeaning(
  { calls }: ModelParts,
  { path }: ModelFile,
  target: vscode.Uri,
): Promise<Balance | undefined> {
  const { model } = await calls.openModel({ modelPath: path });
  if (model.encoder === undefined || target.fsPath.toLowerCase().endsWith(".bin")) return 0;
  const picked = await askPick<vscode.QuickPickItem & { balance: Balance }>({
    title: vscode.l10n.t("Which Vectors to Export"),
    placeholder: vscode.l10n.t("The model has vectors of this text and of general meaning"),
    canGoBack: false,
    items: [
      {
        label: vscode.l10n.t("What Was Trained"),
        detail: vscode.l10n.t("The vectors of this text alone, as they are"),
        balance: 0,
      },
      {
        label: vscode.l10n.t("Both Meanings"),
        detail: vscode.l10n.t("Joined with general meaning, as hover and panel show it"),
        balance: "auto",
      },
      {
        label: vscode.l10n.t("General Meaning"),
        detail: vscode.l10n.t("What the encoder knows of the words"),
        balance: 1,
      },
    ],
  });
  return picked === "back" ? undefined : picked?.balance;
}

async function activate(path: string, { calls, models }: ModelParts): Promise<void> {
  await calls.openModel({ modelPath: path }); // what cannot be read must not replace what works
  await models.activate(path);
}

function modelOfRow({ models }: ModelParts, row: unknown): ModelFile | undefined {
  if (typeof row !== "object" || row === null) return undefined;
  const { path, model } = row as { path?: unknown; model?: { path?: unknown } };
  const wanted = path ?? model?.path;
  return models.files.find((file) => file.path === wanted);
}

/** Finds the model of a row, or lets the user pick one; says where there is none. */
export async function modelFor(
  parts: ModelParts,
  row: unknown,
  question: string,
): Promise<ModelFile | undefined> {
  const file = modelOfRow(parts, row);
  if (file) return file;
  await parts.models.refresh();
  if (parts.models.files.length > 0) return pickModel(parts, question, []);
  parts.reporter.info(vscode.l10n.t("There is no model here yet."), [
    {
      title: vscode.l10n.t("Train on Workspace"),
      run: () => vscode.commands.executeCommand("wordfield.train"),
    },
  ]);
  return undefined;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly file?: ModelFile;
  readonly command?: string;
}

async function pickModel(
  { models }: ModelParts,
  question: string,
  more: readonly ModelItem[],
): Promise<ModelFile | undefined> {
  const items = models.refresh().then(async (): Promise<ModelItem[]> => {
    const active = models.active?.path;
    const listings = models.files.length > 0 ? await models.list() : [];
    const known = new Map(
      listings.map((listing) => [
        listing.kind === "model" ? listing.model.path : listing.path,
        listing.kind === "model"
          ? describeModelRow(listing.model, Date.now(), vscode.l10n)
          : vscode.l10n.t("can’t be read: {0}", listing.reason),
      ]),
    );
    return [
      ...models.files.map((file) => ({
        label: `${file.path === active ? "$(circle-filled)" : "$(circle-large-outline)"} ${file.name}`,
        description: known.get(file.path) ?? "",
        file,
      })),
      ...(more.length > 0 && models.files.length > 0
        ? [{ label: "", kind: vscode.QuickPickItemKind.Separator }]
        : []),
      ...more,
    ];
  });
  const picked = await vscode.window.showQuickPick(items, { placeHolder: question });
  if (picked?.command) await vscode.commands.executeCommand(picked.command);
  return picked?.file;
}

/** Says why a text cannot name a model beside the taken names; null where it can. */
export function explainNameFault(text: string, taken: readonly string[]): string | null {
  switch (findNameFault(text, taken)) {
    case "empty":
      return vscode.l10n.t("A model needs a name.");
    case "forbidden":
      return vscode.l10n.t("This cannot be the name of a file. Possible: {0}", toModelName(text));
    case "taken":
      return vscode.l10n.t("There is a model {0} already.", text.trim());
    case null:
      return null;
  }
}
