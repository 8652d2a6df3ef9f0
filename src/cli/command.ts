import type { Engine } from "../engine/engine.ts";
import { parseValues } from "./arguments.ts";
import type { ArgumentTable, OptionTable, Values } from "./options.ts";
import type { Style } from "./style.ts";

/** What a subcommand works with. */
export interface CommandContext {
  readonly engine: Engine["calls"];
  /** Aborted by an interrupt. */
  readonly signal: AbortSignal;
  /** How its lines may look. */
  readonly style: Style;
}

/** What a subcommand answers: the same content once for programs and once for people. */
export interface Report {
  /** The JSON document. */
  readonly document: object;
  /** For standard output. */
  readonly lines: readonly string[];
  /** For standard error, with --json too. */
  readonly notes?: readonly string[];
  /** False where part of the question has no answer; the exit code is then 1. */
  readonly complete: boolean;
}

/** Terms that help explains below the options. */
interface HelpSection {
  readonly heading: string;
  readonly terms: readonly (readonly [term: string, text: string])[];
}

/** An example for the help. */
interface Example {
  readonly command: string;
  readonly effect: string;
}

/** An interrupt that has left something behind that its message, some sentences, speaks of. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}

/** A subcommand as its own file describes it; help and parsing follow from its tables. */
export interface CommandDefinition<A extends ArgumentTable, O extends OptionTable> {
  /** One word, or the word that a group of subcommands has in common and its own. */
  readonly name: string;
  /** Of two subcommands with one name, the option that tells this one: the other has none of that name. */
  readonly toldBy?: keyof O & string;
  /** For the list of subcommands: a phrase without a period. */
  readonly summary: string;
  /** Sentences that help shows above the tables. */
  readonly description: string;
  readonly arguments: A;
  readonly options: O;
  readonly sections?: readonly HelpSection[];
  readonly examples: readonly Example[];
  /** Errors: `WordfieldError`; `UsageError` for values that only make sense together. */
  readonly run: (context: CommandContext, values: Values<A, O>) => Promise<Report>;
}

/** A subcommand as the dispatcher sees it. */
export interface Command extends Omit<
  CommandDefinition<ArgumentTable, OptionTable>,
  "run" | "examples"
> {
  readonly examples: readonly Example[];
  /**
   * Checks the words after the subcommand's name, and answers with what remains to do.
   *
   * Errors: `UsageError`.
   */
  readonly prepare: (words: readonly string[]) => (context: CommandContext) => Promise<Report>;
}

/** Makes a subcommand of its description, keeping the types of its values. */
export function defineCommand<const A extends ArgumentTable, const O extends OptionTable>(
  definition: CommandDefinition<A, O>,
): Command {
  return {
    ...definition,
    prepare: (words) => {
      const values = parseValues(definition, words);
      return (context) => definition.run(context, values);
    },
  };
}
