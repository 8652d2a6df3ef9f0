import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import { OWN_FILES } from "../protocol/ownFiles.ts";
import { TRAINING_OPTION_NAMES } from "../protocol/trainingOptions.ts";
import { DEFAULTS_WITHOUT_PRESET, type OptionDefaults } from "./optionRows.ts";
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

/** Lists all that is left out of a corpus: what trainings leave behind, the extension's own patterns, and what the editor hides or does not search. */
export function readExcludes(
  scope: vscode.ConfigurationScope | undefined,
  settings: Settings,
): readonly string[] {
  return joinExcludes(
    [...OWN_FILES, ...settings.corpus.exclude],
    vscode.workspace.getConfiguration("files", scope).get("exclude"),
    vscode.workspace.getConfiguration("search", scope).get("exclude"),
  );
}

/** Reads what the options of a training are by default, without a preset; null where that depends on the others or the text. */
export function readOptionDefaults(): OptionDefaults {
  const configuration = vscode.workspace.getConfiguration("wordfield");
  const declared = TRAINING_OPTION_NAMES.map((name) => {
    const value: unknown = configuration.inspect(`training.${name}`)?.defaultValue;
    // 0 threads stands for as many as there are cores.
    return [name, name === "threads" && value === 0 ? null : value] as const;
  });
  return {
    ...DEFAULTS_WITHOUT_PRESET,
    ...Object.fromEntries(declared.filter(([, value]) => value !== null)),
  };
}

/** Finds the folder for TensorBoard's files: a relative path begins at the workspace folder of what is trained on. */
export function tensorboardFolder(
  { tensorboardFolder: path }: Settings,
  scope: vscode.Uri | undefined,
): string | undefined {
  if (path === "") return undefined;
  if (isAbsolute(path)) return path;
  const folder = scope
    ? vscode.workspace.getWorkspaceFolder(scope)
    : vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === "file" ? join(folder.uri.fsPath, path) : undefined;
}
