/** How far the map can be trusted: a chip, and what stands behind it. */
import { html, nothing, type TemplateResult } from "lit";
import { formatCosine, formatShare } from "../formatting.ts";
import type { MapExplorer } from "../mapExplorer.ts";
import type { MapState, ShownMap } from "../mapState.ts";
import { text } from "../texts.ts";
import { icon } from "./elements.ts";
import { methodName } from "./mapBar.ts";

/** What the chip needs. */
export interface FidelityOptions {
  readonly state: MapState;
  readonly explorer: MapExplorer;
  readonly open: boolean;
  readonly toggle: () => void;
  readonly pickedWord: string | null;
  /** The row of the picked word; null where the map does not have it. */
  readonly pickedRow: number | null;
}

/** Renders the chip. */
export function fidelityChip({
  state,
  open,
  toggle,
}: FidelityOptions): TemplateResult | typeof nothing {
  const { map, run } = state;
  // How far a map can be trusted is known when it stands.
  if (!map || (run && map.unfinished)) return nothing;
  return html`<button
    type="button"
    class="chip"
    aria-expanded=${String(open)}
    aria-controls="map-note"
    title=${text("mapFidelity")}
    @click=${toggle}
  >
    ${icon("shield")}<span class="chip-name">${chipText(map)}</span>
  </button>`;
}

function chipText(map: ShownMap): TemplateResult {
  const { fidelity, unfinished, explained } = map;
  if (unfinished) return html`${text("mapUnfinished", methodName(map))}`;
  if (fidelity)
    return html`${text("mapFidelity")}
      <b class="number">${formatCosine(fidelity.trustworthiness)}</b>`;
  return html`${text("mapChip", methodName(map), formatShare(sum(explained)))}`;
}

/** Renders what stands behind the chip. */
export function fidelityNote(options: FidelityOptions): TemplateResult | typeof nothing {
  const { state, explorer, pickedWord, pickedRow } = options;
  const { map, strangersShown } = state;
  if (!options.open || !map) return nothing;
  const { fidelity, explained, unfinished } = map;
  const own = pickedRow === null ? undefined : fidelity?.perPoint[pickedRow];
  return html`<div
    class="map-note small"
    id="map-note"
    role="group"
    aria-label=${text("mapFidelity")}
  >
    ${
      fidelity
        ? html`<dl class="facts-list number">
              <dt>${text("mapTrust")}</dt>
              <dd>${formatCosine(fidelity.trustworthiness)}</dd>
              <dt>${text("mapContinuity")}</dt>
              <dd>${formatCosine(fidelity.continuity)}</dd>
              ${
                own === undefined || pickedWord === null
                  ? nothing
                  : html`<dt dir="auto">${pickedWord}</dt>
                      <dd>
                        ${text("mapOwn", Math.round(own * fidelity.neighbors), fidelity.neighbors)}
                      </dd>`
              }
            </dl>
            <p class="dim">${text("mapFidelityNote", fidelity.neighbors)}</p>`
        : nothing
    }
    ${
      explained.length > 0
        ? html`<p class="dim">${text("mapChipNote", formatShare(sum(explained)))}</p>`
        : nothing
    }
    ${unfinished ? html`<p class="dim">${text("mapUnfinishedNote")}</p>` : nothing}
    <label class="check">
      <input
        type="checkbox"
        .checked=${strangersShown}
        @change=${(event: Event) =>
          explorer.showStrangers((event.target as HTMLInputElement).checked)}
      />
      ${text("mapStrangers")}
    </label>
    ${
      strangersShown && pickedRow === null
        ? html`<p class="dim">${text("mapStrangersPick")}</p>`
        : nothing
    }
  </div>`;
}

function sum(shares: readonly number[]): number {
  return shares.reduce((total, share) => total + share, 0);
}
