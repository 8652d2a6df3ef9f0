import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { copySampleWorkspace, type SampleFolder } from "../support/sampleWorkspace.ts";
import { startVSCode, type VSCode } from "../support/vscode.ts";
import type { Workbench } from "../support/workbench.ts";

const FILE = "1846_james_polk_d.txt";

describe("a look at the text before anything is trained", () => {
  let sample: SampleFolder;
  let vscode: VSCode;
  let window: Workbench;
  /** The quick pick that is open. */
  const rows = () => window.page.locator(".quick-input-widget:visible");

  beforeAll(async () => {
    sample = copySampleWorkspace();
    vscode = await startVSCode({ theme: "dark" });
    window = await vscode.open(sample.path);
  });

  afterAll(async () => {
    await vscode?.stop();
    sample?.remove();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await vscode?.recordFailure(task.name);
  });

  it("shows as a page what would be read", async () => {
    await window.runCommand("Wordfield: Preview What Would Be Read");
    await window.quickInput.waitFor();
    await window.screenshot("preview-choose-text-dark");
    await window.pick("all of it");
    const page = window.webview();
    await page
      .getByRole("heading", { name: "What would be read: sotu" })
      .waitFor({ timeout: 90_000 });
    await page.getByRole("cell", { name: "English" }).first().waitFor();
    await window.screenshot("preview-dark");
    await vscode.setTheme("light", window);
    await window.screenshot("preview-light");
    await vscode.setTheme("dark", window);
    await page.getByRole("cell", { name: /1981_jimmy_carter/ }).waitFor();
  });

  it("lists the keywords of a file and what stands near a word, with their lines", async () => {
    await window.openFile(FILE);
    await window.runCommand("Wordfield: Show Keywords of File");
    await rows()
      .getByText(/weight 0\.\d/)
      .first()
      .waitFor({ timeout: 90_000 });
    await window.screenshot("keywords-dark");
    await window.page.keyboard.press("Enter");
    await rows().getByText(`${FILE}:`).first().waitFor();
    await window.screenshot("keywords-lines-dark");
    await window.page.keyboard.press("Escape");
    await window.selectWord("Mexico");
    await window.runCommand("Wordfield: Show Strongest Contexts of Word");
    await rows()
      .getByText(/PPMI \d/)
      .first()
      .waitFor({ timeout: 90_000 });
    await window.screenshot("contexts-dark");
    const first = await rows().getByRole("option").first().innerText();
    expect(first).toMatch(/PPMI \d+\.\d\d/);
    await window.page.keyboard.press("Escape");
  });
});
