/** The bar of the map: how the words are placed, what their colors say, which they are, and what can be done. */
import { html, nothing, type TemplateResult } from "lit";
import type { ProjectionMethod } from "../../src/protocol/mapMessages.ts";
import { formatNumber } from "../formatting.ts";
import type { MapExplorer } from "../mapExplorer.ts";
import type { MapState, ShownMap } from "../mapState.ts";
import type { Coloring } from "../rendering/pointColors.ts";
import { text } from "../texts.ts";
import "./dropMenu.ts";
import type { MenuEntry } from "./dropMenu.ts";
import { iconButton } from "./elements.ts";
import { progressChip } from "./mapProgress.ts";

/** What the bar needs. */
export interface MapBarOptions {
  readonly state: MapState;
  readonly explorer: MapExplorer;
  readonly pickedWord: string | null;
  readonly isPickedOnMap: boolean;
  /** Whether the model has general vectors. */
  readonly isGrounded: boolean;
  readonly tableShown: boolean;
  readonly lassoing: boolean;
  readonly chip: TemplateResult | typeof nothing;
  readonly openAxes: () => void;
  readonly lasso: () => void;
  readonly center: () => void;
  readonly fit: () => void;
  readonly toggleTable: () => void;
  readonly exports: readonly MenuEntry[];
}

const COUNTS = [1000, 2000, 4000, 10_000, 20_000, 50_000, 100_000, 1_000_000];
const METHOD_NAMES: Readonly<Record<ProjectionMethod, string>> = {
  pca: "PCA",
  umap: "UMAP",
  "t-sne": "t-SNE",
  axes: text("mapAxes"),
};
/** The colors that a menu entry each is for; the table has an entry that asks for it. */
const COLORINGS: readonly Exclude<Coloring, "table">[] = [
  ...(["cluster", "folder", "kind", "language", "script", "count", "similarity"] as const),
  ...(["fidelity", "departure", "none"] as const),
];
const COLORING_NAMES: Readonly<Record<Coloring, string>> = {
  cluster: text("mapByCluster"),
  folder: text("mapByFolder"),
  kind: text("mapByKind"),
  language: text("mapByLanguage"),
  script: text("mapByScript"),
  count: text("mapByCount"),
  similarity: text("mapBySimilarity"),
  fidelity: text("mapByFidelity"),
  departure: text("mapByDeparture"),
  table: text("mapByTable"),
  none: text("mapByNothing"),
};

/** Which meaning may bring words near each other. */
const MEANINGS = [
  { balance: "auto", label: "mapMeaningAuto", short: null },
  { balance: 0, label: "mapMeaningHere", short: "balanceHere" },
  { balance: 1, label: "mapMeaningGeneral", short: "balanceGeneral" },
] as const;

/** How a projection is called. */
export function methodName({
  method,
  dimensions,
}: Pick<ShownMap, "method" | "dimensions">): string {
  return dimensions === 3 ? text("mapInSpace", METHOD_NAMES[method]) : METHOD_NAMES[method];
}

/** Says what the axes of a plane are, at its rims; nothing where they are no formulas. */
export function axisNames(map: ShownMap | null): TemplateResult | typeof nothing {
  if (map?.method !== "axes" || map.dimensions !== 2) return nothing;
  const [across = "", up = ""] = map.axes;
  return html`<p class="map-axis across note dim cut" dir="auto">${across} →</p>
    <p class="map-axis up note dim cut" dir="auto">${up} ↑</p>`;
}

/** Renders the bar. */
export function mapBar(options: MapBarOptions): TemplateResult {
  const { state, explorer } = options;
  const { map, coloring } = state;
  return html`<div class="map-bar">
    ${
      map
        ? html`<wf-drop-menu
              .name=${text("mapProjection")}
              .value=${projectionName(options)}
              .entries=${projections(options)}
            ></wf-drop-menu>
            <wf-drop-menu
              .name=${text("mapColorMenu")}
              .label=${text("mapColor")}
              .value=${(coloring === "table" && state.column?.name) || COLORING_NAMES[coloring]}
              .entries=${colorings(options)}
            ></wf-drop-menu>
            <wf-drop-menu
              .name=${text("mapWordsMenu")}
              .label=${text("mapWordsLabel")}
              .value=${formatNumber(map.words.length)}
              .entries=${wordCounts(map, state, explorer)}
            ></wf-drop-menu>`
        : nothing
    }
    <span class="spacer"></span>
    ${progressChip(state, explorer)}${options.chip}
    <span class="map-actions">${actions(options)}</span>
  </div>`;
}

