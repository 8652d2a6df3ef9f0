import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { copySampleWorkspace, type SampleFolder } from "../support/sampleWorkspace.ts";
import { startVSCode, type VSCode } from "../support/vscode.ts";
import type { Workbench } from "../support/workbench.ts";

// With vectors of 16 numbers: long enough to interrupt it twice, short enough to see its end.
const EPOCHS = 25;

// One user's session on the sample workspace; each test goes on where the one before ended.
describe("a training that outlives its window", () => {
  let sample: SampleFolder;
  let vscode: VSCode;
  let window: Workbench;

  beforeAll(async () => {
    sample = copySampleWorkspace();
    vscode = await startVSCode({
      theme: "dark",
      settings: { "wordfield.training.dimension": 16 },
    });
    window = await vscode.open(sample.path);
  });

  afterAll(async () => {
    await vscode?.stop();
    sample?.remove();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await vscode?.recordFailure(task.name);
  });

  it("is set up step by step under Advanced", async () => {
    await window.runCommand("Wordfield: Train Embeddings on Workspace");
    await window.pick("Advanced… on sotu");
    await window.page.getByText("Numbers per word vector").waitFor();
    await window.screenshot("train-advanced-dark");
    await window.enter("Epochs");
    await window.page.getByText("How many times the text is read").waitFor();
    await window.enter("many");
    await window.page.getByText("Expected is a whole number from 1 to 1000.").waitFor();
    await window.screenshot("train-advanced-step-dark");
    await window.enter(String(EPOCHS));
    await window.page.getByPlaceholder("Choose an option to change it, or train").waitFor();
    await window.enter("Train");
    await window.statusBarItem(/sotu \d+ %/).waitFor();
  });

  it("is offered in the view after the window was closed, and goes on", async () => {
    await window.toast(/epoch \d+ of 25/).waitFor();
    await window.reload();
    await window.runCommand("View: Show Wordfield");
    const row = window.treeRow(/interrupted at \d+ %/);
    await row.waitFor({ timeout: 60_000 });
    await window.screenshot("train-interrupted-dark");
    expect(await window.hasCommand("Wordfield: Resume Training")).toBe(true);
    await row.hover();
    await row.getByRole("button", { name: "Resume Training" }).click();
    await window.statusBarItem(/sotu \d+ %/).waitFor();
  });

  it("pauses, and says so in the status bar and the view", async () => {
    await window.runCommand("Wordfield: Pause Training");
    await window.statusBarItem(/sotu paused/).waitFor();
    await window.treeRow(/paused at \d+ %/).waitFor();
    await window.screenshot("train-paused-dark");
    await window.statusBarItem(/sotu paused/).click();
    await window.statusBarItem(/sotu \d+ %/).waitFor();
    await window.statusBarItem(/^\s*sotu$/).waitFor({ timeout: 150_000 });
    await window.openFile("1846_james_polk_d.txt");
    await window.hoverWord("bank", "near");
  });
});
