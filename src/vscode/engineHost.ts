import * as vscode from "vscode";
import { EngineClient, type EngineStatus } from "../engine/engineClient.ts";
import type { TrainingSnapshot } from "../protocol/engineMessages.ts";
import type { CountingSnapshot } from "../protocol/statisticsMessages.ts";
import type { DownloadSnapshot } from "../protocol/downloadMessages.ts";
import type { EncodingSnapshot } from "../protocol/encodingMessages.ts";
import type { EvaluationSnapshot } from "../protocol/evaluationMessages.ts";
import type { ProjectionSnapshot } from "../protocol/mapMessages.ts";
import type { PassageSnapshot } from "../protocol/passageMessages.ts";

/** The engine as the editor sees it: its client, with the editor's kind of events. */
export class EngineHost implements vscode.Disposable {
  readonly client: EngineClient;
  readonly #statusChanged = new vscode.EventEmitter<EngineStatus>();
  readonly #trainingChanged = new vscode.EventEmitter<TrainingSnapshot>();
  readonly #evaluationChanged = new vscode.EventEmitter<EvaluationSnapshot>();
  readonly #countingChanged = new vscode.EventEmitter<CountingSnapshot>();
  readonly #encodingChanged = new vscode.EventEmitter<EncodingSnapshot>();
  readonly #passagesChanged = new vscode.EventEmitter<PassageSnapshot>();
  readonly #projectionChanged = new vscode.EventEmitter<ProjectionSnapshot>();
  readonly #downloadChanged = new vscode.EventEmitter<DownloadSnapshot>();
  readonly #crashed = new vscode.EventEmitter<void>();
  #status: EngineStatus = { kind: "idle" };
  #restartWanted = false;

  /** Fires when the process starts or is given up. */
  readonly onDidChangeStatus = this.#statusChanged.event;
  /** Fires while a training gets on. */
  readonly onDidChangeTraining = this.#trainingChanged.event;
  /** Fires while an evaluation gets on. */
  readonly onDidChangeEvaluation = this.#evaluationChanged.event;
  /** Fires while text is read and counted. */
  readonly onDidChangeCounting = this.#countingChanged.event;
  /** Fires while texts are encoded. */
  readonly onDidChangeEncoding = this.#encodingChanged.event;
  /** Fires while an index of passages is made. */
  readonly onDidChangePassages = this.#passagesChanged.event;
  /** Fires while words are placed on a map. */
  readonly onDidChangeProjection = this.#projectionChanged.event;
  /** Fires while files come from the network. */
  readonly onDidChangeDownload = this.#downloadChanged.event;
  /** Fires when the process is there again after a crash, not after `restart`. */
  readonly onDidRecover = this.#crashed.event;

  constructor(entry: string, log: (line: string) => void) {
    this.client = new EngineClient({
      entry,
      log,
      onStatus: (status) => this.#take(status),
      listeners: {
        trainingChanged: (snapshot) => this.#trainingChanged.fire(snapshot),
        countingChanged: (snapshot) => this.#countingChanged.fire(snapshot),
        evaluationChanged: (snapshot) => this.#evaluationChanged.fire(snapshot),
        encodingChanged: (snapshot) => this.#encodingChanged.fire(snapshot),
        passagesChanged: (snapshot) => this.#passagesChanged.fire(snapshot),
        projectionChanged: (snapshot) => this.#projectionChanged.fire(snapshot),
        downloadChanged: (snapshot) => this.#downloadChanged.fire(snapshot),
      },
    });
  }

  dispose(): void {
    this.#statusChanged.dispose();
    this.#trainingChanged.dispose();
    this.#evaluationChanged.dispose();
    this.#countingChanged.dispose();
    this.#encodingChanged.dispose();
    this.#passagesChanged.dispose();
    this.#projectionChanged.dispose();
    this.#downloadChanged.dispose();
    this.#crashed.dispose();
  }

  /** What has become of the process. */
  get status(): EngineStatus {
    return this.#status;
  }

  /** Starts a new process for someone who asked for it. */
  restart(): void {
    this.#restartWanted = true;
    this.client.restart();
  }

  #take(status: EngineStatus): void {
    this.#status = status;
    this.#statusChanged.fire(status);
    if (status.kind === "restarted" && !this.#restartWanted) this.#crashed.fire();
    this.#restartWanted = false;
  }
}
