/** A line of text in a list of a few: the file, and the word with what stands around it. */
import { html, type TemplateResult } from "lit";
import type { Occurrence } from "../../src/protocol/placeMessages.ts";
import type { Explorer } from "../explorer.ts";
import { fileName } from "../formatting.ts";

/** Units: UTF-16 units. */
const BEFORE_UNITS = 22;

/** The end of what precedes a word, from the beginning of a word on, so that the word itself is in view. */
export function tail(before: string): string {
  if (before.length <= BEFORE_UNITS) return before.trimStart();
  const end = before.slice(-BEFORE_UNITS);
  return end.slice(end.search(/\s/) + 1);
}

/** Renders an item that opens its line. */
export function nearLine(place: Occurrence, explorer: Explorer): TemplateResult {
  return html`<li>
    <button
      type="button"
      class="near-line"
      title="${place.path}:${place.line}:${place.column}"
      @click=${() => explorer.openPlace(place, false)}
    >
      <span class="near-file cut">${fileName(place.path)}:${place.line}</span>
      <span class="near-text cut" dir="auto"
        >${tail(place.before)}<mark>${place.match}</mark>${place.after}</span
      >
    </button>
  </li>`;
}
