/** Tells the engine which files change, and knows how many have since the active model was trained. */
import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import type { Models } from "./models.ts";
import type { Reporter } from "./report.ts";

interface StalenessParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  /** Nothing here is worth starting the engine for. */
  readonly isRunning: () => boolean;
  readonly reporter: Reporter;
}

/** Saves, and what other programs do, come in groups. */
const SETTLING_MS = 1_000;
/** What a repository keeps for itself is no text. */
const REPOSITORY = /[\\/]\.git[\\/]/;

/** Watches the files of the workspace for the engine. */
export class Staleness implements vscode.Disposable {
  readonly #parts: StalenessParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  readonly #paths = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #asking: AbortController | undefined;
  #files = 0;
  #isUntrained = false;

  /** Fires when another number of files has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: StalenessParts) {
    this.#parts = parts;
    const watcher = vscode.workspace.createFileSystemWatcher("**/*");
    const note = (uri: vscode.Uri) => this.#note(uri);
    this.#subscriptions = [
      watcher,
      watcher.onDidCreate(note),
      watcher.onDidChange(note),
      watcher.onDidDelete(note),
      vscode.workspace.onDidSaveTextDocument((document) => this.#note(document.uri)),
      parts.models.onDidChange(() => this.ask()),
      this.#changed,
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Files that have changed, come or gone since the active model was trained, as far as is known. */
  get files(): number {
    return this.#files;
  }

  /** Whether the active model was never trained, as far as is known. */
  get isUntrained(): boolean {
    return this.#isUntrained;
  }

  /** Asks soon, if the engine runs. */
  ask(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // Nobody waits for it: what goes wrong stands in the log.
      this.#ask().catch((thrown: unknown) => this.#parts.reporter.note(thrown));
    }, SETTLING_MS);
  }

  #note(uri: vscode.Uri): void {
    if (uri.scheme !== "file" || REPOSITORY.test(uri.fsPath)) return;
    this.#paths.add(uri.fsPath);
    this.ask();
  }

  async #ask(): Promise<void> {
    const { calls, models, isRunning } = this.#parts;
    const paths = [...this.#paths];
    this.#paths.clear(); // an engine that starts later looks at all files anyway
    if (!isRunning()) return;
    if (paths.length > 0) await calls.filesChanged({ paths });
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    const model = models.active;
    const found = model
      ? await calls.corpusStaleness({ modelPath: model.path, limit: 0 }, signal)
      : null;
    const described = model ? await calls.describeModel({ modelPath: model.path }, signal) : null;
    if (signal.aborted) return;
    const isUntrained = described?.model.isUntrained === true;
    const files = found ? found.filesChanged + found.filesAdded + found.filesDeleted : 0;
    if (files === this.#files && isUntrained === this.#isUntrained) return;
    this.#files = files;
    this.#isUntrained = isUntrained;
    this.#changed.fire();
  }
}
