/** The top of the page: the tabs, back and forward, the field or the selection, the model. */
import { html, type TemplateResult } from "lit";
import type { Explorer } from "../explorer.ts";
import { canTravel } from "../history.ts";
import { askedWord, type PageState } from "../state.ts";
import { text } from "../texts.ts";
import type { Meaning } from "../meaning/tabs.ts";
import { selectionField } from "./context/selectionField.ts";
import { iconButton } from "./elements.ts";
import "./modelMenu.ts";
import { viewTabs } from "./viewTabs.ts";
import "./wordField.ts";

/** Renders the header. */
export function header(state: PageState, explorer: Explorer, meaning: Meaning): TemplateResult {
  const ready = state.panel?.model.kind === "ready";
  const training = !ready && state.panel?.training;
  const following = state.panel?.following ?? false;
  return html`<header class="header" data-region>
    ${viewTabs(state.view, meaning.tabs)}
    <nav class="travel" aria-label=${text("history")}>
      ${iconButton({
        icon: "arrow-left",
        label: text("back"),
        click: () => explorer.travel(-1),
        disabled: !ready || !canTravel(state.history, -1),
      })}
      ${iconButton({
        icon: "arrow-right",
        label: text("forward"),
        click: () => explorer.travel(1),
        disabled: !ready || !canTravel(state.history, 1),
      })}
    </nav>
    ${
      state.view === "context"
        ? selectionField(state.context, explorer, meaning.context)
        : html`<wf-word-field
            class="search"
            name="search"
            search
            kind="formula"
            .label=${text("searchLabel")}
            .placeholder=${text(
              training ? (training.isUntrained ? "searchSoon" : "searchWaiting") : "wordOrFormula",
            )}
            .value=${askedWord(state) ?? ""}
            ?disabled=${!ready}
            .complete=${(typed: string, signal: AbortSignal) => explorer.complete(typed, signal)}
            .commit=${(word: string) => explorer.showWord(word)}
          ></wf-word-field>`
    }
    <div class="model-tools">
      ${iconButton({
        icon: following ? "pinned" : "pin",
        label: text("followCursor"),
        pressed: following,
        click: () => explorer.runCommand("wordfield.followCursor"),
      })}
      <wf-model-menu .panel=${state.panel} .explorer=${explorer}></wf-model-menu>
    </div>
  </header>`;
}
