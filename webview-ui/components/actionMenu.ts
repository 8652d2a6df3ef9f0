/** A small button with a menu of actions. */
import { html, type PropertyValues, type TemplateResult } from "lit";
import { icon, PageElement } from "./elements.ts";

/** An entry of a menu; one that can be on or off says which. */
export interface MenuAction {
  readonly label: string;
  readonly checked?: boolean;
  readonly run: () => void;
}

/** `<wf-action-menu>`: opens on click, walks by arrow keys, closes on Escape with the focus back on its button. */
export class ActionMenu extends PageElement {
  static override properties = {
    label: {},
    actions: { attribute: false },
    open: { state: true },
  };
  declare label: string;
  declare actions: readonly MenuAction[];
  declare private open: boolean;

  constructor() {
    super();
    this.label = "";
    this.actions = [];
    this.open = false;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("open")) return;
    const menu = this.querySelector<HTMLElement>(".menu")!;
    // Another click or Escape may have closed it already: popover="auto".
    if (menu.matches(":popover-open") !== this.open) menu.togglePopover(this.open);
    if (!this.open) return;
    const button = this.querySelector("button")!.getBoundingClientRect();
    const left = Math.max(4, Math.min(button.left, innerWidth - menu.offsetWidth - 4));
    menu.style.setProperty("top", `${button.bottom + 2}px`);
    menu.style.setProperty("left", `${left}px`);
    menu.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  }

  protected override render(): TemplateResult {
    return html`<button
        type="button"
        class="icon-button"
        aria-haspopup="menu"
        aria-expanded=${String(this.open)}
        aria-label=${this.label}
        title=${this.label}
        @pointerdown=${(event: Event) => this.open && event.stopPropagation()}
        @click=${() => (this.open = !this.open)}
      >
        ${icon("ellipsis")}
      </button>
      <div
        class="menu popup"
        role="menu"
        popover="auto"
        aria-label=${this.label}
        @toggle=${(event: ToggleEvent) => (this.open = event.newState === "open")}
        @keydown=${this.#onKey}
      >
        ${this.actions.map((action) => this.#item(action))}
      </div>`;
  }

  #item({ label, checked, run }: MenuAction): TemplateResult {
    const choose = () => {
      this.#close();
      run();
    };
    const content = html`${icon(checked === true ? "check" : "blank")}<span>${label}</span>`;
    return checked === undefined
      ? html`<div class="menu-item" role="menuitem" tabindex="-1" @click=${choose}>${content}</div>`
      : html`<div
          class="menu-item"
          role="menuitemcheckbox"
          tabindex="-1"
          aria-checked=${String(checked)}
          @click=${choose}
        >
          ${content}
        </div>`;
  }

  #close(): void {
    this.open = false;
    this.querySelector("button")?.focus();
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
    else if (event.key === "Escape") this.#close();
    else {
      if (event.key === "Tab") this.#close();
      return; // a Tab goes on from the button
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("wf-action-menu", ActionMenu);
