/** The table of commands: one row for each command of package.json. */
import * as vscode from "vscode";
import type { Checkpoints } from "./checkpoints.ts";
import { classifyText } from "./classifier/classifyText.ts";
import type { KnownClassifiers } from "./classifier/knownClassifiers.ts";
import { testClassifier } from "./classifier/testClassifier.ts";
import { trainClassifier } from "./classifier/trainClassifier.ts";
import { colorWords } from "./colorWordsCommand.ts";
import { continueTraining } from "./continueTraining.ts";
import type { CursorFollower } from "./cursorFollower.ts";
import { showFilesOfWord } from "./filesOfWord.ts";
import { forgetFiles } from "./forgetFiles.ts";
import type { EngineHost } from "./engineHost.ts";
import { chooseEncoder } from "./encoders/chooseEncoder.ts";
import { deleteEncoder } from "./encoders/deleteEncoder.ts";
import { downloadEncoder } from "./encoders/downloadEncoder.ts";
import { downloadGpuLibraries } from "./encoders/gpuLibraries.ts";
import { evaluateModel } from "./evaluateCommand.ts";
import {
  activateModel,
  chooseModel,
  deleteModel,
  exportModel,
  openModelFile,
  renameModel,
  revealModel,
} from "./modelCommands.ts";
import { findLines } from "./meaning/findLines.ts";
import { findSenses } from "./meaning/findSenses.ts";
import { wordCacheFolder } from "./meaning/generalMeaning.ts";
import { groundModel } from "./meaning/groundModel.ts";
import { lookAround } from "./meaning/lookAround.ts";
import type { Models } from "./models.ts";
import type { KeptViews } from "./panel/keptViews.ts";
import type { Panel } from "./panel/panel.ts";
import { openKeptView } from "./openViewCommand.ts";
import { previewCorpus } from "./previewCorpus.ts";
import type { Reports } from "./reports.ts";
import type { Reporter, Subject } from "./report.ts";
import { discardCheckpoint, pauseTraining, resumeTraining } from "./resumeCommands.ts";
import { trainOnSelection, trainOnWorkspace } from "./trainCommand.ts";
import { showContexts, showKeywords } from "./textStatistics.ts";
import { trainFurther } from "./trainFurther.ts";
import type { Trainer } from "./trainer.ts";
import { showFolderWords } from "./usage/folderWords.ts";
import { showMovedWords } from "./movedWordsCommand.ts";
import { showUnusualWords } from "./usage/unusualWords.ts";
import type { WordColors } from "./wordColors.ts";

/** Everything that a command may need. */
export interface Shell {
  readonly engine: EngineHost;
  readonly models: Models;
  readonly trainer: Trainer;
  readonly checkpoints: Checkpoints;
  readonly classifiers: KnownClassifiers;
  readonly panel: Panel;
  readonly reporter: Reporter;
  readonly reports: Reports;
  readonly follower: CursorFollower;
  readonly wordColors: WordColors;
  readonly views: KeptViews;
}

// Longer than any word that a model has; what is longer was not meant for us.
const LONGEST_WORD = 200;

type Commands = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** Registers all commands; an error of any of them is told in one place. */
export function registerCommands(shell: Shell): vscode.Disposable {
  return vscode.Disposable.from(
    ...register(listCommands(shell), "model", shell),
    ...register(listMeaningCommands(shell), "model", shell),
    ...register(listEncoderCommands(shell), "encoder", shell),
    ...register(listClassifierCommands(shell), "classifier", shell),
  );
}

function register(
  commands: Commands,
  subject: Subject,
  { reporter }: Shell,
): readonly vscode.Disposable[] {
  return Object.entries(commands).map(([id, run]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        return await run(...args);
      } catch (thrown) {
        reporter.error(thrown, subject);
        return undefined;
      }
    }),
  );
}

