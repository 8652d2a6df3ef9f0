/** "Train Text Classifier…": asks for labeled text, loss and file, trains, and tells the result in one notification. */
import { basename, extname } from "node:path";
import * as vscode from "vscode";
import type {
  ClassifierTestResult,
  ClassifierTrainingResult,
} from "../../protocol/classifierMessages.ts";
import {
  CLASSIFIER_DEFAULTS,
  toClassifierOptions,
  type ClassifierSettings,
} from "../../protocol/classifierOptions.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import { writeProgress } from "../progressText.ts";
import { askPick, type Step } from "../quickSteps.ts";
import { toLabelSelection, type ClassifierParts } from "./classifierParts.ts";
import { writeTrainingEnd } from "./classifierTexts.ts";
import { parseClassifierArguments, type ClassifierArguments } from "./commandArguments.ts";
import { nameOfClassifier } from "./knownClassifiers.ts";
import { askLabeledFiles, tellUnsaved, toLabeledSources } from "./labeledFiles.ts";
import { editSettings, settingsButton } from "./settingSteps.ts";
import { listSettingChoices } from "./settingTexts.ts";

/** What came of a training, with the test, where one was made. */
export interface TrainedClassifier extends ClassifierTrainingResult {
  readonly test: ClassifierTestResult | null;
}

interface TrainingPlan {
  readonly files: readonly vscode.Uri[];
  readonly settings: ClassifierSettings;
  readonly output: vscode.Uri;
  readonly test: readonly vscode.Uri[];
}

interface LossItem extends vscode.QuickPickItem {
  /** Absent where all options are shown first. */
  readonly loss?: ClassifierSettings["loss"];
  readonly isAdvanced?: boolean;
}

// A workspace may hold many thousands of binary files.
const SKIPPED_IN_LOG = 200;

let runs = 0;

/** Trains a classifier; what the arguments say is not asked. Undefined where the user left. */
export async function trainClassifier(
  parts: ClassifierParts,
  first: unknown,
  second: unknown,
): Promise<TrainedClassifier | undefined> {
  const plan = await planTraining(parseClassifierArguments(first, second));
  if (!plan) return undefined;
  const { reporter } = parts;
  const path = plan.output.fsPath;
  const unsaved = tellUnsaved([...plan.files, ...plan.test]); // the editor may save them by itself meanwhile
  const trained = await run(parts, plan);
  const { skipped } = trained;
  for (const file of skipped.slice(0, SKIPPED_IN_LOG))
    reporter.log.info(`skipped ${file.path}: ${file.reason}`);
  const classifier = plan.output;
  reporter.info(
    [writeTrainingEnd(nameOfClassifier(path), trained, trained.test, vscode.l10n), unsaved]
      .filter((sentence) => sentence !== "")
      .join(" "),
    [
      {
        title: vscode.l10n.t("Test…"),
        run: () => vscode.commands.executeCommand("wordfield.testClassifier", { classifier }),
      },
      {
        title: vscode.l10n.t("Classify Selection"),
        run: () => vscode.commands.executeCommand("wordfield.classifyText", { classifier }),
      },
      ...(skipped.length > 0
        ? [{ title: vscode.l10n.t("Show Log"), run: () => reporter.log.show() }]
        : []),
    ],
  );
  return trained;
}

async function run(parts: ClassifierParts, plan: TrainingPlan): Promise<TrainedClassifier> {
  const { calls, classifiers, reporter, onDidChangeTraining } = parts;
  const { settings } = plan;
  const warn = (sentence: string) => reporter.log.warn(sentence);
  const sources = await toLabeledSources(plan.files, warn);
  const testSources = plan.test.length > 0 ? await toLabeledSources(plan.test, warn) : undefined;
  const modelPath = plan.output.fsPath;
  const labelPlace = settings.labelPlace ?? CLASSIFIER_DEFAULTS.labelPlace;
  runs += 1;
  const runId = `${process.pid}-classifier-${runs}`;
  return withCancellableProgress(
    vscode.l10n.t("Training {0}", nameOfClassifier(modelPath)),
    async (report, signal) => {
      const following = onDidChangeTraining((snapshot) => {
        if (snapshot.runId !== runId) return;
        report({ message: writeProgress(snapshot, vscode.l10n), fraction: snapshot.fraction });
      });
      try {
        const trained = await calls.trainClassifier(
          {
            ...{ runId, sources, labelPlace, modelPath },
            labelPrefix: settings.labelPrefix ?? CLASSIFIER_DEFAULTS.labelPrefix,
            tokenizer: settings.tokenizer ?? CLASSIFIER_DEFAULTS.tokenizer,
            options: toClassifierOptions(settings),
          },
          signal,
        );
        await classifiers.remember(modelPath);
        if (!testSources) return { ...trained, test: null };
        report({ message: vscode.l10n.t("testing") });
        const selection = toLabelSelection(modelPath, settings, 1);
        const test = await calls
          .testClassifier({ ...selection, sources: testSources, labelPlace }, signal)
          .catch((thrown: unknown) => {
            // The classifier is there and good: that its test failed is told beside it.
            reporter.error(thrown, "classifier");
            return null;
          });
        return { ...trained, test };
      } finally {
        following.dispose();
      }
    },
  );
}

