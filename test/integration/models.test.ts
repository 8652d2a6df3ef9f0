import * as assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  hoverText,
  modelFiles,
  modelRows as rows,
  plantedText,
  train,
  until,
  untitled,
  User,
  writeFile,
} from "./window.ts";

describe("the list of models", () => {
  let user: User;

  beforeEach(async () => {
    user = new User();
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(600));
    await train();
    user.messages.length = 0;
  });
  afterEach(async () => {
    user.leave();
    await clearWorkspace();
    await clearModels();
  });

  it("says what is in each file and which one is active", async () => {
    await train("add");
    const items = (await rows()).map(({ item }) => item);
    assert.equal(items.length, 2);
    for (const { description } of items)
      assert.match(String(description), /^18 words · 100 d · .* kB · today$/);
    assert.deepEqual(items.map((item) => item.contextValue).sort(), ["model", "model-active"]);
  });

  it("shows a damaged file with the reason, and everything else goes on", async () => {
    const { models } = await extensionState();
    const active = models.active!.path;
    const cut = join(models.folder.fsPath, "cut.safetensors");
    copyFileSync(active, cut);
    truncateSync(cut, 3_000);
    writeFileSync(join(models.folder.fsPath, "foreign.safetensors"), "not a model at all");
    await vscode.commands.executeCommand("wordfield.refreshModels");
    const damaged = (await rows()).filter(({ row }) => row.kind === "damaged");
    assert.deepEqual(damaged.map(({ item }) => item.label).sort(), ["cut", "foreign"]);
    for (const { item } of damaged) {
      assert.match(String(item.description), /^can’t be read: ./);
      assert.equal(item.contextValue, "damaged");
    }

    await vscode.commands.executeCommand("wordfield.activateModel", { path: cut });
    assert.equal(user.errors.length, 1);
    assert.equal(models.active?.path, active);
    assert.notEqual(await hoverText(await untitled("bank"), "bank"), "");
  });

  it("renames: the active model stays active", async () => {
    const { models } = await extensionState();
    const path = models.active!.path;
    await vscode.commands.executeCommand("wordfield.renameModel", { path }, "Größe und 银行");
    assert.equal(models.active?.name, "Größe und 银行");
    assert.ok(!existsSync(path) && existsSync(models.active.path));
    assert.deepEqual(await modelFiles(), [
      "Größe und 银行.run.json",
      "Größe und 银行.run.jsonl",
      "Größe und 银行.safetensors",
    ]);
    assert.match(await hoverText(await untitled("bank"), "bank"), /Größe und 银行/);

    await vscode.commands.executeCommand(
      "wordfield.renameModel",
      { path: models.active.path },
      "../away",
    );
    assert.equal(models.active?.name, "Größe und 银行");
    assert.match(user.messages[0]?.text ?? "", /cannot be the name of a file/);
  });

  it("deletes after a yes and not without one", async () => {
    const { models } = await extensionState();
    const path = models.active!.path;
    await vscode.commands.executeCommand("wordfield.deleteModel", { path });
    assert.ok(existsSync(path));
    user.presses.add("Delete");
    await vscode.commands.executeCommand("wordfield.deleteModel", { path });
    assert.deepEqual(await modelFiles(), []);
    assert.equal(models.active, undefined);
    assert.equal(await hoverText(await untitled("bank"), "bank"), "");
    assert.deepEqual(user.errors, []);
  });

  it("opens a model from elsewhere, and removing it leaves the file", async () => {
    const { models } = await extensionState();
    const elsewhere = join(tmpdir(), `wordfield ${process.pid}.safetensors`);
    copyFileSync(models.active!.path, elsewhere);
    await vscode.commands.executeCommand("wordfield.openModelFile", vscode.Uri.file(elsewhere));
    assert.equal(models.active?.path, elsewhere);
    assert.equal((await rows()).length, 2);
    user.presses.add("Remove from List");
    await vscode.commands.executeCommand("wordfield.deleteModel", { path: elsewhere });
    assert.ok(existsSync(elsewhere));
    assert.equal((await rows()).length, 1);
    assert.deepEqual(user.errors, []);
  });

  it("exports word2vec text", async () => {
    const { models } = await extensionState();
    const target = writeFile("vectors.vec", "");
    await vscode.commands.executeCommand(
      "wordfield.exportModel",
      { path: models.active!.path },
      target,
    );
    const lines = readFileSync(target.fsPath, "utf8").trimEnd().split("\n");
    assert.equal(lines[0], "18 100");
    assert.equal(lines.length, 19);
    assert.match(user.messages[0]?.text ?? "", /18 words were written/);
  });

  it("sees the model of another window without being asked", async () => {
    const { models } = await extensionState();
    copyFileSync(models.active!.path, join(models.folder.fsPath, "other.safetensors"));
    await until("the other model is listed", () =>
      models.files.some(({ name }) => name === "other"),
    );
  });

  it("has no active model once the file is gone", async () => {
    const { models } = await extensionState();
    await vscode.workspace.fs.delete(vscode.Uri.file(models.active!.path));
    await until("no model is active", () => models.active === undefined);
    assert.equal(await hoverText(await untitled("bank"), "bank"), "");
    assert.deepEqual(user.errors, []);
  });
});
