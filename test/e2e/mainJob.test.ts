import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { copySampleWorkspace, type SampleFolder } from "../support/sampleWorkspace.ts";
import { startVSCode, type Theme, type VSCode } from "../support/vscode.ts";
import type { Workbench } from "../support/workbench.ts";

const FILE = "1846_james_polk_d.txt";
const THEMES: readonly Theme[] = ["dark", "light", "highContrast"];

// One user's session on the sample workspace; each test goes on where the one before ended.
describe("from the command palette to the panel", () => {
  let sample: SampleFolder;
  let vscode: VSCode;
  let window: Workbench;

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

  it("begins with a short walkthrough", async () => {
    await window.runCommand("Wordfield: Get Started");
    await window.page.getByText("Train on your workspace").first().waitFor();
    for (const theme of THEMES) {
      await vscode.setTheme(theme, window);
      await window.screenshot(`walkthrough-${theme}`);
    }
    await window.runCommand("View: Close All Editors");
  });

  it("starts no process of its own before it is needed", async () => {
    await window.openFile(FILE);
    await window.pointAtWord("bank");
    await window.page.waitForTimeout(1_500);
    expect(await window.hover("near").count()).toBe(0);
    expect(vscode.forkedProcesses("engine.process.js")).toEqual([]);
  });

  it("trains on the workspace, with progress in the status bar and a notification", async () => {
    await window.runCommand("Wordfield: Train Embeddings on Workspace");
    await window.quickInput.waitFor();
    await window.screenshot("train-quick-pick-dark");
    const started = performance.now();
    await window.page.keyboard.press("Enter");
    await window.statusBarItem(/sotu \d+ %/).waitFor();
    await window.toast(/epoch \d of 5.*words\/s/).waitFor();
    await window.screenshot("train-progress-dark");
    await window.statusBarItem(/^\s*sotu$/).waitFor({ timeout: 150_000 });
    await window.hoverWord("bank", "near");
    const seconds = (performance.now() - started) / 1_000;
    console.log(`From command to usable hover on the sample workspace: ${seconds.toFixed(1)} s`);
  });

  it("writes one model with its record and leaves nothing else behind", () => {
    expect(modelFiles(vscode)).toEqual(["sotu.run.json", "sotu.run.jsonl", "sotu.safetensors"]);
  });

  it("shows the neighbors of the word under the pointer in every theme", async () => {
    for (const theme of THEMES) {
      await vscode.setTheme(theme, window);
      await window.leaveHover();
      const hover = await window.hoverWord("bank", "near");
      const text = await hover.innerText();
      expect(text).toContain("banks");
      expect(text).toMatch(/401 times/);
      expect(text).toMatch(/0\.\d\d/);
      await window.screenshot(`hover-${theme}`);
    }
  });

  it("opens the panel from the hover and walks on from neighbor to neighbor", async () => {
    const hover = await window.hoverWord("bank", "Explore");
    await hover.getByText("Explore").click();
    const page = window.webview();
    await page.getByRole("heading", { name: "bank", exact: true }).waitFor({ timeout: 30_000 });
    await page.getByRole("option", { name: /^banks,/ }).click();
    await page.getByRole("heading", { name: "banks", exact: true }).waitFor();
    await page.getByRole("button", { name: /Back/ }).click();
    await page.getByRole("heading", { name: "bank", exact: true }).waitFor();
    await page.getByText(/PCA/).first().waitFor();
    for (const theme of THEMES) {
      await vscode.setTheme(theme, window);
      await window.screenshot(`panel-${theme}`);
    }
  });

  it("opens the place of a word from its lines", async () => {
    const page = window.webview();
    const row = page.getByRole("row", { name: /1791_george_washington/ }).first();
    await row.dblclick();
    await window.tab("1791_george_washington").waitFor();
    await window.statusBarItem(/Ln 7, Col \d+ \(4 selected\)/).waitFor();
    await window.runCommand("View: Close Editor");
    await window.tab("Wordfield").waitFor();
  });

  it("restores the panel, with its word and neighbors, after a reload", async () => {
    await window.reload();
    const page = window.webview();
    await page.getByRole("heading", { name: "bank", exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole("option", { name: /^banks,/ }).waitFor({ timeout: 30_000 });
    const frame = await window.webviewFrame();
    const milliseconds = await frame.evaluate(() => performance.now());
    console.log(
      `Panel restored with data ${Math.round(milliseconds)} ms after its page began to load`,
    );
  });

  it("has the model, active, after VS Code was closed and opened again", async () => {
    await vscode.restart();
    window = await vscode.open(sample.path);
    await window.statusBarItem(/^\s*sotu$/).waitFor({ timeout: 60_000 });
    await window.runCommand("View: Close All Editors");
    await window.openFile(FILE);
    await window.hoverWord("bank", "near");
  });

  it("shows the model in a window that was opened beside this one, and what that one adds", async () => {
    const second = await vscode.open(sample.path);
    await second.statusBarItem(/^\s*sotu$/).waitFor({ timeout: 60_000 });
    await second.runCommand("Wordfield: Train Embeddings on Workspace");
    await second.pick("Balanced on sotu");
    await second.pick("Keep it and add sotu 2");
    await second.statusBarItem(/^\s*sotu 2$/).waitFor({ timeout: 150_000 });
    await window.runCommand("View: Show Wordfield");
    await window.treeRow("sotu 2").waitFor({ timeout: 30_000 });
    await window.hoverWord("bank", "near");
    expect(modelFiles(vscode).filter((name) => name.endsWith(".safetensors"))).toEqual([
      "sotu 2.safetensors",
      "sotu.safetensors",
    ]);
    await second.close();
    for (const theme of THEMES) {
      await vscode.setTheme(theme, window);
      await window.screenshot(`tree-${theme}`);
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
