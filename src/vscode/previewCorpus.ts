/** "Preview What Would Be Read": files, words, kinds and languages of a text, before anything is trained on it. */
import * as vscode from "vscode";
import type { Calls } from "../protocol/channel.ts";
import type { EngineRequests } from "../protocol/engineMessages.ts";
import type { CountingSnapshot } from "../protocol/statisticsMessages.ts";
import { formatCount } from "./amounts.ts";
import { withCancellableProgress } from "./cancellableProgress.ts";
import type { Reporter } from "./report.ts";
import type { Reports } from "./reports.ts";
import { chooseScope, listScopes, scopeOfSelection } from "./scopes.ts";
import { readSettings } from "./settings.ts";
import { writeSurvey } from "./surveyMarkdown.ts";
import { collectSources, toUri, type Scope } from "./workspaceFiles.ts";

/** What the command needs. */
export interface PreviewParts {
  readonly calls: Calls<EngineRequests>;
  readonly reporter: Reporter;
  readonly reports: Reports;
  readonly onDidChangeCounting: vscode.Event<CountingSnapshot>;
}

const LARGEST_FILES = 10;

let runs = 0;

/** Asks for the text where nothing was clicked in the Explorer. */
export async function previewCorpus(
  parts: PreviewParts,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const scope =
    scopeOfSelection(clicked, selected) ??
    (await chooseScope(vscode.l10n.t("Preview What Would Be Read"), listScopes(parts)));
  if (scope) await previewScope(parts, scope);
}

/** Reads a scope as a training would, and shows what is there. */
export async function previewScope(parts: PreviewParts, scope: Scope): Promise<void> {
  const { calls, reporter, reports } = parts;
  const warn = (sentence: string) => reporter.log.warn(sentence);
  const settings = readSettings(scope.uris[0], warn);
  const survey = await withCounting(
    vscode.l10n.t("Reading {0}", scope.label),
    parts.onDidChangeCounting,
    async (runId, signal) => {
      const sources = await collectSources(scope, warn, signal);
      return calls.surveyText(
        {
          runId,
          sources,
          tokenizer: "words",
          tokenizerOptions: settings.corpus.tokenizer,
          largest: LARGEST_FILES,
        },
        signal,
      );
    },
  );
  const nameOf = (path: string) => vscode.workspace.asRelativePath(toUri(path));
  await reports.show(
    vscode.l10n.t("What would be read: {0}", scope.label),
    writeSurvey(scope.label, survey, nameOf, vscode.l10n, vscode.env.language),
  );
}

/** Runs a count with a notification that tells how far it is and can stop it. */
export function withCounting<T>(
  title: string,
  onDidChangeCounting: vscode.Event<CountingSnapshot>,
  count: (runId: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  runs += 1;
  const runId = `${process.pid}-counting-${runs}`;
  return withCancellableProgress(title, async (report, signal) => {
    const following = onDidChangeCounting((snapshot) => {
      if (snapshot.runId !== runId) return;
      report({ message: writeStep(snapshot), fraction: snapshot.fraction });
    });
    try {
      return await count(runId, signal);
    } finally {
      following.dispose();
    }
  });
}

function writeStep({ step, filesRead, files }: CountingSnapshot): string {
  return step === "reading"
    ? vscode.l10n.t("{0} of {1} files", formatCount(filesRead), formatCount(files))
    : vscode.l10n.t("counting");
}
