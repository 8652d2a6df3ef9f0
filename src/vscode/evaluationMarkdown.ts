/** The document in which an evaluation is told: Markdown in which names of files and sections are only text. */
import type { ModelDescription } from "../protocol/modelMessages.ts";
import type {
  AnalogyEvaluation,
  AnalogyScore,
  ModelEvaluation,
  SimilarityEvaluation,
} from "../protocol/evaluationMessages.ts";
import { formatCount } from "./amounts.ts";
import type { Localizer } from "./localizer.ts";
import { escapeText, writeTable } from "./markdownTable.ts";

/** Writes the document of an evaluation. */
export function writeEvaluation(
  result: ModelEvaluation & { readonly model: ModelDescription },
  l10n: Localizer,
): string {
  const { model, similarity, analogies, searchedWords } = result;
  const lines = [
    `# ${l10n.t("Evaluation of {0}", escapeText(model.name))}`,
    "",
    l10n.t(
      "{0}, {1} words, {2} dimensions",
      escapeText(model.algorithm),
      formatCount(model.words),
      formatCount(model.dimension),
    ),
  ];
  if (similarity.length > 0)
    lines.push(
      "",
      `## ${l10n.t("Similarity")}`,
      "",
      l10n.t("Spearman’s rank correlation of the cosines with the scores that people gave."),
      "",
      ...writeSimilarity(similarity, l10n),
    );
  if (analogies.length > 0)
    lines.push(
      "",
      `## ${l10n.t("Analogies")}`,
      "",
      l10n.t(
        "Share of the questions a : b = c : ? whose answer is right, searched among the {0} most frequent words.",
        formatCount(searchedWords),
      ),
      ...analogies.flatMap((test) => [
        "",
        `### ${escapeText(test.name)}`,
        "",
        ...writeAnalogies(test, l10n),
      ]),
    );
  lines.push(
    "",
    `## ${l10n.t("Files")}`,
    "",
    ...[model, ...similarity, ...analogies].map(({ path }) => `- ${escapeText(path)}`),
    "",
  );
  return lines.join("\n");
}

function writeSimilarity(tests: readonly SimilarityEvaluation[], l10n: Localizer): string[] {
  const row = (
    name: string,
    test: SimilarityEvaluation,
    score: { readonly spearman: number | null; readonly coveredPairs: number },
    unknown: string,
  ) => [
    name,
    score.spearman === null ? "–" : score.spearman.toFixed(4),
    formatCount(score.coveredPairs),
    writeLeftOut(score.coveredPairs, test.pairs),
    unknown,
  ];
  return writeTable(
    [
      l10n.t("Test"),
      l10n.t("Spearman"),
      l10n.t("Pairs"),
      l10n.t("Left out"),
      l10n.t("Unknown words"),
    ],
    tests.flatMap((test) => [
      row(escapeText(test.name), test, test, writeUnknown(test, l10n)),
      ...(test.withUnknownWords === null
        ? []
        : [row(l10n.t("… unknown words by n-grams"), test, test.withUnknownWords, "")]),
    ]),
  );
}

function writeAnalogies(test: AnalogyEvaluation, l10n: Localizer): string[] {
  const row = (name: string, score: AnalogyScore) => [
    name,
    score.accuracy === null ? "–" : `${(100 * score.accuracy).toFixed(1)} %`,
    formatCount(score.coveredQuestions),
    writeLeftOut(score.coveredQuestions, score.questions),
  ];
  return [
    ...writeTable(
      [l10n.t("Section"), l10n.t("Right"), l10n.t("Questions"), l10n.t("Left out")],
      [
        row(`**${l10n.t("All")}**`, test.total),
        ...(test.semantic === null ? [] : [row(`**${l10n.t("Semantic")}**`, test.semantic)]),
        ...(test.syntactic === null ? [] : [row(`**${l10n.t("Syntactic")}**`, test.syntactic)]),
        ...test.sections.map((section) =>
          row(section.name === "" ? l10n.t("Without a name") : escapeText(section.name), section),
        ),
      ],
    ),
    "",
    `${l10n.t("Unknown words")}: ${writeUnknown(test, l10n)}`,
  ];
}

function writeLeftOut(covered: number, all: number): string {
  return all === 0 ? "–" : `${(100 * (1 - covered / all)).toFixed(1)} %`;
}

function writeUnknown(
  { words, unknownWords }: { readonly words: number; readonly unknownWords: number },
  l10n: Localizer,
): string {
  return l10n.t("{0} of {1}", formatCount(unknownWords), formatCount(words));
}
