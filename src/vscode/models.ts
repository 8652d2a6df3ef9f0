import * as vscode from "vscode";
import type { EncoderListing } from "../protocol/encodingMessages.ts";
import type { Calls } from "../protocol/channel.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import type { ModelListing } from "../protocol/modelMessages.ts";
import { MODEL_ENDING, RECORD_ENDINGS, toNameOfPath } from "./modelNames.ts";
import { modelsFolderName } from "./modelsFolder.ts";

/** A model's file as far as the shell knows it without asking the engine. */
export interface ModelFile {
  readonly path: string;
  readonly name: string;
  /** True for a file that the user opened from elsewhere: it is listed, but not the extension's to delete. */
  readonly foreign: boolean;
}

/** One that is listed. */
interface ListedModelFile extends ModelFile {
  /** Another one whenever the file is another; empty where there is none any more. */
  readonly stamp: string;
}

const ACTIVE = "wordfield.activeModel";
const FOREIGN = "wordfield.modelFiles";

/**
 * The models of this workspace: which files there are, and which one is active.
 *
 * Knows names only, from the folder; what is in a file the engine tells, and only when somebody looks.
 */
export class Models implements vscode.Disposable {
  /** Where the models of this workspace lie. */
  readonly folder: vscode.Uri;
  /** Where downloaded encoders lie, those of all workspaces. */
  readonly encodersFolder: vscode.Uri;
  readonly #state: vscode.Memento;
  readonly #calls: Calls<EngineRequests>;
  readonly #changed = new vscode.EventEmitter<void>();
  #watcher: vscode.FileSystemWatcher | undefined;
  #disposed = false;
  #looking: Promise<void> = Promise.resolve();
  #files: readonly ListedModelFile[] = [];
  #activePath: string | undefined;

