/** The words of the selection, each with its pieces and a bar that says how unusual it is here. */
import { html, nothing, type TemplateResult } from "lit";
import type { ModelDescription } from "../../../src/protocol/modelMessages.ts";
import type { ContextReader } from "../../meaning/contextReader.ts";
import type { ContextState } from "../../meaning/contextState.ts";
import { text } from "../../texts.ts";
import { formatShare } from "../../formatting.ts";

const STEPS = 5;

/** Renders the words; a click or the arrow keys pick one. */
export function wordStrip(
  state: ContextState,
  model: ModelDescription | null,
  context: ContextReader,
): TemplateResult {
  const { reading, picked, unusual } = state;
  if (!reading) return html``;
  const { words, tokens, milliseconds } = reading;
  const pieces = tokens.filter(({ word }) => word >= 0).length;
  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: picked + 1,
      ArrowLeft: picked - 1,
      Home: 0,
      End: words.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    context.pick(Math.max(0, Math.min(words.length - 1, to)));
  };
  return html`<section class="context-words" aria-label=${text("wordsOfSelection")}>
    <p class="context-facts small">
      <span
        ><b class="number">${text("modelWords", words.length)}</b>, ${text("pieces", pieces)}</span
      >
      <span class="dim number">${text("milliseconds", Math.max(1, Math.round(milliseconds)))}</span>
      <span class="dim cut">${reading.encoder.name} · ${reading.provider.toUpperCase()}</span>
      ${
        model
          ? html`<span class="dim cut">${text("comparedWith", model.name)}</span>
              <span class="spacer"></span>
              <span class="legend dim"
                >${text("asUsual")} <i class="scale" aria-hidden="true"></i> ${text(
                  "unusualHere",
                )}</span
              >`
          : nothing
      }
    </p>
    <div
      class="word-strip"
      role="listbox"
      tabindex="0"
      data-region
      aria-label=${text("wordsOfSelection")}
      aria-orientation="horizontal"
      aria-activedescendant="context-word-${picked}"
      @keydown=${onKey}
    >
      ${words.map((word, index) => {
        const share = unusual[index] ?? null;
        const cut = word.pieces.map((piece) => tokens[piece]?.token ?? "");
        const step = share === null ? "" : `step-${Math.min(STEPS - 1, Math.floor(share * STEPS))}`;
        return html`<span
          class="strip-word"
          role="option"
          id="context-word-${index}"
          aria-selected=${String(index === picked)}
          aria-label=${spoken(word.surface, cut, share)}
          title=${share === null ? nothing : text("farther", formatShare(share))}
          @click=${() => context.pick(index)}
          ><bdi class="strip-surface">${word.surface}</bdi><i class="strip-bar ${step}"></i>${
            cut.length > 1 ? html` <span class="strip-pieces">${cut.join(" ")}</span>` : nothing
          }</span
        >`;
      })}
    </div>
  </section>`;
}

/** The word, its pieces where it has several, and how unusual it is. */
function spoken(surface: string, pieces: readonly string[], share: number | null): string {
  const shown = pieces.length > 1 ? `${surface} ${pieces.join(" ")}` : surface;
  return share === null ? shown : text("wordFarther", shown, formatShare(share));
}
