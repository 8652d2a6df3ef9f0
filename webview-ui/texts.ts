/** Every text of the page. English now; another language is one more table with the same keys. */
import { formatNumber } from "./formatting.ts";

type Text = string | { readonly one: string; readonly other: string };

const english = {
  back: "Back (Alt+Left)",
  forward: "Forward (Alt+Right)",
  history: "History",
  followCursor: "Follow the cursor",
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
  balance: "Balance of here and general",
  balanceHere: "here",
  balanceGeneral: "general",
  balanceTitle:
    "From what words mean here to what they mean in general. Double-click, or A: back to auto",
  balanceAuto: "auto, {0} general for this word",
  balanceOnlyHere: "here alone",
  balanceOnlyGeneral: "general alone",
  balanceBetween: "{0} general",
  autoGeneral: "Auto: mostly general",
  autoBetween: "Auto: between here and general",
  autoHere: "Auto: mostly here",
  autoUnknown: "Auto: here alone, the encoder does not know the word",
  balanceUses: { one: ", {0} use", other: ", {0} uses" },
  balanceUsesAgainst: { one: ", {0} use that disagrees", other: ", {0} uses that disagree" },
  addGeneralMeaning: "Add general meaning",
  addGeneralMeaningTitle:
    "Adds what the bundled encoder knows of these words, so that rare words have good neighbors too",
  neighborMenu: "More about these neighbors",
  twoLists: "Two lists: here and in general",
  listHere: "Here",
  listGeneral: "In general",
  inCommon: "In common:",
  inCommonNone: "In common: none",
  neighborsHere: "Nearest neighbors of {0} here",
  neighborsGeneral: "Nearest neighbors of {0} in general",
  columnWord: "word",
  columnCosine: "cosine",
  columnCount: "count",
  showAllNeighbors: "Show all {0}",
  showFewerNeighbors: "Show fewer",
  linesAction: "Lines with this word (O)",
  whyAction: "Why similar to {0}? (W)",
  whySimilarTo: "Why similar to",
  whyLabel: "Lines that show why {0} and {1} are near",
  whyContexts: "Both stand near",
  whyContext: "{0}: in {1} of the places of {2} and {3} of {4}. Show only these lines",
  whyNothing: "No word stands near both {0} and {1} more often than by chance.",
  whyRead: "{0} and {1} both stand near {2}",
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
  mapLabel:
    "Map of {0} words. Arrow keys move between words, Enter shows a word, plus, minus, 0 and C change the view, L selects words; T shows the same as a table.",
  mapChip: "{0} · keeps {1}",
  mapChipNote:
    "The axes of the map keep {0} of the differences between these words, so what looks near is not always near: the list of neighbors measures in all directions.",
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
  mapTableCluster: "cluster",
  mapTableFidelity: "fidelity",
  mapProjection: "Projection",
  mapAxes: "Axes",
  mapAxesMenu: "Custom axes…",
  mapInSpace: "{0} in 3-D",
  mapColorMenu: "Colors",
  mapColor: "Color",
  mapByCluster: "cluster",
  mapByCount: "count",
  mapBySimilarity: "similarity",
  mapByNothing: "none",
  mapWordsMenu: "Words on the map",
  mapWordsLabel: "Words",
  mapMostFrequent: "{0} most frequent",
  mapAllWords: "All words",
  mapFromCount: "{0}+ times",
  mapRounds: "{0} of {1}",
  mapPreparing: "preparing",
  mapMeasuring: "measuring",
  mapStop: "Stop",
  mapStopped: "The map stays as it is.",
  mapUnfinished: "{0} · stopped",
  mapUnfinishedNote:
    "This projection is not finished: words still move. Choose it in the menu to compute it to its end.",
  mapFidelity: "Fidelity",
  mapTrust: "trustworthiness",
  mapContinuity: "continuity",
  mapOwn: "{0} of its {1} map neighbors are true",
  mapFidelityNote:
    "Trustworthiness falls with words that look near and are not, continuity with words that are near and do not look it; of {0} neighbors, 1 is best.",
  mapStrangers: "Show false neighbors",
  mapStrangersPick: "Look up a word that is on the map.",
  mapLasso: "Select words (L, or Shift and drag)",
  mapLassoHint: "Draw a line around words. Enter takes all that are in view, Escape ends.",
  mapSelection: "Selected words",
  mapSelected: { one: "{0} word selected", other: "{0} words selected" },
  mapCopy: "Copy the words",
  mapClearSelection: "Clear",
  mapSelectionMore: "and {0} more",
  mapLegend: "Clusters",
  mapLegendRow: {
    one: "{0} word. Click: only this one. Ctrl+click: add.",
    other: "{0} words. Click: only these. Ctrl+click: add.",
  },
  mapLegendOthers: { one: "{0} other", other: "{0} others" },
  mapLegendCount: "How often a word occurs",
  mapLegendSimilarity: "Cosine to {0}",
  mapLegendPick: "Look up a word to see what is near it.",
  mapExport: "Export the map",
  mapSavePng: "Save as PNG…",
  mapSaveSvg: "Save as SVG…",
  mapSaveTsv: "Save the words as TSV…",
  mapSaveSelectionTsv: "Save the selected words as TSV…",
  mapSaved: "Saved",
  mapAxisAcross: "Across",
  mapAxisUp: "Up",
  mapAxisDepth: "Depth",
  mapAxisOptional: "for 3-D",
  mapAxesShow: "Show",
  mapAxesClose: "Close",
  mapCardCluster: "in {0}",

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
