/** The button with the active model, and its menu. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { PanelState } from "../../src/protocol/pageMessages.ts";
import type { Explorer } from "../explorer.ts";
import { language } from "../language.ts";
import { text } from "../texts.ts";
import { icon, PageElement } from "./elements.ts";

/** More would push the rest of the menu away. */
const VIEWS_SHOWN = 8;

/** `<wf-model-menu>`: chooses among the models, opens a file, trains. */
export class ModelMenu extends PageElement {
  static override properties = {
    panel: { attribute: false },
    explorer: { attribute: false },
    open: { state: true },
  };
  declare panel: PanelState | null;
  declare explorer: Explorer;
  declare private open: boolean;

  constructor() {
    super();
    this.panel = null;
    this.open = false;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("open")) return;
    const menu = this.querySelector<HTMLElement>(".menu")!;
    // Another click or Escape may have closed it already: popover="auto".
    if (menu.matches(":popover-open") !== this.open) menu.togglePopover(this.open);
    if (!this.open) return;
    const button = this.querySelector("button")!.getBoundingClientRect();
    const width = menu.offsetWidth;
    menu.style.setProperty("top", `${button.bottom + 2}px`);
    menu.style.setProperty(
      "left",
      `${Math.max(4, Math.min(button.left, innerWidth - width - 4))}px`,
    );
    const checked = menu.querySelector<HTMLElement>("[aria-checked=true]");
    (checked ?? menu.querySelector<HTMLElement>("[role^=menuitem]"))?.focus();
  }

  protected override render(): TemplateResult {
    const name = modelName(this.panel);
    return html`<button
        type="button"
        class="dropdown"
        aria-haspopup="menu"
        aria-expanded=${String(this.open)}
        aria-label=${text("modelMenu", name)}
        title=${modelTitle(this.panel)}
        @pointerdown=${(event: Event) => this.open && event.stopPropagation()}
        @click=${() => (this.open = !this.open)}
      >
        ${icon("graph-scatter")}<span class="model-name cut" dir="auto">${name}</span>${icon(
          "chevron-down",
        )}
      </button>
      <div
        class="menu popup"
        role="menu"
        popover="auto"
        aria-label=${text("models")}
        @toggle=${(event: ToggleEvent) => (this.open = event.newState === "open")}
        @keydown=${this.#onKey}
      >
        ${this.#models()} ${this.#views()}
        ${this.#item(text("openModelFile"), () => this.explorer.runCommand("wordfield.openModelFile"))}
        ${this.#item(text("train"), () => this.explorer.runCommand("wordfield.train"))}
      </div>`;
  }

  #models(): TemplateResult {
    const models = this.panel?.modelNames ?? [];
    const active = this.panel ? modelPath(this.panel) : null;
    return html`${models.map(
      ({ path, name }) =>
        html`<div
          class="menu-item"
          role="menuitemradio"
          tabindex="-1"
          aria-checked=${String(path === active)}
          title=${path}
          @click=${() => this.#choose(() => this.explorer.chooseModel(path))}
        >
          ${icon(path === active ? "check" : "blank")}<span class="cut" dir="auto">${name}</span>
        </div>`,
    )}${models.length > 0 ? html`<div class="menu-line" role="separator"></div>` : ""}`;
  }

  /** The views that were kept last, and the way to the others. */
  #views(): TemplateResult | typeof nothing {
    if (this.panel?.model.kind !== "ready") return nothing;
    const views = this.panel.views ?? [];
    const { explorer } = this;
    return html`${this.#item(text("keepView"), () => explorer.views.keep(), "bookmark")}
      ${views
        .slice(0, VIEWS_SHOWN)
        .map((name) => this.#item(name, () => explorer.views.open(name), "blank"))}
      ${
        views.length > VIEWS_SHOWN
          ? this.#item(text("allViews"), () => explorer.runCommand("wordfield.openView"))
          : nothing
      }
      <div class="menu-line" role="separator"></div>`;
  }

  #item(label: string, run: () => void, symbol = "blank"): TemplateResult {
    return html`<div
      class="menu-item"
      role="menuitem"
      tabindex="-1"
      @click=${() => this.#choose(run)}
    >
      ${icon(symbol)}<span class="cut" dir="auto">${label}</span>
    </div>`;
  }

  #choose(run: () => void): void {
    this.open = false;
    this.querySelector("button")?.focus();
    run();
  }

  #onKey(event: KeyboardEvent): void {
    const items = [...this.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    const at = items.findIndex((item) => item === document.activeElement);
    const to: Record<string, number> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const next = to[event.key];
    if (next !== undefined) items[next]?.focus();
    else if (event.key === "Enter" || event.key === " ") items[at]?.click();
    else if (event.key === "Escape") {
      this.open = false;
      this.querySelector("button")?.focus();
    } else if (event.key === "Tab") {
      this.open = false;
      return; // the focus goes on from here
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The model's name with what it is: "sotu · skip-gram 100". */
function modelName(panel: PanelState | null): string {
  const model = panel?.model;
  if (!model || model.kind === "none")
    return panel?.training ? text("modelInTraining", panel.training.modelName) : text("noModel");
  if (model.kind !== "ready") return model.name;
  return `${model.model.name} · ${model.model.algorithm} ${model.model.dimension}`;
}

function modelTitle(panel: PanelState | null): string {
  if (panel?.model.kind !== "ready") return modelName(panel);
  const { words, dimension, createdAt, path } = panel.model.model;
  const date = new Date(createdAt);
  const when = Number.isNaN(date.getTime())
    ? createdAt
    : date.toLocaleDateString(language, { dateStyle: "medium" });
  return `${text("modelTitle", modelName(panel), words, dimension, when)}\n${path}`;
}

function modelPath({ model }: PanelState): string | null {
  if (model.kind === "ready") return model.model.path;
  return model.kind === "damaged" ? model.path : null;
}

customElements.define("wf-model-menu", ModelMenu);
