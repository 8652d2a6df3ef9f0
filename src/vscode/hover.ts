import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import { HOVER_COMMANDS, writeHover, writeHoverHint } from "./hoverMarkdown.ts";
import type { Models } from "./models.ts";
import type { Reporter } from "./report.ts";
import { readSettings } from "./settings.ts";

// No word is longer, and a minified file may be one line of megabytes.
const REACH = 500;
/** Who has seen it so often in a window does not want it. */
const MOST_HINTS = 3;

/** Shows the neighbors of the word under the pointer, in every document; nothing where there is nothing to show. */
export class NeighborHover implements vscode.HoverProvider {
  readonly #calls: Calls<EngineRequests>;
  readonly #models: Models;
  readonly #reporter: Reporter;
  #served = false;
  #hints = 0;

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
    if (!model && !this.#canHint(document, position)) return undefined;
    const { hover } = readSettings(document, (sentence) => this.#reporter.log.warn(sentence));
    if (!hover.enabled) return undefined;
    if (hover.languages.length > 0 && !hover.languages.includes(document.languageId))
      return undefined;
    if (!model) return this.#hint();

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
      return new vscode.Hover(
        toMarkdown(writeHover(found, model.name, vscode.l10n)),
        new vscode.Range(position.line, start + found.start, position.line, start + found.end),
      );
    } catch (thrown) {
      this.#reporter.note(thrown);
      return undefined;
    } finally {
      listening.dispose();
    }
  }

  /** Without a model a word tells how to get one, some times, and in text that could be read for it. */
  #canHint(document: vscode.TextDocument, position: vscode.Position): boolean {
    return (
      this.#hints < MOST_HINTS &&
      vscode.workspace.getWorkspaceFolder(document.uri) !== undefined &&
      document.getWordRangeAtPosition(position) !== undefined
    );
  }

  #hint(): vscode.Hover {
    this.#hints += 1;
    return new vscode.Hover(toMarkdown(writeHoverHint(vscode.l10n)));
  }

  /** Ticks off the walkthrough's step. */
  #noteFirst(): void {
    if (this.#served) return;
    this.#served = true;
    void vscode.commands.executeCommand("setContext", "wordfield.hovered", true);
  }
}

function toMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text, true);
  markdown.supportHtml = true;
  markdown.isTrusted = { enabledCommands: [...HOVER_COMMANDS] };
  return markdown;
}
