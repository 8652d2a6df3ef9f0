import * as vscode from "vscode";
import { toWordfieldError, type ErrorCode, type WordfieldError } from "../errors.ts";

/** A button of a notification and what it does. */
export interface Offer {
  readonly title: string;
  readonly run: () => unknown;
}

/** What a piece of work is about. */
export type Subject = "model" | "classifier" | "encoder";

/** The one place that tells the user of an error, and the log of everything. */
export class Reporter implements vscode.Disposable {
  readonly log: vscode.LogOutputChannel;

  constructor() {
    this.log = vscode.window.createOutputChannel("Wordfield", { log: true });
  }

  dispose(): void {
    this.log.dispose();
  }

  /**
   * Shows an error with what can be done about it; a cancellation is never shown. Does not wait for the answer.
   *
   * `subject` is what the work was about: what mends a model of words is no help with a text classifier.
   */
  error(thrown: unknown, subject: Subject = "model"): void {
    const error = this.note(thrown);
    if (error.code === "canceled") return;
    const text =
      error.code === "internal"
        ? vscode.l10n.t("Something went wrong inside Wordfield: {0}", error.message)
        : error.message;
    const all = [...REMEDIES[subject](error.code), this.#showLog()];
    this.#ask(vscode.window.showErrorMessage(text, ...titles(all)), all);
  }

  /** Tells something with buttons, quietly; does not wait for the answer. */
  info(text: string, offers: readonly Offer[] = []): void {
    this.log.info(text);
    this.#ask(vscode.window.showInformationMessage(text, ...titles(offers)), offers);
  }

  /** Tells of something that went wrong but is dealt with; the log is one of the buttons. */
  warn(text: string, offers: readonly Offer[] = []): void {
    this.log.warn(text);
    const all = [...offers, this.#showLog()];
    this.#ask(vscode.window.showWarningMessage(text, ...titles(all)), all);
  }

  /** Writes an error to the log alone and returns it as what it is. */
  note(thrown: unknown): WordfieldError {
    const error = toWordfieldError(thrown);
    if (error.code !== "canceled") {
      const stack = error.cause instanceof Error ? error.cause.stack : error.stack;
      this.log.error(
        `${error.code}: ${error.message}${error.code === "internal" ? `\n${stack}` : ""}`,
      );
    }
    return error;
  }

  /** Runs what nobody waits for; its failure is shown. */
  background(work: Thenable<unknown>): void {
    work.then(undefined, (thrown: unknown) => this.error(thrown));
  }

  #showLog(): Offer {
    return { title: vscode.l10n.t("Show Log"), run: () => this.log.show() };
  }

  #ask(answer: Thenable<string | undefined>, offers: readonly Offer[]): void {
    this.background(answer.then((title) => offers.find((offer) => offer.title === title)?.run()));
  }
}

function modelRemedies(code: ErrorCode): readonly Offer[] {
  switch (code) {
    case "engine-lost":
      return [restart()];
    case "model-missing":
    case "bad-format":
      return [
        command(vscode.l10n.t("Choose Another Model"), "wordfield.chooseModel"),
        command(vscode.l10n.t("Train Again"), "wordfield.train"),
      ];
    case "corpus-too-small":
    case "out-of-memory":
      return [
        {
          title: vscode.l10n.t("Open Settings"),
          run: () =>
            vscode.commands.executeCommand("workbench.action.openSettings", "wordfield.training"),
        },
      ];
    case "offline":
    case "network":
    case "bad-input":
    case "file-unreadable":
    case "file-unwritable":
    case "encoder-lost":
    case "encoder-unavailable":
    case "canceled":
    case "internal":
      return [];
  }
}

function encoderRemedies(code: ErrorCode): readonly Offer[] {
  if (code === "engine-lost") return [restart()];
  return code === "model-missing" || code === "bad-format"
    ? [command(vscode.l10n.t("Choose Another Encoder"), "wordfield.chooseEncoder")]
    : [];
}

const REMEDIES = {
  model: modelRemedies,
  classifier: classifierRemedies,
  encoder: encoderRemedies,
} as const satisfies Record<Subject, (code: ErrorCode) => readonly Offer[]>;

function classifierRemedies(code: ErrorCode): readonly Offer[] {
  return code === "engine-lost" ? [restart()] : [];
}

function restart(): Offer {
  return command(vscode.l10n.t("Restart Engine"), "wordfield.restartEngine");
}

function command(title: string, id: string): Offer {
  return { title, run: () => vscode.commands.executeCommand(id) };
}

function titles(offers: readonly Offer[]): string[] {
  return offers.map((offer) => offer.title);
}
