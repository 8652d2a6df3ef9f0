// What a user does in the panel's page, and what can be read there.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

const PATIENCE_MS = 20_000; // the machine may have other work

/** Expects something of a value that takes its time. */
export function soon<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: PATIENCE_MS });
}

/** The word that the page is about. */
export function heading(page: Page): Locator {
  return page.getByRole("heading", { level: 1 });
}

/** The rows of the concordance. */
export function lineRows(page: Page): Locator {
  return page.getByRole("grid").getByRole("row");
}

/** What is wrong for people who use screen readers or read badly: rules broken seriously, and where. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: readonly Violation[] }> };
    };
    interface Violation {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
    }
    // Selectors of what is right, and style sheets that no rule here reads, would take half of the time.
    const { violations } = await axe.run({
      resultTypes: ["violations"],
      selectors: false,
      preload: false,
    });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
      );
  });
}

/** By how many pixels the page is wider than its window, anywhere. */
export async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    for (const element of document.querySelectorAll("wf-app *")) {
      const { right, left, width } = element.getBoundingClientRect();
      const hidden = element.closest(".unseen, [popover], .line-before, .line-rest, .map-surface");
      if (hidden || width === 0) continue;
      if (right > innerWidth + 0.5 || left < -0.5)
        wide.push(`${element.tagName}.${element.className}: ${left} to ${right}`);
    }
    return wide;
  });
}
