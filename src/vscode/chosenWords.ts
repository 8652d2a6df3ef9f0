/** Phrases and stop words under "Advanced…": phrases are shown with their scores before they are taken. */
import * as vscode from "vscode";
import type { StatisticsRequests } from "../protocol/statisticsMessages.ts";
import { formatCount } from "./amounts.ts";
import type { OptionListRow } from "./optionList.ts";
import { askMany, type Step } from "./quickSteps.ts";
import type { TrainingWords } from "./trainingOrders.ts";

/** What becomes of phrases and stop words; absent for nothing. */
export type ChosenWords = Pick<TrainingWords, "phrases" | "stopWords">;

type FoundPhrases = StatisticsRequests["findPhrases"]["result"]["phrases"];

/** Looks for phrases in the text that is to be trained on. */
export type FindPhrases = () => Promise<FoundPhrases>;

/** The rows of both. */
export function listWordRows(
  { phrases = [], stopWords }: ChosenWords,
  findPhrases: FindPhrases,
): readonly OptionListRow<ChosenWords>[] {
  const languages = stopWords?.languages ?? [];
  return [
    {
      name: "phrases",
      label: vscode.l10n.t("Phrases"),
      value: phrases.length === 0 ? vscode.l10n.t("none") : formatCount(phrases.length),
      help: vscode.l10n.t("Make one word of each phrase: new york becomes new_york"),
      isSet: phrases.length > 0,
      edit: (words) => editPhrases(words, findPhrases),
    },
    {
      name: "stopWords",
      label: vscode.l10n.t("Stop words"),
      value: languages.length === 0 ? vscode.l10n.t("kept") : languages.map(nameOf).join(", "),
      help: vscode.l10n.t("Leave out words such as “the” and “of”, but for those in phrases"),
      isSet: languages.length > 0,
      edit: editStopWords,
    },
  ];
}

async function editPhrases(words: ChosenWords, find: FindPhrases): Promise<Step<ChosenWords>> {
  const found = await find();
  const key = (phrase: readonly string[]) => phrase.join(" ");
  const chosen = new Set(words.phrases?.map(key));
  const items = found.map(({ words: phrase, score, count, example }) => ({
    label: key(phrase),
    description: vscode.l10n.t("score {0} · {1} times", score.toFixed(1), formatCount(count)),
    ...(example ? { detail: `${example.before}${example.match}${example.after}` } : {}),
    picked: chosen.size === 0 || chosen.has(key(phrase)),
    phrase,
  }));
  const picked = await askMany({
    title: vscode.l10n.t("Phrases"),
    placeholder:
      items.length === 0
        ? vscode.l10n.t("No words stand beside each other more often than by chance")
        : vscode.l10n.t("Phrases that become one word, by their scores"),
    items,
    canGoBack: true,
  });
  if (picked === undefined || picked === "back") return picked;
  return { ...words, phrases: picked.map(({ phrase }) => phrase) };
}

async function editStopWords(words: ChosenWords): Promise<Step<ChosenWords>> {
  const now = words.stopWords?.languages ?? [];
  const items = (["en", "zh"] as const).map((language) => ({
    label: nameOf(language),
    picked: now.includes(language),
    language,
  }));
  const picked = await askMany({
    title: vscode.l10n.t("Stop words"),
    placeholder: vscode.l10n.t("Languages whose function words are left out"),
    items,
    canGoBack: true,
  });
  if (picked === undefined || picked === "back") return picked;
  const languages = picked.map(({ language }) => language);
  return { ...words, stopWords: { languages, words: [] } };
}

function nameOf(language: "en" | "zh"): string {
  return language === "en" ? vscode.l10n.t("English") : vscode.l10n.t("Chinese");
}
