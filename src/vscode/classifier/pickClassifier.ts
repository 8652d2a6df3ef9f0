/** The step in which a classifier is chosen, and how it is asked. */
import * as vscode from "vscode";
import type { ClassifierSettings } from "../../protocol/classifierOptions.ts";
import { askPick } from "../quickSteps.ts";
import type { ClassifierArguments } from "./commandArguments.ts";
import { nameOfClassifier, type KnownClassifiers } from "./knownClassifiers.ts";
import { editSettings, settingsButton } from "./settingSteps.ts";
import type { ClassifierTask } from "./settingTexts.ts";

/** A classifier and how it is asked. */
export interface ClassifierChoice {
  readonly path: string;
  readonly settings: ClassifierSettings;
}

interface ClassifierItem extends vscode.QuickPickItem {
  readonly path?: string;
  readonly isFromFile?: boolean;
  readonly changesSettings?: boolean;
}

/** Takes the classifier that is given, or lets the user choose: the one that was used last comes first. */
export async function pickClassifier(
  classifiers: KnownClassifiers,
  task: ClassifierTask,
  title: string,
  { classifier, settings }: ClassifierArguments,
): Promise<ClassifierChoice | undefined> {
  if (classifier) return { path: classifier.fsPath, settings };
  const items = listItems(await classifiers.list());
  let last: ClassifierItem | undefined;
  for (;;) {
    const picked = await askPick<ClassifierItem>({
      title,
      placeholder: vscode.l10n.t("Which classifier"),
      items,
      active: last,
      canGoBack: false,
      onButton: (item) => ({ ...item, changesSettings: true }),
    });
    if (picked === undefined || picked === "back") return undefined;
    const path = picked.isFromFile ? await openClassifier(title) : picked.path;
    if (path === undefined) {
      if (!picked.isFromFile) await vscode.commands.executeCommand("wordfield.trainClassifier");
      return undefined;
    }
    if (!picked.changesSettings) return { path, settings };
    const changed = await editSettings(
      { task, title: `${title}: ${nameOfClassifier(path)}`, doneLabel: vscode.l10n.t("Go on") },
      settings,
    );
    if (changed === undefined) return undefined;
    if (changed !== "back") return { path, settings: changed };
    last = items.find((item) => item.path === path);
  }
}

function listItems(paths: readonly string[]): readonly ClassifierItem[] {
  const buttons = [settingsButton()];
  return [
    ...paths.map((path) => ({
      label: nameOfClassifier(path),
      description: vscode.workspace.asRelativePath(path),
      buttons,
      path,
    })),
    ...(paths.length > 0 ? [{ label: "", kind: vscode.QuickPickItemKind.Separator }] : []),
    {
      label: `$(folder-opened) ${vscode.l10n.t("Open a classifier file…")}`,
      buttons,
      isFromFile: true,
    },
    { label: `$(add) ${vscode.l10n.t("Train a text classifier…")}` },
  ];
}

async function openClassifier(title: string): Promise<string | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title,
    openLabel: vscode.l10n.t("Choose"),
    filters: {
      [vscode.l10n.t("Text classifiers")]: ["bin"],
      [vscode.l10n.t("All files")]: ["*"],
    },
  });
  return picked?.[0]?.fsPath;
}
