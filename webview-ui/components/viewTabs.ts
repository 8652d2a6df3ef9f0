/** The tabs of the page: one word, several questions. */
import { html, type TemplateResult } from "lit";
import { VIEWS, type Tabs, type View } from "../meaning/tabs.ts";
import { text } from "../texts.ts";

/** Renders the tabs; arrow keys go from one to the next. */
export function viewTabs(shown: View, tabs: Tabs): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    const at = VIEWS.indexOf(shown);
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: VIEWS.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const view = VIEWS[(to + VIEWS.length) % VIEWS.length];
    if (!view) return;
    event.preventDefault();
    tabs.show(view);
    const list = event.currentTarget as HTMLElement;
    list.querySelector<HTMLElement>(`[data-view=${view}]`)?.focus();
  };
  return html`<div class="view-tabs" role="tablist" aria-label=${text("views")} @keydown=${onKey}>
    ${VIEWS.map(
      (view) =>
        html`<button
          type="button"
          role="tab"
          class="view-tab"
          data-view=${view}
          tabindex=${view === shown ? 0 : -1}
          aria-selected=${String(view === shown)}
          @click=${() => tabs.show(view)}
        >
          ${text(view)}
        </button>`,
    )}
  </div>`;
}
