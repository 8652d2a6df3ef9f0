/** How far a projection is: a chip in the bar that stops it, and a line over the map. */
import { html, nothing, type TemplateResult } from "lit";
import { formatDuration } from "../formatting.ts";
import type { MapExplorer } from "../mapExplorer.ts";
import type { MapState } from "../mapState.ts";
import { text } from "../texts.ts";
import { cssProperties, icon } from "./elements.ts";

/** Renders the chip; nothing where nothing is computed. */
export function progressChip(
  { run }: MapState,
  explorer: MapExplorer,
): TemplateResult | typeof nothing {
  if (!run) return nothing;
  const { snapshot } = run;
  const left =
    snapshot?.secondsLeft == null ? "" : text("timeLeft", formatDuration(snapshot.secondsLeft));
  const parts =
    snapshot?.phase === "layout"
      ? [text("mapRounds", snapshot.round, snapshot.rounds), left]
      : [text(snapshot?.phase === "fidelity" ? "mapMeasuring" : "mapPreparing"), left];
  const said = parts.filter((part) => part !== "").join(" · ");
  return html`<button
    type="button"
    class="chip map-run number"
    title=${text("mapStop")}
    aria-label=${`${text("mapStop")}: ${said}`}
    @click=${() => explorer.stop()}
  >
    <span class="spinner-icon">${icon("sync")}</span><span class="map-run-text">${said}</span>
  </button>`;
}

/** Renders the line. */
export function progressLine(fraction: number): TemplateResult {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return html`<div
    class="map-progress"
    role="progressbar"
    aria-label=${text("mapProjection")}
    aria-valuenow=${percent}
    ${cssProperties({ "--done": `${percent}%` })}
  ></div>`;
}
