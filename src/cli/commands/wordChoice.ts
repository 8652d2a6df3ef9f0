/** The options of the command line that say what becomes of some words: phrases and stop words. */
import { readFile } from "node:fs/promises";
import { WordfieldError } from "../../errors.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import type { StopWords } from "../../protocol/modelMessages.ts";
import type { CommandContext } from "../command.ts";
import type { ArgumentTable, OptionTable, Values } from "../options.ts";

/** Phrases and stop words of a training. */
export const WORD_CHOICE_OPTIONS = {
  phrases: {
    kind: "text",
    placeholder: "FILE|auto",
    group: "Text",
    help: "Make one word of each phrase in a file, one a line, or of those that “wordfield phrases” lists (auto): new york becomes new_york",
  },
  "stop-words": {
    kind: "text",
    placeholder: "LANG|FILE",
    group: "Text",
    help: "Leave out function words of English (en), Chinese (zh), both (all), or the words in a file, one a line",
  },
} as const satisfies OptionTable;

type Training = EngineRequests["trainModel"]["params"];

const LANGUAGES: Readonly<Record<string, StopWords["languages"]>> = {
  en: ["en"],
  zh: ["zh"],
  all: ["en", "zh"],
};

// As `wordfield phrases` has them.
const AUTOMATIC = { scorer: "original", minimumCount: 5, threshold: 10, passes: 2 } as const;
const MOST_PHRASES = 100_000;

/**
 * Reads what was asked for; automatic phrases are looked for in the text of the training.
 *
 * Errors: `file-unreadable`, and those of `findPhrases`.
 */
export async function readWordChoice(
  { engine, signal }: Pick<CommandContext, "engine" | "signal">,
  options: Values<ArgumentTable, typeof WORD_CHOICE_OPTIONS>["options"],
  text: Pick<Training, "sources" | "tokenizer" | "tokenizerOptions">,
): Promise<Pick<Training, "phrases" | "stopWords">> {
  const { phrases, "stop-words": stopWords } = options;
  return {
    ...(phrases === undefined ? {} : { phrases: await readPhrases(phrases) }),
    ...(stopWords === undefined ? {} : { stopWords: await readStopWords(stopWords) }),
  };

  async function readPhrases(choice: string): Promise<Training["phrases"] & object> {
    if (choice !== "auto") return (await readLines(choice)).map((line) => line.split(/\s+/));
    const { sources, tokenizer, tokenizerOptions } = text;
    const found = await engine.findPhrases(
      {
        ...{ runId: "command-line", sources, tokenizer, ...AUTOMATIC, count: MOST_PHRASES },
        ...(tokenizerOptions ? { tokenizerOptions } : {}),
      },
      signal,
    );
    return found.phrases.map(({ words }) => words);
  }
}

async function readStopWords(choice: string): Promise<StopWords> {
  const languages = Object.hasOwn(LANGUAGES, choice) ? LANGUAGES[choice] : undefined;
  return languages ? { languages, words: [] } : { languages: [], words: await readLines(choice) };
}

async function readLines(path: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new WordfieldError(
      "file-unreadable",
      `${path} cannot be read. Give the path of a text file.`,
      { cause },
    );
  }
  return text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
