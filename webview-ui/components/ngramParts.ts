/** What the vector of a word outside of the vocabulary is made of. */
import { html, nothing, type TemplateResult } from "lit";
import type { NgramPart } from "../../src/protocol/wordMessages.ts";
import { formatNumber } from "../formatting.ts";
import { text } from "../texts.ts";
import { cssProperties } from "./elements.ts";

/** The n-grams that add most; there are some dozens. */
const SHOWN = 8;

/** Renders the n-grams that add most to the vector, each with its share of the vector's length. */
export function ngramParts(parts: readonly NgramPart[]): TemplateResult | typeof nothing {
  if (parts.length === 0) return nothing;
  const known = parts.filter((part) => part.known);
  const most = Math.max(...parts.map(({ share }) => share));
  return html`<section class="ngrams" aria-label=${text("ngrams")}>
    <p class="small dim">${text("ngramsSummary", known.length, parts.length)}</p>
    <ul>
      ${known.slice(0, SHOWN).map(
        ({ ngram, share }) =>
          html`<li class="ngram small">
            <span class="cut ngram-text" dir="auto">${ngram}</span>
            <span class="bar"
              ><span
                ${cssProperties({ width: `${Math.max(0, most > 0 ? share / most : 0) * 100}%` })}
              ></span
            ></span>
            <span class="number">${formatNumber(share * 100)} %</span>
          </li>`,
      )}
    </ul>
  </section>`;
}
