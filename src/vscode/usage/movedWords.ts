/** "Words That Moved Between Two Models…": which words mean something else in another model. */
import * as vscode from "vscode";
import { formatCount } from "../amounts.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import { modelFor } from "../modelCommands.ts";
import { chooseLines, type TwoUsages } from "./usageMarkdown.ts";
import {
  placesOf,
  SHOWN_LINES,
  SHOWN_NEIGHBORS,
  SHOWN_WORDS,
  showUsageReport,
  type UsageParts,
} from "./usageParts.ts";

/** Of rarer words the vectors are mostly chance. */
const MINIMUM_COUNT = 20;

/** Asks for both models where the arguments do not say; shows a report. */
export async function showMovedWords(
  parts: UsageParts,
  row: unknown,
  other?: unknown,
): Promise<void> {
  const { calls, models, reporter, reports } = parts;
  await models.refresh();
  if (models.files.length === 1) {
    reporter.info(vscode.l10n.t("There is one model here. Train or open another one to compare."));
    return;
  }
  const first = await modelFor(parts, row, vscode.l10n.t("Words that moved: from which model"));
  if (!first) return;
  const second = await modelFor(
    parts,
    other,
    vscode.l10n.t("Words that moved: from {0} to which model", first.name),
  );
  if (!second) return;
  if (second.path === first.path) {
    reporter.info(vscode.l10n.t("{0} is the same model. Choose two.", first.name));
    return;
  }
  const title = vscode.l10n.t("Words that moved from {0} to {1}", first.name, second.name);
  const { found, words } = await withCancellableProgress(title, async (_, signal) => {
    const found = await calls.compareModels(
      {
        ...{ firstPath: first.path, secondPath: second.path, count: SHOWN_WORDS },
        ...{ minimumCount: MINIMUM_COUNT, neighbors: SHOWN_NEIGHBORS },
      },
      signal,
    );
    const side = async (
      modelPath: string,
      word: string,
      count: number | null,
      neighbors: readonly string[],
    ) => ({
      neighbors,
      uses: count === null ? null : formatCount(count),
      lines: chooseLines(await placesOf(parts, modelPath, word, signal), neighbors, SHOWN_LINES),
    });
    const words: TwoUsages[] = [];
    for (const moved of found.moved)
      words.push({
        word: moved.word,
        score: moved.beyond.toFixed(2),
        sides: [
          await side(first.path, moved.word, moved.firstCount, moved.firstNeighbors),
          await side(second.path, moved.word, moved.secondCount, moved.secondNeighbors),
        ],
      });
    return { found, words };
  });
  await showUsageReport(reports, {
    title,
    explanation: [
      vscode.l10n.t(
        "The vectors of {0} were turned onto those of {1} by the {2} words that both have.",
        first.name,
        second.name,
        formatCount(found.shared),
      ),
      vscode.l10n.t(
        "The score is the distance of a word from itself (1 − cosine; the median is {0}) less the median of words of like frequency: what is left above 0 is more than chance moves them.",
        found.medianDistance.toFixed(2),
      ),
      vscode.l10n.t(
        "{0} words with {1} uses or more on both sides were compared; those with fewer are left out.",
        formatCount(found.compared),
        formatCount(MINIMUM_COUNT),
      ),
    ],
    sideNames: [first.name, second.name],
    words,
  });
}
