import { describe, expect, it } from "vitest";
import { startSampleSession } from "../support/sampleSession.ts";

// With vectors of 16 numbers: long enough to interrupt it twice, short enough to see its end.
const EPOCHS = 40;

// One user's session on the sample workspace; each test goes on where the one before ended.
describe("a training that outlives its window", () => {
  const session = startSampleSession({
    settings: { "wordfield.training.dimension": 16 },
  });

  it("is set up step by step under Advanced", async () => {
    await session.window.runCommand("Wordfield: Train Embeddings on Workspace");
    await session.window.pick("Advanced… on sotu");
    await session.window.page.getByText("Numbers per word vector").waitFor();
    await session.window.screenshot("train-advanced-dark");
    await session.window.enter("Epochs");
    await session.window.page.getByText("How many times the text is read").waitFor();
    await session.window.enter("many");
    await session.window.page.getByText("Expected is a whole number from 1 to 1000.").waitFor();
    await session.window.screenshot("train-advanced-step-dark");
    await session.window.enter(String(EPOCHS));
    await session.window.page.getByPlaceholder("Choose an option to change it, or train").waitFor();
    await session.window.enter("Train");
    await session.window.statusBarItem(/sotu \d+ %/).waitFor();
  });

  it("is offered in the view after the window was closed, and goes on", async () => {
    await session.window.toast(/epoch \d+ of 40/).waitFor();
    await session.window.reload();
    await session.window.runCommand("View: Show Wordfield");
    const row = session.window.treeRow(/interrupted at \d+ %/);
    await row.waitFor({ timeout: 60_000 });
    await session.window.screenshot("train-interrupted-dark");
    expect(await session.window.hasCommand("Wordfield: Resume Training")).toBe(true);
    await row.hover();
    await row.getByRole("button", { name: "Resume Training" }).click();
    await session.window.statusBarItem(/sotu \d+ %/).waitFor();
  });

  it("pauses, and says so in the status bar and the view", async () => {
    await session.window.runCommand("Wordfield: Pause Training");
    await session.window.statusBarItem(/sotu paused/).waitFor();
    await session.window.treeRow(/paused at \d+ %/).waitFor();
    await session.window.screenshot("train-paused-dark");
    await session.window.statusBarItem(/sotu paused/).click();
    await session.window.statusBarItem(/sotu \d+ %/).waitFor();
    await session.window.statusBarItem(/^\s*sotu$/).waitFor({ timeout: 150_000 });
    await session.window.openFile("1846_james_polk_d.txt");
    await session.window.hoverWord("bank", "near");
  });
});