function actions({
  tableShown,
  lassoing,
  state: { map },
  ...options
}: MapBarOptions): TemplateResult {
  return html`${iconButton({
    icon: "comment",
    label: text("mapLasso"),
    click: options.lasso,
    pressed: lassoing,
    disabled: map === null || tableShown,
  })}
  ${iconButton({
    icon: "target",
    label: text("mapCenter"),
    click: options.center,
    disabled: !options.isPickedOnMap,
  })}
  ${iconButton({
    icon: "screen-full",
    label: text("mapFit"),
    click: options.fit,
    disabled: map === null,
  })}
  ${iconButton({
    icon: tableShown ? "graph-scatter" : "table",
    label: text(tableShown ? "mapPicture" : "mapTable"),
    click: options.toggleTable,
    disabled: map === null,
  })}
  ${
    map
      ? html`<wf-drop-menu
          .name=${text("mapExport")}
          .icon=${"export"}
          .entries=${options.exports}
        ></wf-drop-menu>`
      : nothing
  }`;
}

/** The projection that is chosen, and its meaning where the user has chosen that, too. */
function projectionName({ state: { choice }, isGrounded }: MapBarOptions): string {
  const short = MEANINGS.find(({ balance }) => balance === choice.balance)?.short;
  if (!isGrounded || !short) return methodName(choice);
  return text("mapMeaningValue", methodName(choice), text(short));
}

function projections(options: MapBarOptions): readonly MenuEntry[] {
  const { state, explorer, openAxes, isGrounded } = options;
  const { method, dimensions, balance: chosen } = state.choice;
  const methods: readonly ProjectionMethod[] = ["umap", "t-sne", "pca"];
  const entry = (name: ProjectionMethod, space: 2 | 3): MenuEntry => ({
    label: methodName({ method: name, dimensions: space }),
    checked: method === name && dimensions === space,
    run: () => explorer.choose({ method: name, dimensions: space, axes: [] }),
  });
  return [
    ...methods.map((name) => entry(name, 2)),
    { label: text("mapAxesMenu"), checked: method === "axes", run: openAxes },
    ...methods.map((name, i) => ({ ...entry(name, 3), apart: i === 0 })),
    ...(isGrounded ? MEANINGS : []).map(({ balance, label }, i) => ({
      label: text(label),
      checked: balance === chosen,
      apart: i === 0,
      run: () => explorer.choose({ balance }),
    })),
  ];
}

function colorings({ state, explorer, isGrounded }: MapBarOptions): readonly MenuEntry[] {
  const { coloring } = state;
  return [
    ...COLORINGS.map((name) => ({
      label: COLORING_NAMES[name],
      checked: name === coloring,
      disabled: name === "departure" && !isGrounded,
      run: () => explorer.columns.color(name),
    })),
    {
      label: text("mapByTableMenu"),
      checked: coloring === "table",
      apart: true,
      run: () => explorer.columns.chooseTable(),
    },
  ];
}

function wordCounts(
  map: ShownMap,
  { choice }: MapState,
  explorer: MapExplorer,
): readonly MenuEntry[] {
  const { counts } = map;
  // How often the last word of a map occurs is known up to the words at hand.
  const detail = (n: number) => {
    const least = counts[Math.min(n, counts.length) - 1];
    return least === undefined || n > counts.length ? {} : { detail: text("mapFromCount", least) };
  };
  const whole = map.words.length < choice.count;
  return COUNTS.map((count) => ({
    label: count === COUNTS.at(-1) ? text("mapAllWords") : text("mapMostFrequent", count),
    checked: choice.count === count,
    // A model that has no more words than these has none to add.
    disabled: whole && count > choice.count,
    run: () => explorer.choose({ count }),
    ...detail(count),
  }));
}
