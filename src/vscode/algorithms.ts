import type { TrainingOptions } from "../protocol/engineMessages.ts";
import type { Localizer } from "./localizer.ts";

/** The name of a kind of model that can be trained. */
export type AlgorithmName = NonNullable<TrainingOptions["algorithm"]>;

/** One kind of model, as the quick pick offers it. */
export interface AlgorithmChoice {
  readonly name: AlgorithmName;
  readonly label: string;
  /** One line on what it is good for. */
  readonly detail: string;
  /** Ends the default name of the model, so that two kinds do not replace each other. */
  readonly nameSuffix: string;
}

/** Lists the kinds of model that can be trained: the one place that decides what is offered. */
export function listAlgorithms(l10n: Localizer): readonly AlgorithmChoice[] {
  return [
    {
      name: "skip-gram",
      label: "Skip-gram",
      detail: l10n.t("Balanced; good for small corpora"),
      nameSuffix: "",
    },
    {
      name: "fasttext",
      label: "FastText",
      detail: l10n.t("With parts of words: knows words that it has never seen; larger and slower"),
      nameSuffix: "-fasttext",
    },
    {
      name: "cbow",
      label: "CBOW",
      detail: l10n.t("The fastest; for large corpora"),
      nameSuffix: "-cbow",
    },
  ];
}

/** Tells whether a value names a kind of model. */
export function isAlgorithmName(value: unknown): value is AlgorithmName {
  return value === "skip-gram" || value === "fasttext" || value === "cbow";
}
