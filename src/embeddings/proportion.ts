/** a : b :: c, as schools write it, and the formula that it stands for. */

const DOUBLE_COLON = /::|∷|\s=\s/u;
const COLON = /:/u;
/** In quotes everything is a word. */
const QUOTED = /["“”「」]/u;

/**
 * Rewrites a proportion as a formula: `a : b :: c`, also with `: ?` at its end, is `b - a + c`; anything else stays as it is.
 */
export function proportionToFormula(text: string): string {
  if (QUOTED.test(text)) return text;
  const sides = text.split(DOUBLE_COLON);
  const [left, right] = sides;
  if (sides.length !== 2 || left === undefined || right === undefined) return text;
  const [a, b, ...more] = left.split(COLON).map((part) => part.trim());
  const [c, rest = "", ...others] = right.split(COLON).map((part) => part.trim());
  const isComplete =
    a !== undefined && a !== "" && b !== undefined && b !== "" && c !== undefined && c !== "";
  if (!isComplete || more.length > 0 || others.length > 0 || !["", "?", "？"].includes(rest))
    return text;
  return `${b} - ${a} + ${c}`;
}
