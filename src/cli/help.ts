/** Writes the help of the program and of each subcommand from their tables. */
import type { Command } from "./command.ts";
import { formatBytes, formatNumber } from "./format.ts";
import { COMMON_OPTIONS, type Option, type OptionTable } from "./options.ts";
import { displayWidth, pad, wrap, type Style } from "./style.ts";

/** Writes what `wordfield --help` shows. */
export function programHelp(commands: readonly Command[], style: Style): string[] {
  return [
    `${style.bold("wordfield")} trains word embeddings on your text and answers questions about them.`,
    "Nothing leaves your machine.",
    "",
    style.bold("Usage"),
    "  wordfield SUBCOMMAND [ARGUMENT…] [--option…]",
    "",
    style.bold("Subcommands"),
    ...layOutTerms(
      style,
      commands.map(({ name, summary }) => [name, summary]),
    ),
    "",
    style.bold("Options"),
    ...layOutTerms(style, [
      ["-h, --help", "Show this help, or that of a subcommand"],
      ["-v, --version", "Show the version"],
    ]),
    "",
    style.bold("First steps"),
    ...layOutExamples(style, [
      {
        command: "wordfield train docs notes.txt -o notes.safetensors",
        effect: "learn the words of a folder and a file",
      },
      {
        command: "wordfield neighbors notes.safetensors river",
        effect: "which words stand in the same places as “river”",
      },
      {
        command: "wordfield train --help",
        effect: "all options of a subcommand",
      },
    ]),
    "",
    ...wrap(
      "Exit codes: 0 done · 1 failed, or a word is not in the model · 2 wrong usage · 130 interrupted.",
      style.columns,
    ),
  ];
}

/** Writes what `--help` shows of the subcommands whose names begin with the same word. */
export function groupHelp(commands: readonly Command[], style: Style): string[] {
  return [
    style.bold("Subcommands"),
    ...layOutTerms(
      style,
      commands.map(({ name, summary }) => [`wordfield ${name}`, summary]),
    ),
  ];
}

/** Writes what `wordfield SUBCOMMAND --help` shows. */
export function commandHelp(command: Command, style: Style): string[] {
  const table: OptionTable = { ...command.options, ...COMMON_OPTIONS };
  const usage = [
    "wordfield",
    command.name,
    ...Object.values(command.arguments).map(({ placeholder, many, optional }) => {
      const term = many ? `${placeholder}…` : placeholder;
      return optional ? `[${term}]` : term;
    }),
    ...Object.entries(command.options)
      .filter(([, option]) => option.kind === "text" && option.required)
      .map(([name, option]) => optionTerm(name, option, "short")),
    "[--option…]",
  ];
  return [
    ...wrap(command.description, style.columns),
    "",
    style.bold("Usage"),
    `  ${usage.join(" ")}`,
    ...(Object.keys(command.arguments).length === 0
      ? []
      : [
          "",
          style.bold("Arguments"),
          ...layOutTerms(
            style,
            Object.values(command.arguments).map(({ placeholder, many, help }) => [
              many ? `${placeholder}…` : placeholder,
              help,
            ]),
          ),
        ]),
    ...layOutOptions(table, style),
    ...(command.sections ?? []).flatMap(({ heading, terms }) => [
      "",
      style.bold(heading),
      ...layOutTerms(style, terms),
    ]),
    "",
    style.bold("Examples"),
    ...layOutExamples(style, command.examples),
  ];
}

function layOutOptions(table: OptionTable, style: Style): string[] {
  const groups = new Map<string, [string, string][]>();
  for (const [name, option] of Object.entries(table)) {
    const heading = option.group ?? "Options";
    const terms = groups.get(heading) ?? [];
    terms.push([optionTerm(name, option, "both"), optionHelp(option, style)]);
    groups.set(heading, terms);
  }
  const widest = Math.max(...[...groups.values()].flat().map(([term]) => displayWidth(term)));
  return [...groups].flatMap(([heading, terms]) => [
    "",
    style.bold(heading),
    ...layOutTerms(style, terms, widest),
  ]);
}

function optionTerm(name: string, option: Option, form: "short" | "both"): string {
  const many = option.kind === "list" && option.many ? "…" : "";
  const value = option.kind === "flag" ? "" : ` ${option.placeholder}${many}`;
  if (form === "short")
    return `${option.short === undefined ? `--${name}` : `-${option.short}`}${value}`;
  return `${option.short === undefined ? "    " : `-${option.short}, `}--${name}${value}`;
}

function optionHelp(option: Option, style: Style): string {
  const notes = optionNotes(option);
  return notes === "" ? option.help : `${option.help} ${style.dim(`(${notes})`)}`;
}

function optionNotes(option: Option): string {
  switch (option.kind) {
    case "flag":
      return "";
    case "text":
      return option.required ? "required" : "";
    case "list":
      return "may be repeated";
    case "choice":
      return [option.choices.join(", "), ...defaultNote(option.default ?? option.otherwise)].join(
        "; ",
      );
    case "integer":
    case "number":
      return `${formatNumber(option.minimum)} to ${formatNumber(option.maximum)}; default ${formatNumber(option.default)}`;
    case "size":
      return `default ${formatBytes(option.default)}`;
  }
}

function defaultNote(text: string | undefined): string[] {
  return text === undefined ? [] : [`default ${text}`];
}

function layOutTerms(
  style: Style,
  terms: readonly (readonly [string, string])[],
  widest = Math.max(...terms.map(([term]) => displayWidth(term))),
): string[] {
  const indent = 2 + widest + 2;
  return terms.flatMap(([term, text]) =>
    wrap(text, Math.max(20, style.columns - indent)).map((line, index) =>
      index === 0 ? `  ${pad(term, widest)}  ${line}` : " ".repeat(indent) + line,
    ),
  );
}

function layOutExamples(style: Style, examples: Command["examples"]): string[] {
  return examples.flatMap(({ command, effect }) => [
    `  ${command}`,
    ...wrap(effect, style.columns - 6).map((line) => `      ${style.dim(line)}`),
  ]);
}
