/** "Words Used Differently Here": words whose uses do not fit their general meaning. */
import * as vscode from "vscode";
import { formatCount } from "../amounts.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import { ground, type GroundingParts } from "../meaning/groundModel.ts";
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

/** Fewer uses tell little. */
const MINIMUM_USES = 100;

/** Takes the active model where the arguments do not say; one without general meaning gets it first. Shows a report. */
export async function showUnusualWords(
  parts: UsageParts & GroundingParts,
  row: unknown,
): Promise<void> {
  const { calls, reporter, reports } = parts;
  const active = row === undefined ? parts.models.active : undefined;
  const file =
    active ?? (await modelFor(parts, row, vscode.l10n.t("Which model’s words to look at")));
  if (!file) return;
  const modelPath = file.path;
  const { model } = await calls.describeModel({ modelPath });
  if (model.encoder === undefined) await ground(parts, file);
  const title = vscode.l10n.t("Words used differently in {0}", file.name);
  const { found, words } = await withCancellableProgress(title, async (_, signal) => {
    const found = await calls.findUnusualWords(
      {
        ...{ modelPath, count: SHOWN_WORDS },
        ...{ minimumUses: MINIMUM_USES, neighbors: SHOWN_NEIGHBORS },
      },
      signal,
    );
    const words: TwoUsages[] = [];
    for (const { word, departure, count, ...lists } of found.words) {
      const here = lists.here.map((neighbor) => neighbor.word);
      const general = lists.general.map((neighbor) => neighbor.word);
      const places = await placesOf(parts, modelPath, word, signal);
      words.push({
        word,
        score: `${departure.toFixed(1)} σ`,
        sides: [
          {
            neighbors: here,
            uses: formatCount(count),
            lines: chooseLines(places, here, SHOWN_LINES),
          },
          { neighbors: general, uses: null, lines: [] },
        ],
      });
    }
    return { found, words };
  });
  if (words.length === 0) {
    reporter.info(
      vscode.l10n.t(
        "{0} has too few words with {1} uses or more: fewer uses tell little.",
        file.name,
        formatCount(MINIMUM_USES),
      ),
    );
    return;
  }
  await showUsageReport(reports, {
    title,
    explanation: [
      vscode.l10n.t(
        "What stands around each word in the text of {0} is compared with what {1} knows of the word in general.",
        file.name,
        found.encoder,
      ),
      vscode.l10n.t(
        "The score is how many standard deviations (σ) a word’s vector here and its general vector predict each other worse than those of words of like frequency: above 2 it is worth a look.",
      ),
      vscode.l10n.t(
        "{0} words with {1} uses or more were compared; those with fewer are left out.",
        formatCount(found.judged),
        formatCount(MINIMUM_USES),
      ),
    ],
    sideNames: [vscode.l10n.t("here"), vscode.l10n.t("in general")],
    words,
  });
}
