/** Answers the page: checks every request, converts it and asks the engine or the editor. */
import * as vscode from "vscode";
import { WordfieldError } from "../../errors.ts";
import type { Calls, Handlers } from "../../protocol/channel.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import type { PageRequests, PanelState } from "../../protocol/pageMessages.ts";
import { parsePageRequest } from "../../protocol/pageSchemas.ts";
import { CONTEXT_PAGE_METHODS } from "../../protocol/contextPageMessages.ts";
import type { Models } from "../models.ts";
import { applyPreset } from "../presets.ts";
import type { Reporter } from "../report.ts";
import { estimateTrainingSeconds } from "../trainingEstimate.ts";
import { readSettings } from "../settings.ts";
import type { KeptViews } from "./keptViews.ts";
import { MapColumnChoice } from "./mapColumnChoice.ts";
import { saveMap } from "./saveMap.ts";
import { createCompareAnswers } from "./compareAnswers.ts";
import { createContextHandlers } from "./contextHandlers.ts";
import type { WatchedSelection } from "./watchedSelection.ts";
import { collectSources, toUri, unsavedDocuments, workspaceScope } from "../workspaceFiles.ts";

/** As many as can be looked through. */
const SHARED_CONTEXTS = 12;
const SHARED_LINES = 200;

/** What the answers come from. */
export interface PageContext {
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  readonly reporter: Reporter;
  readonly readState: () => PanelState;
  readonly selection: WatchedSelection;
  readonly views: KeptViews;
  readonly openView: (name: string) => Promise<void>;
  /** Hears of each request that was answered without an error. */
  readonly onAnswered: (method: keyof PageRequests) => void;
  /** Where editors open, so that they do not cover the panel. */
  readonly columnForEditors: () => vscode.ViewColumn;
}

type Answer<M extends keyof PageRequests> = (
  params: PageRequests[M]["params"],
  signal: AbortSignal,
) => Promise<PageRequests[M]["result"]>;

