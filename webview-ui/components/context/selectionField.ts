/** Where the selection stands, in the place of the field of words. */
import { html, nothing, type TemplateResult } from "lit";
import type { Explorer } from "../../explorer.ts";
import { fileName } from "../../formatting.ts";
import type { ContextReader } from "../../meaning/contextReader.ts";
import type { ContextState } from "../../meaning/contextState.ts";
import { text } from "../../texts.ts";
import { icon, iconButton } from "../elements.ts";

/** Renders the place of the selection, as a link, and the button that reads the editor's selection anew. */
export function selectionField(
  { selection, copied }: ContextState,
  explorer: Explorer,
  context: ContextReader,
): TemplateResult {
  const place = selection?.place ?? null;
  const open = () => {
    if (place) explorer.openPlace({ ...place, length: 0, ...NO_TEXT }, false);
  };
  return html`<div class="search selection-field">
    <div class="field">
      ${icon("list-selection")}
      ${
        place
          ? html`<span class="selection-in">${text("selectionIn")}</span>
              <button type="button" class="link cut" title=${place.path} @click=${open}>
                ${fileName(place.path)}:${place.line}
              </button>`
          : html`<span class="dim cut">${text(selection ? "selectionGiven" : "noSelection")}</span>`
      }
      <span class="spacer"></span>
      ${
        selection
          ? iconButton({
              icon: copied ? "check" : "copy",
              label: text(copied ? "copied" : "copyComparison"),
              click: () => void context.copy(),
            })
          : nothing
      }
      ${iconButton({
        icon: "refresh",
        label: text("readSelection"),
        click: () => void context.readSelection(),
      })}
    </div>
  </div>`;
}

const NO_TEXT = { before: "", match: "", after: "" };
