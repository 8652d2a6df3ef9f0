/** The words inside a line that the user has drawn. */
import { html, nothing, type TemplateResult } from "lit";
import type { MapExplorer } from "../mapExplorer.ts";
import type { MapState } from "../mapState.ts";
import { text } from "../texts.ts";
import { iconButton } from "./elements.ts";

const FIRST = 200;

/** What the list needs. */
export interface SelectionOptions {
  readonly state: MapState;
  readonly explorer: MapExplorer;
  readonly walk: (word: string) => void;
  readonly point: (word: string | null) => void;
}

/** Renders the list; nothing where nothing is selected. */
export function mapSelection(options: SelectionOptions): TemplateResult | typeof nothing {
  const { state, explorer, walk, point } = options;
  const { selection, map } = state;
  if (!selection || !map) return nothing;
  const words = selection.flatMap((row) => map.words[row] ?? []);
  return html`<section class="map-selection" aria-label=${text("mapSelection")}>
    <div class="map-selection-head small">
      <span class="number">${text("mapSelected", words.length)}</span>
      <span class="spacer"></span>
      ${iconButton({
        icon: "copy",
        label: text("mapCopy"),
        disabled: words.length === 0,
        click: () => {
          navigator.clipboard.writeText(words.join("\n")).catch((thrown: unknown) => {
            explorer.fail(thrown);
          });
        },
      })}
      ${iconButton({
        icon: "close",
        label: text("mapClearSelection"),
        click: () => explorer.select(null),
      })}
    </div>
    <ul class="scroll">
      ${words.slice(0, FIRST).map(
        (word) =>
          html`<li>
            <button
              type="button"
              class="link cut"
              dir="auto"
              @click=${() => walk(word)}
              @pointerenter=${() => point(word)}
              @pointerleave=${() => point(null)}
            >
              ${word}
            </button>
          </li>`,
      )}
      ${
        words.length > FIRST
          ? html`<li class="small dim padded">
              ${text("mapSelectionMore", words.length - FIRST)}
            </li>`
          : nothing
      }
    </ul>
  </section>`;
}
