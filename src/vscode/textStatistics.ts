/** "Show Keywords of File" and "Show Strongest Contexts of Word": counts in the workspace's text; nothing is trained. */
import * as vscode from "vscode";
import { toWordfieldError } from "../errors.ts";
import type { CorpusSources } from "../protocol/engineMessages.ts";
import type { Occurrence } from "../protocol/placeMessages.ts";
import type { StatisticsRequests } from "../protocol/statisticsMessages.ts";
import { formatCount } from "./amounts.ts";
import { askWord } from "./filesOfWord.ts";
import { openPlace, pickPlace } from "./places.ts";
import { withCounting, type PreviewParts } from "./previewCorpus.ts";
import { askPick } from "./quickSteps.ts";
import { scopeOfSelection } from "./scopes.ts";
import { readSettings } from "./settings.ts";
import { collectSources, workspaceScope, type Scope } from "./workspaceFiles.ts";

const KEYWORDS = 50;
const CONTEXTS = 50;
const PHRASES = 500;
/** Places of a word that are looked through for a context. */
const MOST_PLACES = 5_000;
const SHOWN_PLACES = 200;

/** Lists the words that tell a file from the others of the workspace; the one that is picked is shown where it stands. */
export async function showKeywords(parts: PreviewParts, clicked: unknown): Promise<void> {
  const uri =
    scopeOfSelection(clicked, undefined)?.uris[0] ?? vscode.window.activeTextEditor?.document.uri;
  const isInWorkspace = uri !== undefined && vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  // A log, a report and the like are no text of the user's.
  if (!uri || !(isInWorkspace || ["file", "untitled"].includes(uri.scheme))) {
    parts.reporter.info(vscode.l10n.t("Open a file to see its keywords."));
    return;
  }
  const folder = vscode.Uri.joinPath(uri, "..");
  const workspace = isInWorkspace ? workspaceScope() : null;
  const scope = workspace ?? { label: folder.path, uris: [uri.scheme === "file" ? folder : uri] };
  const path = uri.scheme === "file" ? uri.fsPath : uri.toString();
  const name = vscode.workspace.asRelativePath(uri);
  const text = await readText(parts, scope, vscode.l10n.t("Counting the words of {0}", name));
  const result = await text.count((runId, signal) =>
    parts.calls.findKeywords(
      {
        ...{ ...text.params, runId, formula: "sublinear", stopWords: ["en", "zh"] },
        ...{ files: [path], count: KEYWORDS },
      },
      signal,
    ),
  );
  if (!result) return;
  const keywords = result.files[0]?.keywords ?? [];
  if (keywords.length === 0) {
    parts.reporter.info(
      vscode.l10n.t("{0} has no keywords: it is not read, or has no words of its own.", name),
    );
    return;
  }
  const items = keywords.map(({ word, weight, count, files }) => ({
    label: word,
    description: vscode.l10n.t(
      "{0} times · in {1} of {2} files · weight {3}",
      formatCount(count),
      formatCount(files),
      formatCount(result.filesRead),
      weight.toFixed(3),
    ),
    word,
  }));
  const title = vscode.l10n.t("Keywords of {0}", name);
  await walk(title, items, async ({ word }) => {
    const { documents } = text.params.sources;
    const only = {
      ...text.params.sources,
      paths: uri.scheme === "file" ? [path] : [],
      documents: documents.filter((document) => document.path === path),
    };
    return findPlaces(parts, { ...text.params, sources: only }, word, () => true);
  });
}

