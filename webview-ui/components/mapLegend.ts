/** What the colors of the map mean. */
import { html, nothing, type TemplateResult } from "lit";
import { formatCosine, formatMeasure, formatNumber, formatShare } from "../formatting.ts";
import type { MapExplorer } from "../mapExplorer.ts";
import type { MapState } from "../mapState.ts";
import { cssColor } from "../rendering/colors.ts";
import { CATEGORY_COUNT, categoryColor, scaleColor } from "../rendering/palettes.ts";
import type { Theme } from "../rendering/theme.ts";
import { text } from "../texts.ts";
import { cssProperties } from "./elements.ts";
import type { ScaleEnds } from "./mapColors.ts";

const NAME_WORDS = 3;

/** What the legend needs. */
export interface LegendOptions {
  readonly state: MapState;
  readonly theme: Theme;
  readonly explorer: MapExplorer;
  /** The ends of the scale; null while they are not known, and where colors are no numbers. */
  readonly ends: ScaleEnds | null;
}

/** The name of a cluster: its most telling words. */
export function clusterName(words: readonly string[]): string {
  return words.slice(0, NAME_WORDS).join(" · ");
}

/** Renders the legend; nothing where the colors say nothing. */
export function mapLegend(options: LegendOptions): TemplateResult | typeof nothing {
  const { state, ends } = options;
  const { map, coloring, similarities, column } = state;
  if (!map) return nothing;
  if (coloring === "cluster") {
    const named = map.clusters.map(({ words, size }) => ({ name: clusterName(words), size }));
    return named.length > 0 ? groups(options, text("mapLegend"), named, 0) : nothing;
  }
  const shown = column?.of === coloring ? column : null;
  if (shown?.content.kind === "groups") {
    const { names, groupOfWord } = shown.content;
    const sizes = sizesOf(groupOfWord, names.length);
    const named = names.map((name, group) => ({ name, size: sizes[group]! }));
    return groups(options, shown.name, named, sizes[names.length]!);
  }
  if (coloring === "similarity" && (!similarities || !ends))
    return html`<div class="map-legend small dim padded-legend">${text("mapLegendPick")}</div>`;
  if (!ends) return nothing;
  const scaled = (title: string, format: (value: number) => string) =>
    scale(options, title, format(ends.least), format(ends.most));
  if (coloring === "count") return scaled(text("mapLegendCount"), formatNumber);
  if (coloring === "similarity")
    return scaled(text("mapLegendSimilarity", similarities!.word), (value) =>
      value === 0 ? "0" : formatCosine(value),
    );
  if (coloring === "fidelity")
    return scaled(text("mapLegendFidelity", map.fidelity!.neighbors), formatShare);
  return scaled(shown?.name ?? "", formatMeasure);
}

/** How many words each group has; the last number is of those in none. */
function sizesOf(groupOfWord: Uint16Array, count: number): Uint32Array {
  const sizes = new Uint32Array(count + 1);
  for (const group of groupOfWord) sizes[Math.min(count, group)]!++;
  return sizes;
}

interface NamedGroup {
  readonly name: string;
  readonly size: number;
}

/** `without` words are in no group. */
function groups(
  { state, theme, explorer }: LegendOptions,
  title: string,
  all: readonly NamedGroup[],
  without: number,
): TemplateResult {
  const { only } = state;
  const named = all.slice(0, CATEGORY_COUNT);
  const others = all.slice(CATEGORY_COUNT);
  const rest = others.reduce((sum, { size }) => sum + size, without);
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
        ><span class="cut" dir="auto">${name}</span
        ><span class="legend-size note dim number">${formatNumber(size)}</span>
      </button>
    </li>`;
  };
  return html`<ul class="map-legend" aria-label=${title}>
    ${named.map(({ name, size }, group) => row(group, name, size))}
    ${rest > 0 ? row(CATEGORY_COUNT, others.length > 0 ? text("mapLegendOthers", others.length) : text("mapLegendNowhere"), rest) : nothing}
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