function listCommands(shell: Shell): Commands {
  const { models, trainer, checkpoints, panel, reporter, reports } = shell;
  const { onDidChangeEvaluation, onDidChangeCounting } = shell.engine;
  const parts = {
    ...{ calls: shell.engine.client.calls, models, trainer, checkpoints, reporter, reports },
    onDidChangeCounting,
  };
  return {
    "wordfield.train": (given) => trainOnWorkspace(parts, given),
    "wordfield.trainFolder": (clicked, selected) => trainOnSelection(parts, clicked, selected),
    "wordfield.trainSelection": (clicked, selected) => trainOnSelection(parts, clicked, selected),
    "wordfield.previewCorpus": (clicked, selected) => previewCorpus(parts, clicked, selected),
    "wordfield.trainFurther": (row, given) => trainFurther(parts, row, given),
    "wordfield.continueTraining": (row, given) => continueTraining(parts, row, given),
    "wordfield.forgetFiles": (clicked, selected) => forgetFiles(parts, clicked, selected),
    "wordfield.showFilesOfWord": (word) => showFilesOfWord(parts, toWord(word) ?? wordAtCursor()),
    "wordfield.showKeywords": (clicked) => showKeywords(parts, clicked),
    "wordfield.showContexts": (word) => showContexts(parts, toWord(word) ?? wordAtCursor()),
    "wordfield.pauseTraining": () => pauseTraining(parts),
    "wordfield.resumeTraining": (row) => resumeTraining(parts, row),
    "wordfield.discardCheckpoint": (row) => discardCheckpoint(parts, row),
    "wordfield.cancelTraining": () => trainer.cancel(),
    "wordfield.open": (word) => panel.open(toWord(word)),
    "wordfield.showLines": (word) => panel.open(toWord(word) ?? wordAtCursor(), "lines"),
    "wordfield.exploreWord": () => panel.open(wordAtCursor()),
    "wordfield.chooseModel": () => chooseModel(parts),
    "wordfield.activateModel": (row) => activateModel(parts, row),
    "wordfield.renameModel": (row, name) => renameModel(parts, row, name),
    "wordfield.deleteModel": (row) => deleteModel(parts, row),
    "wordfield.revealModel": (row) => revealModel(parts, row),
    "wordfield.openModelFile": (uri) => openModelFile(parts, uri),
    "wordfield.exportModel": (row, target) => exportModel(parts, row, target),
    "wordfield.evaluateModel": (row, given) =>
      evaluateModel({ ...parts, onDidChangeEvaluation }, row, given),
    "wordfield.refreshModels": () => models.refresh(),
    "wordfield.openWalkthrough": () =>
      vscode.commands.executeCommand(
        "workbench.action.openWalkthrough",
        "wordfield.wordfield#start",
        false,
      ),
    "wordfield.keepView": () => panel.keepView(),
    "wordfield.openView": (name) => openKeptView(panel, shell.views, name),
    "wordfield.followCursor": () => shell.follower.toggle(),
    "wordfield.showLog": () => reporter.log.show(),
    "wordfield.restartEngine": () => shell.engine.restart(),
  };
}

function listMeaningCommands(shell: Shell): Commands {
  const { models, trainer, checkpoints, panel, reporter } = shell;
  const { client, onDidChangeEncoding, onDidChangePassages } = shell.engine;
  const parts = {
    calls: client.calls,
    ...{ models, trainer, checkpoints, panel, reporter, onDidChangeEncoding, onDidChangePassages },
    cacheFolder: wordCacheFolder(models),
  };
  const { onDidChangeCounting } = shell.engine;
  const usage = { ...parts, reports: shell.reports, onDidChangeCounting };
  return {
    "wordfield.findSenses": (word) => findSenses(parts, word),
    "wordfield.findLines": (text) => findLines(parts, text),
    "wordfield.compareSelection": (text) =>
      panel.openContext(typeof text === "string" ? text : undefined),
    "wordfield.lookAround": () => lookAround(parts),
    "wordfield.groundModel": (row) => groundModel(parts, row),
    "wordfield.colorWords": (word) =>
      colorWords({ ...parts, wordColors: shell.wordColors, wordAtCursor }, word),
    "wordfield.showFolderWords": (clicked, selected) => showFolderWords(usage, clicked, selected),
    "wordfield.showMovedWords": (row, other) => showMovedWords(parts, row, other),
    "wordfield.showUnusualWords": (row) => showUnusualWords({ ...parts, ...usage }, row),
  };
}

function listEncoderCommands({ engine, models, reporter }: Shell): Commands {
  const { client, onDidChangeDownload } = engine;
  const parts = { calls: client.calls, models, reporter, onDidChangeDownload };
  return {
    "wordfield.downloadEncoder": (id) => downloadEncoder(parts, id),
    "wordfield.downloadGpuLibraries": () => downloadGpuLibraries(parts),
    "wordfield.chooseEncoder": (row) => chooseEncoder(parts, row),
    "wordfield.deleteEncoder": (row) => deleteEncoder(parts, row),
  };
}

function listClassifierCommands({ engine, classifiers, reporter }: Shell): Commands {
  const { client, onDidChangeTraining } = engine;
  const parts = { calls: client.calls, classifiers, reporter, onDidChangeTraining };
  return {
    "wordfield.trainClassifier": (clicked, selected) => trainClassifier(parts, clicked, selected),
    "wordfield.testClassifier": (clicked, selected) => testClassifier(parts, clicked, selected),
    "wordfield.classifyText": (clicked, selected) => classifyText(parts, clicked, selected),
  };
}

/** Takes a word from the argument of a link; anything else counts as none. */
function toWord(argument: unknown): string | undefined {
  return typeof argument === "string" && argument !== "" && argument.length <= LONGEST_WORD
    ? argument
    : undefined;
}

function wordAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  const range =
    selection.isEmpty || !selection.isSingleLine
      ? document.getWordRangeAtPosition(selection.active)
      : selection;
  return toWord(range ? document.getText(range).trim() : undefined);
}
