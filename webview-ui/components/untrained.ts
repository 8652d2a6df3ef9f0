/** What the page says of a model that nobody has trained. */
import { html, type TemplateResult } from "lit";
import type { Explorer } from "../explorer.ts";
import { text } from "../texts.ts";
import { icon } from "./elements.ts";

/** Renders one quiet line: what the neighbors are, and how to get those of the workspace. */
export function untrainedLine(explorer: Explorer): TemplateResult {
  return html`<div class="strip untrained" role="note">
    ${icon("info")}<span class="strip-text">${text("untrained")}</span>
    <button type="button" class="link" @click=${() => explorer.runCommand("wordfield.train")}>
      ${text("train")}
    </button>
  </div>`;
}
