/** Two or three formulas, each an axis of the map. */
import { html, type TemplateResult } from "lit";
import type { MapExplorer } from "../mapExplorer.ts";
import { text } from "../texts.ts";
import { iconButton, PageElement } from "./elements.ts";

/** `<wf-axes-form>`: asks for the formulas, and places the words by them. */
export class AxesForm extends PageElement {
  static override properties = {
    axes: { attribute: false },
    explorer: { attribute: false },
    closed: { attribute: false },
  };
  /** The formulas of the map that is seen. */
  declare axes: readonly string[];
  declare explorer: MapExplorer;
  declare closed: () => void;

  override focus(): void {
    this.querySelector("input")?.focus();
  }

  protected override firstUpdated(): void {
    // Only once: what the user types stays, also where it makes no map.
    for (const [at, input] of this.querySelectorAll("input").entries())
      input.value = this.axes[at] ?? "";
  }

  protected override render(): TemplateResult {
    const field = (label: string, at: number, placeholder: string) =>
      html`<label class="axis-field">
        <span class="dim small">${label}</span>
        <input
          type="text"
          name=${`axis-${at}`}
          maxlength="2000"
          spellcheck="false"
          autocomplete="off"
          dir="auto"
          placeholder=${placeholder}
        />
      </label>`;
    return html`<form class="axes-form" @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      ${field(text("mapAxisAcross"), 0, "war - peace")}${field(
        text("mapAxisUp"),
        1,
        "people - government",
      )}${field(text("mapAxisDepth"), 2, text("mapAxisOptional"))}
      <button type="submit" class="text-button">${text("mapAxesShow")}</button>
      ${iconButton({ icon: "close", label: text("mapAxesClose"), click: this.closed })}
    </form>`;
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const fields = [...this.querySelectorAll("input")];
    const formulas = fields.map(({ value }) => value.trim());
    const missing = fields.find((_, i) => i < 2 && formulas[i] === "");
    if (missing) {
      missing.focus();
      return;
    }
    const axes = formulas.filter((formula) => formula !== "");
    this.explorer.choose({ method: "axes", dimensions: axes.length === 3 ? 3 : 2, axes });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.closed();
  }
}

customElements.define("wf-axes-form", AxesForm);
