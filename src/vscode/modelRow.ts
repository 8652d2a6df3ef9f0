/** What the list of models says about one model. */
import type { ModelDescription } from "../protocol/modelMessages.ts";
import { formatBytes, formatCount, formatDay } from "./amounts.ts";
import type { Localizer } from "./localizer.ts";

/** Writes the description of a row: "11,157 words · 100 d · 4.5 MB · today". */
export function describeModelRow(model: ModelDescription, nowMs: number, l10n: Localizer): string {
  return [
    l10n.t("{0} words", formatCount(model.words)),
    model.isUntrained ? l10n.t("general meaning, not trained") : l10n.t("{0} d", model.dimension),
    formatBytes(model.bytes),
    formatDay(model.createdAt, nowMs, l10n),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Lists what the tooltip of a row says: labels and values, both plain text. */
export function listModelFacts(
  model: ModelDescription,
  l10n: Localizer,
): readonly (readonly [label: string, value: string])[] {
  const { corpus } = model;
  const hyperparameters = Object.entries(model.hyperparameters)
    .filter(([key]) => key !== "algorithm" && key !== "dimension")
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(", ");
  const loss = model.lossPerEpoch.at(-1);
  return [
    [l10n.t("Kind"), `${model.algorithm}, ${model.dimension} d`],
    [l10n.t("Words"), formatCount(model.words)],
    ...(corpus
      ? [
          [
            l10n.t("Corpus"),
            l10n.t(
              "{0} files, {1}, {2} tokens",
              formatCount(corpus.files),
              formatBytes(corpus.bytes),
              formatCount(corpus.tokens),
            ) +
              (corpus.skipped > 0
                ? `; ${l10n.t("{0} files skipped", formatCount(corpus.skipped))}`
                : ""),
          ] as const,
        ]
      : []),
    ...(hyperparameters === "" ? [] : [[l10n.t("Options"), hyperparameters] as const]),
    ...(loss === undefined ? [] : [[l10n.t("Loss"), loss.toFixed(3)] as const]),
    [l10n.t("Size"), formatBytes(model.bytes)],
    [l10n.t("File"), model.path],
  ];
}
