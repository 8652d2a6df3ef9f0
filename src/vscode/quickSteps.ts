/** Questions in the quick input that can be gone back from. */
import * as vscode from "vscode";

/** What a step is answered with: the answer, a step back, or nothing, where the user has left. */
export type Step<T> = T | "back" | undefined;

/** A question with a list of answers. */
export interface PickQuestion<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  /** The one that Enter takes at first; without it the first. */
  readonly active?: T | undefined;
  readonly canGoBack: boolean;
  /** Turns the press of an item's button into an answer. */
  readonly onButton?: (item: T) => T;
}

/** Asks for one of several items. */
export function askPick<T extends vscode.QuickPickItem>(
  question: PickQuestion<T>,
): Promise<Step<T>> {
  const pick = vscode.window.createQuickPick<T>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.matchOnDescription = true;
  pick.items = question.items;
  if (question.active) pick.activeItems = [question.active];
  return ask<T>(pick, question.canGoBack, (answer) => {
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item) answer(item);
    });
    pick.onDidTriggerItemButton(({ item }) => answer(question.onButton?.(item) ?? item));
  });
}

/** Asks for some of the items; those that are `picked` are chosen already. */
export function askMany<T extends vscode.QuickPickItem>(
  question: Pick<PickQuestion<T>, "title" | "placeholder" | "items" | "canGoBack">,
): Promise<Step<readonly T[]>> {
  const pick = vscode.window.createQuickPick<T>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.matchOnDescription = true;
  pick.canSelectMany = true;
  pick.items = question.items;
  pick.selectedItems = question.items.filter(({ picked }) => picked);
  return ask<readonly T[]>(pick, question.canGoBack, (answer) => {
    pick.onDidAccept(() => answer(pick.selectedItems));
  });
}

/** A question that is answered with a text. */
export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  readonly canGoBack: boolean;
  /** Says what is wrong with a text; null where nothing is. */
  readonly findFault: (text: string) => string | null;
}

/** Asks for a text, and takes only one without a fault. */
export function askText(question: TextQuestion): Promise<Step<{ readonly text: string }>> {
  const input = vscode.window.createInputBox();
  input.title = question.title;
  input.prompt = question.prompt;
  input.placeholder = question.placeholder;
  input.value = question.value;
  // What was typed is not lost to a glance at the text; Escape still leaves.
  input.ignoreFocusOut = true;
  return ask<{ readonly text: string }>(input, question.canGoBack, (answer) => {
    input.onDidChangeValue((text) => {
      input.validationMessage = question.findFault(text) ?? undefined;
    });
    input.onDidAccept(() => {
      const fault = question.findFault(input.value);
      input.validationMessage = fault ?? undefined;
      if (fault === null) answer({ text: input.value });
    });
  });
}

async function ask<T>(
  input: vscode.QuickInput & {
    buttons: readonly vscode.QuickInputButton[];
    readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  },
  canGoBack: boolean,
  listen: (answer: (step: Step<T>) => void) => void,
): Promise<Step<T>> {
  if (canGoBack) input.buttons = [vscode.QuickInputButtons.Back];
  try {
    return await new Promise<Step<T>>((answer) => {
      listen(answer);
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) answer("back");
      });
      input.onDidHide(() => answer(undefined)); // after an answer it changes nothing
      input.show();
    });
  } finally {
    input.dispose();
  }
}
