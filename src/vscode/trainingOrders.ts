/** What the user may ask the trainer for, and how it is called while it runs. */
import * as vscode from "vscode";
import type {
  EngineRequests,
  TrainingOptions,
  TrainingSnapshot,
} from "../protocol/engineMessages.ts";
import type { SourceFiles } from "../protocol/corpusMessages.ts";
import type { Scope } from "./workspaceFiles.ts";

/** A training that the user asked for. */
export type TrainingOrder = NewTraining | GeneralOrder | ResumedTraining;

/** A training from the beginning. */
interface NewTraining {
  readonly kind: "new";
  /** Names the model and so its file. */
  readonly name: string;
  readonly scope: Scope;
  readonly options: TrainingOptions;
  /** The files that are read in place of those of the scope. */
  readonly selection?: SourceFiles;
  /** What words are made of, in place of what the settings say. */
  readonly words?: TrainingWords;
  /** The model whose vectors are trained further. */
  readonly warmStartPath?: string;
  /** Whether only what that model has not read is. */
  readonly newOnly?: boolean;
}

/** What words are made of; what is absent is left to the model that is trained further, or to the engine. */
export type TrainingWords = Pick<
  EngineRequests["trainModel"]["params"],
  "tokenizerOptions" | "phrases" | "stopWords"
>;

/** A look around before any training: general meaning of the words of a text. */
export interface GeneralOrder {
  readonly kind: "general";
  readonly name: string;
  readonly scope: Scope;
}

/** A training that goes on from its checkpoint. */
interface ResumedTraining {
  readonly kind: "resumed";
  readonly name: string;
  readonly modelPath: string;
}

/** The title of an order's progress. */
export function orderTitle({ kind, name }: TrainingOrder): string {
  return kind === "general"
    ? vscode.l10n.t("Looking up what words mean in general: {0}", name)
    : vscode.l10n.t("Training {0}", name);
}

/** What is known before the engine has said anything. */
export function firstSnapshot(runId: string, { name, kind }: TrainingOrder): TrainingSnapshot {
  return {
    runId,
    modelName: name,
    ...(kind === "general" ? { isUntrained: true } : {}),
    phase: "reading",
    fraction: 0,
    filesRead: 0,
    files: 0,
    bytesRead: 0,
    tokens: null,
    words: null,
    epoch: 0,
    epochs: 0,
    wordsPerSecond: null,
    lossPerEpoch: [],
    secondsLeft: null,
    paused: false,
    memoryBytes: null,
  };
}
