import * as assert from "node:assert/strict";
import { basename } from "node:path";
import * as vscode from "vscode";
import { TRAINING_PRESETS } from "../../src/protocol/trainingPresets.ts";
import { QuickInputs } from "./quickInputs.ts";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  modelRows,
  plantedText,
  User,
  withSetting,
  workspacePath,
  writeFile,
} from "./window.ts";

const TRAIN = "Train Embeddings";
const ADVANCED = "Advanced";

/** What the active model was trained with. */
async function activeHyperparameters(): Promise<Readonly<Record<string, unknown>>> {
  const { models } = await extensionState();
  const rows = (await modelRows()).map(({ row }) => row);
  const active = rows.find((row) => row.kind === "model" && row.model.path === models.active?.path);
  if (active?.kind !== "model") throw new Error("No model is active.");
  const { algorithm, dimension, hyperparameters } = active.model;
  return { ...hyperparameters, algorithm, dimension };
}

describe("the options of a training", () => {
  let user: User;
  let inputs: QuickInputs;
  const name = () => basename(workspacePath());

  beforeEach(async () => {
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(300));
    user = new User();
    inputs = new QuickInputs();
  });
  afterEach(async () => {
    inputs.leave();
    user.leave();
    await clearWorkspace();
    await clearModels();
  });

  it("come as presets first, each of which trains at once", async () => {
    const { models } = await extensionState();
    const done = vscode.commands.executeCommand("wordfield.train");
    const labels = await inputs.pick(TRAIN, `Fast on ${name()}`);
    await done;
    assert.deepEqual(labels, [
      ...["Balanced", "Fast", "Best for small text", "Subwords", "Chinese", "Advanced…"].map(
        (label) => `${label} on ${name()}`,
      ),
      ...["", "Preview what would be read…", "Choose other text…"],
    ]);
    assert.equal(models.active?.name, `${name()}-cbow`);
    assert.deepEqual(user.errors, []);
  });

  it("are the preset's, and over them those that the user has set", async () => {
    await withSetting("training.preset", "small-text", async () => {
      await withSetting("training.dimension", 24, async () => {
        const done = vscode.commands.executeCommand("wordfield.train");
        const description = await inputs.describe(TRAIN, "Best for small text");
        assert.match(description, / · your settings: Dimension 24$/);
        const labels = await inputs.pick(TRAIN, "Best for small text");
        assert.match(labels[0] ?? "", /^Best for small text/);
        await done;
      });
    });
    const hyperparameters = await activeHyperparameters();
    assert.equal(hyperparameters["dimension"], 24);
    const { epochs } = TRAINING_PRESETS["small-text"];
    assert.equal(hyperparameters["epochs"], epochs);
  });

  it("can all be changed under Advanced, with a way back from every step", async () => {
    const done = vscode.commands.executeCommand("wordfield.train");
    await inputs.pick(TRAIN, `${ADVANCED}… on`);
    const title = `Train Embeddings on ${name()}: ${ADVANCED}`;
    await inputs.back(title);
    await inputs.pick(TRAIN, `${ADVANCED}… on`);

    await inputs.pick(title, "Algorithm");
    await inputs.back("Algorithm");
    await inputs.pick(title, "Algorithm");
    await inputs.pick("Algorithm", "FastText");
    assert.equal(await inputs.describe(title, "Algorithm"), "$(edit) FastText");
    await inputs.pick(title, "Loss");
    await inputs.pick("Loss", "Hierarchical softmax");

    await inputs.pick(title, "Buckets");
    assert.equal(await inputs.enter("Buckets", "500"), "2000000");
    await inputs.pick(title, "Shortest part");
    assert.equal(await inputs.enter("Shortest part", "2"), "3");
    await inputs.pick(title, "Longest part");
    assert.match(await inputs.enterWrongly("Longest part", "1"), /shortest part has 2 characters/);
    assert.match(await inputs.enterWrongly("Longest part", "99"), /whole number from 1 to 20/);
    await inputs.enter("Longest part", "4");
    await inputs.pick(title, "Dimension");
    assert.equal(await inputs.enter("Dimension", "8"), "100");
    await inputs.pick(title, "Epochs");
    await inputs.enter("Epochs", "2");
    await inputs.pick(title, "Epochs");
    await inputs.back("Epochs");
    assert.equal(await inputs.describe(title, "Epochs"), "$(edit) 2");

    const labels = await inputs.pick(title, "Train");
    assert.ok(!labels.includes("Negatives"), "hierarchical softmax has no negatives");
    await done;
    const { algorithm, loss, dimension, epochs, buckets, minimumNgram, maximumNgram } =
      await activeHyperparameters();
    assert.deepEqual(
      { algorithm, loss, dimension, epochs, buckets, minimumNgram, maximumNgram },
      {
        ...{ algorithm: "fasttext", loss: "hs", dimension: 8, epochs: 2 },
        ...{ buckets: 500, minimumNgram: 2, maximumNgram: 4 },
      },
    );
    assert.deepEqual(user.errors, []);
  });

  it("can come with a key binding, and are checked", async () => {
    await vscode.commands.executeCommand("wordfield.train", {
      preset: "fast",
      dimension: 12,
      deterministic: true,
    });
    const hyperparameters = await activeHyperparameters();
    assert.equal(hyperparameters["algorithm"], "cbow");
    assert.equal(hyperparameters["dimension"], 12);
    await vscode.commands.executeCommand("wordfield.train", { epochs: "many" });
    assert.deepEqual(user.errors, [
      'The argument epochs of the command is "many": expected a whole number from 1 to 1000.',
    ]);
  });
});
