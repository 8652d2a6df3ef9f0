import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type {
  EngineRequests,
  TrainingOptions,
  TrainingResult,
  TrainingSnapshot,
} from "../protocol/engineMessages.ts";
import type { AlgorithmName } from "./algorithms.ts";
import { formatCount, formatSeconds } from "./amounts.ts";
import type { Models } from "./models.ts";
import { writeProgress } from "./progressText.ts";
import type { Reporter } from "./report.ts";
import { readSettings } from "./settings.ts";
import { collectSources, type Scope } from "./workspaceFiles.ts";

/** A training that the user asked for. */
export interface TrainingOrder {
  readonly scope: Scope;
  readonly algorithm: AlgorithmName;
  /** Names the model and so its file. */
  readonly name: string;
}

interface Run {
  readonly order: TrainingOrder;
  readonly controller: AbortController;
  /** Set as soon as the editor shows it. */
  progress: vscode.Progress<{ message?: string; increment?: number }> | undefined;
  snapshot: TrainingSnapshot;
  epochsLogged: number;
}

// A workspace may hold many thousands of binary files.
const SKIPPED_IN_LOG = 200;

/** The one training of this window: starts it, shows its progress, activates its model. */
export class Trainer implements vscode.Disposable {
  readonly #calls: Calls<EngineRequests>;
  readonly #models: Models;
  readonly #reporter: Reporter;
  readonly #changed = new vscode.EventEmitter<void>();
  #run: Run | undefined;
  #runs = 0;
  #lost = false;

  /** Fires when a training starts, gets on or ends. */
  readonly onDidChange = this.#changed.event;

  constructor(calls: Calls<EngineRequests>, models: Models, reporter: Reporter) {
    this.#calls = calls;
    this.#models = models;
    this.#reporter = reporter;
  }

  dispose(): void {
    this.cancel();
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
    for (; run.epochsLogged < snapshot.lossPerEpoch.length; run.epochsLogged += 1)
      this.#reporter.log.info(
        `${run.order.name}: epoch ${run.epochsLogged + 1} of ${snapshot.epochs}, loss ${snapshot.lossPerEpoch[run.epochsLogged]!.toFixed(4)}`,
      );
    this.#changed.fire();
  }

  /** Asks the running training to stop; nothing of it is kept. */
  cancel(): void {
    this.#run?.controller.abort();
  }

  /** Trains; resolves when the model is active, or when an end without a model has been told. */
  async train(order: TrainingOrder): Promise<void> {
    if (this.#run) {
      this.offerRunning();
      return;
    }
    this.#runs += 1;
    const run: Run = {
      order,
      controller: new AbortController(),
      progress: undefined,
      snapshot: firstSnapshot(`${process.pid}-${this.#runs}`, order.name),
      epochsLogged: 0,
    };
    this.#run = run;
    this.#announce();
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t("Training {0}", order.name),
        cancellable: true,
      },
      async (progress, token) => {
        run.progress = progress;
        token.onCancellationRequested(() => run.controller.abort());
        try {
          await this.#runToEnd(run);
        } catch (thrown) {
          this.#tellFailure(thrown, order);
        } finally {
          this.#run = undefined;
          this.#announce();
        }
      },
    );
  }

  /** Tells that a training runs already and offers to look at it or to stop it. */
  offerRunning(): void {
    if (!this.#run) return;
    this.#reporter.info(vscode.l10n.t("{0} is being trained already.", this.#run.order.name), [
      {
        title: vscode.l10n.t("Show Progress"),
        run: () => vscode.commands.executeCommand("wordfield.open"),
      },
      { title: vscode.l10n.t("Cancel Training"), run: () => this.cancel() },
    ]);
  }

  async #runToEnd({ order, controller: { signal }, snapshot: { runId } }: Run): Promise<void> {
    const warn = (sentence: string) => this.#reporter.log.warn(sentence);
    const settings = readSettings(order.scope.uris[0], warn);
    const options: TrainingOptions = { ...settings.training, algorithm: order.algorithm };
    const sources = await collectSources(order.scope, warn, signal);
    this.#reporter.log.info(
      `Training ${order.name} on ${order.scope.uris.map((uri) => uri.toString(true)).join(", ")}: ${JSON.stringify(options)}`,
    );
    const result = await this.#calls.trainModel(
      {
        runId,
        sources,
        tokenizer: "words",
        options,
        modelPath: this.#models.pathOf(order.name),
      },
      signal,
    );
    await this.#models.activate(result.model.path);
    this.#tellResult(result);
  }

  #tellResult({ model, seconds, skipped }: TrainingResult): void {
    for (const file of skipped.slice(0, SKIPPED_IN_LOG))
      this.#reporter.log.info(`skipped ${file.path}: ${file.reason}`);
    if (skipped.length > SKIPPED_IN_LOG)
      this.#reporter.log.info(`… and ${skipped.length - SKIPPED_IN_LOG} more files`);
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
    this.#reporter.info(done + left, [
      {
        title: vscode.l10n.t("Open Wordfield"),
        run: () => vscode.commands.executeCommand("wordfield.open"),
      },
      ...(skipped.length === 0
        ? []
        : [{ title: vscode.l10n.t("Show Log"), run: () => this.#reporter.log.show() }]),
    ]);
  }

  #tellFailure(thrown: unknown, order: TrainingOrder): void {
    const error = this.#reporter.note(thrown);
    if (error.code === "canceled") {
      this.#reporter.log.info(`Training ${order.name} was canceled; nothing was kept.`);
    } else if (error.code === "engine-lost") {
      this.#lost = true;
      this.#reporter.warn(
        vscode.l10n.t("The engine stopped, and the training of {0} was lost.", order.name),
        [{ title: vscode.l10n.t("Train Again"), run: () => this.train(order) }],
      );
    } else {
      this.#reporter.error(error);
    }
  }

  #announce(): void {
    void vscode.commands.executeCommand("setContext", "wordfield.training", Boolean(this.#run));
    this.#changed.fire();
  }
}

/** What is known before the engine has said anything. */
function firstSnapshot(runId: string, modelName: string): TrainingSnapshot {
  return {
    runId,
    modelName,
    phase: "reading",
    fraction: 0,
    filesRead: 0,
    files: 0,
    bytesRead: 0,
    tokens: null,
    words: null,
    epoch: 0,
    epochs: 0,
    wordsPerSecond: null,
    lossPerEpoch: [],
    secondsLeft: null,
  };
}
