/** Views of the panel that the user keeps, by name, for the workspace. */
import * as vscode from "vscode";
import { WordfieldError } from "../../errors.ts";
import { MAXIMUM_VIEW, type ViewRequest } from "../../protocol/viewMessages.ts";
import { askText } from "../quickSteps.ts";

interface KeptView {
  readonly name: string;
  readonly modelPath: string;
  readonly view: string;
}

const MEMORY_KEY = "wordfield.keptViews";
const MOST_VIEWS = 50;
const LONGEST_NAME = 80;

/** The views of this workspace, the latest first. */
export class KeptViews implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  dispose(): void {
    this.#changes.dispose();
  }

  get names(): readonly string[] {
    return this.#views.map(({ name }) => name);
  }

  /** Asks for a name; a view of the same name is replaced. Says whether it was kept. */
  async keep(title: string, modelPath: string, view: string): Promise<boolean> {
    const answer = await askText({
      title: vscode.l10n.t("Keep This View"),
      prompt: vscode.l10n.t("A view of the same name is replaced"),
      placeholder: vscode.l10n.t("Name"),
      value: title.slice(0, LONGEST_NAME),
      canGoBack: false,
      findFault: (text) => (text.trim() === "" ? vscode.l10n.t("Type a name.") : null),
    });
    if (!answer || answer === "back") return false;
    const name = answer.text.trim().slice(0, LONGEST_NAME);
    const others = this.#views.filter((kept) => kept.name !== name);
    await this.#write([{ name, modelPath, view }, ...others].slice(0, MOST_VIEWS));
    return true;
  }

  async forget(name: string): Promise<void> {
    await this.#write(this.#views.filter((kept) => kept.name !== name));
  }

  /** Errors: `bad-input` where there is no view of this name. */
  find(name: string): Omit<ViewRequest, "serial"> {
    const found = this.#views.find((kept) => kept.name === name);
    if (found) return { modelPath: found.modelPath, view: found.view };
    throw new WordfieldError("bad-input", `There is no kept view named “${name}”. Choose another.`);
  }

  get #views(): readonly KeptView[] {
    const saved = this.#memory.get<unknown>(MEMORY_KEY);
    return Array.isArray(saved) ? saved.filter(isKeptView) : [];
  }

  async #write(views: readonly KeptView[]): Promise<void> {
    await this.#memory.update(MEMORY_KEY, views);
    this.#changes.fire();
  }
}

function isKeptView(saved: unknown): saved is KeptView {
  if (typeof saved !== "object" || saved === null) return false;
  const { name, modelPath, view } = saved as Record<string, unknown>;
  return (
    typeof name === "string" &&
    typeof modelPath === "string" &&
    typeof view === "string" &&
    view.length <= MAXIMUM_VIEW
  );
}
