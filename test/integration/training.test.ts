import * as assert from "node:assert/strict";
import { statSync } from "node:fs";
import { basename } from "node:path";
import * as vscode from "vscode";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  hoverText,
  isBankWord,
  modelFiles,
  neighborsIn,
  plantedText,
  train,
  until,
  untitled,
  User,
  withSetting,
  workspacePath,
  writeFile,
} from "./window.ts";

describe("training and hover", () => {
  let user: User;

  beforeEach(async () => {
    user = new User();
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(4_000));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("wordfield.cancelTraining");
    user.leave();
    await clearWorkspace();
    await clearModels();
  });

  it("trains on the workspace after one Enter, and the hover answers at once", async () => {
    const { models, trainer } = await extensionState();
    // With 18 words each is so frequent that nearly all would be left out.
    await withSetting("training.sample", 0, async () => {
      const done = vscode.commands.executeCommand("wordfield.train");
      await until("the training runs", async () => {
        await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
        return trainer.snapshot ?? models.active;
      });
      await done;
    });
    assert.equal(models.active?.name, basename(workspacePath()));
    assert.ok(statSync(models.active.path).size > 18 * 100 * 4);
    assert.match(user.messages[0]?.text ?? "", /is ready: 18 words from 1 files in /);

    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.file(`${workspacePath()}/fields.txt`),
    );
    const hover = await hoverText(document, "bank");
    assert.equal(neighborsIn(hover).length, 6);
    assert.ok(neighborsIn(hover).slice(0, 5).every(isBankWord), hover);
    assert.match(hover, /\*\*bank\*\* .*times/);
  });

  it("hovers in untitled documents, far out in long lines, and not on unknown words", async () => {
    await train();
    const document = await untitled(`${"x ".repeat(60_000)}Bank wombat`);
    assert.ok(neighborsIn(await hoverText(document, "Bank")).every((word) => word.length > 0));
    assert.notEqual(await hoverText(document, "Bank"), "");
    assert.equal(await hoverText(document, "wombat"), "");
  });

  it("does not hover where settings say so", async () => {
    await train();
    const document = await untitled("the bank", "markdown");
    await withSetting("hover.enabled", false, async () => {
      assert.equal(await hoverText(document, "bank"), "");
    });
    await withSetting("hover.languages", ["python"], async () => {
      assert.equal(await hoverText(document, "bank"), "");
    });
    await withSetting("hover.neighbors", 3, async () => {
      assert.equal(neighborsIn(await hoverText(document, "bank")).length, 3);
    });
  });

  it("does not hover, and starts nothing, without a model", async () => {
    assert.equal(await hoverText(await untitled("the bank"), "bank"), "");
    assert.deepEqual(user.messages, []);
  });

  it("reads unsaved editors instead of their files", async () => {
    const uri = vscode.Uri.file(`${workspacePath()}/fields.txt`);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), "quokka wombat quokka\n".repeat(40));
    await vscode.workspace.openTextDocument(uri);
    await vscode.workspace.applyEdit(edit);
    await train();
    assert.notEqual(await hoverText(await untitled("quokka"), "quokka"), "");
  });

  it("trains on a folder or on chosen files alone", async () => {
    const one = writeFile("some part/one.md", "quokka wombat koala emu\n".repeat(60));
    const two = writeFile("some part/two.md", "dingo possum\n".repeat(60));
    const { models } = await extensionState();
    const accept = async (done: Thenable<unknown>, name: string) => {
      await until(`${name} is active`, async () => {
        await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
        return models.active?.name === name;
      });
      await done;
    };
    const folder = vscode.Uri.joinPath(one, "..");
    await accept(
      vscode.commands.executeCommand("wordfield.trainFolder", folder, [folder]),
      "some part",
    );
    assert.notEqual(await hoverText(await untitled("dingo"), "dingo"), "");
    assert.equal(await hoverText(await untitled("bank"), "bank"), "");
    await accept(
      vscode.commands.executeCommand("wordfield.trainSelection", one, [one, two]),
      "some part-selection",
    );
    await accept(vscode.commands.executeCommand("wordfield.trainSelection", two), "two.md");
    assert.equal(await hoverText(await untitled("quokka"), "quokka"), "");
  });

  it("replaces or adds a model of the same name, as asked", async () => {
    const { models } = await extensionState();
    const name = basename(workspacePath());
    await train();
    await train("add");
    assert.deepEqual(models.files.map((file) => file.name).sort(), [name, `${name} 2`]);
    assert.equal(models.active?.name, `${name} 2`);
    await train("replace");
    assert.equal(models.files.length, 2);
    assert.equal(models.active?.name, name);
  });

  it("keeps the old model and nothing else when a training is canceled", async () => {
    const { models, trainer } = await extensionState();
    await train();
    const before = await modelFiles();
    const { mtimeMs } = statSync(models.active!.path);
    user.messages.length = 0;
    await withSetting("training.epochs", 1_000, async () => {
      const done = train();
      await until("training has begun", () => trainer.snapshot?.phase === "training");
      await vscode.commands.executeCommand("wordfield.cancelTraining");
      await done;
    });
    assert.equal(trainer.snapshot, null);
    assert.deepEqual(await modelFiles(), before);
    assert.equal(statSync(models.active!.path).mtimeMs, mtimeMs);
    assert.deepEqual(user.messages, []);
    assert.notEqual(await hoverText(await untitled("bank"), "bank"), "");
  });

  it("offers to show or cancel the running training instead of starting a second", async () => {
    const { models, trainer } = await extensionState();
    await withSetting("training.epochs", 1_000, async () => {
      const done = train();
      await until("training has begun", () => trainer.snapshot?.phase === "training");
      const { runId } = trainer.snapshot!;
      user.presses.add("Cancel Training");
      await train();
      assert.match(user.messages[0]?.text ?? "", /is being trained already/);
      await done;
      assert.ok(!trainer.snapshot || trainer.snapshot.runId === runId);
    });
    assert.equal(models.active, undefined);
    assert.deepEqual(await modelFiles(), []);
  });
});
