/** The head of a part of the page. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "./elements.ts";

/** What a head says, and whether its part can be closed. */
export interface SectionHead {
  readonly title: string | TemplateResult;
  /** Given where the part can be closed. */
  readonly toggle?: {
    readonly open: boolean;
    readonly controls: string;
    readonly click: () => void;
  };
  readonly aside?: TemplateResult | typeof nothing;
}

/** Renders the head of a part. */
export function sectionHead({ title, toggle, aside }: SectionHead): TemplateResult {
  return html`<div class="section-head">
    ${
      toggle
        ? html`<h2>
            <button
              type="button"
              class="section-toggle"
              aria-expanded=${String(toggle.open)}
              aria-controls=${toggle.controls}
              @click=${toggle.click}
            >
              ${icon(toggle.open ? "chevron-down" : "chevron-right")}${title}
            </button>
          </h2>`
        : html`<h2>${title}</h2>`
    }
    <span class="spacer"></span>
    ${aside ?? nothing}
  </div>`;
}
