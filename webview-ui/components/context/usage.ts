/** The picked word: how far from its usual meaning, what it is near in general and here, what was expected, similar lines. */
import { html, nothing, svg, type TemplateResult } from "lit";
import type { ContextWord, UsageReading } from "../../../src/protocol/contextMessages.ts";
import type { ModelDescription } from "../../../src/protocol/modelMessages.ts";
import type { Explorer } from "../../explorer.ts";
import { formatCosine, formatNumber, formatShare } from "../../formatting.ts";
import { unusualShare, type ContextState } from "../../meaning/contextState.ts";
import { text } from "../../texts.ts";
import { cssProperties, iconButton } from "../elements.ts";
import { sectionHead } from "../section.ts";
import { nearLine } from "../nearLine.ts";

type Scored = readonly { readonly word: string; readonly cosine: number }[];

const BINS = 24;
const CHART = { width: 320, height: 44 } as const;

/** Renders the column. */
export function usageColumn(
  state: ContextState,
  word: ContextWord,
  model: ModelDescription | null,
  explorer: Explorer,
  explore: (word: string) => void,
): TemplateResult {
  return html`<section class="card" aria-label=${word.surface}>
      <div class="card-title">
        <h1 class="word" dir="auto">${word.surface}</h1>
        ${
          word.staticWord !== null
            ? iconButton({
                icon: "graph-scatter",
                label: text("exploreWord", word.staticWord),
                click: () => explore(word.staticWord ?? ""),
              })
            : nothing
        }
      </div>
      ${model ? distance(state, word) : nothing}
    </section>
    ${model ? neighbors(state) : nothing} ${expected(state)} ${nearestLines(state, explorer)}`;
}

function distance({ usage }: ContextState, word: ContextWord): TemplateResult {
  if (word.staticWord === null)
    return html`<p class="hint">${text("notInModel", word.surface)}</p>`;
  if (!usage) return html`<p><span class="skeleton skeleton-line"></span></p>`;
  const share = unusualShare(usage);
  const encoded = usage.distances.length;
  const places =
    encoded < usage.total ? text("someOf", encoded, usage.total) : formatNumber(usage.total);
  if (usage.distance === null || share === null)
    return html`<p class="hint">${text("noPlaces", word.staticWord)}</p>`;
  return html`<p class="small">
      <b class="number">${formatCosine(usage.distance)}</b> ${text("fromUsual")}
      <b class="number">${formatShare(share)}</b> ${text("ofPlaces", places)}
    </p>
    ${histogram(usage, usage.distance)}`;
}

function histogram({ distances }: UsageReading, here: number): TemplateResult {
  const far = Math.max(here, ...distances) * 1.04 || 1;
  const bins = new Array<number>(BINS).fill(0);
  for (const each of distances) {
    const bin = Math.min(BINS - 1, Math.floor((each / far) * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const most = Math.max(1, ...bins);
  const { width, height } = CHART;
  const step = width / BINS;
  const x = (here / far) * width;
  return html`<svg
      class="histogram"
      viewBox="0 0 ${width} ${height}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${text("histogram", distances.length, formatCosine(here))}
    >
      ${bins.map((count, bin) => {
        const bar = (count / most) * (height - 6);
        return svg`<rect class="histogram-bar" x=${bin * step} y=${height - bar}
          width=${step - 1} height=${bar}></rect>`;
      })}
      <line class="histogram-here" x1=${x} x2=${x} y1="0" y2=${height}></line>
    </svg>
    <div class="histogram-axis note dim" aria-hidden="true">
      <span>${text("usual")}</span
      ><b ${cssProperties({ "--wf-at": `${((here / far) * 100).toFixed(1)}%` })}>${text("here")}</b
      ><span>${text("far")}</span>
    </div>`;
}

function neighbors({ neighbors: found, reading }: ContextState): TemplateResult {
  const staticOnes = found?.staticNeighbors ?? [];
  const contextual = found?.contextualNeighbors ?? [];
  const inBoth = new Set(
    staticOnes
      .map(({ word }) => word)
      .filter((word) => contextual.some((other) => other.word === word)),
  );
  const isLast = !found || !reading || found.layer >= reading.hiddenStates - 1;
  const layer = isLast ? text("lastLayer") : text("layer", found.layer);
  return html`<div class="two-lists">
      <section aria-label=${text("staticList")}>
        ${sectionHead({ title: text("staticList") })} ${list(staticOnes, inBoth, found !== null)}
      </section>
      <section aria-label=${text("hereList")}>
        ${sectionHead({
          title: html`${text("hereList")} <span class="as-is dim">${layer}</span>`,
        })}
        ${list(contextual, inBoth, found !== null)}
      </section>
    </div>
    ${
      found
        ? html`<p class="in-common small">
            <span class="dim">${text("inCommon")}</span>
            <b dir="auto">${[...inBoth].join(text("listSeparator")) || text("none")}</b>
          </p>`
        : nothing
    }`;
}

function list(scored: Scored, inBoth: ReadonlySet<string>, isThere: boolean): TemplateResult {
  if (!isThere)
    return html`<div aria-busy="true">
      ${Array.from({ length: 5 }, () => html`<span class="skeleton skeleton-row"></span>`)}
    </div>`;
  if (scored.length === 0) return html`<p class="hint padded">${text("none")}</p>`;
  return html`<ul class="scored">
    ${scored.map(
      ({ word, cosine }) =>
        html`<li class="scored-row">
          <span class="cut ${inBoth.has(word) ? "shared" : ""}" dir="auto">${word}</span>
          <span class="bar"
            ><span
              ${cssProperties({ "inline-size": `${Math.max(0, Math.min(1, cosine)) * 100}%` })}
            ></span
          ></span>
          <span class="number">${formatCosine(cosine)}</span>
        </li>`,
    )}
  </ul>`;
}

function expected({ reading, expected: found }: ContextState): TemplateResult | typeof nothing {
  if (!reading) return nothing;
  const perplexity = found
    ? html`<span class="small dim number"
        >${text("pseudoPerplexity", found.pseudoPerplexity.toFixed(1))}</span
      >`
    : nothing;
  const missing = html`<p class="hint padded">${text("noMaskedWords", reading.encoder.name)}</p>`;
  return html`<section class="column-part" aria-label=${text("expectedHere")}>
    ${sectionHead({ title: text("expectedHere"), aside: perplexity })}
    ${
      reading.hasMaskedWords
        ? html`<p class="expected padded small">
            ${(found?.words ?? []).map(
              ({ token, probability }) =>
                html`<span
                  ><b dir="auto">${token}</b>
                  <span class="dim number">${formatShare(probability)}</span></span
                >`,
            )}
          </p>`
        : missing
    }
  </section>`;
}

function nearestLines(
  { usage }: ContextState,
  explorer: Explorer,
): TemplateResult | typeof nothing {
  if (!usage || usage.nearest.length === 0) return nothing;
  return html`<section class="column-part" aria-label=${text("nearestLines")}>
    ${sectionHead({ title: text("nearestLines") })}
    <ul class="near-lines">
      ${usage.nearest.map((place) => nearLine(place, explorer))}
    </ul>
  </section>`;
}
