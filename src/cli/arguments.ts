/** Turns the words after a subcommand's name into checked values. */
import { parseArgs } from "node:util";
import {
  COMMON_OPTIONS,
  type ArgumentTable,
  type NumberOption,
  type Option,
  type OptionTable,
  type Values,
} from "./options.ts";
import { formatNumber } from "./format.ts";
import { closestSpelling } from "./spelling.ts";

/** The command line itself is wrong; the message is one sentence. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

interface Tables<A extends ArgumentTable, O extends OptionTable> {
  readonly arguments: A;
  readonly options: O;
}

/**
 * Parses the words after a subcommand's name by its tables.
 *
 * Errors: `UsageError`, naming the option or argument and what it should be.
 */
export function parseValues<A extends ArgumentTable, O extends OptionTable>(
  tables: Tables<A, O>,
  words: readonly string[],
): Values<A, O> {
  const table: OptionTable = { ...tables.options, ...COMMON_OPTIONS };
  // Not strict: the sentences below name the option, its range and the nearest spelling.
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(table).map(([name, option]) => [
        name,
        {
          type: option.kind === "flag" ? ("boolean" as const) : ("string" as const),
          ...(option.short === undefined ? {} : { short: option.short }),
        },
      ]),
    ),
  });

  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  let list: string[] | undefined; // of the option before, where it takes many words
  for (const token of tokens) {
    if (token.kind === "positional") (list ?? positionals).push(token.value);
    else list = undefined;
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (!option) throw unknownOption(token.rawName, table);
    if (option.kind === "flag") {
      if (token.value !== undefined) throw new UsageError(`${token.rawName} takes no value.`);
      given.set(token.name, []);
      continue;
    }
    // "-o --json" has forgotten the value; "--sample -1" has not, and gets the sentence about its range.
    if (token.value === undefined || (!token.inlineValue && /^-[^\d.]/.test(token.value)))
      throw new UsageError(`${token.rawName} needs a value, ${describeValue(option)}.`);
    const earlier = given.get(token.name);
    if (earlier && option.kind !== "list") throw new UsageError(`${token.rawName} is given twice.`);
    const values = [...(earlier ?? []), token.value];
    given.set(token.name, values);
    if (option.kind === "list" && option.many && !token.inlineValue) list = values;
  }

  const options = Object.fromEntries(
    Object.entries(tables.options).map(([name, option]) => [
      name,
      valueOf(name, option, given.get(name)),
    ]),
  );
  return {
    arguments: assignArguments(tables.arguments, positionals),
    options,
    given: Object.keys(tables.options).filter((name) => given.has(name)),
  } as unknown as Values<A, O>;
}

/** Tells whether a flag is among words that may be wrong otherwise; nothing after "--" counts. */
export function hasFlag(words: readonly string[], ...spellings: readonly string[]): boolean {
  const end = words.indexOf("--");
  return words.some(
    (word, index) => (end < 0 || index < end) && spellings.some((spelling) => word === spelling),
  );
}

/** Tells whether an option that takes a value is among words that may be wrong otherwise. */
export function hasOption(words: readonly string[], name: string, { short }: Option): boolean {
  const end = words.indexOf("--");
  return words
    .slice(0, end < 0 ? words.length : end)
    .some(
      (word) =>
        word === `--${name}` ||
        word.startsWith(`--${name}=`) ||
        (short !== undefined && word.startsWith(`-${short}`)),
    );
}

function unknownOption(rawName: string, table: OptionTable): UsageError {
  const closest = closestSpelling(
    rawName,
    Object.keys(table).map((name) => `--${name}`),
  );
  const hint =
    closest === undefined
      ? " Put -- before a word that begins with a dash."
      : ` Did you mean ${closest}?`;
  return new UsageError(`There is no option ${rawName}.${hint}`);
}

function assignArguments(table: ArgumentTable, words: readonly string[]): object {
  const values: Record<string, string | readonly string[]> = {};
  let taken = 0;
  for (const [name, argument] of Object.entries(table)) {
    const word = words[taken];
    if (word === undefined && !argument.optional)
      throw new UsageError(
        `${argument.placeholder} is missing: ${argument.help.charAt(0).toLowerCase()}${argument.help.slice(1)}.`,
      );
    if (argument.many) {
      values[name] = words.slice(taken);
      taken = words.length;
    } else if (word !== undefined) {
      values[name] = word;
      taken++;
    }
  }
  const extra = words[taken];
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one argument too many. Put quotation marks around spaces.`);
  return values;
}

function valueOf(name: string, option: Option, texts: readonly string[] | undefined): unknown {
  const text = texts?.[0];
  switch (option.kind) {
    case "flag":
      return texts !== undefined;
    case "list":
      return texts ?? [];
    case "text":
      if (text === "" || (text === undefined && option.required))
        throw new UsageError(`--${name} is missing, ${describeValue(option)}.`);
      return text;
    case "choice":
      if (text === undefined) return option.default;
      if (!option.choices.includes(text)) throw wrongValue(name, option, text);
      return text;
    case "integer":
    case "number": {
      if (text === undefined)
        return typeof option.default === "number" ? option.default : undefined;
      const value = parseNumber(text);
      if (!isInRange(option, value)) throw wrongValue(name, option, text);
      return value;
    }
    case "size": {
      if (text === undefined) return option.default;
      const bytes = parseSize(text);
      if (bytes === undefined) throw wrongValue(name, option, text);
      return bytes;
    }
  }
}

function wrongValue(name: string, option: Option, text: string): UsageError {
  return new UsageError(`--${name} cannot be "${text}": give ${describeValue(option)}.`);
}

/** Says what an option's value may be, for sentences: "a whole number from 1 to 100". */
function describeValue(option: Option): string {
  switch (option.kind) {
    case "flag":
      return "nothing";
    case "text":
    case "list":
      return `for example ${option.placeholder}`;
    case "choice":
      return `one of ${option.choices.join(", ")}`;
    case "integer":
      return `a whole number from ${formatNumber(option.minimum)} to ${formatNumber(option.maximum)}`;
    case "number":
      return `a number from ${option.minimum} to ${option.maximum}`;
    case "size":
      return "a size such as 500kB, 10MB or 1.5GiB";
  }
}

function parseNumber(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

function isInRange(option: NumberOption, value: number): boolean {
  if (option.kind === "integer" && !Number.isSafeInteger(value)) return false;
  return value >= option.minimum && value <= option.maximum; // false for NaN too
}

const UNIT_BYTES: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  kib: 2 ** 10,
  m: 1e6,
  mb: 1e6,
  mib: 2 ** 20,
  g: 1e9,
  gb: 1e9,
  gib: 2 ** 30,
};

function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text);
  const unit = UNIT_BYTES[(match?.[2] ?? "?").toLowerCase()];
  const bytes = unit === undefined ? Number.NaN : Math.round(Number(match?.[1]) * unit);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
