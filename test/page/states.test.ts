import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { WordfieldError } from "../../src/errors.ts";
import type { TrainingSnapshot } from "../../src/protocol/engineMessages.ts";
import { overflow, seriousViolations, soon } from "../support/pageActions.ts";
import { lookUp, neighborsOf, searchField } from "../support/pageElements.ts";
import type { ThemeName } from "../support/vscodeThemes.ts";
import { pagesOfTests, PICTURES } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();
const { open } = pages;

// Pictures of every state, to be looked at; not compared.

/** Takes a picture and checks what must hold in every state. */
async function record(name: string): Promise<void> {
  const { page } = pages.opened;
  await page.mouse.move(2, 2);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  expect(await overflow(page), name).toEqual([]);
}

const TRAINING: TrainingSnapshot = {
  runId: "1",
  modelName: "sotu",
  phase: "training",
  fraction: 0.62,
  filesRead: 233,
  files: 233,
  bytesRead: 10_761_340,
  tokens: 1_813_085,
  words: 12_124,
  epoch: 8,
  epochs: 12,
  wordsPerSecond: 1_912_345,
  lossPerEpoch: [3.96, 3.78, 3.91, 3.81, 3.77, 3.76, 3.738],
  secondsLeft: 4,
  paused: false,
  memoryBytes: 14_900_000,
};
const DAMAGED = {
  kind: "damaged",
  path: "/models/sotu.safetensors",
  name: "sotu.safetensors",
  reason: "sotu can’t be read: the file has 3.1 of 4.5 MB.",
} as const;

