/** What a subcommand may be given: kinds of options and arguments, and the types that their values have. */

interface Described {
  /** One line of help, a phrase that begins with a capital and ends without a period. */
  readonly help: string;
  /** The letter of the short form. */
  readonly short?: string;
  /** The heading under which help lists it; "Options" where absent. */
  readonly group?: string;
}

/** Off unless given. */
interface FlagOption extends Described {
  readonly kind: "flag";
}

/** Any text, for example a file; one that is not required is absent unless given. */
interface TextOption extends Described {
  readonly kind: "text";
  readonly placeholder: string;
  readonly required?: true;
}

/** Text that may be given many times. */
interface ListOption extends Described {
  readonly kind: "list";
  readonly placeholder: string;
  /** Whether it takes all words up to the next option, so that a shell may fill in file names. */
  readonly many?: true;
}

/** One of several names; absent unless given where there is no default. */
interface ChoiceOption extends Described {
  readonly kind: "choice";
  readonly placeholder: string;
  readonly choices: readonly string[];
  readonly default?: string;
  /** In words what holds where none is given and the option has no default of its own. */
  readonly otherwise?: string;
}

/** A number in a range, both ends included. */
export interface NumberOption extends Described {
  readonly kind: "integer" | "number";
  readonly placeholder: string;
  readonly minimum: number;
  readonly maximum: number;
  /** A number, or in words how the engine chooses one where none is given. */
  readonly default: number | string;
}

/** A size such as 500kB or 1.5GiB; its value is in bytes. */
interface SizeOption extends Described {
  readonly kind: "size";
  readonly placeholder: string;
  /** In bytes. */
  readonly default: number;
}

/** One option of a subcommand; its long form is its key in the table, `max-file-size` for --max-file-size. */
export type Option =
  FlagOption | TextOption | ListOption | ChoiceOption | NumberOption | SizeOption;

/** The options of a subcommand by their long form. */
export type OptionTable = Readonly<Record<string, Option>>;

/** An argument without a name; only the last one of a subcommand may be given many times. */
interface Argument {
  readonly placeholder: string;
  readonly help: string;
  /** At least once, unless it is optional too. */
  readonly many?: true;
  readonly optional?: true;
}

/** The arguments of a subcommand, in order. */
export type ArgumentTable = Readonly<Record<string, Argument>>;

/** The value that an option has after parsing. */
type OptionValue<O extends Option> = O extends FlagOption
  ? boolean
  : O extends { readonly kind: "text" }
    ? O extends { readonly required: true }
      ? string
      : string | undefined
    : O extends ListOption
      ? readonly string[]
      : O extends { readonly kind: "choice"; readonly choices: readonly (infer C)[] }
        ? O extends { readonly default: string }
          ? C
          : C | undefined
        : O extends { readonly kind: "integer" | "number"; readonly default: string }
          ? number | undefined
          : number;

/** All values of a subcommand after parsing. */
export interface Values<A extends ArgumentTable, O extends OptionTable> {
  readonly arguments: {
    readonly [N in keyof A]: A[N] extends { readonly many: true } ? readonly string[] : string;
  };
  readonly options: { readonly [N in keyof O]: OptionValue<O[N]> };
  /** Names of the options that the words had, in the order of the table: what has a default has a value without. */
  readonly given: readonly (keyof O & string)[];
}

/** Options that every subcommand has. */
export const COMMON_OPTIONS = {
  json: {
    kind: "flag",
    help: "Print one JSON document on standard output, everything else on standard error",
    group: "Output",
  },
  help: { kind: "flag", short: "h", help: "Show this help", group: "Output" },
} as const satisfies OptionTable;
