/** What the colors of the map mean. */
import { html, nothing, type TemplateResult } from "lit";
import { formatCosine, formatNumber } from "../formatting.ts";
import type { MapExplorer } from "../mapExplorer.ts";
import type { MapState } from "../mapState.ts";
import { cssColor } from "../rendering/colors.ts";
import { CATEGORY_COUNT, categoryColor, scaleColor } from "../rendering/palettes.ts";
import type { Theme } from "../rendering/theme.ts";
import { text } from "../texts.ts";
import { cssProperties } from "./elements.ts";

const NAME_WORDS = 3;

/** What the legend needs. */
export interface LegendOptions {
  readonly state: MapState;
  readonly theme: Theme;
  readonly explorer: MapExplorer;
  /** The highest cosine of the scale; null while it is not known. */
  readonly highest: number | null;
}

/** The name of a cluster: its most telling words. */
export function clusterName(words: readonly string[]): string {
  return words.slice(0, NAME_WORDS).join(" · ");
}

/** Renders the legend; nothing where the colors say nothing. */
export function mapLegend(options: LegendOptions): TemplateResult | typeof nothing {
  const { state, highest } = options;
  const { map, coloring, similarities } = state;
  if (!map) return nothing;
  if (coloring === "cluster") return map.clusters.length > 0 ? clusters(options) : nothing;
  if (coloring === "count" && map.counts.length > 0) {
    const least = map.counts.at(-1) ?? 0;
    return scale(
      options,
      text("mapLegendCount"),
      formatNumber(least),
      formatNumber(map.counts[0]!),
    );
  }
  if (coloring === "similarity")
    return similarities && highest !== null
      ? scale(options, text("mapLegendSimilarity", similarities.word), "0", formatCosine(highest))
      : html`<div class="map-legend small dim padded-legend">${text("mapLegendPick")}</div>`;
  return nothing;
}

function clusters({ state, theme, explorer }: LegendOptions): TemplateResult {
  const { only, map } = state;
  const named = map!.clusters.slice(0, CATEGORY_COUNT);
  const others = map!.clusters.slice(CATEGORY_COUNT);
  const rest = others.reduce((sum, { size }) => sum + size, 0);
  const row = (group: number, name: string, size: number) => {
    const color = categoryColor(theme, group) ?? theme.dim;
    const isShown = only.length === 0 || only.includes(group);
    return html`<li>
      <button
        type="button"
        class="legend-row ${isShown ? "" : "dim"}"
        aria-pressed=${String(only.includes(group))}
        title=${text("mapLegendRow", size)}
        @click=${(event: MouseEvent) => explorer.pickGroup(group, event.ctrlKey || event.metaKey)}
        @keydown=${(event: KeyboardEvent) => {
          // A button takes Enter with Ctrl for nothing.
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          explorer.pickGroup(group, true);
        }}
      >
        <span
          class="swatch ${isShown ? "" : "hollow"}"
          ${cssProperties({ "--swatch": cssColor(color) })}
        ></span
        ><span class="cut" dir="auto">${name}</span>
      </button>
    </li>`;
  };
  return html`<ul class="map-legend" aria-label=${text("mapLegend")}>
    ${named.map(({ words, size }, group) => row(group, clusterName(words), size))}
    ${rest > 0 ? row(CATEGORY_COUNT, text("mapLegendOthers", others.length), rest) : nothing}
  </ul>`;
}

function scale(
  { theme }: LegendOptions,
  title: string,
  least: string,
  most: string,
): TemplateResult {
  const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => cssColor(scaleColor(theme, share)));
  return html`<div
    class="map-legend padded-legend"
    role="img"
    aria-label=${`${title}: ${least} – ${most}`}
  >
    <div class="small dim cut" dir="auto">${title}</div>
    <div
      class="legend-scale"
      ${cssProperties({ "--scale": `linear-gradient(90deg, ${stops.join(", ")})` })}
    ></div>
    <div class="legend-ends note number"><span>${least}</span><span>${most}</span></div>
  </div>`;
}