/** Lists the words that stand near a word more often than by chance, by PPMI; then the lines that have both. */
export async function showContexts(
  parts: PreviewParts,
  wordAtCursor: string | undefined,
): Promise<void> {
  const scope = workspaceScope();
  if (!scope) {
    parts.reporter.info(vscode.l10n.t("Open a folder with text to count in."));
    return;
  }
  const asked = wordAtCursor ?? (await askWord(vscode.l10n.t("Show Strongest Contexts of Word")));
  if (asked === undefined) return;
  const text = await readText(
    parts,
    scope,
    vscode.l10n.t("Counting what stands near “{0}”", asked),
  );
  const result = await text.count((runId, signal) =>
    parts.calls.findContexts(
      {
        ...{ ...text.params, runId, word: asked, window: 5, weighting: "flat", count: CONTEXTS },
        // A workspace is a small text: less than the command line asks for is worth a look.
        ...{ minimumCount: 2, minimumPairs: 2, contextSmoothing: 0.75, shift: 1 },
      },
      signal,
    ),
  );
  if (!result) return;
  if ("missing" in result) {
    parts.reporter.info(
      vscode.l10n.t("“{0}” does not stand twice in the text of {1}.", result.missing, scope.label),
    );
    return;
  }
  if (result.contexts.length === 0) {
    parts.reporter.info(
      vscode.l10n.t("No word stands near “{0}” more often than by chance.", result.word),
    );
    return;
  }
  const items = result.contexts.map(({ word, information, pairs }) => ({
    label: word,
    description: vscode.l10n.t(
      "PPMI {0} · {1} times near it",
      information.toFixed(2),
      formatCount(pairs),
    ),
    word,
  }));
  const title = vscode.l10n.t(
    "Strongest contexts of “{0}” ({1} times)",
    result.word,
    formatCount(result.count),
  );
  await walk(title, items, ({ word }) =>
    findPlaces(parts, text.params, result.word, ({ before, after }) =>
      `${before} ${after}`.toLowerCase().includes(word.toLowerCase()),
    ),
  );
}

/** Looks for phrases in a scope, the strongest first. */
export async function findPhrasesIn(
  parts: PreviewParts,
  scope: Scope,
): Promise<StatisticsRequests["findPhrases"]["result"]["phrases"]> {
  const text = await readText(
    parts,
    scope,
    vscode.l10n.t("Looking for phrases in {0}", scope.label),
  );
  const found = await text.count((runId, signal) =>
    parts.calls.findPhrases(
      {
        ...{ ...text.params, runId, scorer: "original", minimumCount: 5, threshold: 10 },
        ...{ passes: 2, count: PHRASES },
      },
      signal,
    ),
  );
  return found?.phrases ?? [];
}

/** Lists words, then the places of the one that is picked, with a way back. */
async function walk<T extends vscode.QuickPickItem>(
  title: string,
  items: readonly T[],
  placesOf: (item: T) => Promise<readonly Occurrence[]>,
): Promise<void> {
  let active: T | undefined;
  for (;;) {
    const picked = await askPick<T>({
      title,
      placeholder: vscode.l10n.t("Show the lines of a word"),
      items,
      active,
      canGoBack: false,
    });
    if (picked === undefined || picked === "back") return;
    active = picked;
    const place = await pickPlace(`${title}: ${picked.label}`, await placesOf(picked));
    if (place === "back") continue;
    if (place) await openPlace(place);
    return;
  }
}

type CountedParams = Omit<StatisticsRequests["findKeywords"]["params"], "runId" | "files"> & {
  readonly sources: CorpusSources;
};

async function readText(parts: PreviewParts, scope: Scope, title: string) {
  const warn = (sentence: string) => parts.reporter.log.warn(sentence);
  const { corpus } = readSettings(scope.uris[0], warn);
  const params = {
    sources: await collectSources(scope, warn),
    tokenizer: "words" as const,
    tokenizerOptions: corpus.tokenizer,
  };
  return {
    params,
    /** Undefined, and told, where there is nothing to count. */
    count: async <R>(run: (runId: string, signal: AbortSignal) => Promise<R>) => {
      try {
        return await withCounting(title, parts.onDidChangeCounting, run);
      } catch (thrown) {
        // A text without words is no failure: the sentence says where it was looked for.
        const error = toWordfieldError(thrown);
        if (error.code !== "corpus-too-small") throw thrown;
        parts.reporter.info(error.message);
        return undefined;
      }
    },
  };
}

async function findPlaces(
  { calls }: PreviewParts,
  {
    sources: { documents, ...sources },
    tokenizer,
    tokenizerOptions,
  }: Pick<CountedParams, "sources" | "tokenizer" | "tokenizerOptions">,
  word: string,
  isWanted: (place: Occurrence) => boolean,
): Promise<readonly Occurrence[]> {
  const { occurrences } = await calls.findInSources({
    ...{ sources, tokenizer, text: word, limit: MOST_PLACES },
    ...(documents.length > 0 ? { documents } : {}),
    ...(tokenizerOptions ? { tokenizerOptions } : {}),
  });
  return occurrences.filter(isWanted).slice(0, SHOWN_PLACES);
}
