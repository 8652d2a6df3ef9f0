/** Every text of the page. English now; another language is one more table with the same keys. */
import { formatNumber } from "./formatting.ts";

type Text = string | { readonly one: string; readonly other: string };

const english = {
  back: "Back (Alt+Left)",
  forward: "Forward (Alt+Right)",
  history: "History",
  wordOrFormula: "Word or formula",
  searchWaiting: "Ready when training ends",
  searchLabel: "Word or formula",
  completions: "Words that fit",

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
  addToFormula: "Add to the formula (+)",
  modelWords: { one: "{0} word", other: "{0} words" },
  modelDimensions: { one: "{0} dimension", other: "{0} dimensions" },
  startHint:
    "Type a word above, or a formula such as king − man + woman, or pick a point on the map.",
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
  pinAction: "Pin its list (P)",
  pinList: "Pin the list of {0}",
  unpinList: "Unpin {0}",
  neighborRow: "{0}, {1}",
  neighborRowCount: { one: "{1}, {2}, {0} time", other: "{1}, {2}, {0} times" },
  noNeighbors: "No other word has a vector to compare with.",

  unknownWord: "Not among the {0} words of this model.",
  unknownWordRare:
    "Not among the {0} words of this model: words that occur fewer than {1} times are left out.",
  closeInSpelling: "Close in spelling",

  candidates: "Candidates",
  candidatesOf: "Words that {0} comes to",
  candidateRow: "{1}, {2}, {0} alone",
  columnAlone: "alone",
  columnProduct: "product",
  noCandidates: "The words of this formula cancel out: nothing is left to compare with.",
  formulaMethod: "How the formula is solved",
  formulaAnswer: "Answer",
  formulaInput: "input",
  formulaInputs: "Words of the formula",
  showNeighbors: "Neighbors of {0}",
  rankAlone: "Rank near",
  proportion: "{} is to {} as {} is to ",
  verdictFinds: "The formula finds it;",
  verdictAloneNot: "alone does not.",
  verdictAloneToo: "alone finds it too.",
  verdictUnclear: "No clear answer: the first five are within 0.02.",
  verdictSum: "The word nearest to the sum.",
  announceFormula: "{0} comes to {1}, {2}",
  copied: "Copied",
  copyTable: "Copy as Markdown table",
  copyNear: "near {0}",
  columnDot: "dot",
  columnDistance: "distance",
  filter: "Measure and filter",
  measure: "Measure",
  metricCosine: "Cosine",
  metricDot: "Dot product",
  metricEuclidean: "Euclidean distance",
  howMany: "Show",
  filterUses: "Uses",
  filterFrom: "from",
  filterTo: "to",
  filterPattern: "Pattern",
  filterPatternExample: "ing$",
  filterPatternTitle:
    "A regular expression in RE2’s syntax, found anywhere in the word; (?i) disregards case",
  filterPart: "Only",
  partAll: "all words",
  partNames: { one: "names in code ({0})", other: "names in code ({0})" },
  partWords: "no names in code",
  chipNames: "names in code",
  chipFrom: "{0} uses and more",
  chipTo: "up to {0} uses",
  chipFromTo: "{0} to {1} uses",
  filterClear: "Clear",
  noNeighborPasses: "No neighbor passes the filter.",
  ngrams: "Parts of the word",
  ngramsSummary: {
    one: "Made of {0} of its {1} n-grams; a bar is what one adds to the vector:",
    other: "Made of {0} of its {1} n-grams; a bar is what one adds to the vector:",
  },
  similarity: "Similarity",
  wordSetLabel: "Words to compare",
  wordSetPlaceholder: "Two or more words",
  wordSetHint: "The cosines of any words with each other, and which is the odd one out.",
  oddOneOut: "The odd one out is {0}",
  oddOneOutIs: "Odd one out:",
  matrixLabel: "Cosines of {0} words with each other",
  matrixFit: "mean",
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