/** Asks what the arguments leave open; with a file to write, only for the text. */
async function planTraining(given: ClassifierArguments): Promise<TrainingPlan | undefined> {
  const title = vscode.l10n.t("Train Text Classifier");
  const asksSettings = !given.output && Object.keys(given.settings).length === 0;
  let { files } = given;
  for (;;) {
    if (!files) {
      const answer = await askLabeledFiles(title, false);
      if (answer === undefined || answer === "back" || answer.length === 0) return undefined;
      files = answer;
    }
    const start = { settings: given.settings, test: given.test ?? [] };
    const chosen = asksSettings ? await askLoss(title, start, !given.files) : start;
    if (chosen === undefined) return undefined;
    if (chosen === "back") {
      files = given.files;
      continue;
    }
    const output = given.output ?? (await askOutput(title, files[0]!));
    return output && { files, output, ...chosen };
  }
}

type Chosen = Pick<TrainingPlan, "settings" | "test">;

/** One quick pick whose first item suits most, and all options behind "Advanced…". */
async function askLoss(title: string, start: Chosen, canGoBack: boolean): Promise<Step<Chosen>> {
  const items: LossItem[] = [
    ...listSettingChoices("loss", vscode.l10n).map(({ value, label, help }) => ({
      label,
      description: help,
      buttons: [settingsButton()],
      loss: value as NonNullable<ClassifierSettings["loss"]>,
    })),
    {
      label: vscode.l10n.t("Advanced…"),
      description: vscode.l10n.t("All options, and files to test on"),
      isAdvanced: true,
    },
  ];
  let last: LossItem | undefined;
  for (;;) {
    const picked = await askPick<LossItem>({
      title,
      placeholder: vscode.l10n.t("What is minimized in training"),
      items,
      active: last,
      canGoBack,
      onButton: (item) => ({ ...item, isAdvanced: true }),
    });
    if (picked === undefined || picked === "back") return picked;
    const { loss } = picked;
    const settings = loss === undefined ? start.settings : { ...start.settings, loss };
    if (!picked.isAdvanced) return { ...start, settings };
    const chosen = await editAll(title, { ...start, settings });
    if (chosen !== "back") return chosen;
    last = items.find((item) => item.loss === loss);
  }
}

/** The list of all options has a row for the files of a test, too. */
async function editAll(title: string, start: Chosen): Promise<Step<Chosen>> {
  let { test } = start;
  const settings = await editSettings(
    {
      task: "train",
      title: vscode.l10n.t("{0}: Advanced", title),
      doneLabel: vscode.l10n.t("Train"),
      more: () => ({
        label: vscode.l10n.t("Test"),
        rows: [
          {
            name: "test",
            label: vscode.l10n.t("Test on"),
            value: test.map((uri) => vscode.workspace.asRelativePath(uri)).join(", ") || "–",
            help: vscode.l10n.t("Labeled texts that are kept from training"),
            isSet: test.length > 0,
            edit: async (current: ClassifierSettings) => {
              const answer = await askLabeledFiles(vscode.l10n.t("Test on"), true);
              // A dialog of files that was closed takes nobody out of the list.
              if (answer !== undefined && answer !== "back") test = answer;
              return current;
            },
          },
        ],
      }),
    },
    start.settings,
  );
  return settings === undefined || settings === "back" ? settings : { settings, test };
}

async function askOutput(title: string, source: vscode.Uri): Promise<vscode.Uri | undefined> {
  const name = basename(source.path, extname(source.path));
  const isRoot = vscode.workspace.getWorkspaceFolder(source)?.uri.path === source.path;
  const folder = isRoot ? source : vscode.Uri.joinPath(source, "..");
  return vscode.window.showSaveDialog({
    title,
    saveLabel: vscode.l10n.t("Train"),
    filters: { [vscode.l10n.t("Text classifiers")]: ["bin"] },
    defaultUri: vscode.Uri.joinPath(folder, `${name}.bin`),
  });
}
