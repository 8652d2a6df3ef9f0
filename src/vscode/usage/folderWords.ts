/** "Words Used Differently in This Folder…": a folder beside the rest of what the active model was made of. */
import * as vscode from "vscode";
import { isBelow } from "../../protocol/folderMessages.ts";
import { formatCount } from "../amounts.ts";
import { modelFor } from "../modelCommands.ts";
import { withCounting } from "../previewCorpus.ts";
import { askPick } from "../quickSteps.ts";
import { scopeOfSelection } from "../scopes.ts";
import { unsavedDocuments, type Scope } from "../workspaceFiles.ts";
import { chooseLines, type TwoUsages } from "./usageMarkdown.ts";
import {
  placesOf,
  SHOWN_LINES,
  SHOWN_NEIGHBORS,
  SHOWN_WORDS,
  showUsageReport,
  type UsageParts,
} from "./usageParts.ts";

/** From so many uses on each side on, two words that were exchanged in a folder are found: docs/decisions/018. */
const MINIMUM_USES = 20;

/** Takes the folder that was clicked in the Explorer, or asks for one; shows a report. */
export async function showFolderWords(
  parts: UsageParts,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const { calls, models, reports } = parts;
  const scope = scopeOfSelection(clicked, selected) ?? (await askFolder());
  if (!scope) return;
  const file =
    models.active ??
    (await modelFor(parts, undefined, vscode.l10n.t("Which model to compare the folder by")));
  if (!file) return;
  const modelPath = file.path;
  const title = vscode.l10n.t("Words used differently in {0}", scope.label);
  const folders = scope.uris.map((uri) => (uri.scheme === "file" ? uri.fsPath : uri.toString()));
  const { found, words } = await withCounting(
    title,
    parts.onDidChangeCounting,
    async (runId, signal) => {
      const found = await calls.compareFolder(
        {
          ...{ runId, modelPath, folders, documents: unsavedDocuments() },
          ...{ count: SHOWN_WORDS, minimumUses: MINIMUM_USES, neighbors: SHOWN_NEIGHBORS },
        },
        signal,
      );
      const words: TwoUsages[] = [];
      for (const { word, departure, ...uses } of found.words) {
        const places = await placesOf(parts, modelPath, word, signal);
        const isInFolder = ({ path }: { readonly path: string }) => isBelow(path, folders);
        const side = (neighbors: readonly string[], count: number, inFolder: boolean) => ({
          neighbors,
          uses: formatCount(count),
          lines: chooseLines(
            places.filter((place) => isInFolder(place) === inFolder),
            neighbors,
            SHOWN_LINES,
          ),
        });
        words.push({
          word,
          score: `${departure.toFixed(1)} σ`,
          sides: [
            side(uses.inFolder, uses.usesInFolder, true),
            side(uses.elsewhere, uses.usesElsewhere, false),
          ],
        });
      }
      return { found, words };
    },
  );
  await showUsageReport(reports, {
    title,
    explanation: [
      vscode.l10n.t(
        "What stands around each word in {0} files of {1} is compared with what stands around it in {2} other files of {3}.",
        formatCount(found.filesInFolder),
        scope.label,
        formatCount(found.filesElsewhere),
        file.name,
      ),
      vscode.l10n.t(
        "The score is how many standard deviations (σ) the difference lies above that of words with as many uses: above 5 it is hardly chance. Near a word are those that elsewhere stand in such contexts.",
      ),
      vscode.l10n.t(
        "{0} words with {1} uses or more on both sides were compared; those with fewer are left out.",
        formatCount(found.judged),
        formatCount(MINIMUM_USES),
      ),
    ],
    sideNames: [vscode.l10n.t("in {0}", scope.label), vscode.l10n.t("elsewhere")],
    words,
  });
}

interface FolderItem extends vscode.QuickPickItem {
  /** Absent for a folder that is yet to be chosen. */
  readonly uri?: vscode.Uri;
}

/** Asks for a folder of the workspace. */
async function askFolder(): Promise<Scope | undefined> {
  const title = vscode.l10n.t("Words Used Differently in a Folder");
  const picked = await askPick<FolderItem>({
    title,
    placeholder: vscode.l10n.t("Which folder to compare with the rest"),
    items: [
      ...(await foldersOfWorkspace()),
      { label: vscode.l10n.t("Other folder…"), alwaysShow: true },
    ],
    canGoBack: false,
  });
  if (!picked || picked === "back") return undefined;
  const uri =
    picked.uri ??
    (
      await vscode.window.showOpenDialog({ title, canSelectFolders: true, canSelectFiles: false })
    )?.[0];
  return uri && scopeOfSelection(uri, undefined);
}

/** The folders right below those that are open, as far as they are not hidden. */
async function foldersOfWorkspace(): Promise<readonly FolderItem[]> {
  const items: FolderItem[] = [];
  for (const { uri } of vscode.workspace.workspaceFolders ?? [])
    for (const [name, type] of await vscode.workspace.fs.readDirectory(uri))
      if (type === vscode.FileType.Directory && !name.startsWith(".")) {
        const folder = vscode.Uri.joinPath(uri, name);
        items.push({
          label: `$(folder) ${name}`,
          description: vscode.workspace.asRelativePath(folder),
          uri: folder,
        });
      }
  return items;
}
