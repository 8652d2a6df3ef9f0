/** Asks before anything is asked of another machine. */
import * as vscode from "vscode";
import type { Reporter } from "../report.ts";
import { isOffline } from "../encoderSettings.ts";

/** Says where the setting forbids the network, and offers to allow it; true where nothing may be asked. */
export function refusesNetwork(reporter: Reporter, again: () => unknown): boolean {
  if (!isOffline()) return false;
  reporter.info(vscode.l10n.t("Wordfield is set to work offline: nothing was downloaded."), [
    {
      title: vscode.l10n.t("Allow the Network"),
      run: async () => {
        await vscode.workspace
          .getConfiguration("wordfield")
          .update("offline", false, vscode.ConfigurationTarget.Global);
        await again();
      },
    },
  ]);
  return true;
}

/** Asks a question in a dialog that stops everything else; true only where the button was pressed. */
export async function askConsent(
  question: string,
  sentences: readonly string[],
  button: string,
): Promise<boolean> {
  const answer = await vscode.window.showInformationMessage(
    question,
    { modal: true, detail: sentences.join("\n\n") },
    button,
  );
  return answer === button;
}
