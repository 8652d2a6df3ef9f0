import * as vscode from "vscode";
import { describeStatus, type StatusFacts, type StatusView } from "./statusText.ts";

/** The one status bar item. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor() {
    // Just left of the cursor's position, which has priority 100.5 at most.
    this.#item = vscode.window.createStatusBarItem(
      "wordfield.status",
      vscode.StatusBarAlignment.Right,
      101,
    );
    this.#item.name = "Wordfield";
  }

  dispose(): void {
    this.#item.dispose();
  }

  /** Shows the state of things, or nothing where the item is not needed. */
  show(facts: StatusFacts): void {
    const view = describeStatus(facts, vscode.l10n);
    if (!view) {
      this.#item.hide();
      return;
    }
    this.#item.text = view.text;
    this.#item.tooltip = view.offer ? withOffer(view.tooltip, view.offer) : view.tooltip;
    this.#item.command = view.command;
    this.#item.backgroundColor = view.warning
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
    this.#item.show();
  }
}

/** Puts a link to a command below a tooltip's text. */
function withOffer(
  tooltip: string,
  { label, command }: NonNullable<StatusView["offer"]>,
): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString().appendText(tooltip);
  markdown.appendMarkdown(`\n\n[${label}](command:${command})`);
  markdown.isTrusted = { enabledCommands: [command] };
  return markdown;
}
