/** Answers the page's Context and Senses tabs: the engine's answers, the editor's selection, the clipboard. */
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { WordfieldError } from "../../errors.ts";
import type { Calls } from "../../protocol/channel.ts";
import type { ContextPageRequests } from "../../protocol/contextPageMessages.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import { encoderChoice } from "../encoderSettings.ts";
import { writeComparison } from "../meaning/comparisonMarkdown.ts";
import { nextRunId } from "../meaning/meaningParts.ts";
import type { Models } from "../models.ts";
import type { Reporter } from "../report.ts";
import { collectSources, workspaceScope } from "../workspaceFiles.ts";
import { createContextAnswers } from "./contextAnswers.ts";
import type { WatchedSelection } from "./watchedSelection.ts";

/** What the answers come from. */
interface ContextParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Models;
  readonly reporter: Reporter;
  readonly selection: WatchedSelection;
  /** Allows the page to open a file. */
  readonly offer: (path: string) => void;
}

const NEIGHBORS = 6;
const VOCABULARY = 2_000;
const OCCURRENCES = 10;
const SAMPLE = 400;
const EXAMPLES = 400;

/** Creates the handlers of one panel; their parameters are checked already. */
export function createContextHandlers(parts: ContextParts): Calls<ContextPageRequests> {
  const { calls, models, reporter, selection, offer } = parts;
  const cacheFolder = join(dirname(models.folder.fsPath), "words");
  const modelPath = () => models.active?.path ?? null;
  return {
    ...createContextAnswers({
      ...{ calls, modelPath, choice: encoderChoice, cacheFolder, nextRunId, offer },
    }),
    readSelection: async () => ({ selection: selection.read() }),
    markStretch: async ({ stretch }) => {
      selection.mark(stretch);
      return {};
    },
    copyComparison: async ({ text }, signal) => {
      const file = models.active;
      if (!file)
        throw new WordfieldError("model-missing", "There is no active model. Train or choose one.");
      const result = await calls.compareContexts(
        {
          ...{
            runId: nextRunId(),
            choice: encoderChoice(),
            text,
            modelPath: file.path,
            cacheFolder,
          },
          ...{ count: NEIGHBORS, vocabulary: VOCABULARY, occurrences: OCCURRENCES },
        },
        signal,
      );
      await vscode.env.clipboard.writeText(writeComparison(text, file.name, result, vscode.l10n));
      return {};
    },
    findSenses: async ({ word, senses }, signal) => {
      const scope = workspaceScope();
      if (!scope)
        throw new WordfieldError(
          "bad-input",
          "There is no folder whose text could be read. Open a folder first.",
        );
      const warn = (sentence: string) => reporter.log.warn(sentence);
      const found = await calls.findSenses(
        {
          ...{ runId: nextRunId(), choice: encoderChoice(), word, tokenizer: "words", seed: 1 },
          ...{ sample: SAMPLE, senses, examples: EXAMPLES },
          sources: await collectSources(scope, warn, signal),
        },
        signal,
      );
      for (const { path } of found.places) offer(path);
      return found;
    },
  };
}
