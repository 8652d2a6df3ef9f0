/** Attention: thumbnails of all layers and heads, what the picked word looks at, lines between the pieces. */
import { html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { formatCosine } from "../../formatting.ts";
import type { ContextReader } from "../../meaning/contextReader.ts";
import {
  attentionLayer,
  type ContextState,
  type HeadChoice,
  type LayerAttention,
} from "../../meaning/contextState.ts";
import { cssColor } from "../../rendering/colors.ts";
import { readScale } from "../../rendering/sequentialScale.ts";
import { onThemeChange } from "../../rendering/theme.ts";
import { text } from "../../texts.ts";
import { cssProperties, PageElement } from "../elements.ts";
import { sectionHead } from "../section.ts";

/** Cells of a thumbnail: more pieces than that are thinned out, the picture has no room for them. */
const MOST_CELLS = 48;
const ROW_PIXELS = 18;
const TARGETS = 6;
/** Fainter lines than that are not drawn, and none but the picked word's where there are many pieces. */
const LEAST_WEIGHT = 0.05;
const MOST_PIECES_FOR_FAINT = 64;
const LINES_WIDTH = 64;

/** `<wf-attention>`: a click on a thumbnail picks layer and head; arrow keys walk over them. */
export class AttentionView extends PageElement {
  static override properties = {
    state: { attribute: false },
    context: { attribute: false },
  };
  declare state: ContextState;
  declare context: ContextReader;
  #drawn: readonly (LayerAttention | null)[] = [];
  #stop = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onThemeChange(() => {
      this.#drawn = [];
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override render(): TemplateResult {
    const { reading, head } = this.state;
    if (!reading) return html``;
    const layer = attentionLayer(this.state);
    const name = head === "mean" ? "meanOfHeads" : head === "rollout" ? "rolloutUpTo" : null;
    const title = html`${text("attention")}
      <span class="as-is dim"
        >${name ? text(name, layer + 1) : text("layerAndHead", layer + 1, Number(head) + 1)}</span
      >`;
    return html`${sectionHead({ title, aside: this.#menu() })}
      <div class="attention-parts">
        <div class="attention-left">
          ${this.#thumbnails(layer)}
          <p class="note dim">${text("layersAndHeads")}</p>
          ${this.#targets(layer)}
        </div>
        ${this.#lines(layer)}
      </div>`;
  }

  #menu(): TemplateResult {
    const { head } = this.state;
    const kind = typeof head === "number" ? "head" : head;
    const choose = (event: Event) => {
      const { value } = event.currentTarget as HTMLSelectElement;
      this.context.setHead(value === "mean" || value === "rollout" ? value : 0);
    };
    return html`<select
      class="select"
      aria-label=${text("attentionKind")}
      .value=${kind}
      @change=${choose}
    >
      <option value="head" ?selected=${kind === "head"}>${text("heads")}</option>
      <option value="mean" ?selected=${kind === "mean"}>${text("meanOfHeadsShort")}</option>
      <option value="rollout" ?selected=${kind === "rollout"}>${text("rollout")}</option>
    </select>`;
  }

  #thumbnails(layer: number): TemplateResult {
    const { reading, head } = this.state;
    const layers = reading?.attentionLayers ?? 0;
    const heads = reading?.heads ?? 0;
    const go = (toLayer: number, toHead: number) => {
      if (toLayer < 0 || toLayer >= layers || toHead < 0 || toHead >= heads) return;
      this.context.setHead(toHead, toLayer);
    };
    const current = typeof head === "number" ? head : 0;
    const onKey = (event: KeyboardEvent) => {
      const moves: Record<string, readonly [number, number]> = {
        ArrowRight: [layer, current + 1],
        ArrowLeft: [layer, current - 1],
        ArrowDown: [layer + 1, current],
        ArrowUp: [layer - 1, current],
      };
      const move = moves[event.key];
      if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      go(...move);
    };
    const onClick = (event: MouseEvent) => {
      const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
      const row = Math.floor(((event.clientY - box.top) / box.height) * layers);
      go(row, Math.floor(((event.clientX - box.left) / box.width) * heads));
    };
    const step = typeof head === "number" ? text("layerAndHead", layer + 1, head + 1) : "";
    return html`<div
      class="thumbnails"
      role="group"
      tabindex="0"
      data-region
      aria-label=${text("thumbnails", layers, heads, step)}
      @keydown=${onKey}
      @click=${onClick}
      ${cssProperties({ "--wf-ratio": `${heads} / ${layers}` })}
    >
      <canvas aria-hidden="true"></canvas>
      <i
        class="thumbnail-mark ${typeof head === "number" ? "" : "row"}"
        ${cssProperties({
          "--wf-x": `${typeof head === "number" ? (head / heads) * 100 : 0}%`,
          "--wf-y": `${(layer / layers) * 100}%`,
          "--wf-w": `${typeof head === "number" ? 100 / heads : 100}%`,
          "--wf-h": `${100 / layers}%`,
        })}
      ></i>
    </div>`;
  }

  protected override updated(_: PropertyValues<this>): void {
    const { attention, reading } = this.state;
    if (!reading || attention === this.#drawn) return;
    const canvas = this.querySelector<HTMLCanvasElement>(".thumbnails canvas");
    const drawing = canvas?.getContext("2d");
    const known = attention.find((layer) => layer !== null);
    if (!canvas || !drawing) return;
    if (!known) {
      drawing.clearRect(0, 0, canvas.width, canvas.height);
      this.#drawn = attention;
      return;
    }
    const cells = Math.min(MOST_CELLS, known.tokens);
    const side = cells + 1;
    canvas.width = side * reading.heads;
    canvas.height = side * attention.length;
    const color = readScale(this);
    const palette = Array.from({ length: 65 }, (_unused, step) => color(step / 64));
    const image = drawing.createImageData(canvas.width, canvas.height);
    for (const [layer, values] of attention.entries())
      for (let head = 0; values && head < reading.heads; head++) {
        const slice = values.slices[head];
        for (let row = 0; slice && row < cells; row++)
          for (let column = 0; column < cells; column++) {
            const from = Math.floor((row / cells) * values.tokens);
            const to = Math.floor((column / cells) * values.tokens);
            // The root brings out what is faint: most of a row's attention is spread.
            const weight = Math.sqrt(slice[from * values.tokens + to] ?? 0);
            const rgb = palette[Math.round(Math.min(1, weight) * 64)] ?? [0, 0, 0];
            const at = ((layer * side + row) * canvas.width + head * side + column) * 4;
            image.data.set([...rgb.map(Math.round), 255], at);
          }
      }
    drawing.putImageData(image, 0, 0);
    canvas.dataset["color"] = cssColor(palette[64] ?? [0, 0, 0]);
    this.#drawn = attention;
  }

  /** What is drawn, shape [tokens, tokens]; undefined until it is there. */
  #slice(layer: number): { readonly tokens: number; readonly values: Float32Array } | undefined {
    const { attention, head, reading } = this.state;
    const found = attention[layer];
    const heads = reading?.heads ?? 0;
    const index = sliceIndex(head, heads);
    const values = found?.slices[index];
    return found && values ? { tokens: found.tokens, values } : undefined;
  }

  /** The mean over the picked word's pieces of what they look at, by token. */
  #looks(layer: number): readonly number[] {
    const slice = this.#slice(layer);
    const pieces = this.state.reading?.words[this.state.picked]?.pieces ?? [];
    if (!slice || pieces.length === 0) return [];
    return Array.from(
      { length: slice.tokens },
      (_, to) =>
        pieces.reduce((sum, from) => sum + (slice.values[from * slice.tokens + to] ?? 0), 0) /
        pieces.length,
    );
  }

  #targets(layer: number): TemplateResult | typeof nothing {
    const { reading, picked } = this.state;
    const looks = this.#looks(layer);
    if (!reading || looks.length === 0) return nothing;
    const best = [...looks.entries()].sort((a, b) => b[1] - a[1]).slice(0, TARGETS);
    const name = text("looksAt", reading.words[picked]?.surface ?? "");
    return html`<p class="looks-at small"><b dir="auto">${name}</b></p>
      <ul class="scored" aria-label=${name}>
        ${best.map(
          ([token, weight]) =>
            html`<li class="scored-row">
              <span class="cut piece">${reading.tokens[token]?.token ?? ""}</span>
              <span class="bar"
                ><span ${cssProperties({ "inline-size": `${weight * 100}%` })}></span
              ></span>
              <span class="number">${formatCosine(weight)}</span>
            </li>`,
        )}
      </ul>`;
  }

  #lines(layer: number): TemplateResult {
    const { reading, picked } = this.state;
    const slice = this.#slice(layer);
    if (!reading || !slice) return html`<div class="attention-lines" aria-busy="true"></div>`;
    const tokens = reading.tokens.slice(0, slice.tokens);
    const own = new Set(reading.words[picked]?.pieces);
    const looks = this.#looks(layer);
    const height = tokens.length * ROW_PIXELS;
    const y = (token: number) => (token + 0.5) * ROW_PIXELS;
    const curve = (from: number, to: number, opacity: number, kind: string) => {
      const middle = LINES_WIDTH / 2;
      const d = `M0 ${y(from)}C${middle} ${y(from)} ${middle} ${y(to)} ${LINES_WIDTH} ${y(to)}`;
      return svg`<path class=${kind} d=${d} stroke-opacity=${Math.min(1, opacity).toFixed(2)}></path>`;
    };
    const lines: unknown[] = [];
    for (let from = 0; from < tokens.length; from++) {
      const isOwn = own.has(from);
      if (!isOwn && tokens.length > MOST_PIECES_FOR_FAINT) continue;
      for (let to = 0; to < tokens.length; to++) {
        const weight = slice.values[from * slice.tokens + to] ?? 0;
        if (weight < LEAST_WEIGHT) continue;
        // The picked word's lines are drawn last, above the others.
        if (isOwn) lines.push(curve(from, to, 0.25 + weight, "attention-line own"));
        else lines.unshift(curve(from, to, 0.04 + weight * 0.3, "attention-line"));
      }
    }
    const column = (side: "from" | "to") =>
      html`<div class="attention-tokens ${side}">
        ${tokens.map(({ token, word }, index) => {
          const bright = side === "from" ? own.has(index) : (looks[index] ?? 0) >= LEAST_WEIGHT;
          const at = reading.words.findIndex(({ pieces }) => pieces.includes(index));
          return html`<span
            class="piece cut ${bright ? "bright" : "dim"} ${word < 0 ? "special" : ""}"
            @click=${() => at >= 0 && this.context.pick(at)}
            >${token}</span
          >`;
        })}
      </div>`;
    return html`<div class="attention-lines scroll" aria-hidden="true">
      ${column("from")}
      <svg width=${LINES_WIDTH} height=${height}>${lines}</svg>
      ${column("to")}
    </div>`;
  }
}

/** Where a choice stands among the slices of a layer. */
function sliceIndex(head: HeadChoice, heads: number): number {
  return head === "mean" ? heads : head === "rollout" ? heads + 1 : head;
}

customElements.define("wf-attention", AttentionView);
