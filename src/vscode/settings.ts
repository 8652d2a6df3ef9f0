import * as vscode from "vscode";
import { checkSettings, joinExcludes, type Settings } from "./settingsCheck.ts";

const told = new Set<string>();

/** Reads the settings that hold for a document or folder; a wrong value is told once in the log. */
export function readSettings(
  scope: vscode.ConfigurationScope | undefined,
  warn: (sentence: string) => void,
): Settings {
  const configuration = vscode.workspace.getConfiguration("wordfield", scope);
  const { settings, faults } = checkSettings({
    get: (key) => configuration.get(key),
    isSet: (key) => {
      const found = configuration.inspect(key);
      return (
        found?.workspaceFolderValue !== undefined ||
        found?.workspaceValue !== undefined ||
        found?.globalValue !== undefined
      );
    },
  });
  for (const fault of faults)
    if (!told.has(fault)) {
      told.add(fault);
      warn(fault);
    }
  return settings;
}

/** Lists all that is left out of a corpus: the extension's own patterns and what the editor hides or does not search. */
export function readExcludes(
  scope: vscode.ConfigurationScope | undefined,
  settings: Settings,
): readonly string[] {
  return joinExcludes(
    settings.corpus.exclude,
    vscode.workspace.getConfiguration("files", scope).get("exclude"),
    vscode.workspace.getConfiguration("search", scope).get("exclude"),
  );
}