describe.each<ThemeName>(["dark", "light", "contrast", "contrastLight"])(
  "in the %s theme",
  (theme) => {
    it("shows a word, a formula, a table and an unknown word without serious faults", async () => {
      const { page } = await open({ theme });
      await page.getByRole("button", { name: "Words 4,000" }).waitFor();
      await record(`start-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);

      const list = await lookUp(page, "bank");
      await page.getByRole("heading", { name: "Lines 401" }).waitFor();
      await record(`word-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);
      await list.focus();
      await list.press("ArrowDown");
      await page.screenshot({ path: join(PICTURES, `row-${theme}.png`) });
      expect(await seriousViolations(page)).toEqual([]);

      await page.getByRole("button", { name: "Similarity", exact: true }).click();
      await page.getByRole("combobox", { name: "Words to compare" }).fill("bank river deposits");
      await page.keyboard.press("Enter");
      await page.getByRole("table", { name: "Cosines of 3 words with each other" }).waitFor();
      await searchField(page).fill("soldiers - army + navy");
      await page.keyboard.press("Enter");
      await page.getByRole("listbox", { name: /^Words that soldiers/ }).waitFor();
      await record(`tools-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);

      await page.getByRole("button", { name: "Show as table (T)" }).click();
      await page.getByRole("button", { name: "count", exact: true }).click();
      await page.getByRole("button", { name: /^Fidelity/ }).click();
      await record(`table-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);

      await searchField(page).fill("steamboating");
      await page.keyboard.press("Enter");
      await page.getByText("Close in spelling").waitFor();
      await record(`unknown-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);

      await page.getByRole("button", { name: /^Model: sotu/ }).click();
      await page.screenshot({ path: join(PICTURES, `menu-${theme}.png`) });
      expect(await seriousViolations(page)).toEqual([]);
    });

    it("shows what there is without a model, with a damaged one, and while training", async () => {
      const { page, host } = await open({
        theme,
        state: { model: { kind: "none" }, modelNames: [] },
        prepare: (prepared) => {
          prepared.survey = { files: 233, bytes: 10_761_340, seconds: 10 };
        },
      });
      await page
        .getByText("233 files, 10.8 MB: about 10 s. Nothing leaves this computer.")
        .waitFor();
      await record(`empty-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);

      host.change({ training: TRAINING });
      await page.getByRole("heading", { name: "Training sotu" }).waitFor();
      await page.getByText("1.9 M words/s · 14.9 MB of memory").waitFor();
      await record(`training-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);
      host.change({ training: { ...TRAINING, paused: true } });
      await page.getByRole("button", { name: "Resume" }).waitFor();
      await record(`paused-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);

      host.change({ training: null, model: DAMAGED });
      await page.getByRole("alert").getByText(DAMAGED.reason).waitFor();
      await record(`damaged-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);

      const release = host.hold("findNeighbors");
      host.change({ ...pages.harness.ready, training: TRAINING });
      await page.getByText("Training sotu · epoch 8 of 12 · 4 s left").waitFor();
      await searchField(page).fill("bank");
      await page.keyboard.press("Enter");
      await page.locator(".column .skeleton").first().waitFor();
      await record(`waiting-${theme}`);
      expect(await seriousViolations(page)).toEqual([]);
      release();
      await neighborsOf(page, "bank").waitFor();
    });
  },
);

describe("without a model", () => {
  it("starts the training, opens a model file, and cancels a training", async () => {
    const { page, host } = await open({ state: { model: { kind: "none" }, modelNames: [] } });
    await page.getByText("No text files were found in this workspace.").waitFor();
    expect(await searchField(page).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Train on Workspace" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.train" })).toBe(1);
    await page.getByRole("button", { name: "Open a model file…" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.openModelFile" })).toBe(1);
    host.change({ training: { ...TRAINING, phase: "reading", epoch: 0, lossPerEpoch: [] } });
    await page.getByText("The first value comes after the first epoch.").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.cancelTraining" })).toBe(1);
  });

  it("pauses a training and goes on with it", async () => {
    const { page, host } = await open({ state: { model: { kind: "none" }, training: TRAINING } });
    await page.getByRole("button", { name: "Pause" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.pauseTraining" })).toBe(1);
    host.change({ training: { ...TRAINING, paused: true } });
    await page.getByText("62 % · paused").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.resumeTraining" })).toBe(1);
    host.change({ ...pages.harness.ready, training: { ...TRAINING, paused: true } });
    await page.getByText("Training sotu · epoch 8 of 12 · paused").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.resumeTraining" })).toBe(2);
  });

  it("shows the new model at once when the training ends", async () => {
    const { page, host } = await open({ state: { model: { kind: "none" }, training: TRAINING } });
    await page.getByRole("heading", { name: "Training sotu" }).waitFor();
    host.change(pages.harness.ready);
    await page.getByRole("button", { name: "Words 4,000" }).waitFor();
    await lookUp(page, "bank");
  });
});

describe.each([300, 1200])("at %i pixels", (width) => {
  it("a training’s curve has labels of the same size, and a fault a line as wide as there is room", async () => {
    const { page, host } = await open({
      width,
      state: { model: { kind: "none" }, training: TRAINING },
    });
    const heights = await page
      .locator(".loss-curve text")
      .evaluateAll((labels) => labels.map((label) => label.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThan(11);
    expect(Math.max(...heights)).toBeLessThan(16);
    host.replace("findNeighbors", () => {
      throw new WordfieldError("engine-lost", "The engine stopped. It is started again.");
    });
    host.change({ ...pages.harness.ready, training: null });
    await searchField(page).fill("bank");
    await searchField(page).press("Enter");
    const told = page.getByRole("alert").locator(".strip-text");
    expect((await told.boundingBox())!.height).toBeLessThan(40);
    expect(await overflow(page)).toEqual([]);
  });
});

describe("with a damaged model", () => {
  it("offers to train again and to choose another", async () => {
    const { page, host } = await open({ state: { model: DAMAGED } });
    await page.getByRole("button", { name: "Train Again" }).click();
    await page.getByRole("button", { name: "Choose Another Model" }).click();
    await soon(() => host.count("runCommand", { command: "wordfield.chooseModel" })).toBe(1);
    expect(host.count("runCommand", { command: "wordfield.train" })).toBe(1);
    expect(host.count("findNeighbors")).toBe(0);
  });
});

describe("the host's state", () => {
  it("shows the word that a command asked for, once, and its lines where those were asked", async () => {
    const { page, host } = await open({
      state: { request: { serial: 7, word: "bank", show: "word" } },
    });
    await neighborsOf(page, "bank").waitFor();
    await lookUp(page, "peace");
    host.change({ modelNames: [] }); // the same request again is no new one
    host.change({ request: { serial: 8, word: "treaty", show: "lines" } });
    await neighborsOf(page, "treaty").waitFor();
    await soon(() => page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe(
      "grid",
    );
    expect(host.count("findNeighbors", { word: "bank" })).toBe(1);
  });

  it("asks anew for everything when the model is another one", async () => {
    const { page, host } = await open();
    await lookUp(page, "bank");
    const { model } = pages.harness.ready;
    if (model.kind !== "ready") throw new Error("no model");
    host.change({
      model: { kind: "ready", model: { ...model.model, createdAt: "2027-01-01T00:00:00.000Z" } },
    });
    await soon(() => host.count("findNeighbors", { word: "bank" })).toBe(2);
    await soon(() => host.count("readMap")).toBe(2);
    await neighborsOf(page, "bank").waitFor();
  });

  it("is asked to switch the model from the menu", async () => {
    const { page, host } = await open();
    await page.getByRole("button", { name: /^Model: sotu/ }).click();
    await page.getByRole("menuitemradio", { name: "letters" }).click();
    await soon(() => host.count("chooseModel")).toBe(1);
    const params = host.asked.find(({ method }) => method === "chooseModel")?.params;
    expect(params).toEqual({ path: pages.harness.ready.modelNames[1]?.path });
  });
});

describe("a reload", () => {
  it("brings back word, history, the words compared and sashes, and numbers its messages anew", async () => {
    const { page } = await open();
    await lookUp(page, "peace");
    await lookUp(page, "bank");
    await page.getByRole("button", { name: "Similarity", exact: true }).click();
    const compared = page.getByRole("combobox", { name: "Words to compare" });
    await compared.fill("bank, river");
    await compared.press("Enter");
    await page.getByRole("img", { name: /^Cosine of bank and river/ }).waitFor();
    await page.getByRole("separator", { name: "Width of the word column" }).press("ArrowRight");
    await page.reload();
    await neighborsOf(page, "bank").waitFor();
    expect(await searchField(page).inputValue()).toBe("bank");
    expect(await compared.inputValue()).toBe("bank, river");
    await page.getByRole("img", { name: /^Cosine of bank and river/ }).waitFor();
    const sash = page.getByRole("separator", { name: "Width of the word column" });
    expect(await sash.getAttribute("aria-valuenow")).toBe("344");
    await page.keyboard.press("Alt+ArrowLeft");
    await neighborsOf(page, "peace").waitFor();
  });
});
