/** "Which Files Put This Word Here": the files of the active model that have a word, the most places first. */
import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import { formatCount } from "./amounts.ts";
import { withCancellableProgress } from "./cancellableProgress.ts";
import type { Models } from "./models.ts";
import { openPlace } from "./places.ts";
import { askPick } from "./quickSteps.ts";
import type { Reporter } from "./report.ts";
import { toUri } from "./workspaceFiles.ts";

interface FilesParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  readonly reporter: Reporter;
}

const MOST_FILES = 1_000;
/** The engine has read them: no limit of the user's is wanted once more. */
const MAXIMUM_FILE_BYTES = 2 ** 29;

/** Asks for the word where there is none at the cursor; the file that is picked opens where the word stands first. */
export async function showFilesOfWord(
  { calls, models, reporter }: FilesParts,
  wordAtCursor: string | undefined,
): Promise<void> {
  const model = models.active;
  if (!model) {
    reporter.info(vscode.l10n.t("There is no model here yet."));
    return;
  }
  const asked = wordAtCursor ?? (await askWord(vscode.l10n.t("Which Files Put This Word Here")));
  if (asked === undefined) return;
  const modelPath = model.path;
  const { word, found } = await withCancellableProgress(
    vscode.l10n.t("Looking for “{0}”", asked),
    async (_, signal) => {
      const near = await calls.findNeighbors({ modelPath, word: asked, count: 1 }, signal);
      const form = "entry" in near ? near.entry.word : asked;
      return {
        word: form,
        found: await calls.filesOfWord({ modelPath, word: form, limit: MOST_FILES }, signal),
      };
    },
  );
  if (!found) {
    reporter.info(vscode.l10n.t("{0} does not say which files it has read.", model.name));
    return;
  }
  if (found.total === 0) {
    reporter.info(vscode.l10n.t("“{0}” stands in no file of {1}.", word, model.name));
    return;
  }
  const picked = await askPick({
    title: vscode.l10n.t(
      "“{0}”: {1} places in {2} files",
      word,
      formatCount(found.total),
      formatCount(found.inFiles),
    ),
    placeholder: vscode.l10n.t("Open a file where the word stands first"),
    items: found.files.map(({ path, count }) => ({
      label: vscode.workspace.asRelativePath(toUri(path)),
      description: formatCount(count),
      path,
    })),
    canGoBack: false,
  });
  if (picked === undefined || picked === "back") return;
  const { model: description } = await calls.describeModel({ modelPath });
  const { tokenizer = "words", tokenizerOptions, phrases = [] } = description.corpus ?? {};
  const phrase = phrases.find((words) => words.join("_") === word);
  const { occurrences } = await calls.findInSources({
    sources: {
      paths: [picked.path],
      exclude: [],
      useIgnoreFiles: false,
      maximumFileBytes: MAXIMUM_FILE_BYTES,
    },
    text: phrase?.join(" ") ?? word,
    tokenizer,
    ...(tokenizerOptions ? { tokenizerOptions } : {}),
    limit: 1,
  });
  const [place] = occurrences;
  if (place) await openPlace(place);
  else await vscode.window.showTextDocument(toUri(picked.path));
}

/** Asks for a word; undefined where the user leaves. */
export async function askWord(title: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({ title, prompt: vscode.l10n.t("Word or phrase") });
  return text === undefined || text.trim() === "" ? undefined : text.trim();
}
