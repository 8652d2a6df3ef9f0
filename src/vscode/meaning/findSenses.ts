/** "Senses of This Word in the Workspace": groups the places of a word by meaning and lists them, to jump to. */
import * as vscode from "vscode";
import { encoderChoice } from "../encoderSettings.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import { formatCount } from "../amounts.ts";
import { askPick, askText } from "../quickSteps.ts";
import { collectSources } from "../workspaceFiles.ts";
import {
  namePlace,
  requireWorkspace,
  selectedWord,
  showPlace,
  withEncoding,
  type MeaningParts,
  type PlaceInFile,
} from "./meaningParts.ts";

type Found = EngineRequests["findSenses"]["result"];

interface PlaceItem extends vscode.QuickPickItem {
  readonly place?: PlaceInFile;
}

/** A quick answer; the command line takes more. */
const SAMPLE = 300;
const EXAMPLES = 50;
const LONGEST_WORD = 200;

/** Asks for the word where neither `given` nor the cursor says one. */
export async function findSenses(parts: MeaningParts, given: unknown): Promise<void> {
  const { calls, reporter } = parts;
  const scope = requireWorkspace(reporter);
  if (!scope) return;
  const word = (typeof given === "string" ? given.trim() : selectedWord()) || (await askWord());
  if (word === "" || word.length > LONGEST_WORD) return;
  const found = await withEncoding(
    parts,
    vscode.l10n.t("Senses of “{0}”", word),
    (encoded, places) => vscode.l10n.t("{0} of {1} places read", encoded, places),
    async (runId, signal) =>
      calls.findSenses(
        {
          runId,
          choice: encoderChoice(),
          sources: await collectSources(scope, (sentence) => reporter.warn(sentence), signal),
          word,
          tokenizer: "words",
          sample: SAMPLE,
          seed: 1,
          senses: null,
          examples: EXAMPLES,
        },
        signal,
      ),
  );
  if (found.places.length === 0) {
    reporter.info(vscode.l10n.t("“{0}” stands in no file of the workspace.", word));
    return;
  }
  const picked = await askPick<PlaceItem>({
    title: titleOf(word, found),
    placeholder: vscode.l10n.t("Choose a line to go to"),
    items: listPlaces(found),
    canGoBack: false,
  });
  if (picked && picked !== "back" && picked.place) await showPlace(picked.place);
}

async function askWord(): Promise<string> {
  const answer = await askText({
    title: vscode.l10n.t("Senses of a Word"),
    prompt: vscode.l10n.t("A word of the workspace"),
    placeholder: vscode.l10n.t("word"),
    value: "",
    canGoBack: false,
    findFault: (text) => (text.trim() === "" ? vscode.l10n.t("Enter a word.") : null),
  });
  return answer && answer !== "back" ? answer.text.trim() : "";
}

function titleOf(word: string, { senses, places, total }: Found): string {
  return senses.length === 1
    ? vscode.l10n.t(
        "“{0}”: one sense in {1} of {2} places",
        word,
        formatCount(places.length),
        formatCount(total),
      )
    : vscode.l10n.t(
        "“{0}”: {1} senses in {2} of {3} places",
        word,
        senses.length,
        formatCount(places.length),
        formatCount(total),
      );
}

function listPlaces({ senses, places }: Found): PlaceItem[] {
  return senses.flatMap((sense, index) => [
    {
      kind: vscode.QuickPickItemKind.Separator,
      label: `${index + 1}: ${sense.words
        .slice(0, 6)
        .map(({ word }) => word)
        .join(", ")} (${formatCount(sense.places)})`,
    },
    ...sense.examples.flatMap((at): PlaceItem[] => {
      const place = places[at];
      if (!place) return [];
      const { before, match, after } = place;
      return [{ label: `${before}${match}${after}`.trim(), description: namePlace(place), place }];
    }),
  ]);
}