/** Creates the handlers of one panel. */
export function createPageHandlers(context: PageContext): Handlers<PageRequests> {
  const { calls, models, reporter } = context;
  /** Paths that an answer has named: the page may open these and no others. */
  const offered = new Set<string>();
  const columns = new MapColumnChoice(calls);
  const modelPath = () => {
    const path = models.active?.path;
    if (path === undefined)
      throw new WordfieldError("model-missing", "There is no active model. Train or choose one.");
    return { modelPath: path };
  };
  const checked =
    <M extends keyof PageRequests>(method: M, answer: Answer<M>): Answer<M> =>
    async (params, signal) => {
      const result = await answer(parsePageRequest(method, params), signal);
      context.onAnswered(method);
      return result;
    };
  const meaning = createContextHandlers({
    ...{ calls, models, reporter, selection: context.selection },
    offer: (path) => offered.add(path),
  });
  const meaningAnswers = Object.fromEntries(
    CONTEXT_PAGE_METHODS.map((method) => [method, checked(method, meaning[method] as never)]),
  ) as unknown as typeof meaning;

  const comparing = createCompareAnswers({
    calls,
    isKnown: (path) => models.files.some((file) => file.path === path),
    readDocuments: (signal) => documentsForSearch(reporter, signal),
    offer: (path) => offered.add(path),
  });

  return {
    ...meaningAnswers,
    listMovedWords: checked("listMovedWords", comparing.listMovedWords),
    projectModels: checked("projectModels", comparing.projectModels),
    readWordIn: checked("readWordIn", comparing.readWordIn),
    readState: checked("readState", async () => context.readState()),
    findNeighbors: checked("findNeighbors", (params, signal) =>
      calls.findNeighbors({ ...params, ...modelPath() }, signal),
    ),
    listParts: checked("listParts", (_, signal) => calls.listParts(modelPath(), signal)),
    solveFormula: checked("solveFormula", (params, signal) =>
      calls.solveFormula({ ...params, ...modelPath() }, signal),
    ),
    compareWordList: checked("compareWordList", (params, signal) =>
      calls.compareWordList({ ...params, ...modelPath() }, signal),
    ),
    explainParts: checked("explainParts", (params, signal) =>
      calls.explainParts({ ...params, ...modelPath() }, signal),
    ),
    copyText: checked("copyText", async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return {};
    }),
    completeWord: checked("completeWord", (params, signal) =>
      calls.completeWord({ ...params, ...modelPath() }, signal),
    ),
    readMap: checked("readMap", (params, signal) =>
      calls.readMap({ ...params, ...modelPath() }, signal),
    ),
    findSimilarities: checked("findSimilarities", (params, signal) =>
      calls.findSimilarities({ ...params, ...modelPath() }, signal),
    ),
    projectMap: checked("projectMap", (params, signal) =>
      calls.projectMap({ ...params, ...modelPath() }, signal),
    ),
    describeWords: checked("describeWords", ({ count, of }, signal) =>
      calls.describeWords({ count, source: columns.sourceOf(of), ...modelPath() }, signal),
    ),
    chooseColumn: checked("chooseColumn", () => columns.choose()),
    keepView: checked("keepView", async ({ title, view }) => ({
      isKept: await context.views.keep(title, modelPath().modelPath, view),
    })),
    openView: checked("openView", async ({ name }) => {
      await context.openView(name);
      return {};
    }),
    saveMap: checked("saveMap", (file) => saveMap(file, models.active?.name)),
    findOccurrences: checked("findOccurrences", async (params, signal) => {
      const found = await calls.findOccurrences(
        { ...params, ...modelPath(), documents: await documentsForSearch(reporter, signal) },
        signal,
      );
      for (const { path } of found.occurrences) offered.add(path);
      return found;
    }),
    findSharedContexts: checked("findSharedContexts", async (params, signal) => {
      const documents = await documentsForSearch(reporter, signal);
      const found = await calls.findSharedContexts(
        { ...params, ...modelPath(), documents, count: SHARED_CONTEXTS, lines: SHARED_LINES },
        signal,
      );
      for (const { path } of found.lines) offered.add(path);
      return found;
    }),
    surveyWorkspace: checked("surveyWorkspace", async (_, signal) => {
      const scope = workspaceScope();
      if (!scope) return { files: 0, bytes: 0, seconds: 0 };
      const warn = (sentence: string) => reporter.log.warn(sentence);
      const sources = await collectSources(scope, warn, signal);
      const { files, bytes } = await calls.surveySources({ sources }, signal);
      const { preset, training } = readSettings(scope.uris[0], warn);
      const seconds = estimateTrainingSeconds(bytes, applyPreset(preset, training));
      return { files, bytes, seconds };
    }),
    openPlace: checked("openPlace", async ({ path, line, column, length, keep }) => {
      if (!offered.has(path) && !context.selection.stands(path))
        throw new WordfieldError("bad-input", `${path} is not among the places that were found.`);
      const start = new vscode.Position(line - 1, column - 1);
      await vscode.window.showTextDocument(toUri(path), {
        selection: new vscode.Range(start, start.translate(0, length)),
        viewColumn: context.columnForEditors(),
        preserveFocus: !keep,
        preview: !keep,
      });
      return {};
    }),
    runCommand: checked("runCommand", async ({ command }) => {
      // A command may wait for a choice or for a whole training: the page is told that it has begun.
      reporter.background(vscode.commands.executeCommand(command));
      return {};
    }),
    chooseModel: checked("chooseModel", async ({ path }) => {
      if (!models.files.some((file) => file.path === path))
        throw new WordfieldError("bad-input", `${path} is not among the models of this workspace.`);
      await models.activate(path);
      return {};
    }),
  };
}

/** Unsaved text, and what the engine cannot read by itself: folders that are not on disk. */
async function documentsForSearch(reporter: Reporter, signal?: AbortSignal) {
  const scope = workspaceScope();
  const virtual = scope?.uris.filter((uri) => uri.scheme !== "file") ?? [];
  if (!scope || virtual.length === 0) return unsavedDocuments();
  const sources = await collectSources(
    { label: scope.label, uris: virtual },
    (sentence) => reporter.log.warn(sentence),
    signal,
  );
  return [...unsavedDocuments(), ...sources.documents];
}
