// What the tests inside the extension host share: the window's workspace, its models, and what the user is told and answers.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { ExtensionState } from "../../src/extension.ts";
import type { ModelRow } from "../../src/vscode/modelTree.ts";

/** Activates the extension and gives what it exports. */
export async function extensionState(): Promise<ExtensionState> {
  const extension = vscode.extensions.getExtension<ExtensionState>("wordfield.wordfield");
  if (!extension) throw new Error("The extension is not installed in this window.");
  return extension.activate();
}

/** The folder that is open. */
export function workspacePath(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("The tests need a window with a folder.");
  return folder.uri.fsPath;
}

/** Closes all editors without saving and removes every file of the workspace. */
export async function clearWorkspace(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  // A settings file that VS Code itself is writing is dirty for a moment, and not ours to close.
  const isOurs = ({ isDirty, uri }: vscode.TextDocument) =>
    isDirty && !uri.path.endsWith("/settings.json");
  for (const document of vscode.workspace.textDocuments.filter(isOurs)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  for (const name of readdirSync(workspacePath()))
    rmSync(join(workspacePath(), name), { recursive: true, force: true });
}

/** Removes all models, so that none is active. */
export async function clearModels(): Promise<void> {
  const { models } = await extensionState();
  mkdirSync(models.folder.fsPath, { recursive: true }); // nothing may have made it yet
  // An index of lines may be written into its folder at this very moment.
  for (const name of readdirSync(models.folder.fsPath))
    rmSync(join(models.folder.fsPath, name), { recursive: true, force: true, maxRetries: 20 });
  await vscode.commands.executeCommand("wordfield.refreshModels");
}

/** Names what lies in the folder of models, but for indexes of lines, which come and go in the background. */
export async function modelFiles(): Promise<string[]> {
  const { models } = await extensionState();
  return readdirSync(models.folder.fsPath)
    .filter((name) => !name.endsWith(".occurrences"))
    .sort();
}

/** Writes a file below the workspace and gives its address. */
export function writeFile(path: string, content: string | Uint8Array): vscode.Uri {
  const file = join(workspacePath(), path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return vscode.Uri.file(file);
}

const FIELDS = [
  ["bank", "money", "loan", "credit", "deposit", "interest"],
  ["river", "water", "boat", "shore", "stream", "fish"],
  ["violin", "music", "concert", "melody", "orchestra", "song"],
] as const;

/**
 * Makes a text in which the words of a field stand together and those of different fields never.
 *
 * Each of the 18 words occurs about `lines / 3` times.
 */
export function plantedText(lines: number): string {
  let state = 12_345;
  const next = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  return Array.from({ length: lines }, () => {
    const field = FIELDS[next(FIELDS.length)]!;
    return Array.from({ length: 8 }, () => field[next(field.length)]!).join(" ");
  }).join("\n");
}

/** Tells whether a word stands in the field of "bank". */
export function isBankWord(word: string): boolean {
  return (FIELDS[0] as readonly string[]).includes(word);
}

/** Trains without being asked anything. */
export async function train(existing: "replace" | "add" = "replace"): Promise<void> {
  await vscode.commands.executeCommand("wordfield.train", { algorithm: "skip-gram", existing });
}

/** Ends the engine's process as a crash would. */
export async function killEngine(): Promise<void> {
  const { engine } = await extensionState();
  const pid = await until("the engine runs", () => engine.client.processId);
  process.kill(pid, "SIGKILL");
  await until("the engine is gone", () => engine.client.processId !== pid);
}

/** Lists the rows of the view of models, without those of the encoders below them. */
export async function modelRows(): Promise<{ row: ModelRow; item: vscode.TreeItem }[]> {
  return (await allRows()).filter(({ row }) => row.kind !== "bundled");
}

/** Lists all rows of that view. */
export async function allRows(): Promise<{ row: ModelRow; item: vscode.TreeItem }[]> {
  const { tree } = await extensionState();
  return (await tree.getChildren()).map((row) => ({ row, item: tree.getTreeItem(row) }));
}

/** Sets a setting of the user for as long as a piece of work takes. */
export async function withSetting(
  key: string,
  value: unknown,
  work: () => Promise<void>,
): Promise<void> {
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration("wordfield").update(key, value, target);
  try {
    await work();
  } finally {
    await vscode.workspace.getConfiguration("wordfield").update(key, undefined, target);
  }
}

/** Waits until something holds. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  timeoutMs = 30_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end)
      throw new Error(`Not in ${timeoutMs} ms: ${what}. The user was told: ${User.toldLast()}`);
    await sleep(20);
  }
}

/** Gives the text of Wordfield's hover at the first place of a word; empty where there is none. */
export async function hoverText(document: vscode.TextDocument, word: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(word) + 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .filter((text) => text.includes("command:wordfield.open"))
    .join("\n");
}

/** Lists the neighbors that a hover names, nearest first. */
export function neighborsIn(hover: string): string[] {
  return [...hover.matchAll(/^\| \[(.+?)\]\(command:wordfield\.open/gm)].map(([, word]) => word!);
}

/** Opens an untitled document. */
export function untitled(content: string, language = "plaintext"): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ content, language });
}

