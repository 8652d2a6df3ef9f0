/** Has the panel show the word under the cursor, where the user wants that. */
import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import type { Models } from "./models.ts";
import type { Panel } from "./panel/panel.ts";
import type { Reporter } from "./report.ts";
import { readSettings } from "./settings.ts";

/** What following needs. */
export interface CursorFollowerParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  readonly panel: Panel;
  readonly reporter: Reporter;
}

/** The setting, without the extension's prefix. */
const SETTING = "panel.followCursor";
/** Where the cursor rests, not where it passes. */
const RESTING_MS = 350;
/** On each side of the cursor; no word is longer. Units: UTF-16 units. */
const REACH = 500;

/** Watches the cursor while the panel is seen; the word that it rests on is shown there, and the focus stays. */
export class CursorFollower implements vscode.Disposable {
  readonly #parts: CursorFollowerParts;
  readonly #subscriptions: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;
  #asking: AbortController | undefined;
  #shown: string | undefined;
  /** Where the cursor was last; the panel may have the focus now. */
  #editor: vscode.TextEditor | undefined = vscode.window.activeTextEditor;

  constructor(parts: CursorFollowerParts) {
    this.#parts = parts;
    this.#subscriptions = [
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#rest(textEditor)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration(`wordfield.${SETTING}`)) return;
        this.#tell();
        this.#catchUp();
      }),
      // Going to another editor moves no cursor.
      vscode.window.onDidChangeActiveTextEditor(() => this.#catchUp()),
      parts.panel.onDidBecomeVisible(() => this.#catchUp()),
    ];
    this.#tell();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Follows from now on, or no longer, in all windows of the user. */
  async toggle(): Promise<void> {
    await vscode.workspace
      .getConfiguration("wordfield")
      .update(SETTING, !this.#isOn, vscode.ConfigurationTarget.Global);
  }

  get #isOn(): boolean {
    return readSettings(undefined, () => undefined).followCursor;
  }

  #tell(): void {
    this.#parts.panel.following = this.#isOn;
  }

  /** Shows the word at which the cursor has been all the time. */
  #catchUp(): void {
    const editor = vscode.window.activeTextEditor ?? this.#editor;
    if (editor && vscode.window.visibleTextEditors.includes(editor)) this.#rest(editor);
  }

  #rest(editor: vscode.TextEditor): void {
    this.#editor = editor;
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const { panel, models, reporter } = this.#parts;
    if (!this.#isOn || !panel.visible || !models.active) return;
    this.#timer = setTimeout(() => {
      void this.#show(editor).catch((thrown: unknown) => reporter.note(thrown));
    }, RESTING_MS);
  }

  async #show({ document, selection }: vscode.TextEditor): Promise<void> {
    const { calls, models, panel } = this.#parts;
    const model = models.active;
    if (!model) return;
    const { line, character } = selection.active;
    const start = Math.max(0, character - REACH);
    const asking = new AbortController();
    this.#asking = asking;
    const found = await calls.findNeighborsAt(
      {
        modelPath: model.path,
        text: document.getText(new vscode.Range(line, start, line, character + REACH)),
        offset: character - start,
        count: 1,
      },
      asking.signal,
    );
    // Between words, or at one that the model does not have, what was shown stays.
    if ("absent" in found || asking.signal.aborted || found.entry.word === this.#shown) return;
    this.#shown = found.entry.word;
    panel.follow(found.entry.word);
  }
}
