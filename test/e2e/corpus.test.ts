import { describe, expect, it } from "vitest";
import { startSampleSession } from "../support/sampleSession.ts";

const FILE = "1846_james_polk_d.txt";
const REDRAW_MS = 4_000;

describe("a look at the text before anything is trained", () => {
  const session = startSampleSession();
  /** The quick pick that is open. */
  const rows = () => session.window.page.locator(".quick-input-widget:visible");

  it("shows as a page what would be read", async () => {
    await session.window.runCommand("Wordfield: Preview What Would Be Read");
    await session.window.quickInput.waitFor();
    await session.window.screenshot("preview-choose-text-dark");
    await session.window.pick("all of it");
    const page = session.window.webview();
    await page
      .getByRole("heading", { name: "What would be read: sotu" })
      .waitFor({ timeout: 90_000 });
    await page.getByRole("cell", { name: "English" }).first().waitFor();
    await session.window.screenshot("preview-dark");
    await session.vscode.setTheme("light", session.window);
    // VS Code draws its preview anew for a theme, and shows an empty page for a moment when the text is there already.
    await page
      .locator("body.vscode-light")
      .getByRole("cell", { name: "English" })
      .first()
      .waitFor();
    await session.window.page.waitForTimeout(REDRAW_MS);
    await session.window.screenshot("preview-light");
    await session.vscode.setTheme("dark", session.window);
    await page.getByRole("cell", { name: /1981_jimmy_carter/ }).waitFor();
  });

  it("lists the keywords of a file and what stands near a word, with their lines", async () => {
    await session.window.openFile(FILE);
    await session.window.runCommand("Wordfield: Show Keywords of File");
    await rows()
      .getByText(/weight 0\.\d/)
      .first()
      .waitFor({ timeout: 90_000 });
    await session.window.screenshot("keywords-dark");
    await session.window.page.keyboard.press("Enter");
    await rows().getByText(`${FILE}:`).first().waitFor();
    await session.window.screenshot("keywords-lines-dark");
    await session.window.page.keyboard.press("Escape");
    await session.window.selectWord("Mexico");
    await session.window.runCommand("Wordfield: Show Strongest Contexts of Word");
    await rows()
      .getByText(/PPMI \d/)
      .first()
      .waitFor({ timeout: 90_000 });
    await session.window.screenshot("contexts-dark");
    const first = await rows().getByRole("option").first().innerText();
    expect(first).toMatch(/PPMI \d+\.\d\d/);
    await session.window.page.keyboard.press("Escape");
  });
});
