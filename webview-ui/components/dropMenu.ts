/** A button with a menu below it. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { icon, PageElement } from "./elements.ts";

/** One entry of a menu. */
export interface MenuEntry {
  readonly label: string;
  /** Dim, at the end of the row. */
  readonly detail?: string;
  /** One of several: whether it is the one. Absent for an entry that only does something. */
  readonly checked?: boolean;
  /** Begins a new group. */
  readonly apart?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** `<wf-drop-menu>`: a label, the chosen value, and a menu of entries. */
export class DropMenu extends PageElement {
  static override properties = {
    name: { attribute: false },
    label: { attribute: false },
    value: { attribute: false },
    icon: { attribute: false },
    entries: { attribute: false },
    open: { state: true },
  };
  /** What a screen reader says of the button. */
  declare name: string;
  /** Dim, before the value. */
  declare label: string;
  declare value: string;
  /** A codicon in the place of label and value. */
  declare icon: string;
  declare entries: readonly MenuEntry[];
  declare private open: boolean;

  constructor() {
    super();
    this.label = this.value = this.icon = "";
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
    const below = button.bottom + 2 + menu.offsetHeight <= innerHeight;
    const top = below ? button.bottom + 2 : Math.max(4, button.top - 2 - menu.offsetHeight);
    menu.style.setProperty("left", `${left}px`);
    menu.style.setProperty("top", `${top}px`);
    const chosen = menu.querySelector<HTMLElement>("[aria-checked=true]");
    (chosen ?? menu.querySelector<HTMLElement>("[role^=menuitem]"))?.focus();
  }

  protected override render(): TemplateResult {
    return html`<button
        type="button"
        class=${this.icon === "" ? "dropdown" : "icon-button"}
        aria-haspopup="menu"
        aria-expanded=${String(this.open)}
        aria-label=${this.#spoken()}
        title=${this.name}
        @pointerdown=${(event: Event) => this.open && event.stopPropagation()}
        @click=${() => (this.open = !this.open)}
      >
        ${
          this.icon === ""
            ? // The space is for those who hear the name: it is read as it stands.
              html`${this.label === "" ? nothing : html`<span class="dim">${this.label}</span>${" "}`}<span
                  class="cut"
                  dir="auto"
                  >${this.value}</span
                >${icon("chevron-down")}`
            : icon(this.icon)
        }
      </button>
      <div
        class="menu popup"
        role="menu"
        popover="auto"
        aria-label=${this.name}
        @toggle=${(event: ToggleEvent) => (this.open = event.newState === "open")}
        @keydown=${this.#onKey}
      >
        ${this.entries.map((entry) => this.#entry(entry))}
      </div>`;
  }

  /** What is seen is said, so that who speaks to the page can name it. */
  #spoken(): string {
    if (this.value === "") return this.name;
    return this.label === "" ? `${this.name}: ${this.value}` : `${this.label} ${this.value}`;
  }

  #entry(entry: MenuEntry): TemplateResult {
    const { label, detail, checked, apart, disabled = false } = entry;
    return html`${apart ? html`<div class="menu-line" role="separator"></div>` : nothing}
      <div
        class="menu-item ${disabled ? "dim" : ""}"
        role=${checked === undefined ? "menuitem" : "menuitemradio"}
        tabindex="-1"
        aria-checked=${checked === undefined ? nothing : String(checked)}
        aria-disabled=${disabled ? "true" : nothing}
        @click=${() => !disabled && this.#choose(entry)}
      >
        ${icon(checked ? "check" : "blank")}<span class="cut">${label}</span>${
          detail === undefined ? nothing : html`<span class="menu-detail dim">${detail}</span>`
        }
      </div>`;
  }

  #choose(entry: MenuEntry): void {
    this.open = false;
    this.querySelector("button")?.focus();
    entry.run();
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

customElements.define("wf-drop-menu", DropMenu);
