/** How a sense is named, and its mark: a color and a shape. */
import { html, type TemplateResult } from "lit";
import type { SensesFound } from "../../meaning/sensesState.ts";
import { text } from "../../texts.ts";

/** A place with a smaller silhouette lies between senses. */
export const BETWEEN = 0.05;
/** The shapes of the senses, in their order; more senses begin again. */
export const SHAPES = ["circle", "square", "triangle", "diamond"] as const;
export const WORDS_IN_NAME = 3;

/** The words that tell a sense from the others, the most telling first; the word itself tells nothing. */
export function wordsOfSense({ senses, words }: SensesFound, index: number): readonly string[] {
  const own = new Set(words);
  return (senses[index]?.words ?? []).map(({ word }) => word).filter((word) => !own.has(word));
}

/** Names a sense: "loan · money · account". */
export function senseName(found: SensesFound, index: number): string {
  const words = wordsOfSense(found, index).slice(0, WORDS_IN_NAME);
  return words.length === 0 ? text("senseNumber", index + 1) : words.join(" · ");
}

/** The mark of a sense; hollow for what lies between senses. */
export function senseMark(index: number, isHollow: boolean): TemplateResult {
  const shape = SHAPES[index % SHAPES.length] ?? "circle";
  return html`<i
    class="sense-mark ${shape} ${isHollow ? "ring" : ""} sense-${index % 8}"
    aria-hidden="true"
  ></i>`;
}
