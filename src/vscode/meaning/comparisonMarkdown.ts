/** The document in which a comparison is told. */
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import type { Localizer } from "../localizer.ts";
import { escapeText, writeTable } from "../markdownTable.ts";

type Comparison = EngineRequests["compareContexts"]["result"];

/** Writes the words of a text with their neighbors in general and here, then the layers. */
export function writeComparison(
  text: string,
  modelName: string,
  { encoder, words, layers, tokens, isTruncated, missing }: Comparison,
  l10n: Localizer,
): string {
  const number = (value: number | null) => (value === null ? "–" : value.toFixed(3));
  const list = (neighbors: readonly { readonly word: string }[]) =>
    neighbors.map(({ word }) => escapeText(word)).join(", ") || "–";
  return [
    `# ${l10n.t("Static and contextual embeddings")}`,
    "",
    `> ${escapeText(text)}`,
    "",
    l10n.t("Static: {0}. Contextual: {1}.", escapeText(modelName), escapeText(encoder.name)),
    ...(isTruncated
      ? ["", l10n.t("Only the first {0} tokens: the encoder takes no more.", tokens.length)]
      : []),
    ...missing.flatMap((sentence) => ["", escapeText(sentence)]),
    "",
    `## ${l10n.t("Words")}`,
    "",
    ...writeTable(
      [
        l10n.t("Word"),
        l10n.t("Near it in general"),
        l10n.t("Near it here"),
        l10n.t("Like the word alone"),
        l10n.t("Like its usual meaning"),
      ],
      words.map((word) => [
        escapeText(word.surface),
        list(word.staticNeighbors),
        list(word.contextualNeighbors),
        number(word.toWordAlone),
        number(word.toUsual),
      ]),
      3,
    ),
    "",
    `## ${l10n.t("Layers")}`,
    "",
    l10n.t("Mean cosines after Ethayarajh 2019; adjusted: less that of different words."),
    "",
    ...writeTable(
      [
        l10n.t("Layer"),
        l10n.t("Self-similarity"),
        l10n.t("Within the sentence"),
        l10n.t("Different words"),
        l10n.t("Self-similarity, adjusted"),
        l10n.t("Within the sentence, adjusted"),
      ],
      layers.map((layer) => [
        String(layer.layer),
        number(layer.selfSimilarity),
        number(layer.intraSentenceSimilarity),
        number(layer.anisotropy),
        number(layer.adjustedSelfSimilarity),
        number(layer.adjustedIntraSentenceSimilarity),
      ]),
    ),
    "",
  ].join("\n");
}
