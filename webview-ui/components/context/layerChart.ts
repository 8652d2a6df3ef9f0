/** The contextualization curve, which is the slider of the layers too. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { formatCosine } from "../../formatting.ts";
import type { ContextReader } from "../../meaning/contextReader.ts";
import type { ContextState } from "../../meaning/contextState.ts";
import { text } from "../../texts.ts";
import { MeasuredElement } from "../measuredElement.ts";

const MARGIN = { left: 36, right: 20, top: 10, bottom: 24 } as const;
const HEIGHT = 150;
/** The band holds the middle three fifths of the words. */
const BAND = [0.2, 0.8] as const;

/** `<wf-layers>`: drag or arrow keys choose a layer; everything in the tab follows. */
export class LayerChart extends MeasuredElement {
  static override properties = {
    state: { attribute: false },
    context: { attribute: false },
  };
  declare state: ContextState;
  declare context: ContextReader;

  protected override render(): TemplateResult {
    const { reading, curves, picked } = this.state;
    if (!reading || this.width === 0) return html``;
    const last = reading.hiddenStates - 1;
    const layer = this.state.layer ?? reading.layer;
    const own = curves?.selfSimilarity.map((ofLayer) => ofLayer[picked] ?? null) ?? [];
    const between = curves?.betweenWords ?? [];
    const x = (at: number) =>
      MARGIN.left + (at / Math.max(1, last)) * (this.width - MARGIN.left - MARGIN.right);
    const bottom = HEIGHT - MARGIN.bottom;
    const y = (value: number) =>
      MARGIN.top + (1 - Math.max(0, Math.min(1, value))) * (bottom - MARGIN.top);
    const spoken = own[layer] ?? null;
    const value =
      spoken === null
        ? text("layer", layer)
        : text(
            "layerRead",
            layer,
            reading.words[picked]?.surface ?? "",
            formatCosine(spoken),
            formatCosine(between[layer] ?? null),
          );
    return html`<div
      class="layer-slider"
      role="slider"
      tabindex="0"
      data-region
      aria-label=${text("layerSlider")}
      aria-valuemin="0"
      aria-valuemax=${last}
      aria-valuenow=${layer}
      aria-valuetext=${value}
      @keydown=${this.#onKey}
      @pointerdown=${this.#onPointer}
      @pointermove=${this.#onPointer}
    >
      <svg width=${this.width} height=${HEIGHT} aria-hidden="true">
        ${[0, 0.5, 1].map(
          (mark) => svg`<line class="grid-line" x1=${MARGIN.left} x2=${this.width - MARGIN.right}
              y1=${y(mark)} y2=${y(mark)}></line>
            <text class="axis" x=${MARGIN.left - 8} y=${y(mark) + 4} text-anchor="end">${mark}</text>`,
        )}
        ${curves ? svg`<path class="band" d=${bandPath(curves.selfSimilarity, x, y)}></path>` : nothing}
        ${svg`<path class="to-others" d=${linePath(between, x, y)}></path>
          <path class="to-itself" d=${linePath(own, x, y)}></path>
          <line class="layer-line" x1=${x(layer)} x2=${x(layer)} y1=${MARGIN.top - 4} y2=${bottom}></line>
          <rect class="layer-mark" x=${x(layer) - 11} y=${bottom + 4} width="22" height="18" rx="3"></rect>`}
        ${Array.from(
          { length: last + 1 },
          (_, at) =>
            svg`<text class="axis ${at === layer ? "chosen" : ""}" x=${x(at)} y=${bottom + 17}
              text-anchor="middle">${at}</text>`,
        )}
        ${spoken === null ? nothing : svg`<circle class="layer-point" cx=${x(layer)} cy=${y(spoken)} r="4"></circle>`}
      </svg>
    </div>`;
  }

  #onKey(event: KeyboardEvent): void {
    const { reading } = this.state;
    if (!reading || event.altKey || event.ctrlKey || event.metaKey) return;
    const layer = this.state.layer ?? reading.layer;
    const steps: Record<string, number> = {
      ArrowRight: layer + 1,
      ArrowUp: layer + 1,
      ArrowLeft: layer - 1,
      ArrowDown: layer - 1,
      Home: 0,
      End: reading.hiddenStates - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.context.setLayer(to);
  }

  #onPointer(event: PointerEvent): void {
    const { reading } = this.state;
    if (!reading || event.buttons !== 1) return;
    const slider = event.currentTarget as HTMLElement;
    if (event.type === "pointerdown") slider.setPointerCapture(event.pointerId);
    const inside = event.clientX - slider.getBoundingClientRect().left - MARGIN.left;
    const share = inside / Math.max(1, this.width - MARGIN.left - MARGIN.right);
    this.context.setLayer(share * (reading.hiddenStates - 1));
  }
}

type Scale = (value: number) => number;

/** The line through the values that are known. */
function linePath(values: readonly (number | null)[], x: Scale, y: Scale): string {
  let path = "";
  let isOpen = false;
  for (const [at, value] of values.entries()) {
    if (value !== null) path += `${isOpen ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    isOpen = value !== null;
  }
  return path;
}

/** The middle three fifths of the words at each layer. */
function bandPath(layers: readonly (readonly (number | null)[])[], x: Scale, y: Scale): string {
  const ends = layers.map((ofLayer) => {
    const values = ofLayer.filter((value) => value !== null).sort((a, b) => a - b);
    return BAND.map((share) => values[Math.round(share * (values.length - 1))] ?? null);
  });
  const points = ends.flatMap(([low, high], at) =>
    low == null || high == null ? [] : [{ at, low, high }],
  );
  const upper = points.map(({ at, high }) => `${x(at).toFixed(1)} ${y(high).toFixed(1)}`);
  const lower = points.map(({ at, low }) => `${x(at).toFixed(1)} ${y(low).toFixed(1)}`);
  return upper.length < 2 ? "" : `M${[...upper, ...lower.reverse()].join("L")}Z`;
}

customElements.define("wf-layers", LayerChart);
