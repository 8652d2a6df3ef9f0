/** The top of the page: back and forward, the field, the model. More views put their tabs before the field. */
import { html, type TemplateResult } from "lit";
import type { Explorer } from "../explorer.ts";
import { canTravel } from "../history.ts";
import { askedWord, type PageState } from "../state.ts";
import { text } from "../texts.ts";
import { iconButton } from "./elements.ts";
import "./modelMenu.ts";
import "./wordField.ts";

/** Renders the header. */
export function header(state: PageState, explorer: Explorer): TemplateResult {
  const ready = state.panel?.model.kind === "ready";
  const training = !ready && state.panel?.training;
  const following = state.panel?.following ?? false;
  return html`<header class="header" data-region>
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
    <wf-word-field
      class="search"
      name="search"
      search
      .label=${text("searchLabel")}
      .placeholder=${text(training ? "searchWaiting" : "word")}
      .value=${askedWord(state) ?? ""}
      ?disabled=${!ready}
      .complete=${(typed: string, signal: AbortSignal) => explorer.complete(typed, signal)}
      .commit=${(word: string) => explorer.showWord(word)}
    ></wf-word-field>
    ${iconButton({
      icon: following ? "pinned" : "pin",
      label: text("followCursor"),
      pressed: following,
      click: () => explorer.runCommand("wordfield.followCursor"),
    })}
    <wf-model-menu .panel=${state.panel} .explorer=${explorer}></wf-model-menu>
  </header>`;
}