/** A message that the user was shown. */
interface Message {
  readonly kind: "info" | "warning" | "error";
  readonly text: string;
  readonly buttons: readonly string[];
  /** What a dialog says below its question. */
  readonly detail: string;
}

/** The user of a test: reads all messages, presses the buttons it was told to, closes every other question. */
export class User {
  readonly messages: Message[] = [];
  /** Titles of buttons that are pressed when they are offered. */
  readonly presses = new Set<string>();
  /** What is chosen in the dialogs of files; without it they are closed. */
  readonly files: { open?: readonly vscode.Uri[]; save?: vscode.Uri } = {};
  readonly #restore: (() => void)[] = [];
  static #last: User | undefined;

  constructor() {
    User.#last = this;
    this.#listen("showInformationMessage", "info");
    this.#listen("showWarningMessage", "warning");
    this.#listen("showErrorMessage", "error");
    // A file dialog of the system cannot be closed by a command.
    this.#replace("showOpenDialog", async () => this.files.open);
    this.#replace("showSaveDialog", async () => this.files.save);
  }

  /** What the last user was told, for whoever waits in vain. */
  static toldLast(): string {
    return JSON.stringify(User.#last?.messages.map(({ text }) => text) ?? []);
  }

  /** Gives the window back. */
  leave(): void {
    for (const restore of this.#restore) restore();
  }

  /** Runs a command and closes whatever it asks. */
  async dismissAll(command: string, ...args: unknown[]): Promise<void> {
    let done = false;
    const running = Promise.resolve(vscode.commands.executeCommand(command, ...args)).finally(
      () => {
        done = true;
      },
    );
    while (!done) {
      await Promise.race([running, sleep(100)]);
      if (!done) await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    }
    await running;
  }

  /** Texts of the errors that were shown. */
  get errors(): readonly string[] {
    return this.messages.filter(({ kind }) => kind === "error").map(({ text }) => text);
  }

  #listen(name: string, kind: Message["kind"]): void {
    this.#replace(name, async (text: string, ...rest: unknown[]) => {
      const buttons = rest.filter((item) => typeof item === "string");
      const options = rest.find((item) => typeof item === "object") as
        vscode.MessageOptions | undefined;
      this.messages.push({ kind, text, buttons, detail: options?.detail ?? "" });
      return buttons.find((button) => this.presses.has(button));
    });
  }

  #replace(name: string, answer: (...args: never[]) => Promise<unknown>): void {
    const window = vscode.window as unknown as Record<string, unknown>;
    const before = window[name];
    window[name] = answer;
    this.#restore.push(() => (window[name] = before));
  }
}
