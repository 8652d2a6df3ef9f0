/** What the commands on text classifiers take, from the explorer, a key binding or another extension. */
import { isAbsolute } from "node:path";
import * as vscode from "vscode";
import { WordfieldError } from "../../errors.ts";
import {
  CLASSIFIER_SETTING_NAMES,
  findClassifierFault,
  type ClassifierSettings,
} from "../../protocol/classifierOptions.ts";

/**
 * What is given and so not asked. Key bindings hold no addresses, so that files are named by their paths, too: absolute or
 * relative to the workspace's first folder.
 */
export interface ClassifierArguments {
  /** `files`: what is trained on, tested or classified. */
  readonly files?: readonly vscode.Uri[];
  /** `classifier`: the file of the classifier that is tested or asked. */
  readonly classifier?: vscode.Uri;
  /** `output`: where a trained classifier is written. */
  readonly output?: vscode.Uri;
  /** `test`: labeled files that a trained classifier is tested on. */
  readonly test?: readonly vscode.Uri[];
  readonly settings: ClassifierSettings;
}

/**
 * Sorts what a command was called with: the resource that was clicked and all that are selected with it, as menus have
 * it; a list of files and an object; or an object alone. A file that ends with `.bin` is a classifier. What has none of
 * these shapes counts as nothing.
 *
 * Errors: `bad-input`, naming the argument and what it may be.
 */
export function parseClassifierArguments(first: unknown, second: unknown): ClassifierArguments {
  const named = [second, first].find(isPlainObject) ?? {};
  const { files, ...others } = parseNamed(named);
  const selected = [second, first].find(areUris) ?? (first instanceof vscode.Uri ? [first] : []);
  const classifier = selected.find(isClassifierFile);
  const texts = selected.filter((uri) => !isClassifierFile(uri));
  const allFiles = texts.length > 0 ? texts : files;
  return {
    ...(classifier ? { classifier } : {}),
    ...(allFiles ? { files: allFiles } : {}),
    ...others,
  };
}

function parseNamed(named: Readonly<Record<string, unknown>>): ClassifierArguments {
  const files = readUris("files", named["files"]);
  const test = readUris("test", named["test"]);
  const [classifier] = readUris("classifier", named["classifier"]) ?? [];
  const [output] = readUris("output", named["output"]) ?? [];
  const settings = CLASSIFIER_SETTING_NAMES.filter((name) => named[name] !== undefined).map(
    (name) => {
      const expected = findClassifierFault(name, named[name]);
      if (expected !== null) throw wrongArgument(name, named[name], expected);
      return [name, named[name]] as const;
    },
  );
  return {
    ...(files ? { files } : {}),
    ...(test ? { test } : {}),
    ...(classifier ? { classifier } : {}),
    ...(output ? { output } : {}),
    settings: Object.fromEntries(settings),
  };
}

function readUris(name: string, given: unknown): readonly vscode.Uri[] | undefined {
  if (given === undefined || given === null) return undefined;
  const uris = [given].flat().map((one: unknown) => {
    const uri = one instanceof vscode.Uri ? one : typeof one === "string" ? toUri(one) : undefined;
    if (!uri) throw wrongArgument(name, one, vscode.l10n.t("the path of a file"));
    return uri;
  });
  return uris.length > 0 ? uris : undefined;
}

function toUri(path: string): vscode.Uri | undefined {
  if (path === "") return undefined;
  if (isAbsolute(path)) return vscode.Uri.file(path);
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder && vscode.Uri.joinPath(folder.uri, path);
}

function wrongArgument(name: string, value: unknown, expected: string): WordfieldError {
  return new WordfieldError(
    "bad-input",
    vscode.l10n.t(
      "The argument {0} of the command is {1}: expected {2}.",
      name,
      JSON.stringify(value),
      expected,
    ),
  );
}

function isClassifierFile(uri: vscode.Uri): boolean {
  return uri.path.toLowerCase().endsWith(".bin");
}

function areUris(given: unknown): given is readonly vscode.Uri[] {
  return (
    Array.isArray(given) && given.length > 0 && given.every((uri) => uri instanceof vscode.Uri)
  );
}

function isPlainObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return (
    typeof given === "object" &&
    given !== null &&
    !Array.isArray(given) &&
    !(given instanceof vscode.Uri)
  );
}
