import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import { HOVER_COMMANDS, writeHover } from "./hoverMarkdown.ts";
import type { Models } from "./models.ts";
import type { Reporter } from "./report.ts";
import { readSettings } from "./settings.ts";

// No word is longer, and a minified file may be one line of megabytes.
const REACH = 500;

/** Shows the neighbors of the word under the pointer, in every document; nothing where there is nothing to show. */
export class NeighborHover implements vscode.HoverProvider {
  readonly #calls: Calls<EngineRequests>;
  readonly #models: Models;
  readonly #reporter: Reporter;
  #served = false;

  constructor(calls: Calls<EngineRequests>, models: Models, reporter: Reporter) {
    this.#calls = calls;
    this.#models = models;
    this.#reporter = reporter;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const model = this.#models.active;
    if (!model) return undefined;
    const { hover } = readSettings(document, (sentence) => this.#reporter.log.warn(sentence));
    if (!hover.enabled) return undefined;
    if (hover.languages.length > 0 && !hover.languages.includes(document.languageId))
      return undefined;

    const start = Math.max(0, position.character - REACH);
    const text = document.getText(
      new vscode.Range(position.line, start, position.line, position.character + REACH),
    );
    const controller = new AbortController();
    const listening = token.onCancellationRequested(() => controller.abort());
    // A hover never interrupts: whatever goes wrong stands in the log alone.
    try {
      const found = await this.#calls.findNeighborsAt(
        {
          modelPath: model.path,
          text,
          offset: position.character - start,
          count: hover.neighbors,
          balance: hover.balance,
          twoLists: hover.twoLists,
        },
        controller.signal,
      );
      if ("absent" in found) return undefined;
      this.#noteFirst();
      const markdown = new vscode.MarkdownString(writeHover(found, model.name, vscode.l10n), true);
      markdown.supportHtml = true;
      markdown.isTrusted = { enabledCommands: [...HOVER_COMMANDS] };
      return new vscode.Hover(
        markdown,
        new vscode.Range(position.line, start + found.start, position.line, start + found.end),
      );
    } catch (thrown) {
      this.#reporter.note(thrown);
      return undefined;
    } finally {
      listening.dispose();
    }
  }

  /** Ticks off the walkthrough's step. */
  #noteFirst(): void {
    if (this.#served) return;
    this.#served = true;
    void vscode.commands.executeCommand("setContext", "wordfield.hovered", true);
  }
}
