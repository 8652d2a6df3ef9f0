// Where a word is looked up in the panel's page, for tests and for the gallery, which runs outside of the test runner.
import type { Locator, Page } from "playwright-core";

/** The field in the header. */
export function searchField(page: Page): Locator {
  return page.getByRole("combobox", { name: "Word or formula" });
}

/** The list of a word's neighbors, once it is there. */
export function neighborsOf(page: Page, word: string): Locator {
  return page.getByRole("listbox", { name: `Nearest neighbors of ${word}`, exact: true });
}

/** Looks a word up, and waits for its neighbors. */
export async function lookUp(page: Page, word: string): Promise<Locator> {
  await searchField(page).fill(word);
  await searchField(page).press("Enter");
  const list = neighborsOf(page, word);
  await list.waitFor();
  return list;
}
