import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { TrainingSnapshot } from "../../src/protocol/engineMessages.ts";
import type { ModelDescription } from "../../src/protocol/modelMessages.ts";
import { overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp } from "../support/pageElements.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

const MAKING_TIMEOUT_MS = 120_000;
const LABEL = "General meaning; not trained on this workspace yet.";
const LOOKING: TrainingSnapshot = {
  runId: "1",
  modelName: "sotu-general",
  isUntrained: true,
  phase: "encoding",
  fraction: 0.41,
  filesRead: 233,
  files: 233,
  bytesRead: 10_761_340,
  tokens: 1_813_085,
  words: 20_000,
  epoch: 0,
  epochs: 0,
  wordsPerSecond: null,
  lossPerEpoch: [],
  secondsLeft: 3,
  paused: false,
  memoryBytes: null,
};
const SIZES = [
  [1200, 800],
  [360, 900],
] as const;

let untrained: ModelDescription;

beforeAll(async () => {
  untrained = await pages.harness.untrainedModel();
}, MAKING_TIMEOUT_MS);

describe("without a model", () => {
  it("offers to look around without training, and shows how far that is", async () => {
    const { page, host } = await pages.open({
      state: { model: { kind: "none" }, modelNames: [] },
    });
    await page.getByText("Without training, words show what they mean in general").waitFor();
    await page.getByRole("button", { name: "Look Around Without Training" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.lookAround" })).toBe(1);
    host.change({ training: LOOKING });
    await page.getByRole("heading", { name: "General meaning of words" }).waitFor();
    await page.getByText("Look up general meaning, running").waitFor();
    expect(await page.getByText("Loss").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Pause" }).count()).toBe(0);
    await page.getByRole("button", { name: "Cancel" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.cancelTraining" })).toBe(1);
  });
});

describe("a model without training", () => {
  it("shows general neighbors, says what they are, and offers to train", async () => {
    const { page, host } = await pages.open({ model: untrained });
    const list = await lookUp(page, "bank");
    const words = await list.locator(".row-word").allTextContents();
    expect(words).toEqual(expect.arrayContaining(["banks", "banking"]));
    const label = page.getByRole("note").filter({ hasText: LABEL });
    await label.getByRole("button", { name: "Train on Workspace" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.train" })).toBe(1);
    expect(await page.getByRole("button", { name: "Add meaning" }).count()).toBe(0);
    expect(await page.getByRole("slider", { name: /^Balance/ }).count()).toBe(0);
    await page.getByRole("heading", { name: "Lines 401" }).waitFor();
    await lookUp(page, "bank");
    host.change({ training: LOOKING });
    await page.getByText("General meaning of words: sotu-general · 41").waitFor();
    expect(await label.count()).toBe(0);
  });

  it("says of a word that it lacks why that may be", async () => {
    const { page } = await pages.open({ model: untrained });
    const field = page.getByRole("combobox", { name: "Word or formula" });
    await field.fill("steamboating");
    await page.keyboard.press("Enter");
    await page.getByText(/^\s*Not among the 3,000 words that are shown without training/).waitFor();
  });

  it("says nothing of the kind where the model was trained", async () => {
    const { page } = await pages.open();
    await lookUp(page, "bank");
    expect(await page.getByText(LABEL).count()).toBe(0);
  });
});

it.each(["dark", "light"] as const)("looks as designed, %s", async (theme) => {
  for (const [width, height] of SIZES) {
    const name = (view: string) => join(PICTURES, `${view}-${width}-${theme}.png`);
    const { page, host } = await pages.open({
      ...{ theme, width, height, model: untrained, state: { model: { kind: "none" } } },
      prepare: (prepared) => {
        prepared.survey = { files: 233, bytes: 10_761_340, seconds: 10 };
      },
    });
    const check = async (view: string) => {
      await page.mouse.move(2, 2);
      await page.screenshot({ path: name(view) });
      expect(await overflow(page), view).toEqual([]);
      expect(await seriousViolations(page), view).toEqual([]);
    };
    await page.getByText("233 files, 10.8 MB: about 10 s.").waitFor();
    await check("look-around");
    host.change({ training: LOOKING });
    await page.getByText("Look up general meaning, running").waitFor();
    await check("looking");
    host.change({ training: null, model: { kind: "ready", model: untrained } });
    await lookUp(page, "bank");
    await page.getByText("401", { exact: true }).waitFor();
    await check("untrained");
    expect(pages.opened.complaints).toEqual([]);
  }
});
