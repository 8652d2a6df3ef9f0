/** The arrows of a formula on the map. */
import type { FormulaAnswer } from "../src/protocol/wordMessages.ts";
import type { MapArrow } from "./rendering/mapArrows.ts";

/** Of `a - b + c`, which finds d: from b to a, and from c to d. */
export function analogyArrows(
  { terms, candidates }: FormulaAnswer,
  rowOf: (word: string) => number | null,
): readonly MapArrow[] {
  const added = terms.filter(({ weight }) => weight === 1).map(({ entry }) => entry.word);
  const taken = terms.filter(({ weight }) => weight === -1).map(({ entry }) => entry.word);
  const [a, c] = added;
  const [b] = taken;
  const d = candidates[0]?.word;
  if (terms.length !== 3 || !a || !b || !c || d === undefined) return [];
  return [[b, a] as const, [c, d] as const].flatMap(([from, to]) => {
    const [start, end] = [rowOf(from), rowOf(to)];
    return start === null || end === null
      ? []
      : [{ from: start, to: [end], strong: true, moves: false }];
  });
}
