/** The places of a word on a plane: each has the color and the shape of its sense, hollow where it lies between senses. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { fileName, formatShare } from "../../formatting.ts";
import type { SensesFound, SensesState } from "../../meaning/sensesState.ts";
import { cssColor, parseColor, type Rgb } from "../../rendering/colors.ts";
import { onThemeChange, readTheme } from "../../rendering/theme.ts";
import { text } from "../../texts.ts";
import { tail } from "../nearLine.ts";
import { cssProperties, PageElement } from "../elements.ts";
import { BETWEEN, SHAPES, senseName } from "./senseNames.ts";

type Place = SensesFound["places"][number];

const POINT_PIXELS = 4;
const REACH_PIXELS = 12;
const MARGIN_PIXELS = 48;
const CATEGORIES = 8;
const DIMMED = 0.22;
const CARD_PIXELS = 300;

/** `<wf-sense-map>`: the pointer shows a place's line, a click opens it; arrow keys walk over the places. */
export class SenseMap extends PageElement {
  static override properties = {
    state: { attribute: false },
    open: { attribute: false },
    size: { state: true },
    pointed: { state: true },
  };
  declare state: SensesState;
  declare open: (place: Place) => void;
  declare private size: { readonly width: number; readonly height: number };
  declare private pointed: number | null;
  readonly #resizes = new ResizeObserver(
    () => (this.size = { width: this.clientWidth, height: this.clientHeight }),
  );
  #stop = (): void => undefined;

  constructor() {
    super();
    this.size = { width: 0, height: 0 };
    this.pointed = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
    this.#stop = onThemeChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#stop();
  }

  override focus(): void {
    this.querySelector<HTMLElement>("[role=application]")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("state") && changed.get("state")?.found !== this.state.found)
      this.pointed = null;
  }

  protected override render(): TemplateResult {
    const { found } = this.state;
    if (!found) return html``;
    const place = this.pointed === null ? undefined : found.places[this.pointed];
    return html`<div
        class="sense-surface ${place ? "over-place" : ""}"
        role="application"
        tabindex="0"
        data-region
        aria-label=${text("senseMap", found.places.length)}
        aria-describedby="sense-place"
        @pointermove=${(event: PointerEvent) => (this.pointed = this.#nearest(event))}
        @pointerleave=${() => (this.pointed = null)}
        @click=${() => place && this.open(place)}
        @keydown=${this.#onKey}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      <p class="sense-chip small dim number" title=${text("senseMapNote")}>
        ${text("senseMapChip", formatShare(found.explained[0] + found.explained[1]))}
      </p>
      <div id="sense-place" aria-live="polite">
        ${place && this.pointed !== null ? this.#card(place, this.pointed) : nothing}
      </div>`;
  }

  #card(place: Place, index: number): TemplateResult {
    const [x, y] = this.#screen(index);
    const left = Math.max(8, Math.min(this.size.width - CARD_PIXELS - 8, x + 12));
    const isLow = y > this.size.height - 110;
    return html`<div
      class="sense-card small"
      ${cssProperties({ "--wf-x": `${left}px`, "--wf-y": `${isLow ? y - 92 : y + 14}px` })}
    >
      <p dir="auto">
        … ${tail(place.before)}<mark>${place.match}</mark>${place.after.slice(0, 90)} …
      </p>
      <p class="sense-card-place">${fileName(place.path)}:${place.line}</p>
    </div>`;
  }

  protected override updated(_: PropertyValues<this>): void {
    const canvas = this.querySelector("canvas");
    const drawing = canvas?.getContext("2d");
    const { found, lit } = this.state;
    const { width, height } = this.size;
    if (!canvas || !drawing || !found || width === 0) return;
    const ratio = devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    drawing.setTransform(ratio, 0, 0, ratio, 0, 0);
    const colors = this.#colors();
    const theme = readTheme(this);
    for (const [index, place] of found.places.entries()) {
      const [x, y] = this.#screen(index);
      const isDim = lit !== null && place.sense !== lit;
      const color = colors[place.sense % CATEGORIES] ?? theme.foreground;
      drawing.globalAlpha = isDim ? DIMMED : 1;
      shapePath(
        drawing,
        place.sense,
        x,
        y,
        index === this.pointed ? POINT_PIXELS + 2 : POINT_PIXELS,
      );
      const isHollow = found.senses.length > 1 && place.silhouette < BETWEEN;
      drawing.fillStyle = cssColor(isHollow ? theme.background : color);
      drawing.fill();
      drawing.lineWidth = isHollow ? 1.5 : 1;
      drawing.strokeStyle = cssColor(isHollow ? color : theme.background);
      if (index === this.pointed) drawing.strokeStyle = cssColor(theme.foreground);
      drawing.stroke();
    }
    drawing.globalAlpha = 1;
    if (found.senses.length > 1) this.#labels(drawing, found);
  }

  /** Names above the highest places of each sense, moved apart where they would collide. */
  #labels(drawing: CanvasRenderingContext2D, found: SensesFound): void {
    const theme = readTheme(this);
    drawing.font = `600 12px ${theme.fontFamily}`;
    drawing.textBaseline = "alphabetic";
    const taken: { x: number; y: number; width: number }[] = [];
    for (const index of found.senses.keys()) {
      const points = found.places.flatMap((place, at) =>
        place.sense === index ? [this.#screen(at)] : [],
      );
      if (points.length === 0) continue;
      const middle = points.reduce((sum, [x]) => sum + x, 0) / points.length;
      const name = senseName(found, index);
      const width = drawing.measureText(name).width;
      const x = Math.max(6, Math.min(this.size.width - width - 6, middle - width / 2));
      let y = Math.max(16, Math.min(...points.map(([, top]) => top)) - 10);
      while (
        taken.some((t) => Math.abs(t.y - y) < 17 && t.x < x + width + 8 && x < t.x + t.width + 8)
      )
        y += 17;
      taken.push({ x, y, width });
      drawing.lineWidth = 4;
      drawing.lineJoin = "round";
      drawing.strokeStyle = cssColor(theme.background, 0.9);
      drawing.strokeText(name, x, y);
      drawing.fillStyle = cssColor(theme.foreground);
      drawing.fillText(name, x, y);
    }
  }

  /** Where a place stands in the element. Both axes have one scale: what is far is far. */
  #screen(index: number): readonly [number, number] {
    const { xy } = this.state.found ?? { xy: new Float32Array() };
    const { width, height } = this.size;
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let at = 0; at < xy.length; at += 2) {
      const [x = 0, y = 0] = [xy[at], xy[at + 1]];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [low, high] = [Math.min(low, y), Math.max(high, y)];
    }
    const scale = Math.min(
      (width - 2 * MARGIN_PIXELS) / Math.max(1e-9, right - left),
      (height - 2 * MARGIN_PIXELS) / Math.max(1e-9, high - low),
    );
    const x = (xy[index * 2] ?? 0) - (left + right) / 2;
    const y = (xy[index * 2 + 1] ?? 0) - (low + high) / 2;
    return [width / 2 + x * scale, height / 2 - y * scale];
  }

  #nearest(event: PointerEvent): number | null {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const places = this.state.found?.places.length ?? 0;
    let best: number | null = null;
    let reach = REACH_PIXELS;
    for (let index = 0; index < places; index++) {
      const [x, y] = this.#screen(index);
      const distance = Math.hypot(x - (event.clientX - box.left), y - (event.clientY - box.top));
      if (distance < reach) [best, reach] = [index, distance];
    }
    return best;
  }

  #onKey(event: KeyboardEvent): void {
    const places = this.state.found?.places ?? [];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const place = this.pointed === null ? undefined : places[this.pointed];
    if (event.key === "Enter" && place) this.open(place);
    else if (DIRECTIONS[event.key]) this.pointed = this.#next(DIRECTIONS[event.key]!);
    else return;
    event.preventDefault();
  }

  /** The nearest place in a direction; the first one where none is pointed at. */
  #next([dx, dy]: readonly [number, number]): number | null {
    const places = this.state.found?.places.length ?? 0;
    if (this.pointed === null) return places > 0 ? 0 : null;
    const [fromX, fromY] = this.#screen(this.pointed);
    let best = this.pointed;
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < places; index++) {
      const [x, y] = this.#screen(index);
      const ahead = (x - fromX) * dx + (y - fromY) * dy;
      const aside = Math.abs((x - fromX) * dy) + Math.abs((y - fromY) * dx);
      if (ahead <= 0.5 || aside > ahead * 2) continue;
      if (ahead + aside < least) [best, least] = [index, ahead + aside];
    }
    return best;
  }

  #colors(): readonly Rgb[] {
    const probe = document.createElement("span");
    probe.hidden = true;
    this.append(probe);
    const colors = Array.from({ length: CATEGORIES }, (_, index): Rgb => {
      probe.style.color = `var(--wf-k${index})`;
      return parseColor(getComputedStyle(probe).color)?.rgb ?? [128, 128, 128];
    });
    probe.remove();
    return colors;
  }
}

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

function shapePath(
  drawing: CanvasRenderingContext2D,
  sense: number,
  x: number,
  y: number,
  r: number,
): void {
  drawing.beginPath();
  switch (SHAPES[sense % SHAPES.length] ?? "circle") {
    case "square":
      drawing.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
      break;
    case "triangle":
      drawing.moveTo(x, y - r * 1.15);
      drawing.lineTo(x + r * 1.1, y + r * 0.85);
      drawing.lineTo(x - r * 1.1, y + r * 0.85);
      break;
    case "diamond":
      drawing.moveTo(x, y - r * 1.25);
      drawing.lineTo(x + r * 1.25, y);
      drawing.lineTo(x, y + r * 1.25);
      drawing.lineTo(x - r * 1.25, y);
      break;
    case "circle":
      drawing.arc(x, y, r, 0, 2 * Math.PI);
  }
  drawing.closePath();
}

customElements.define("wf-sense-map", SenseMap);
