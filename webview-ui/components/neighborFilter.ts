/** How neighbors are measured and which may be in the list. */
import { html, nothing, type TemplateResult } from "lit";
import type { Metric, WordFilter } from "../../src/protocol/wordMessages.ts";
import type { Explorer } from "../explorer.ts";
import { formatNumber } from "../formatting.ts";
import { isFiltered, METRICS, NEIGHBOR_COUNTS } from "../neighborView.ts";
import type { PageState } from "../state.ts";
import { text } from "../texts.ts";
import { iconButton } from "./elements.ts";

const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  cosine: text("metricCosine"),
  dot: text("metricDot"),
  euclidean: text("metricEuclidean"),
};

/** Renders the fields of the filter. */
export function filterFields(state: PageState, explorer: Explorer): TemplateResult {
  const { neighborView, vocabulary } = state;
  const { metric, count, filter } = neighborView;
  const change = (next: WordFilter) => explorer.neighbors.change({ filter: next });
  const part = filter.kind ?? (filter.script === undefined ? "" : `script ${filter.script}`);
  const parts: readonly (readonly [string, string])[] = [
    ["", text("partAll")],
    ...(vocabulary && vocabulary.names > 0
      ? ([
          ["names", text("partNames", vocabulary.names)],
          ["words", text("partWords")],
        ] as const)
      : []),
    ...(vocabulary && vocabulary.scripts.length > 1
      ? vocabulary.scripts.map(
          ({ script, words }) =>
            [`script ${script}`, `${script} (${formatNumber(words)})`] as const,
        )
      : []),
  ];
  return html`<div
    class="filter-fields"
    id="neighbor-filter"
    role="group"
    aria-label=${text("filter")}
  >
    ${choice(
      text("measure"),
      METRICS.map((name) => [name, METRIC_NAMES[name]]),
      metric,
      (name) => {
        const chosen = METRICS.find((known) => known === name);
        if (chosen) explorer.neighbors.change({ metric: chosen });
      },
    )}
    ${choice(
      text("howMany"),
      NEIGHBOR_COUNTS.map((number) => [String(number), String(number)]),
      String(count),
      (number) => explorer.neighbors.change({ count: Number(number) }),
    )}
    <div class="filter-field">
      <span aria-hidden="true">${text("filterUses")}</span>
      <span class="filter-range" role="group" aria-label=${text("filterUses")}>
        ${countField(text("filterFrom"), filter.minimumCount, (minimumCount) =>
          change(withCounts(filter, minimumCount, filter.maximumCount)),
        )}<span aria-hidden="true">–</span>${countField(
          text("filterTo"),
          filter.maximumCount,
          (maximumCount) => change(withCounts(filter, filter.minimumCount, maximumCount)),
        )}
      </span>
    </div>
    <label class="filter-field">
      <span>${text("filterPattern")}</span>
      <input
        type="text"
        class="filter-input"
        maxlength="200"
        spellcheck="false"
        autocapitalize="off"
        placeholder=${text("filterPatternExample")}
        title=${text("filterPatternTitle")}
        .value=${filter.pattern ?? ""}
        @change=${(event: Event) => {
          const pattern = (event.target as HTMLInputElement).value;
          const { pattern: _, ...others } = filter;
          change(pattern === "" ? others : { ...others, pattern });
        }}
      />
    </label>
    ${
      parts.length < 2
        ? nothing
        : choice(text("filterPart"), parts, part, (chosen) => {
            const { kind: _, script: __, ...others } = filter;
            if (chosen === "names" || chosen === "words") change({ ...others, kind: chosen });
            else if (chosen === "") change(others);
            else change({ ...others, script: chosen.slice("script ".length) });
          })
    }
  </div>`;
}

/** What is on, with a way out; nothing where all words may be in the list. */
export function filterChip(state: PageState, explorer: Explorer): TemplateResult | typeof nothing {
  const { filter, metric } = state.neighborView;
  if (!isFiltered(filter) && metric === "cosine") return nothing;
  const { minimumCount, maximumCount, pattern, kind, script } = filter;
  const said = [
    metric === "cosine" ? "" : METRIC_NAMES[metric],
    minimumCount === undefined
      ? maximumCount === undefined
        ? ""
        : text("chipTo", maximumCount)
      : maximumCount === undefined
        ? text("chipFrom", minimumCount)
        : text("chipFromTo", minimumCount, maximumCount),
    pattern === undefined ? "" : `/${pattern}/`,
    kind === undefined ? "" : text(kind === "names" ? "chipNames" : "partWords"),
    script ?? "",
  ].filter((entry) => entry !== "");
  return html`<div class="filter-chip small">
    <span class="cut" dir="auto">${said.join(" · ")}</span>
    ${iconButton({
      icon: "close",
      label: text("filterClear"),
      click: () => explorer.neighbors.change({ filter: {}, metric: "cosine" }),
    })}
  </div>`;
}

/** A label and a menu of choices, each a value and its name. */
function choice(
  label: string,
  choices: readonly (readonly [string, string])[],
  chosen: string,
  choose: (value: string) => void,
): TemplateResult {
  return html`<label class="filter-field">
    <span>${label}</span>
    <select
      class="filter-input"
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
    >
      ${choices.map(
        ([value, name]) =>
          html`<option value=${value} ?selected=${value === chosen}>${name}</option>`,
      )}
    </select>
  </label>`;
}

function countField(
  label: string,
  value: number | undefined,
  changed: (count: number | undefined) => void,
): TemplateResult {
  return html`<input
    type="text"
    inputmode="numeric"
    class="filter-input number"
    aria-label=${label}
    placeholder=${label}
    .value=${value === undefined ? "" : String(value)}
    @change=${(event: Event) => {
      const typed = (event.target as HTMLInputElement).value.replace(/[\s,.]/g, "");
      const count = Number(typed);
      changed(typed === "" || !Number.isSafeInteger(count) || count < 0 ? undefined : count);
    }}
  />`;
}

function withCounts(
  filter: WordFilter,
  minimumCount: number | undefined,
  maximumCount: number | undefined,
): WordFilter {
  const { minimumCount: _, maximumCount: __, ...others } = filter;
  return {
    ...others,
    ...(minimumCount === undefined ? {} : { minimumCount }),
    ...(maximumCount === undefined ? {} : { maximumCount }),
  };
}
