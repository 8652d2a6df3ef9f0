/** Every text of the page. English now; another language is one more table with the same keys. */
import { formatNumber } from "./formatting.ts";
import { MEANING_TEXTS } from "./meaning/texts.ts";

type Text = string | { readonly one: string; readonly other: string };

const english = {
  ...MEANING_TEXTS,
  back: "Back (Alt+Left)",
  forward: "Forward (Alt+Right)",
  history: "History",
  word: "Word",
  searchWaiting: "Ready when training ends",
  searchLabel: "Word to look up",
  completions: "Words that begin like this",

  noModel: "No model",
  modelInTraining: "{0} (training)",
  modelMenu: "Model: {0}",
  modelTitle: "{0}: {1} words, {2} dimensions, {3}",
  models: "Models",
  openModelFile: "Open a model file…",
  train: "Train on Workspace",
  trainAgain: "Train Again",
  chooseAnother: "Choose Another Model",
  showLog: "Show Log",
  retry: "Try Again",
  dismiss: "Dismiss",

  emptyTitle: "Train on this workspace to see which words stand near each other, and where.",
  survey: {
    one: "{0} file, {1}: about {2}. Nothing leaves this computer.",
    other: "{0} files, {1}: about {2}. Nothing leaves this computer.",
  },
  surveyNothing: "No text files were found in this workspace.",
  nothingLeaves: "Nothing leaves this computer.",
  damagedHint: "Other models are not affected.",
  loadingModel: "Loading {0}",

  times: { one: "{0} time", other: "{0} times" },
  inFiles: { one: "{0} file", other: "{0} files" },
  inFilesOf: "{0} of {1} files",
  rank: "rank {0}",
  madeOfParts: "not among the model’s words; its vector is made of its parts",
  addToAnalogy: "Add to the analogy (+)",
  modelWords: { one: "{0} word", other: "{0} words" },
  modelDimensions: { one: "{0} dimension", other: "{0} dimensions" },
  startHint: "Type a word above, or pick a point on the map.",
  startWords: "From the edges of the map",

  neighbors: "Neighbors",
  neighborsOf: "Nearest neighbors of {0}",
  columnWord: "word",
  columnCosine: "cosine",
  columnCount: "count",
  showAllNeighbors: "Show all {0}",
  showFewerNeighbors: "Show fewer",
  linesAction: "Lines with this word (O)",
  similarityAction: "Similarity to {0} (S)",
  neighborRow: "{0}, {1}",
  neighborRowCount: { one: "{1}, {2}, {0} time", other: "{1}, {2}, {0} times" },
  noNeighbors: "No other word has a vector to compare with.",

  unknownWord: "Not among the {0} words of this model.",
  unknownWordRare:
    "Not among the {0} words of this model: words that occur fewer than {1} times are left out.",
  closeInSpelling: "Close in spelling",

  analogy: "Analogy",
  analogySlot: "Analogy, word {0} of 3",
  analogyHint: "The first is to the second as the third is to which word?",
  analogyAnswers: "Answers of the analogy",
  analogyRead: "{0} is to {1} as {2} is to {3}",
  similarity: "Similarity",
  similaritySlot: "Similarity, word {0} of 2",
  similarityHint: "The cosine of any two words.",
  similarityRead: "Cosine of {0} and {1}: {2}",
  notInModel: "{0} is not among the words of this model.",

  map: "Map",
  mapWords: "{0} most frequent words",
  mapLabel:
    "Map of {0} words. Arrow keys move between words, Enter shows a word, plus, minus, 0 and C change the view; T shows the same as a table.",
  mapChip: "PCA · keeps {0}",
  mapChipNote:
    "The map shows the two directions in which these words differ most. They keep {0} of the differences, so what looks near is not always near: the list of neighbors measures in all directions.",
  mapNotOnMap: "{0} is not among the {1} words of the map.",
  mapCenter: "Center on the word (C)",
  mapFit: "Fit all (0)",
  mapTable: "Show as table (T)",
  mapPicture: "Show as map (T)",
  mapNear: "near {0}",
  mapTableCaption: "Words in view: {0}",
  mapTableMore: "Show all {0}",
  mapTableSort: "Sort by {0}",
  mapTableRank: "rank",

  evidence: "Evidence",
  lines: "Lines",
  linesOf: "Lines of",
  linesLabel: "Lines with {0}",
  lineRow: "{0}, {1}: {2}",
  lineOpen: "{0}\nClick opens it, Ctrl+Enter or double-click keeps it open",
  backToLinesOf: "Lines of {0}",
  showAllLines: "Show all {0}",
  linesShown: "{0} of {1} shown",
  moreLines: "Show more",
  noLines: "No lines with {0} were found in the files that the model was trained on.",
  skippedFiles: { one: "{0} file could not be read.", other: "{0} files could not be read." },

  training: "Training {0}",
  paused: "paused",
  pause: "Pause",
  resume: "Resume",
  memory: "{0} of memory",
  trainingShort: "Training {0} · {1}",
  epochOf: "epoch {0} of {1}",
  timeLeft: "{0} left",
  readingFiles: { one: "Read {0} file", other: "Read {0} files" },
  filesOf: "{0} of {1} files",
  trainStep: "Train",
  saveStep: "Save",
  tokens: "{0} tokens",
  wordsPerSecond: "{0} words/s",
  cancel: "Cancel",
  cancelNote: "Cancel keeps the model of before. You can close this panel and go on editing.",
  loss: "Loss",
  lossNote: "mean over fixed pairs of words; lower is better",
  lossCurve: "Loss after each epoch: {0}",
  lossWaiting: "The first value comes after the first epoch.",
  stepDone: "done",
  stepRunning: "running",
  stepAhead: "not started",

  resizeColumn: "Width of the word column",
  resizeEvidence: "Height of the evidence",
  announceNeighbors: {
    one: "{0} neighbor of {1}, {2}, {3}",
    other: "{0} neighbors of {1}, the nearest {2}, {3}",
  },
  announceMissing: "{0} is not among the words of this model.",
} satisfies Record<string, Text>;

/** The name of a text. */
export type TextKey = keyof typeof english;

const plurals = new Intl.PluralRules("en");

/**
 * Gives a text with its places filled in.
 *
 * Numbers are written with separators; the first argument chooses between the forms of a text that has two.
 */
export function text(key: TextKey, ...values: readonly (string | number)[]): string {
  const entry: Text = english[key];
  const first = values[0];
  const form =
    typeof entry === "string"
      ? entry
      : plurals.select(typeof first === "number" ? first : Number.NaN) === "one"
        ? entry.one
        : entry.other;
  return form.replace(/\{(\d)\}/g, (_, place: string) => {
    const value = values[Number(place)] ?? "";
    return typeof value === "number" ? formatNumber(value) : value;
  });
}
