import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { startSampleSession } from "../support/sampleSession.ts";
import type { Theme, VSCode } from "../support/vscode.ts";

const FILE = "1846_james_polk_d.txt";
const THEMES: readonly Theme[] = ["dark", "light", "highContrast"];

// One user's session on the sample workspace; each test goes on where the one before ended.
describe("from the command palette to the panel", () => {
  const session = startSampleSession();

  it("begins with a short walkthrough", async () => {
    await session.window.runCommand("Wordfield: Get Started");
    await session.window.page.getByText("Train on your workspace").first().waitFor();
    for (const theme of THEMES) {
      await session.vscode.setTheme(theme, session.window);
      await session.window.screenshot(`walkthrough-${theme}`);
    }
    await session.window.runCommand("View: Close All Editors");
  });

  it("starts no process of its own before it is needed", async () => {
    await session.window.openFile(FILE);
    await session.window.pointAtWord("bank");
    await session.window.page.waitForTimeout(1_500);
    expect(await session.window.hover("near").count()).toBe(0);
    expect(session.vscode.forkedProcesses("engine.process.js")).toEqual([]);
  });

  it("trains on the workspace, with progress in the status bar and a notification", async () => {
    await session.window.runCommand("Wordfield: Train Embeddings on Workspace");
    await session.window.quickInput.waitFor();
    await session.window.screenshot("train-quick-pick-dark");
    const started = performance.now();
    await session.window.page.keyboard.press("Enter");
    await session.window.statusBarItem(/sotu \d+ %/).waitFor();
    await session.window.toast(/epoch \d of 5.*words\/s/).waitFor();
    await session.window.screenshot("train-progress-dark");
    await session.window.statusBarItem(/^\s*sotu$/).waitFor({ timeout: 150_000 });
    await session.window.hoverWord("bank", "near");
    const seconds = (performance.now() - started) / 1_000;
    console.log(
      `From command to usable hover on the session.sample workspace: ${seconds.toFixed(1)} s`,
    );
  });

  it("writes one model with its record and leaves nothing else behind", () => {
    expect(modelFiles(session.vscode)).toEqual([
      "sotu.run.json",
      "sotu.run.jsonl",
      "sotu.safetensors",
    ]);
  });

  it("shows the neighbors of the word under the pointer in every theme", async () => {
    for (const theme of THEMES) {
      await session.vscode.setTheme(theme, session.window);
      await session.window.leaveHover();
      const hover = await session.window.hoverWord("bank", "near");
      const text = await hover.innerText();
      expect(text).toContain("banks");
      expect(text).toMatch(/401 times/);
      expect(text).toMatch(/0\.\d\d/);
      await session.window.screenshot(`hover-${theme}`);
    }
  });

  it("opens the panel from the hover and walks on from neighbor to neighbor", async () => {
    const hover = await session.window.hoverWord("bank", "Explore");
    await hover.getByText("Explore").click();
    const page = session.window.webview();
    await page.getByRole("heading", { name: "bank", exact: true }).waitFor({ timeout: 30_000 });
    await page.getByRole("option", { name: /^banks,/ }).click();
    await page.getByRole("heading", { name: "banks", exact: true }).waitFor();
    await page.getByRole("button", { name: /Back/ }).click();
    await page.getByRole("heading", { name: "bank", exact: true }).waitFor();
    await page.getByRole("button", { name: "Projection: UMAP" }).waitFor();
    for (const theme of THEMES) {
      await session.vscode.setTheme(theme, session.window);
      await session.window.screenshot(`panel-${theme}`);
    }
  });

  it("opens the place of a word from its lines", async () => {
    const page = session.window.webview();
    const row = page.getByRole("row", { name: /1791_george_washington/ }).first();
    await row.dblclick();
    await session.window.tab("1791_george_washington").waitFor();
    await session.window.statusBarItem(/Ln 7, Col \d+ \(4 selected\)/).waitFor();
    await session.window.runCommand("View: Close Editor");
    await session.window.tab("Wordfield").waitFor();
  });

  it("restores the panel, with its word and neighbors, after a reload", async () => {
    await session.window.reload();
    const page = session.window.webview();
    await page.getByRole("heading", { name: "bank", exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole("option", { name: /^banks,/ }).waitFor({ timeout: 30_000 });
    const frame = await session.window.webviewFrame();
    const milliseconds = await frame.evaluate(() => performance.now());
    console.log(
      `Panel restored with data ${Math.round(milliseconds)} ms after its page began to load`,
    );
  });

  it("has the model, active, after VS Code was closed and opened again", async () => {
    await session.vscode.restart();
    session.window = await session.vscode.open(session.sample.path);
    await session.window.statusBarItem(/^\s*sotu$/).waitFor({ timeout: 60_000 });
    await session.window.runCommand("View: Close All Editors");
    await session.window.openFile(FILE);
    await session.window.hoverWord("bank", "near");
  });

  it("shows the model in a window that was opened beside this one, and what that one adds", async () => {
    const second = await session.vscode.open(session.sample.path);
    await second.statusBarItem(/^\s*sotu$/).waitFor({ timeout: 60_000 });
    await second.runCommand("Wordfield: Train Embeddings on Workspace");
    await second.pick("Balanced on sotu");
    await second.pick("Keep it and add sotu 2");
    await second.statusBarItem(/^\s*sotu 2$/).waitFor({ timeout: 150_000 });
    await session.window.runCommand("View: Show Wordfield");
    await session.window.treeRow("sotu 2").waitFor({ timeout: 30_000 });
    await session.window.hoverWord("bank", "near");
    expect(modelFiles(session.vscode).filter((name) => name.endsWith(".safetensors"))).toEqual([
      "sotu 2.safetensors",
      "sotu.safetensors",
    ]);
    await second.close();
    for (const theme of THEMES) {
      await session.vscode.setTheme(theme, session.window);
      await session.window.screenshot(`tree-${theme}`);
    }
  });
});

/** What lies beside models, but for the index of lines, which is made in the background. */
function modelFiles(vscode: VSCode): string[] {
  return readdirSync(vscode.globalStorage)
    .filter((folder) => folder.startsWith("models-sotu-"))
    .flatMap((folder) => readdirSync(path.join(vscode.globalStorage, folder)))
    .filter((name) => !name.endsWith(".occurrences"))
    .sort();
}
