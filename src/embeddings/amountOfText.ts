/** What a rule of thumb is on little text and on much, and between. */

/** A number for texts of so many tokens; texts with fewer, or more, have that of the end. */
export interface ByAmountOfText {
  readonly little: number;
  readonly much: number;
}

/** Units: tokens. Between them vectors come to say what words mean (docs/decisions/014-here-and-in-general.md). */
const TOKENS = { little: 100_000, much: 500_000 } as const;

/** Gives the number for a text; between the ends it follows the logarithm of the tokens. */
export function forAmountOfText(tokens: number, { little, much }: ByAmountOfText): number {
  const range = Math.log(TOKENS.much / TOKENS.little);
  const share = Math.log(Math.max(1, tokens) / TOKENS.little) / range;
  return little + Math.max(0, Math.min(1, share)) * (much - little);
}
