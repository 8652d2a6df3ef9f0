import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { toWordfieldError, WordfieldError } from "../../errors.ts";
import type { Calls } from "../../protocol/channel.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import type { ProjectionSnapshot } from "../../protocol/mapMessages.ts";
import type { TabRequest } from "../../protocol/contextPageMessages.ts";
import type { ModelPair } from "../../protocol/driftMessages.ts";
import type { ViewRequest } from "../../protocol/viewMessages.ts";
import type { PanelModel, PanelState } from "../../protocol/pageMessages.ts";
import type { Models } from "../models.ts";
import type { Reporter } from "../report.ts";
import { readSettings } from "../settings.ts";
import type { Trainer } from "../trainer.ts";
import { createPageHandlers } from "./handlers.ts";
import { writePage } from "./html.ts";
import type { KeptViews } from "./keptViews.ts";
import { editorSurface, viewSurface, type PanelLocation, type Surface } from "./surface.ts";
import { WatchedSelection } from "./watchedSelection.ts";
import { WebviewChannel } from "./webviewChannel.ts";

const VIEW_TYPE = "wordfield.panel";
/** The view of the panel area. */
const VIEW_ID = "wordfield.explorer";

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
export class Panel
  implements vscode.Disposable, vscode.WebviewPanelSerializer, vscode.WebviewViewProvider
{
  readonly #parts: PanelParts;
  readonly #disposables: vscode.Disposable[];
  #surface: Surface | undefined;
  /** The setting takes the view of the panel area away before anybody is told that it has changed. */
  #takenFrom: PanelLocation | undefined;
  #channel: WebviewChannel | undefined;
  #model: PanelModel = { kind: "none" };
  readonly #seen = new vscode.EventEmitter<void>();
  /** The user sees it again, or for the first time. */
  readonly onDidBecomeVisible = this.#seen.event;
  #request: PanelState["request"] = null;
  #tabRequest: TabRequest | null = null;
  #viewRequest: ViewRequest | null = null;
  readonly #selection = new WatchedSelection();
  readonly #answered = new Map<string, number>();
  // Counted from the clock, because the page may remember what it has shown from before a restart.
  #serial = Date.now();
  #readings = 0;
  #following = false;
  /** Whether the page has been told its state. */
  #isReady = false;
  #isViewWanted = false;

  constructor(parts: PanelParts) {
    this.#parts = parts;
    this.#disposables = [
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this),
      vscode.window.registerWebviewViewProvider(VIEW_ID, this),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("wordfield.panel.location")) this.#move();
      }),
      this.#selection,
      parts.models.onDidChange(() => this.#readModel()),
      parts.trainer.onDidChange(() => this.#tell()),
      parts.views.onDidChange(() => this.#tell()),
      parts.onDidChangeProjection((snapshot) => this.#channel?.emit("projectionChanged", snapshot)),
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    this.#surface?.close();
    this.#seen.dispose();
  }

  /** How often the page has been answered, by names of requests; forgotten when a command asks for something else. */
  get answered(): ReadonlyMap<string, number> {
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

  /** Shows two models beside each other: which words moved from the one to the other. */
  openCompare(pair: ModelPair): void {
    this.#openTab({ tab: "compare", selection: null, word: null, pair });
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

  /** Has the page keep what it shows, as soon as it shows anything. */
  keepView(): void {
    if (!this.#channel)
      this.#parts.reporter.info(
        vscode.l10n.t("There is no panel whose view could be kept. Open it first."),
      );
    else if (this.#isReady) this.#channel.emit("viewWanted", {});
    else this.#isViewWanted = true;
  }

  /** The page has been answered; with its state it shows what it was asked for. */
  #hearAnswered(method: string): void {
    this.#answered.set(method, (this.#answered.get(method) ?? 0) + 1);
    if (method !== "readState") return;
    this.#isReady = true;
    if (!this.#isViewWanted) return;
    this.#isViewWanted = false;
    // Behind the answer, which is on its way.
    setTimeout(() => this.keepView(), 0);
  }

  #openTab(request: Omit<TabRequest, "serial">): void {
    this.#answered.clear();
    this.#serial += 1;
    this.#tabRequest = { ...request, serial: this.#serial };
    this.#request = null;
    this.#reveal();
  }

  #reveal(): void {
    if (this.#surface) {
      this.#surface.reveal();
      this.#tell();
      return;
    }
    if (this.#location === "panelArea") {
      // The view asks for its page when it is shown for the first time.
      this.#parts.reporter.background(vscode.commands.executeCommand(`${VIEW_ID}.focus`));
      return;
    }
    const column = vscode.window.activeTextEditor
      ? vscode.ViewColumn.Beside
      : vscode.ViewColumn.Active;
    this.#adoptTab(vscode.window.createWebviewPanel(VIEW_TYPE, "Wordfield", column));
  }

  get #location(): PanelLocation {
    return readSettings(undefined, () => undefined).panelLocation;
  }

  /** Goes where the user wants it now, if it is open. */
  #move(): void {
    const surface = this.#surface;
    const from = surface?.location ?? this.#takenFrom;
    if (from === undefined || from === this.#location) return;
    if (surface) {
      this.#leave(surface);
      surface.close();
    }
    this.#reveal();
  }

  /** The word that it was asked to show last. */
  get request(): PanelState["request"] {
    return this.#request;
  }

  /** Whether the user sees it. */
  get visible(): boolean {
    return this.#surface?.visible ?? false;
  }

  /** Whether it shows the word under the cursor. */
  set following(following: boolean) {
    this.#following = following;
    this.#tell();
  }

  /** Shows a word and leaves focus and tabs as they are; nothing where there is no panel. */
  follow(word: string): void {
    if (!this.#surface) return;
    this.#serial += 1;
    this.#request = { serial: this.#serial, word, show: "cursor" };
    this.#tell();
  }

  /** Takes over the panel of the last session; its page knows by itself what it showed. */
  async deserializeWebviewPanel(view: vscode.WebviewPanel): Promise<void> {
    this.#surface?.close();
    this.#adoptTab(view);
  }

  /** Fills the view of the panel area, when it is first seen and whenever VS Code has thrown its page away. */
  resolveWebviewView(view: vscode.WebviewView): void {
    this.#surface?.close();
    this.#adopt(viewSurface(view));
  }

  #adoptTab(panel: vscode.WebviewPanel): void {
    this.#adopt(editorSurface(panel, this.#parts.extensionUri));
  }

  #adopt(surface: Surface): void {
    const { extensionUri, calls, models, reporter } = this.#parts;
    const { webview } = surface;
    const folder = vscode.Uri.joinPath(extensionUri, "dist", "webview");
    const asset = (name: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    const channel = new WebviewChannel(
      webview,
      createPageHandlers({
        calls,
        models,
        reporter,
        readState: () => this.#state(),
        selection: this.#selection,
        views: this.#parts.views,
        openView: (name) => this.openView(name),
        onAnswered: (method) => this.#hearAnswered(method),
        columnForEditors: () => surface.columnForEditors(),
      }),
      (error) => reporter.log.warn(`panel: ${error.message}`),
    );
    surface.onDidDispose(() => {
      channel.close();
      if (this.#surface !== surface) return;
      this.#leave(surface);
      if (surface.location === "panelArea") this.#takenFrom = surface.location;
      this.#request = null;
      this.#tabRequest = null;
      this.#viewRequest = null;
    });
    surface.onDidChangeVisibility(() => {
      if (this.#surface === surface && surface.visible) this.#seen.fire();
    });
    this.#surface = surface;
    this.#takenFrom = undefined;
    this.#isReady = this.#isViewWanted = false;
    this.#channel = channel;
    webview.html = writePage(
      {
        cspSource: webview.cspSource,
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

  /** The page there is no longer the panel's. */
  #leave(surface: Surface): void {
    if (this.#surface !== surface) return;
    this.#channel?.close();
    this.#surface = undefined;
    this.#channel = undefined;
    this.#selection.mark(null);
  }

  #state(): PanelState {
    return {
      model: this.#model,
      modelNames: this.#parts.models.files.map(({ path, name, stamp }) => ({ path, name, stamp })),
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
    if (!this.#surface) return;
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
