import { basename } from "node:path";
import * as vscode from "vscode";

const CLASSIFIERS = "wordfield.classifiers";
const MOST_REMEMBERED = 20;

/** The classifiers that were trained, tested or asked in this workspace: their files, the last one first. */
export class KnownClassifiers {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#announce();
  }

  /** Absolute paths of the files that are still there, the one that was used last first. */
  async list(): Promise<readonly string[]> {
    const paths = this.#paths();
    const found = await Promise.all(paths.map(isThere));
    return paths.filter((_, index) => found[index]);
  }

  /** Puts a classifier in front of the others. */
  async remember(path: string): Promise<void> {
    const others = this.#paths().filter((other) => other !== path);
    await this.#state.update(CLASSIFIERS, [path, ...others].slice(0, MOST_REMEMBERED));
    this.#announce();
  }

  #paths(): readonly string[] {
    return this.#state.get<readonly string[]>(CLASSIFIERS, []);
  }

  #announce(): void {
    void vscode.commands.executeCommand(
      "setContext",
      "wordfield.hasClassifiers",
      this.#paths().length > 0,
    );
  }
}

/** Names a classifier by its file, for people. */
export function nameOfClassifier(path: string): string {
  return basename(path, ".bin");
}

async function isThere(path: string): Promise<boolean> {
  // The editor's file system has no question for it but a failing one; what cannot be looked at is no choice either.
  return vscode.workspace.fs.stat(vscode.Uri.file(path)).then(
    () => true,
    () => false,
  );
}