  /** Fires when files have come, gone or changed, and when another model is active. */
  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext, calls: Calls<EngineRequests>) {
    const { workspaceFile, workspaceFolders } = vscode.workspace;
    const workspaceUri = workspaceFile ?? workspaceFolders?.[0]?.uri;
    this.folder = vscode.Uri.joinPath(
      context.globalStorageUri,
      modelsFolderName(workspaceUri?.toString()),
    );
    this.encodersFolder = vscode.Uri.joinPath(context.globalStorageUri, "encoders");
    this.#state = context.workspaceState;
    this.#calls = calls;
    this.#activePath = this.#state.get<string>(ACTIVE);
  }

  dispose(): void {
    this.#disposed = true;
    this.#watcher?.dispose();
    this.#changed.dispose();
  }

  /** Looks at the folder, and from now on sees what other windows do in it. */
  async watch(onError: (thrown: unknown) => void): Promise<void> {
    // The editor's watcher does not notice a folder that appears later.
    await vscode.workspace.fs.createDirectory(this.folder);
    if (this.#disposed) return;
    this.#watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(this.folder, `*${MODEL_ENDING}`),
    );
    const refresh = () => void this.refresh().catch(onError);
    this.#watcher.onDidCreate((uri) => {
      // Another window on this workspace has trained the first model: it serves here too.
      if (this.#activePath === undefined) this.activate(uri.fsPath).catch(onError);
      else refresh();
    });
    this.#watcher.onDidChange(refresh);
    this.#watcher.onDidDelete(refresh);
    await this.refresh();
  }

  /** The model that hover and panel ask; undefined where none was trained or chosen. */
  get active(): ModelFile | undefined {
    if (this.#activePath === undefined) return undefined;
    return this.#describe(this.#activePath);
  }

  /** All files that are listed, as of the last refresh. */
  get files(): readonly ListedModelFile[] {
    return this.#files;
  }

  /** The path that a model of this name has or would have. */
  pathOf(name: string): string {
    return vscode.Uri.joinPath(this.folder, name + MODEL_ENDING).fsPath;
  }

  /** Tells whether a path lies among the models of this workspace and not elsewhere. */
  isForeign(path: string): boolean {
    return vscode.Uri.file(path).path.startsWith(`${this.folder.path}/`) === false;
  }

  /** Looks at the folder again; one look after the other, so that the last one tells how it is. */
  refresh(): Promise<void> {
    const look = this.#looking.then(() => this.#look());
    this.#looking = look.catch(() => undefined); // whoever asked has been told
    return look;
  }

  /** Asks the engine what is in each file; damaged ones are among the answers. */
  async list(): Promise<readonly ModelListing[]> {
    const { models } = await this.#calls.listModels({
      folder: this.folder.fsPath,
      files: this.#foreignPaths(),
    });
    return models;
  }

  /** Lists the encoders that come with the extension, those that were downloaded, and further ones. */
  async listEncoders(further: readonly string[] = []): Promise<readonly EncoderListing[]> {
    const { downloaded } = await this.#calls.listDownloads({ folder: this.encodersFolder.fsPath });
    const folders = [...downloaded.map(({ folder }) => folder), ...further];
    return (await this.#calls.listEncoders({ folders })).encoders;
  }

  /** Makes a model the one that hover and panel ask. */
  async activate(path: string): Promise<void> {
    await this.#setActive(path);
    await this.refresh();
  }

  /** Adds a file from elsewhere to the list and activates it. */
  async addForeign(path: string): Promise<void> {
    if (this.isForeign(path) && !this.#foreignPaths().includes(path))
      await this.#state.update(FOREIGN, [...this.#foreignPaths(), path]);
    await this.activate(path);
  }

  /** Gives a model another name, that is, its file and what lies beside it. */
  async rename(path: string, name: string): Promise<void> {
    const from = vscode.Uri.file(path);
    // The name of a file of another program has its ending.
    const ending = path.endsWith(MODEL_ENDING) ? MODEL_ENDING : "";
    const to = vscode.Uri.joinPath(from, "..", name + ending);
    await vscode.workspace.fs.rename(from, to, { overwrite: false });
    // Before anything else: whoever looks meanwhile would find the active model gone.
    if (this.#activePath === path) await this.#setActive(to.fsPath);
    for (const [record, ending] of await listRecords(from))
      await unlessGone(
        vscode.workspace.fs.rename(record, vscode.Uri.joinPath(from, "..", name + ending), {
          overwrite: true,
        }),
      );
    if (this.isForeign(path))
      await this.#state.update(
        FOREIGN,
        this.#foreignPaths().map((other) => (other === path ? to.fsPath : other)),
      );
    await this.refresh();
  }

  /** Deletes a model's file and what lies beside it; one from elsewhere only leaves the list. */
  async delete(path: string): Promise<void> {
    if (this.isForeign(path))
      await this.#state.update(
        FOREIGN,
        this.#foreignPaths().filter((other) => other !== path),
      );
    else {
      await vscode.workspace.fs.delete(vscode.Uri.file(path));
      for (const [record] of await listRecords(vscode.Uri.file(path)))
        await unlessGone(vscode.workspace.fs.delete(record, { recursive: true }));
    }
    if (this.#activePath === path) await this.#setActive(undefined);
    await this.refresh();
  }

  async #look(): Promise<void> {
    const own = (await readFolder(this.folder))
      .filter(([name, type]) => name.endsWith(MODEL_ENDING) && type !== vscode.FileType.Directory)
      .map(([name]) => vscode.Uri.joinPath(this.folder, name).fsPath);
    this.#files = await Promise.all(
      [...own, ...this.#foreignPaths()].map(async (path) => ({
        ...this.#describe(path),
        stamp: await stampOf(path),
      })),
    );
    if (this.#activePath !== undefined && !own.includes(this.#activePath)) {
      if (!(await exists(this.#activePath))) await this.#setActive(undefined);
    }
    this.#announce();
  }

  #describe(path: string): ModelFile {
    return { path, name: toNameOfPath(path), foreign: this.isForeign(path) };
  }

  #foreignPaths(): readonly string[] {
    return this.#state.get<readonly string[]>(FOREIGN, []);
  }

  async #setActive(path: string | undefined): Promise<void> {
    this.#activePath = path;
    await this.#state.update(ACTIVE, path);
  }

  #announce(): void {
    const set = (key: string, value: boolean) =>
      void vscode.commands.executeCommand("setContext", `wordfield.${key}`, value);
    set("hasModel", this.#activePath !== undefined);
    set("hasModels", this.#files.length > 0);
    this.#changed.fire();
  }
}

async function readFolder(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  return (await exists(folder.fsPath)) ? vscode.workspace.fs.readDirectory(folder) : [];
}

/** Waits for what is done to a file beside a model; the engine removes the index of a model that is gone, and may be first. */
async function unlessGone(done: Thenable<void>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError && error.code === "FileNotFound")) throw error;
  }
}

/** Lists what lies beside a model, as far as there is any of it, with the endings. */
async function listRecords(model: vscode.Uri): Promise<readonly [vscode.Uri, string][]> {
  const records = RECORD_ENDINGS.map((ending): [vscode.Uri, string] => [
    vscode.Uri.joinPath(model, "..", toNameOfPath(model.path) + ending),
    ending,
  ]);
  const found = await Promise.all(records.map(([record]) => exists(record.fsPath)));
  return records.filter((_, index) => found[index]);
}

async function exists(path: string): Promise<boolean> {
  return (await find(path)) !== undefined;
}

async function stampOf(path: string): Promise<string> {
  const found = await find(path);
  return found ? `${found.mtime} ${found.size}` : "";
}

/** What is said of a file or folder, if there is one; the file system of the editor has no question for it but a failing one. */
async function find(path: string): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(vscode.Uri.file(path));
  } catch (thrown) {
    if (thrown instanceof vscode.FileSystemError && thrown.code === "FileNotFound")
      return undefined;
    throw thrown;
  }
}
