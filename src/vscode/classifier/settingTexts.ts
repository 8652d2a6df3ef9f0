/** What the settings of a classifier are called and what they do, for the steps in which they are chosen. */
import type {
  ClassifierChoiceName,
  ClassifierSettingName,
} from "../../protocol/classifierOptions.ts";
import type { Localizer } from "../localizer.ts";

/** What a classifier is asked for. */
export type ClassifierTask = "train" | "test" | "classify";

/** A heading and the settings below it, in the order in which they are listed. */
export interface SettingGroup {
  readonly label: string;
  readonly names: readonly ClassifierSettingName[];
}

/** Lists the settings that have a say in a task by what they are about. */
export function listSettingGroups(task: ClassifierTask, l10n: Localizer): readonly SettingGroup[] {
  const selection: SettingGroup = { label: l10n.t("Answer"), names: ["count", "threshold"] };
  switch (task) {
    case "train":
      return [
        { label: l10n.t("Model"), names: ["loss", "negatives", "dimension"] },
        {
          label: l10n.t("Parts of texts"),
          names: ["wordNgrams", "minimumNgram", "maximumNgram", "buckets"],
        },
        {
          label: l10n.t("Text"),
          names: [
            ...(["labelPlace", "labelPrefix", "tokenizer"] as const),
            ...(["minimumCount", "minimumLabelCount"] as const),
          ],
        },
        { label: l10n.t("Steps"), names: ["epochs", "learningRate"] },
        { label: l10n.t("Running"), names: ["threads", "seed"] },
      ];
    case "test":
      return [
        selection,
        { label: l10n.t("Text"), names: ["labelPlace", "labelPrefix", "tokenizer"] },
      ];
    case "classify":
      return [selection, { label: l10n.t("Text"), names: ["textUnit", "tokenizer"] }];
  }
}

/** Names a setting and says in one line what it does. */
export function describeSetting(
  name: ClassifierSettingName,
  l10n: Localizer,
): { readonly label: string; readonly help: string } {
  const texts: Record<ClassifierSettingName, readonly [label: string, help: string]> = {
    loss: [l10n.t("Loss"), l10n.t("What is minimized")],
    negatives: [l10n.t("Negatives"), l10n.t("Drawn labels for each true one")],
    dimension: [l10n.t("Dimension"), l10n.t("Numbers in a vector")],
    wordNgrams: [
      l10n.t("Words in a row"),
      l10n.t("How many at most are learned from together, so that their order counts"),
    ],
    minimumNgram: [l10n.t("Shortest part"), l10n.t("Characters of the shortest parts of words")],
    maximumNgram: [
      l10n.t("Longest part"),
      l10n.t("Characters of the longest parts of words; 0 learns from whole words only"),
    ],
    buckets: [
      l10n.t("Buckets"),
      l10n.t("Vectors that parts of words and words in a row share; they take most of the memory"),
    ],
    labelPlace: [l10n.t("Labels"), l10n.t("Where the labels of the texts are")],
    labelPrefix: [l10n.t("Prefix"), l10n.t("What labels in lines begin with")],
    tokenizer: [l10n.t("Words"), l10n.t("What a word is")],
    minimumCount: [l10n.t("Minimum count"), l10n.t("Words that stand less often are left out")],
    minimumLabelCount: [
      l10n.t("Minimum count of labels"),
      l10n.t("Labels that stand less often are left out"),
    ],
    epochs: [l10n.t("Epochs"), l10n.t("How many times the text is read; few texts need more")],
    learningRate: [
      l10n.t("Learning rate"),
      l10n.t("Step size at the beginning; few texts need more, up to 1"),
    ],
    threads: [l10n.t("Threads"), l10n.t("Threads that train")],
    seed: [
      l10n.t("Seed"),
      l10n.t("Start of the random numbers; one thread and one seed give one result"),
    ],
    count: [l10n.t("Labels for a text"), l10n.t("How many at most")],
    threshold: [l10n.t("Least probability"), l10n.t("Less probable labels are left out")],
    textUnit: [l10n.t("One text is"), l10n.t("What gets labels of its own")],
  };
  const [label, help] = texts[name];
  return { label, help };
}

/** One of the values that a setting may have. */
export interface SettingChoice {
  readonly value: string;
  readonly label: string;
  readonly help: string;
}

/** Lists the values of a setting that names one of several things. */
export function listSettingChoices(
  name: ClassifierChoiceName,
  l10n: Localizer,
): readonly SettingChoice[] {
  const choice = (value: string, label: string, help: string) => ({ value, label, help });
  switch (name) {
    case "loss":
      return [
        choice("softmax", l10n.t("Softmax"), l10n.t("One label is right for each text; exact")),
        choice(
          "ova",
          l10n.t("One-vs-all"),
          l10n.t("Each label is decided by itself; for texts with several labels, or none"),
        ),
        choice(
          "hs",
          l10n.t("Hierarchical softmax"),
          l10n.t("One label, found by a tree; fast with thousands of labels"),
        ),
        choice(
          "ns",
          l10n.t("Negative sampling"),
          l10n.t("True labels against drawn ones; fast with thousands of labels"),
        ),
      ];
    case "tokenizer":
      return [
        choice("words", l10n.t("Words"), l10n.t("Letters and digits, in lower case")),
        choice("whitespace", l10n.t("Whitespace"), l10n.t("What stands between spaces, as is")),
      ];
    case "labelPlace":
      return [
        choice("auto", l10n.t("Automatic"), l10n.t("In lines of files, in names of subfolders")),
        choice("lines", l10n.t("Lines"), l10n.t("Each line begins with its labels")),
        choice("folders", l10n.t("Folders"), l10n.t("A file has its folder’s name as its label")),
      ];
    case "textUnit":
      return [
        choice("line", l10n.t("Each line"), ""),
        choice("whole", l10n.t("The whole"), l10n.t("Selection, document or file")),
      ];
  }
}
