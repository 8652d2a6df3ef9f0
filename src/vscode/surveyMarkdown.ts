/** The document that tells what a training would read: Markdown in which names of files are only text. */
import type { TextSurvey } from "../protocol/corpusMessages.ts";
import { formatBytes, formatCount } from "./amounts.ts";
import type { Localizer } from "./localizer.ts";
import { escapeText, writeTable } from "./markdownTable.ts";

/** How a path is written: its name in the workspace. The editor's preview opens no files from a page that is no file. */
type NameOf = (path: string) => string;

// A workspace may hold many thousands of binary files.
const LISTED_SKIPPED = 200;

/** Writes the document of a survey; `label` names the text, `language` is the one in which languages are named. */
export function writeSurvey(
  label: string,
  survey: TextSurvey,
  nameOf: NameOf,
  l10n: Localizer,
  language: string,
): string {
  const { files, bytes, tokens, sentences, words, kinds, languages, scripts, largest } = survey;
  const languageName = languageNamer(l10n, language);
  const name = (path: string) => escapeText(nameOf(path));
  const [file, tokensHead, size] = [l10n.t("Files"), l10n.t("Tokens"), l10n.t("Size")];
  const shares = (sums: typeof kinds | typeof languages, labelOf: (index: number) => string) =>
    sums.map((sum, index) => [
      labelOf(index),
      formatCount(sum.files),
      formatBytes(sum.bytes),
      formatCount(sum.tokens),
    ]);
  return [
    `# ${l10n.t("What would be read: {0}", escapeText(label))}`,
    "",
    l10n.t(
      "{0} files, {1}: {2} tokens in {3} sentences, {4} different words.",
      formatCount(files),
      formatBytes(bytes),
      formatCount(tokens),
      formatCount(sentences),
      formatCount(words),
    ),
    ...(tokens === 0
      ? ["", l10n.t("There is no word to train on: check the settings of Wordfield’s corpus.")]
      : []),
    ...section(
      l10n.t("By kind"),
      writeTable(
        [l10n.t("Kind"), file, size, tokensHead],
        shares(kinds, (index) => kinds[index]!.kind),
      ),
      kinds.length,
    ),
    ...section(
      l10n.t("By language"),
      writeTable(
        [l10n.t("Language"), file, size, tokensHead],
        shares(languages, (index) => languageName(languages[index]!.language)),
      ),
      languages.length,
    ),
    ...section(
      l10n.t("By script"),
      writeTable(
        [l10n.t("Script"), l10n.t("Different words"), tokensHead],
        scripts.map((script) => [
          script.script,
          formatCount(script.words),
          formatCount(script.tokens),
        ]),
      ),
      scripts.length,
    ),
    ...section(
      l10n.t("Largest files"),
      writeTable(
        [l10n.t("File"), l10n.t("Kind"), l10n.t("Language"), size, tokensHead],
        largest.map(({ path, kind, language, bytes: fileBytes, tokens: fileTokens }) => [
          name(path),
          kind,
          languageName(language),
          formatBytes(fileBytes),
          formatCount(fileTokens),
        ]),
        3,
      ),
      largest.length,
    ),
    ...writeSkipped(survey, name, l10n),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[], rows: number): readonly string[] {
  return rows === 0 ? [] : ["", `## ${title}`, "", ...lines];
}

function writeSkipped(
  { skipped }: TextSurvey,
  name: (path: string) => string,
  l10n: Localizer,
): readonly string[] {
  const reasons = new Map<string, number>();
  for (const { reason } of skipped) {
    const kind = reason.split(":")[0]!;
    reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
  }
  const more = skipped.length - LISTED_SKIPPED;
  return section(
    l10n.t("Skipped"),
    [
      ...writeTable(
        [l10n.t("Why"), l10n.t("Files")],
        [...reasons]
          .sort((a, b) => b[1] - a[1])
          .map(([reason, count]) => [escapeText(reason), formatCount(count)]),
      ),
      "",
      ...skipped
        .slice(0, LISTED_SKIPPED)
        .map(({ path, reason }) => `- ${name(path)}: ${escapeText(reason)}`),
      ...(more > 0 ? [`- ${l10n.t("and {0} more", formatCount(more))}`] : []),
      "",
      l10n.t("What patterns and ignore files leave out is not listed."),
    ],
    skipped.length,
  );
}

function languageNamer(l10n: Localizer, language: string): (code: string) => string {
  const names = new Intl.DisplayNames(language, { type: "language" });
  return (code) => (code === "und" ? l10n.t("cannot be told") : (names.of(code) ?? code));
}
