import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type {
  EngineRequests,
  TrainingResult,
  TrainingSnapshot,
} from "../protocol/engineMessages.ts";
import { toWordfieldError } from "../errors.ts";
import { formatCount, formatSeconds } from "./amounts.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { isLookingAround, keepGeneralMeaning, makeGeneralModel } from "./meaning/generalMeaning.ts";
import type { Models } from "./models.ts";
import { percentDone, writeProgress } from "./progressText.ts";
import type { Reporter } from "./report.ts";
import { readSettings, tensorboardFolder } from "./settings.ts";
import {
  firstSnapshot,
  orderTitle,
  type GeneralOrder,
  type TrainingOrder,
} from "./trainingOrders.ts";
import { collectSources, unsavedDocuments } from "./workspaceFiles.ts";

interface Run {
  readonly order: TrainingOrder;
  readonly modelPath: string;
  readonly controller: AbortController;
  /** Set as soon as the editor shows it. */
  progress: vscode.Progress<{ message?: string; increment?: number }> | undefined;
  snapshot: TrainingSnapshot;
  epochsLogged: number;
  /** Whether its model was activated before it is complete. */
  isActivated: boolean;
}

type GeneralResult = EngineRequests["makeGeneralModel"]["result"];

/** What the trainer works with. */
export interface TrainerParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  readonly checkpoints: Checkpoints;
  readonly reporter: Reporter;
}

// A workspace may hold many thousands of binary files.
const SKIPPED_IN_LOG = 200;
const PLACES_IN_LOG = 10;

/** The one training of this window: starts it, shows its progress, activates its model. */
export class Trainer implements vscode.Disposable {
  readonly #parts: TrainerParts;
  readonly #changed = new vscode.EventEmitter<void>();
  #run: Run | undefined;
  #runs = 0;
  #lost = false;

  /** Fires when a training starts, gets on or ends. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: TrainerParts) {
    this.#parts = parts;
  }

  // A training of a window that closes is not canceled: it ends with the engine, and its checkpoint stays.
  dispose(): void {
    this.#changed.dispose();
  }

  /** How far the running training is; null where none runs. */
  get snapshot(): TrainingSnapshot | null {
    return this.#run?.snapshot ?? null;
  }

  /** Tells once whether the last crash of the engine ended a training, which has been reported then. */
  takeLoss(): boolean {
    const lost = this.#lost;
    this.#lost = false;
    return lost;
  }

