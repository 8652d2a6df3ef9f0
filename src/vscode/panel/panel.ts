import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { toWordfieldError, WordfieldError } from "../../errors.ts";
import type { Calls } from "../../protocol/channel.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import type { ProjectionSnapshot } from "../../protocol/mapMessages.ts";
import type { TabRequest } from "../../protocol/contextPageMessages.ts";
import type { ViewRequest } from "../../protocol/viewMessages.ts";
import type { PanelModel, PanelState } from "../../protocol/pageMessages.ts";
import type { Models } from "../models.ts";
import type { Reporter } from "../report.ts";
import type { Trainer } from "../trainer.ts";
import { createPageHandlers } from "./handlers.ts";
import { writePage } from "./html.ts";
import type { KeptViews } from "./keptViews.ts";
import { WatchedSelection } from "./watchedSelection.ts";
import { WebviewChannel } from "./webviewChannel.ts";

const VIEW_TYPE = "wordfield.panel";

/** What the panel shows and asks. */
export interface PanelParts {
  readonly extensionUri: vscode.Uri;
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  readonly trainer: Trainer;
  readonly reporter: Reporter;
  readonly views: KeptViews;
  /** How projections get on. */
  readonly onDidChangeProjection: vscode.Event<ProjectionSnapshot>;
}

