/** How a sense is named, and its mark: a color and a shape. */
import { html, type TemplateResult } from "lit";
import type { SensesFound } from "../../meaning/sensesState.ts";
import { text } from "../../texts.ts";

/** A place with a smaller silhouette lies between senses. */
export const BETWEEN = 0.05;
/** The shapes of the senses, in their order; more senses begin again. */
export const SHAPES = ["circle", "square", "triangle", "diamond"] as const;
const WORDS_IN_NAME = 3;

/** The words that tell a sense from the others: "loan · money · account". */
export function senseName({ senses }: SensesFound, index: number): string {
  const words = senses[index]?.words.slice(0, WORDS_IN_NAME).map(({ word }) => word) ?? [];
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
