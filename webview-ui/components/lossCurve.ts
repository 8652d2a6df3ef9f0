/** The loss after each epoch of a training, as a curve. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { text } from "../texts.ts";
import { MeasuredElement } from "./measuredElement.ts";

const MARGIN = { left: 40, right: 48, top: 12, bottom: 28 } as const;
/** Height by width, and the greatest. */
const [SHAPE, MOST_HEIGHT] = [0.45, 300] as const;
/** The least between the numbers of two epochs. */
const TICK_WIDTH = 28;

/** `<wf-loss-curve>`: spoken as a list of numbers. */
export class LossCurve extends MeasuredElement {
  static override properties = {
    losses: { attribute: false },
    epochs: { attribute: false },
  };
  declare losses: readonly number[];
  declare epochs: number;

  constructor() {
    super();
    this.losses = [];
    this.epochs = 0;
  }

  protected override render(): TemplateResult {
    const known = this.losses.filter(Number.isFinite);
    const last = known.at(-1);
    if (last === undefined) return html`<p class="hint">${text("lossWaiting")}</p>`;
    if (this.width === 0) return html``;
    const { left, right, top, bottom } = MARGIN;
    const [width, height] = [this.width, Math.min(MOST_HEIGHT, SHAPE * this.width)];
    const least = Math.min(...known);
    const most = Math.max(...known);
    const span = most - least || Math.max(Math.abs(most) * 0.1, 0.01);
    const x = (i: number) => left + (i / Math.max(1, this.epochs - 1)) * (width - left - right);
    const y = (loss: number) => top + ((most - loss) / span) * (height - top - bottom);
    const points = known.map((loss, i) => [x(i), y(loss)] as const);
    const stride = Math.ceil((this.epochs * TICK_WIDTH) / (width - left - right));
    const levels = known.length > 1 && most > least ? [most, (most + least) / 2, least] : [most];
    const [endX, endY] = points.at(-1)!;
    return html`<svg
      class="loss-curve"
      width=${width}
      height=${height}
      role="img"
      aria-label=${text("lossCurve", known.map((loss) => loss.toFixed(3)).join(text("listSeparator")))}
    >
      ${levels.map(
        (level) =>
          svg`<line class="level" x1=${left} x2=${width - right} y1=${y(level)} y2=${y(level)}></line>
            <text x=${left - 8} y=${y(level) + 4} text-anchor="end">${level.toFixed(2)}</text>`,
      )}
      ${Array.from({ length: this.epochs }, (_, i) =>
        i % stride === 0
          ? svg`<text x=${x(i)} y=${height - 8} text-anchor="middle">${i + 1}</text>`
          : nothing,
      )}
      <polyline class="curve" points=${points.map((point) => point.join(",")).join(" ")}></polyline>
      ${points.map(([px, py]) => svg`<circle cx=${px} cy=${py} r="2.5"></circle>`)}
      <text class="last" x=${endX + 8} y=${endY + 4}>${last.toFixed(3)}</text>
    </svg>`;
  }
}

customElements.define("wf-loss-curve", LossCurve);
