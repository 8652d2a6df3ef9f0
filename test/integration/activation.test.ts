import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import manifest from "../../package.json" with { type: "json" };
import { clearModels, clearWorkspace, extensionState, train, until, User } from "./window.ts";

let atStart: { readonly status: string; readonly processId: number | undefined };

// Outside of any suite: it runs before the tests of all files, most of which start the engine.
before(async () => {
  const { activationMs, engine } = await extensionState();
  atStart = { status: engine.status.kind, processId: engine.client.processId };
  console.log(`activation took ${activationMs.toFixed(1)} ms`);
});

describe("activation", () => {
  it("starts no engine", () => {
    assert.deepEqual(atStart, { status: "idle", processId: undefined });
  });

  it("registers every command of the manifest", async () => {
    await extensionState();
    const registered = await vscode.commands.getCommands(true);
    for (const { command } of manifest.contributes.commands)
      assert.ok(registered.includes(command), command);
  });
});

describe("commands without text and without a model", () => {
  let user: User;

  before(async () => {
    await clearWorkspace();
    await clearModels();
  });
  beforeEach(() => {
    user = new User();
  });
  afterEach(async () => {
    user.leave();
    await clearWorkspace();
  });

  for (const { command } of manifest.contributes.commands)
    it(`${command} answers and shows no error`, async () => {
      await user.dismissAll(command);
      assert.deepEqual(user.errors, []);
    });

  it("commands on a model say that there is none and offer to train", async () => {
    for (const id of [
      "trainFurther",
      "renameModel",
      "deleteModel",
      "revealModel",
      "exportModel",
      "evaluateModel",
    ]) {
      user.messages.length = 0;
      await user.dismissAll(`wordfield.${id}`);
      assert.equal(user.messages.length, 1, id);
      assert.deepEqual(user.messages[0]?.buttons, ["Train on Workspace"], id);
    }
  });

  it("training says that there is too little text, and leaves nothing", async () => {
    await train();
    assert.equal(user.errors.length, 1);
    const { models, trainer } = await extensionState();
    assert.equal(trainer.snapshot, null);
    assert.equal(models.active, undefined);
    assert.deepEqual(models.files, []);
  });

  it("commands bear arguments of any kind", async () => {
    for (const argument of [7, { path: 1, model: {} }, "x".repeat(10_000)])
      for (const { command } of manifest.contributes.commands)
        if (!["wordfield.restartEngine", "wordfield.showLog"].includes(command))
          await user.dismissAll(command, argument);
    await until("no training runs", async () => !(await extensionState()).trainer.snapshot);
    assert.deepEqual(user.errors, []);
  });
});
