import * as vscode from "vscode";
import type { Checkpoints } from "./checkpoints.ts";
import type { Trainer } from "./trainer.ts";

/** Keeps the context keys by which menus and commands know what can be done about a training. */
export class TrainingContextKeys implements vscode.Disposable {
  readonly #values = new Map<string, boolean>();
  readonly #listening: readonly vscode.Disposable[];

  constructor(trainer: Trainer, checkpoints: Checkpoints) {
    const update = () => {
      const run = trainer.snapshot;
      this.#set("training", run !== null);
      this.#set("pausable", run !== null && run.phase === "training" && !run.paused);
      this.#set("resumable", run === null ? checkpoints.any : run.paused);
      this.#set("hasCheckpoints", checkpoints.any);
    };
    this.#listening = [trainer.onDidChange(update), checkpoints.onDidChange(update)];
  }

  dispose(): void {
    for (const listener of this.#listening) listener.dispose();
  }

  /** A training tells of itself all the time: only what is new is passed on. */
  #set(key: string, value: boolean): void {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    void vscode.commands.executeCommand("setContext", `wordfield.${key}`, value);
  }
}
