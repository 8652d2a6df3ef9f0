/** "Open Kept View…": chooses one, or throws one away. */
import * as vscode from "vscode";
import type { Panel } from "./panel/panel.ts";
import type { KeptViews } from "./panel/keptViews.ts";

/** The name of a view as argument opens it at once. */
export async function openKeptView(panel: Panel, views: KeptViews, given: unknown): Promise<void> {
  // A key may be bound to a view that has been forgotten since: the others are offered then.
  const isKept = typeof given === "string" && views.names.includes(given);
  const name = isKept ? given : await choose(views);
  if (name !== undefined) await panel.openView(name);
}

function choose(views: KeptViews): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  const forget: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("trash"),
    tooltip: vscode.l10n.t("Forget This View"),
  };
  pick.title = vscode.l10n.t("Open Kept View");
  pick.placeholder =
    views.names.length > 0
      ? vscode.l10n.t("Choose a view")
      : vscode.l10n.t("No view is kept yet: use “Keep This View…” in the panel");
  const list = () => {
    pick.items = views.names.map((label) => ({ label, buttons: [forget] }));
  };
  list();
  return new Promise((resolve) => {
    pick.onDidTriggerItemButton(async ({ item }) => {
      await views.forget(item.label);
      list();
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.label);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
