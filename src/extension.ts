import * as vscode from "vscode";
import { Checkpoints } from "./vscode/checkpoints.ts";
import { KnownClassifiers } from "./vscode/classifier/knownClassifiers.ts";
import { registerCommands } from "./vscode/commands.ts";
import { TrainingContextKeys } from "./vscode/contextKeys.ts";
import { CursorFollower } from "./vscode/cursorFollower.ts";
import { keepEncodersIn } from "./vscode/encoderSettings.ts";
import { EngineHost } from "./vscode/engineHost.ts";
import { NeighborHover } from "./vscode/hover.ts";
import { Models } from "./vscode/models.ts";
import { ModelTree } from "./vscode/modelTree.ts";
import { KeptViews } from "./vscode/panel/keptViews.ts";
import { Panel } from "./vscode/panel/panel.ts";
import { Reports } from "./vscode/reports.ts";
import { Reporter } from "./vscode/report.ts";
import { Staleness } from "./vscode/staleness.ts";
import { StatusBar } from "./vscode/statusBar.ts";
import { Trainer } from "./vscode/trainer.ts";
import { WordColors } from "./vscode/wordColors.ts";

/** What the tests inside the extension host look at; it changes nothing. */
export interface ExtensionState {
  /** How long `activate` took. */
  readonly activationMs: number;
  readonly engine: Pick<EngineHost, "status"> & {
    readonly client: { readonly processId: number | undefined };
  };
  readonly models: Pick<Models, "folder" | "encodersFolder" | "active" | "files">;
  readonly trainer: Pick<Trainer, "snapshot">;
  readonly checkpoints: Pick<Checkpoints, "any">;
  readonly panel: Pick<Panel, "request" | "answered" | "visible">;
  readonly wordColors: Pick<WordColors, "coloring" | "painted">;
  readonly tree: Pick<ModelTree, "getChildren" | "getTreeItem">;
}

/** What needs more than a `dispose` when the window closes. */
let running: { readonly engine: EngineHost; readonly trainer: Trainer } | undefined;

// VS Code waits for about four seconds.
const SUSPEND_TIMEOUT_MS = 2_500;

/** Makes the engine's client, which forks nothing before it is asked, and registers the shell. */
export function activate(context: vscode.ExtensionContext): ExtensionState {
  const started = performance.now();
  const { extensionUri } = context;
  const reporter = new Reporter();
  const entry = vscode.Uri.joinPath(extensionUri, "dist", "engine.process.js").fsPath;
  const host = new EngineHost(entry, (line) => reporter.log.info(line));
  const { calls } = host.client;
  const models = new Models(context, calls);
  keepEncodersIn(models.encodersFolder.fsPath);
  const checkpoints = new Checkpoints(models.folder, calls);
  const trainer = new Trainer({ calls, models, checkpoints, reporter });
  running = { engine: host, trainer };
  const reports = new Reports();
  const classifiers = new KnownClassifiers(context.workspaceState);
  const views = new KeptViews(context.workspaceState);
  const panel = new Panel({
    ...{ extensionUri, calls, models, trainer, reporter, views },
    onDidChangeProjection: host.onDidChangeProjection,
  });
  const tree = new ModelTree(models, trainer, checkpoints, reporter);
  const follower = new CursorFollower({ calls, models, panel, reporter });
  const memory = context.workspaceState;
  const wordColors = new WordColors({ calls, models, reporter, memory });
  const statusBar = new StatusBar();
  const isRunning = () => host.client.processId !== undefined;
  const staleness = new Staleness({ calls, models, isRunning, reporter });

  const showStatus = () =>
    statusBar.show({
      modelName: models.active?.name ?? null,
      training: trainer.snapshot,
      engineStopped: host.status.kind === "stopped",
      hasFolder: (vscode.workspace.workspaceFolders?.length ?? 0) > 0,
      staleFiles: staleness.files,
      isUntrained: staleness.isUntrained,
    });
  const recover = async () => {
    const told = trainer.takeLoss();
    const model = models.active;
    if (model) await calls.openModel({ modelPath: model.path });
    await models.refresh(); // views that had to say that the engine was gone look again
    const again = vscode.l10n.t("The engine stopped and was started again.");
    if (!told) reporter.warn(model ? `${again} ${vscode.l10n.t("Your model is loaded.")}` : again);
  };

  context.subscriptions.push(
    ...[reporter, host, models, trainer, checkpoints, panel, tree, statusBar, staleness, reports],
    follower,
    wordColors,
    views,
    new TrainingContextKeys(trainer, checkpoints),
    registerCommands({
      engine: host,
      models,
      trainer,
      checkpoints,
      classifiers,
      panel,
      reporter,
      reports,
      follower,
      wordColors,
      views,
    }),
    vscode.languages.registerHoverProvider(
      { scheme: "*" },
      new NeighborHover(calls, models, reporter),
    ),
    vscode.window.createTreeView("wordfield.models", { treeDataProvider: tree }),
    host.onDidChangeTraining((snapshot) => trainer.follow(snapshot)),
    host.onDidChangeStatus(showStatus),
    // It may have stopped once more: then the next recovery tells.
    host.onDidRecover(() => void recover().catch((thrown: unknown) => reporter.note(thrown))),
    models.onDidChange(showStatus),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("wordfield.encoder.model"))
        reporter.background(models.refresh());
    }),
    trainer.onDidChange(showStatus),
    staleness.onDidChange(showStatus),
    host.onDidChangeStatus(() => staleness.ask()),
    vscode.workspace.onDidChangeWorkspaceFolders(showStatus),
  );
  for (const watched of [models, checkpoints])
    reporter.background(watched.watch((thrown) => reporter.note(thrown)));
  const activationMs = performance.now() - started;
  return { activationMs, engine: host, models, trainer, checkpoints, panel, wordColors, tree };
}

/** Ends the engine with the window; what it was training can be resumed. */
export async function deactivate(): Promise<void> {
  if (!running) return;
  const { engine, trainer } = running;
  try {
    await trainer.suspend(SUSPEND_TIMEOUT_MS);
  } finally {
    await engine.client.close();
  }
}