/** The one panel of the window: opens it, restores it, tells its page what changes. */
export class Panel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #parts: PanelParts;
  readonly #disposables: vscode.Disposable[];
  #view: vscode.WebviewPanel | undefined;
  #channel: WebviewChannel | undefined;
  #model: PanelModel = { kind: "none" };
  #request: PanelState["request"] = null;
  #tabRequest: TabRequest | null = null;
  #viewRequest: ViewRequest | null = null;
  readonly #selection = new WatchedSelection();
  readonly #answered = new Set<string>();
  // Counted from the clock, because the page may remember what it has shown from before a restart.
  #serial = Date.now();
  #readings = 0;
  #following = false;

  constructor(parts: PanelParts) {
    this.#parts = parts;
    this.#disposables = [
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this),
      this.#selection,
      parts.models.onDidChange(() => this.#readModel()),
      parts.trainer.onDidChange(() => this.#tell()),
      parts.views.onDidChange(() => this.#tell()),
      parts.onDidChangeProjection((snapshot) => this.#channel?.emit("projectionChanged", snapshot)),
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    this.#view?.dispose();
  }

  /** What the page has been answered, as names of requests; forgotten when a command asks for something else. */
  get answered(): ReadonlySet<string> {
    return this.#answered;
  }

  /** Shows the panel, at a word if there is one. */
  open(word?: string, show: "word" | "lines" = "word"): void {
    if (word !== undefined) {
      this.#serial += 1;
      this.#request = { serial: this.#serial, word, show };
      this.#tabRequest = null;
    }
    this.#reveal();
  }

  /** Shows what the words of a selection mean where they stand; without a text, of what is selected in the editor. */
  openContext(text?: string): void {
    const selection = text === undefined ? this.#selection.read() : this.#selection.give(text);
    this.#openTab({ tab: "context", selection, word: null });
  }

  /** Shows the senses of a word in the workspace. */
  openSenses(word: string): void {
    this.#openTab({ tab: "senses", selection: null, word });
  }

  /**
   * Shows a view that was kept, of the model that it was kept of.
   *
   * Errors: `bad-input` where there is no such view; `model-missing` where its model is gone.
   */
  async openView(name: string): Promise<void> {
    const { models, views } = this.#parts;
    const kept = views.find(name);
    if (!models.files.some(({ path }) => path === kept.modelPath))
      throw new WordfieldError(
        "model-missing",
        `The model of the view “${name}”, ${kept.modelPath}, is not among the models of this workspace. Open its file, or forget the view.`,
      );
    await models.activate(kept.modelPath);
    this.#serial += 1;
    this.#viewRequest = { ...kept, serial: this.#serial };
    this.#request = null;
    this.#tabRequest = null;
    this.#reveal();
  }

  /** Keeps what the page shows; nothing where there is no panel. */
  keepView(): void {
    this.#channel?.emit("viewWanted", {});
  }

  #openTab(request: Omit<TabRequest, "serial">): void {
    this.#answered.clear();
    this.#serial += 1;
    this.#tabRequest = { ...request, serial: this.#serial };
    this.#request = null;
    this.#reveal();
  }

  #reveal(): void {
    if (this.#view) {
      this.#view.reveal();
      this.#tell();
      return;
    }
    const column = vscode.window.activeTextEditor
      ? vscode.ViewColumn.Beside
      : vscode.ViewColumn.Active;
    this.#adopt(vscode.window.createWebviewPanel(VIEW_TYPE, "Wordfield", column));
  }

  /** The word that it was asked to show last. */
  get request(): PanelState["request"] {
    return this.#request;
  }

  /** Whether the user sees it. */
  get visible(): boolean {
    return this.#view?.visible ?? false;
  }

  /** Whether it shows the word under the cursor. */
  set following(following: boolean) {
    this.#following = following;
    this.#tell();
  }

  /** Shows a word and leaves focus and tabs as they are; nothing where there is no panel. */
  follow(word: string): void {
    if (!this.#view) return;
    this.#serial += 1;
    this.#request = { serial: this.#serial, word, show: "cursor" };
    this.#tell();
  }

  /** Takes over the panel of the last session; its page knows by itself what it showed. */
  async deserializeWebviewPanel(view: vscode.WebviewPanel): Promise<void> {
    this.#view?.dispose();
    this.#adopt(view);
  }

  #adopt(view: vscode.WebviewPanel): void {
    const { extensionUri, calls, models, reporter } = this.#parts;
    const folder = vscode.Uri.joinPath(extensionUri, "dist", "webview");
    const asset = (name: string) =>
      view.webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    view.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    view.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, "media", "panelLight.svg"),
      dark: vscode.Uri.joinPath(extensionUri, "media", "panelDark.svg"),
    };
    const channel = new WebviewChannel(
      view.webview,
      createPageHandlers({
        calls,
        models,
        reporter,
        readState: () => this.#state(),
        selection: this.#selection,
        views: this.#parts.views,
        openView: (name) => this.openView(name),
        onAnswered: (method) => this.#answered.add(method),
        columnForEditors: () =>
          view.viewColumn === undefined || view.viewColumn === vscode.ViewColumn.One
            ? vscode.ViewColumn.Two
            : vscode.ViewColumn.One,
      }),
      (error) => reporter.log.warn(`panel: ${error.message}`),
    );
    view.onDidDispose(() => {
      channel.close();
      if (this.#view !== view) return;
      this.#view = undefined;
      this.#channel = undefined;
      this.#request = null;
      this.#tabRequest = null;
      this.#viewRequest = null;
      this.#selection.mark(null);
    });
    this.#view = view;
    this.#channel = channel;
    view.webview.html = writePage(
      {
        cspSource: view.webview.cspSource,
        script: asset("main.js"),
        style: asset("page.css"),
        codicons: asset("codicon.css"),
        language: vscode.env.language,
        title: "Wordfield",
      },
      randomBytes(16).toString("hex"),
    );
    this.#readModel();
  }

  #state(): PanelState {
    return {
      model: this.#model,
      modelNames: this.#parts.models.files.map(({ path, name }) => ({ path, name })),
      training: this.#parts.trainer.snapshot,
      request: this.#request,
      following: this.#following,
      tabRequest: this.#tabRequest,
      views: this.#parts.views.names,
      viewRequest: this.#viewRequest,
    };
  }

  #tell(): void {
    this.#channel?.emit("stateChanged", this.#state());
  }

  /** Has the engine load the active model and tells the page how it went; a later reading makes an earlier one void. */
  #readModel(): void {
    if (!this.#view) return;
    this.#readings += 1;
    const reading = this.#readings;
    const file = this.#parts.models.active;
    if (!file) {
      this.#model = { kind: "none" };
      this.#tell();
      return;
    }
    if (!(this.#model.kind === "ready" && this.#model.model.path === file.path))
      this.#model = { kind: "loading", name: file.name };
    this.#tell();
    const finish = (model: PanelModel) => {
      if (reading !== this.#readings) return;
      this.#model = model;
      this.#tell();
    };
    this.#parts.calls.openModel({ modelPath: file.path }).then(
      ({ model }) => finish({ kind: "ready", model }),
      (thrown: unknown) => {
        const { message } = this.#parts.reporter.note(toWordfieldError(thrown));
        finish({ kind: "damaged", path: file.path, name: file.name, reason: message });
      },
    );
  }
}
