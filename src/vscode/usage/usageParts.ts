/** What the commands that tell how words are used have in common. */
import * as vscode from "vscode";
import type { Calls } from "../../protocol/channel.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import type { Occurrence } from "../../protocol/placeMessages.ts";
import type { CountingSnapshot } from "../../protocol/statisticsMessages.ts";
import type { Models } from "../models.ts";
import type { Reporter } from "../report.ts";
import type { Reports } from "../reports.ts";
import { toUri, unsavedDocuments } from "../workspaceFiles.ts";
import { writeUsageReport, type UsageReport } from "./usageMarkdown.ts";

/** What they need. */
export interface UsageParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  readonly reporter: Reporter;
  readonly reports: Reports;
  readonly onDidChangeCounting: vscode.Event<CountingSnapshot>;
}

/** As many words as one reads through, each with its lines. */
export const SHOWN_WORDS = 25;
export const SHOWN_NEIGHBORS = 6;
export const SHOWN_LINES = 3;
/** Of a frequent word the first places are enough to choose from. */
const MOST_PLACES = 2_000;

/** The places of a word in the files of a model. */
export async function placesOf(
  { calls }: Pick<UsageParts, "calls">,
  modelPath: string,
  word: string,
  signal: AbortSignal,
): Promise<readonly Occurrence[]> {
  const { occurrences } = await calls.findOccurrences(
    { modelPath, word, limit: MOST_PLACES, documents: unsavedDocuments() },
    signal,
  );
  return occurrences;
}

/** Shows what was found, with places that open. */
export async function showUsageReport(
  reports: Reports,
  report: Omit<UsageReport, "locate">,
): Promise<void> {
  await reports.show(report.title, writeUsageReport({ ...report, locate }, vscode.l10n));
}

/** Names a place for people, `file:line`, and says what opens it. */
function locate({ path, line }: Pick<Occurrence, "path" | "line">): {
  readonly name: string;
  readonly link: string | null;
} {
  const uri = toUri(path);
  return {
    name: `${vscode.workspace.asRelativePath(uri)}:${line}`,
    link: uri.scheme === "untitled" ? null : uri.with({ fragment: `L${line}` }).toString(),
  };
}