  /** Takes in what the engine tells of a run. */
  follow(snapshot: TrainingSnapshot): void {
    const run = this.#run;
    if (!run || snapshot.runId !== run.snapshot.runId) return;
    run.progress?.report({
      message: writeProgress(snapshot, vscode.l10n),
      increment: Math.max(0, snapshot.fraction - run.snapshot.fraction) * 100,
    });
    run.snapshot = snapshot;
    if (snapshot.isUsable && !run.isActivated) {
      run.isActivated = true;
      this.#parts.reporter.background(this.#parts.models.activate(run.modelPath));
    }
    for (; run.epochsLogged < snapshot.lossPerEpoch.length; run.epochsLogged += 1)
      this.#parts.reporter.log.info(
        `${run.order.name}: epoch ${run.epochsLogged + 1} of ${snapshot.epochs}, loss ${snapshot.lossPerEpoch[run.epochsLogged]!.toFixed(4)}`,
      );
    this.#changed.fire();
  }

  /** Asks the running training to stop; nothing of it is kept but the checkpoint that it was resumed from. */
  cancel(): void {
    this.#run?.controller.abort();
  }

  /** Holds the running training, or lets it go on; does nothing where none runs. */
  async setPaused(paused: boolean): Promise<void> {
    const run = this.#run;
    if (run) await this.#parts.calls.pauseTraining({ runId: run.snapshot.runId, paused });
  }

  /** Has a running training write down how far it is, because the window closes; waits so long at most. */
  async suspend(timeoutMs: number): Promise<void> {
    if (this.snapshot?.phase !== "training" || this.snapshot.paused) return;
    const told = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.onDidChange(() => {
        // A pause is told when its checkpoint is complete.
        if (this.snapshot !== null && !this.snapshot.paused) return;
        clearTimeout(timer);
        resolve();
      });
    });
    await this.setPaused(true);
    await told;
  }

  /** Trains; resolves when the model is active, or when an end without a model has been told. */
  async train(order: TrainingOrder): Promise<void> {
    if (this.#run) {
      this.offerRunning();
      return;
    }
    const run = (this.#run = this.#begin(order));
    this.#announce();
    let result: TrainingResult | GeneralResult | undefined;
    let failure: unknown;
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: orderTitle(order),
        cancellable: true,
      },
      async (progress, token) => {
        run.progress = progress;
        token.onCancellationRequested(() => run.controller.abort());
        try {
          result = await this.#runToEnd(run);
        } catch (thrown) {
          failure = thrown;
          // Before the engine is there again, which tells of its crash if nobody has.
          if (toWordfieldError(thrown).code === "engine-lost") this.#lost = true;
        } finally {
          this.#run = undefined;
          this.#announce();
        }
      },
    );
    await this.#parts.checkpoints.refresh();
    if (result && "known" in result) this.#tellGeneral(result, order);
    else if (result) this.#tellResult(result);
    else await this.#tellFailure(failure, run);
  }

  /** Tells that a training runs already and offers to look at it or to stop it. */
  offerRunning(): void {
    if (!this.#run) return;
    const { order } = this.#run;
    this.#parts.reporter.info(vscode.l10n.t("{0} is being trained already.", order.name), [
      {
        title: vscode.l10n.t("Show Progress"),
        run: () => vscode.commands.executeCommand("wordfield.open"),
      },
      { title: vscode.l10n.t("Cancel Training"), run: () => this.cancel() },
    ]);
  }

  #begin(order: TrainingOrder): Run {
    this.#runs += 1;
    return {
      order,
      modelPath: order.kind === "resumed" ? order.modelPath : this.#parts.models.pathOf(order.name),
      controller: new AbortController(),
      progress: undefined,
      snapshot: firstSnapshot(`${process.pid}-${this.#runs}`, order),
      epochsLogged: 0,
      isActivated: false,
    };
  }

  async #runToEnd(run: Run): Promise<TrainingResult | GeneralResult> {
    const { order, modelPath } = run;
    const { models } = this.#parts;
    const { signal } = run.controller;
    const target = { runId: run.snapshot.runId, modelPath };
    if (order.kind === "general") {
      const result = await makeGeneralModel(this.#parts, order.scope, target, signal);
      await models.activate(modelPath);
      return result;
    }
    const keepsGeneral = await isLookingAround(this.#parts);
    const result = await this.#trainToEnd(run, order);
    if (keepsGeneral) await keepGeneralMeaning(this.#parts, target, signal);
    await models.activate(result.model.path);
    return result;
  }

  async #trainToEnd(
    run: Run,
    order: Exclude<TrainingOrder, GeneralOrder>,
  ): Promise<TrainingResult> {
    const { modelPath } = run;
    const { calls, reporter } = this.#parts;
    const { signal } = run.controller;
    const warn = (sentence: string) => reporter.log.warn(sentence);
    const resource =
      order.kind === "new" ? order.scope.uris[0] : vscode.workspace.workspaceFolders?.[0]?.uri;
    const settings = readSettings(resource, warn);
    const eventFolder = tensorboardFolder(settings, resource);
    const target = {
      runId: run.snapshot.runId,
      modelPath,
      checkpoints: { ...settings.checkpoints, keepWhenCanceled: order.kind === "resumed" },
      ...(eventFolder === undefined ? {} : { tensorboardFolder: eventFolder }),
    };
    if (order.kind === "resumed") {
      reporter.log.info(`Going on with the training of ${order.name}`);
      return calls.resumeTraining(target, signal);
    }
    const { scope, options, selection, warmStartPath, newOnly } = order;
    const sources = selection
      ? { ...selection, documents: unsavedDocuments(scope) }
      : await collectSources(scope, warn, signal);
    const places = scope.uris
      .slice(0, PLACES_IN_LOG)
      .map((uri) => uri.toString(true))
      .join(", ");
    const from = warmStartPath === undefined ? "" : `, beginning with ${warmStartPath}`;
    reporter.log.info(`Training ${order.name} on ${places}${from}: ${JSON.stringify(options)}`);
    return calls.trainModel(
      {
        ...target,
        sources,
        tokenizer: "words",
        ...(order.words ?? { tokenizerOptions: settings.corpus.tokenizer }),
        options,
        ...(warmStartPath === undefined ? {} : { warmStartPath }),
        ...(newOnly ? { newOnly } : {}),
      },
      signal,
    );
  }

  /** Tells that one can look around, and that a training would tell more. */
  #tellGeneral({ model, seconds, notes = [] }: GeneralResult, order: TrainingOrder): void {
    const { reporter } = this.#parts;
    for (const note of notes) reporter.log.warn(note);
    reporter.info(
      vscode.l10n.t(
        "{0} is ready: what {1} words mean in general, in {2}. It is not trained on this workspace yet.",
        order.name,
        formatCount(model.words),
        formatSeconds(seconds),
      ),
      [
        {
          title: vscode.l10n.t("Open Wordfield"),
          run: () => vscode.commands.executeCommand("wordfield.open"),
        },
        {
          title: vscode.l10n.t("Train…"),
          run: () => vscode.commands.executeCommand("wordfield.train"),
        },
      ],
    );
  }

  #tellResult({ model, seconds, skipped, notes = [] }: TrainingResult): void {
    const { reporter } = this.#parts;
    for (const note of notes) reporter.log.warn(note);
    for (const file of skipped.slice(0, SKIPPED_IN_LOG))
      reporter.log.info(`skipped ${file.path}: ${file.reason}`);
    if (skipped.length > SKIPPED_IN_LOG)
      reporter.log.info(`… and ${skipped.length - SKIPPED_IN_LOG} more files`);
    const done = vscode.l10n.t(
      "{0} is ready: {1} words from {2} files in {3}.",
      model.name,
      formatCount(model.words),
      formatCount(model.corpus?.files ?? 0),
      formatSeconds(seconds),
    );
    const left =
      skipped.length === 0
        ? ""
        : ` ${skipped.length === 1 ? vscode.l10n.t("1 file was skipped.") : vscode.l10n.t("{0} files were skipped.", formatCount(skipped.length))}`;
    reporter.info(done + left, [
      {
        title: vscode.l10n.t("Open Wordfield"),
        run: () => vscode.commands.executeCommand("wordfield.open"),
      },
      ...(skipped.length === 0
        ? []
        : [{ title: vscode.l10n.t("Show Log"), run: () => reporter.log.show() }]),
    ]);
  }

  async #tellFailure(thrown: unknown, { order, modelPath }: Run): Promise<void> {
    const { reporter } = this.#parts;
    const error = reporter.note(thrown);
    if (error.code === "canceled") reporter.log.info(`Training ${order.name} was canceled.`);
    else if (error.code === "engine-lost") await this.#tellLoss(order, modelPath);
    // Whoever only looks around in a workspace without text is told, not warned of a fault.
    else if (order.kind === "general" && error.code === "corpus-too-small")
      reporter.info(error.message);
    else reporter.error(error);
  }

  /** Tells that the engine died during a training, which may have left a checkpoint. */
  async #tellLoss(order: TrainingOrder, modelPath: string): Promise<void> {
    const { checkpoints, reporter } = this.#parts;
    // Where the engine is given up it does not answer; then the list of models offers to resume, later.
    const left = await checkpoints.list().catch((thrown: unknown) => {
      reporter.note(thrown);
      return [];
    });
    const checkpoint = left.find((one) => one.modelPath === modelPath);
    if (checkpoint)
      reporter.warn(
        vscode.l10n.t(
          "The engine stopped. The training of {0} can go on from {1} %.",
          order.name,
          percentDone(checkpoint.fraction),
        ),
        [
          {
            title: vscode.l10n.t("Resume"),
            run: () => this.train({ kind: "resumed", name: checkpoint.name, modelPath }),
          },
        ],
      );
    else
      reporter.warn(
        vscode.l10n.t("The engine stopped, and the training of {0} was lost.", order.name),
        order.kind !== "resumed"
          ? [{ title: vscode.l10n.t("Train Again"), run: () => this.train(order) }]
          : [],
      );
  }

  #announce(): void {
    this.#parts.checkpoints.setRunning(this.#run?.modelPath);
    this.#changed.fire();
  }
}
