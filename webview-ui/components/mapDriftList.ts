/** The words that moved most between the map's model and another. */
import { html, nothing, type TemplateResult } from "lit";
import { formatCosine } from "../formatting.ts";
import type { MapExplorer } from "../mapExplorer.ts";
import type { MapState } from "../mapState.ts";
import { text } from "../texts.ts";
import { iconButton } from "./elements.ts";

const NEIGHBORS_SHOWN = 3;

/** What the list needs. */
export interface DriftListOptions {
  readonly state: MapState;
  readonly explorer: MapExplorer;
  readonly picked: string | null;
  readonly walk: (word: string) => void;
  readonly point: (word: string | null) => void;
}

/** Renders the list; nothing where no model is compared. */
export function mapDriftList(options: DriftListOptions): TemplateResult | typeof nothing {
  const { state, explorer, picked, walk, point } = options;
  const { drift } = state;
  if (!drift) return nothing;
  const { moved, name } = drift;
  return html`<section class="map-selection drift" aria-label=${text("driftList")}>
    <div class="map-selection-head small">
      <span class="cut" dir="auto">${text("driftTo", name)}</span>
      <span class="spacer"></span>
      ${iconButton({
        icon: "close",
        label: text("driftEnd"),
        click: () => explorer.drift.compare(null),
      })}
    </div>
    ${moved ? nothing : html`<p class="small dim padded" role="status">${text("driftWaiting")}</p>`}
    <ul class="scroll">
      ${(moved ?? []).map(
        ({ word, distance, firstNeighbors, secondNeighbors }) =>
          html`<li>
            <button
              type="button"
              class="drift-row"
              aria-current=${String(word === picked)}
              title=${text("driftRow", formatCosine(distance), firstNeighbors.join(", "), name, secondNeighbors.join(", "))}
              @click=${() => walk(word)}
              @pointerenter=${() => point(word)}
              @pointerleave=${() => point(null)}
            >
              <span class="cut" dir="auto">${word}</span
              ><span class="cut small dim" dir="auto"
                >→ ${secondNeighbors.slice(0, NEIGHBORS_SHOWN).join(", ")}</span
              >
            </button>
          </li>`,
      )}
    </ul>
  </section>`;
}
