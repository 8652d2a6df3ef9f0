import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type { Checkpoint, EngineRequests } from "../protocol/engineMessages.ts";
import { MODEL_ENDING } from "./modelNames.ts";

// The engine appends it to the name of the model that a checkpoint is to become.
const ENDING = ".checkpoint";

/**
 * The interrupted trainings of this workspace, which a crash or the end of a window has left behind.
 *
 * Knows from the names in the folder whether there are any; what they are the engine tells, and only when somebody looks.
 */
export class Checkpoints implements vscode.Disposable {
  readonly #folder: vscode.Uri;
  readonly #calls: Calls<EngineRequests>;
  readonly #changed = new vscode.EventEmitter<void>();
  #watcher: vscode.FileSystemWatcher | undefined;
  #disposed = false;
  #modelPaths: readonly string[] = [];
  #runningPath: string | undefined;

  /** Fires when checkpoints have come or gone. */
  readonly onDidChange = this.#changed.event;

  /** `folder` is that of the models. */
  constructor(folder: vscode.Uri, calls: Calls<EngineRequests>) {
    this.#folder = folder;
    this.#calls = calls;
  }

  dispose(): void {
    this.#disposed = true;
    this.#watcher?.dispose();
    this.#changed.dispose();
  }

  /** Looks at the folder, and from now on sees what other windows do in it. */
  async watch(onError: (thrown: unknown) => void): Promise<void> {
    // The editor's watcher does not notice a folder that appears later.
    await vscode.workspace.fs.createDirectory(this.#folder);
    if (this.#disposed) return;
    this.#watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(this.#folder, `*${MODEL_ENDING}${ENDING}`),
    );
    const refresh = () => void this.refresh().catch(onError);
    this.#watcher.onDidCreate(refresh);
    this.#watcher.onDidDelete(refresh);
    await this.refresh();
  }

  /** Says which model is being trained: its checkpoint is not one to resume. */
  setRunning(modelPath: string | undefined): void {
    this.#runningPath = modelPath;
    this.#changed.fire();
  }

  /** Tells whether there seem to be any; one that was cut off while it was first written counts, too. */
  get any(): boolean {
    return this.#modelPaths.some((path) => path !== this.#runningPath);
  }

  /** Looks at the folder again. */
  async refresh(): Promise<void> {
    const paths = (await this.#readFolder())
      .filter(([name]) => name.endsWith(MODEL_ENDING + ENDING))
      .map(([name]) => vscode.Uri.joinPath(this.#folder, name.slice(0, -ENDING.length)).fsPath);
    if (paths.join("\n") === this.#modelPaths.join("\n")) return;
    this.#modelPaths = paths;
    this.#changed.fire();
  }

  /** Reads the folder of the models; one that somebody has removed is empty. */
  async #readFolder(): Promise<readonly [string, vscode.FileType][]> {
    try {
      return await vscode.workspace.fs.readDirectory(this.#folder);
    } catch (thrown) {
      if (thrown instanceof vscode.FileSystemError && thrown.code === "FileNotFound") return [];
      throw thrown;
    }
  }

  /** Asks the engine which trainings can be resumed, newest first. */
  async list(): Promise<readonly Checkpoint[]> {
    // No file, no question: an empty view must not start the engine.
    if (!this.any) return [];
    const { checkpoints } = await this.#calls.listCheckpoints({ folder: this.#folder.fsPath });
    return checkpoints.filter(({ modelPath }) => modelPath !== this.#runningPath);
  }

  /** Forgets an interrupted training for good. */
  async discard(modelPath: string): Promise<void> {
    await this.#calls.discardCheckpoint({ modelPath });
    await this.refresh();
  }
}
