import type { TextSurvey } from "../../protocol/corpusMessages.ts";
import { defineCommand } from "../command.ts";
import { formatBytes, formatCount, formatQuantity } from "../format.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";
import { skippedNotes, TEXT_ARGUMENTS, TEXT_OPTIONS, toText } from "./statisticsOptions.ts";

/** `wordfield corpus`: what a training would read. */
export const corpus = defineCommand({
  name: "corpus",
  summary: "Show what a training would read",
  description:
    "Reads files and folders as training does, each file by its kind, and sums up files, sizes and words by kind, language and script, the largest files, and what is left out and why. A file counts as of the language that most of it seems to be in.",
  arguments: TEXT_ARGUMENTS,
  options: {
    largest: {
      kind: "integer",
      placeholder: "N",
      minimum: 0,
      maximum: 1_000_000,
      default: 10,
      help: "How many of the largest files are listed",
    },
    ...TEXT_OPTIONS,
  },
  examples: [
    { command: "wordfield corpus .", effect: "what this folder would be to a training" },
    {
      command: "wordfield corpus docs --exclude '**/*.log' --json | jq .skipped",
      effect: "what is left out, and why",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { paths }, options }) => {
    const survey = await engine.surveyText(
      {
        ...toText(paths, options),
        largest: options.largest,
      },
      signal,
    );
    return {
      document: survey,
      lines: layOut(survey, style),
      notes: skippedNotes(survey, style),
      complete: survey.tokens > 0,
    };
  },
});

function layOut(survey: TextSurvey, style: Style): string[] {
  const { files, bytes, tokens, sentences, words, kinds, languages, scripts, largest } = survey;
  const number = (heading: string) => ({ heading, align: "right" }) as const;
  return [
    `${formatQuantity(files, "file")}, ${formatBytes(bytes)}: ${formatQuantity(tokens, "token")} in ${formatQuantity(sentences, "sentence")}, ${formatQuantity(words, "different word")}`,
    "",
    ...layOutTable(
      style,
      [{ heading: "kind", align: "left" }, number("files"), number("size"), number("tokens")],
      kinds.map((kind) => [
        kind.kind,
        formatCount(kind.files),
        formatBytes(kind.bytes),
        formatCount(kind.tokens),
      ]),
    ),
    ...(languages.length === 0 ? [] : [""]),
    ...layOutTable(
      style,
      [{ heading: "language", align: "left" }, number("files"), number("size"), number("tokens")],
      languages.map((share) => [
        nameLanguage(share.language),
        formatCount(share.files),
        formatBytes(share.bytes),
        formatCount(share.tokens),
      ]),
    ),
    ...(scripts.length === 0 ? [] : [""]),
    ...layOutTable(
      style,
      [{ heading: "script", align: "left" }, number("words"), number("tokens")],
      scripts.map((share) => [share.script, formatCount(share.words), formatCount(share.tokens)]),
    ),
    ...(largest.length === 0 ? [] : [""]),
    ...layOutTable(
      style,
      [
        { heading: "largest files", align: "left" },
        { heading: "kind", align: "left" },
        { heading: "language", align: "left" },
        number("size"),
        number("tokens"),
      ],
      largest.map((file) => [
        visible(file.path),
        file.kind,
        nameLanguage(file.language),
        formatBytes(file.bytes),
        formatCount(file.tokens),
      ]),
    ),
  ];
}

const languageNames = new Intl.DisplayNames("en", { type: "language" });

/** Writes a language for people: "English", or a dash where it could not be told. */
function nameLanguage(code: string): string {
  return code === "und" ? "–" : (languageNames.of(code) ?? code);
}
