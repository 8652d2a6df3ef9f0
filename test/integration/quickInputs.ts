// Answers the extension's questions in the quick input, which no interface of the editor can do.
import * as vscode from "vscode";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "./window.ts";

type Question = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

/** Sees the questions that are asked with a quick pick or an input box, and answers them by the editor's own commands. */
export class QuickInputs {
  /** What is being asked; the last question, where none is. */
  #question: Question | undefined;
  readonly #restore: (() => void)[] = [];

  constructor() {
    this.#watch("createQuickPick");
    this.#watch("createInputBox");
  }

  /** Gives the window back. */
  leave(): void {
    for (const restore of this.#restore) restore();
  }

  /** Takes the answer that begins with a label, once the question of a title is asked; gives all labels. */
  async pick(title: string, label: string): Promise<readonly string[]> {
    const question = await this.#wait(title);
    if (!("items" in question)) throw new Error(`${title} is asked with an input box.`);
    const item = question.items.find((one) => one.label.includes(label));
    const labels = question.items.map((one) => one.label);
    if (!item) throw new Error(`${title} has no ${label}, only ${labels.join(", ")}.`);
    question.activeItems = [item];
    await this.#leave(question, "quickInput.accept");
    return labels;
  }

  /** Checks the answers of these labels, and no others, once the question of a title is asked. */
  async check(title: string, ...labels: readonly string[]): Promise<void> {
    const question = await this.#wait(title);
    if (!("items" in question)) throw new Error(`${title} is asked with an input box.`);
    question.selectedItems = question.items.filter(({ label }) => labels.includes(label));
    await this.#leave(question, "quickInput.accept");
  }

  /** Gives the description of an answer. */
  async describe(title: string, label: string): Promise<string> {
    const question = await this.#wait(title);
    const items = "items" in question ? question.items : [];
    return items.find((one) => one.label.includes(label))?.description ?? "";
  }

  /** Enters a text, once the question of a title is asked; gives what stood there before. */
  async enter(title: string, text: string): Promise<string> {
    const question = await this.#wait(title);
    const { value } = question;
    question.value = text;
    await this.#leave(question, "quickInput.accept");
    return value;
  }

  /** Enters a text that is not taken, and gives the reason. */
  async enterWrongly(title: string, text: string): Promise<string> {
    const question = await this.#wait(title);
    question.value = text;
    await vscode.commands.executeCommand("quickInput.accept");
    return until(`${text} is refused`, () =>
      "validationMessage" in question && typeof question.validationMessage === "string"
        ? question.validationMessage
        : "",
    );
  }

  /** Goes back from the question of a title. */
  async back(title: string): Promise<void> {
    await this.#leave(await this.#wait(title), "workbench.action.quickInputBack");
  }

  #wait(title: string): Promise<Question> {
    return until(`the question ${title} is asked`, () =>
      this.#question?.title?.includes(title) ? this.#question : undefined,
    );
  }

  /** Runs a command until the question is no longer asked: the editor may not have drawn it yet. */
  async #leave(question: Question, command: string): Promise<void> {
    await until(`${question.title} is left by ${command}`, async () => {
      await sleep(50);
      if (this.#question !== question) return true;
      await vscode.commands.executeCommand(command);
      await sleep(50);
      return this.#question !== question;
    });
  }

  #watch(name: "createQuickPick" | "createInputBox"): void {
    const window = vscode.window as unknown as Record<string, () => Question>;
    const create = window[name]!;
    window[name] = () => {
      const question = create();
      const show = question.show.bind(question);
      question.show = () => {
        this.#question = question;
        show();
      };
      question.onDidHide(() => {
        if (this.#question === question) this.#question = undefined;
      });
      return question;
    };
    this.#restore.push(() => (window[name] = create));
  }
}
