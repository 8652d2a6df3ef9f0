/** The card beside a word of the map: how often it occurs, and what is nearest in the full space. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Explorer } from "../explorer.ts";
import { formatCosine } from "../formatting.ts";
import { Latest } from "../latest.ts";
import { text } from "../texts.ts";
import { PageElement } from "./elements.ts";

const REST_MS = 150;
const NEAREST = 4;

/** `<wf-hover-card>`: asks for the nearest words once the pointer rests. */
export class HoverCard extends PageElement {
  static override properties = {
    word: { attribute: false },
    count: { attribute: false },
    rank: { attribute: false },
    cosine: { attribute: false },
    cluster: { attribute: false },
    place: { attribute: false },
    explorer: { attribute: false },
    shown: { state: true },
    nearest: { state: true },
  };
  declare word: string;
  declare count: number | null;
  declare rank: number;
  /** To the picked word, where it is one of its neighbors. */
  declare cosine: number | null;
  /** The name of its cluster; empty where there is none. */
  declare cluster: string;
  /** Where the word stands in the map. */
  declare place: { readonly x: number; readonly y: number };
  declare explorer: Explorer;
  declare private shown: boolean;
  declare private nearest: readonly string[];
  readonly #question = new Latest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.shown = false;
    this.nearest = [];
    this.cluster = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#question.cancel();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("word")) return;
    this.shown = false;
    this.nearest = [];
    this.#question.cancel();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#rest(), REST_MS);
  }

  protected override updated(): void {
    const card = this.querySelector<HTMLElement>(".hover-card");
    const around = this.parentElement;
    if (!card || !around) return;
    // Beside the word, inside the map, never over the word itself.
    const left = Math.max(
      4,
      Math.min(this.place.x + 12, around.clientWidth - card.offsetWidth - 4),
    );
    const below = this.place.y + 14 + card.offsetHeight < around.clientHeight;
    const top = below ? this.place.y + 14 : this.place.y - 14 - card.offsetHeight;
    card.style.setProperty("left", `${left}px`);
    card.style.setProperty("top", `${Math.max(4, top)}px`);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.shown) return nothing;
    const facts = [
      this.count === null ? "" : text("times", this.count),
      text("rank", this.rank),
      this.cosine === null ? "" : `${text("columnCosine")} ${formatCosine(this.cosine)}`,
    ].filter((fact) => fact !== "");
    return html`<div class="hover-card small" aria-live="polite">
      <div class="hover-word cut" dir="auto">${this.word}</div>
      <div class="dim number">${facts.join(" · ")}</div>
      ${
        this.cluster === ""
          ? nothing
          : html`<div class="dim" dir="auto">${text("mapCardCluster", this.cluster)}</div>`
      }
      ${
        this.nearest.length === 0
          ? nothing
          : html`<div dir="auto">${text("mapNear", this.nearest.join(" · "))}</div>`
      }
    </div>`;
  }

  async #rest(): Promise<void> {
    this.shown = true;
    const signal = this.#question.begin();
    const list = await this.explorer.peek(this.word, NEAREST, signal);
    if (list && !signal.aborted) this.nearest = list.neighbors.map(({ word }) => word);
  }
}

customElements.define("wf-hover-card", HoverCard);
