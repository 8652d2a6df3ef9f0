import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  hoverText,
  killEngine,
  modelFiles,
  plantedText,
  train,
  until,
  untitled,
  User,
  withSetting,
  writeFile,
} from "./window.ts";

describe("an engine that is killed", () => {
  let user: User;

  before(async () => {
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(1_000));
    await train();
  });
  beforeEach(async () => {
    await vscode.commands.executeCommand("wordfield.restartEngine"); // forgets the crashes of earlier tests
    await until("the hover answers", async () => hoverText(await untitled("bank"), "bank"));
    user = new User();
  });
  afterEach(() => user.leave());
  after(async () => {
    await clearWorkspace();
    await clearModels();
  });

  it("comes back after a kill during queries, with one quiet message and the model", async () => {
    const document = await untitled("bank river");
    const asked = Promise.all(Array.from({ length: 20 }, () => hoverText(document, "river")));
    await killEngine();
    await asked;
    await until("the hover answers", () => hoverText(document, "bank"));
    await until("the user is told", () => user.messages.length > 0);
    assert.deepEqual(
      user.messages.map(({ kind, text }) => `${kind}: ${text}`),
      ["warning: The engine stopped and was started again. Your model is loaded."],
    );
    assert.deepEqual(user.messages[0]?.buttons, ["Show Log"]);
  });

  it("loses a training with one message, keeps the old model, and can train again", async () => {
    const { trainer } = await extensionState();
    const before = await modelFiles();
    await withSetting("training.epochs", 1_000, async () => {
      const done = train();
      await until("training has begun", () => trainer.snapshot?.phase === "training");
      await killEngine();
      await done;
    });
    assert.equal(trainer.snapshot, null);
    await until("the hover answers", async () => hoverText(await untitled("bank"), "bank"));
    assert.equal(user.messages.length, 1, JSON.stringify(user.messages));
    assert.match(user.messages[0]?.text ?? "", /the training of .* was lost/);
    assert.deepEqual(user.messages[0]?.buttons, ["Train Again", "Show Log"]);
    assert.deepEqual(await modelFiles(), before);
    await train();
    assert.equal(user.errors.length, 0);
  });

  it("is given up after five crashes, and started again on demand", async () => {
    const { engine } = await extensionState();
    while (engine.status.kind !== "stopped") await killEngine();
    assert.equal(await hoverText(await untitled("bank"), "bank"), "");
    await vscode.commands.executeCommand("wordfield.restartEngine");
    await until("the hover answers", async () => hoverText(await untitled("bank"), "bank"));
    assert.deepEqual(user.errors, []);
  });
});
