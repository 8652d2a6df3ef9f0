import * as assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  hoverText,
  killEngine,
  modelFiles,
  modelRows,
  plantedText,
  train,
  until,
  untitled,
  User,
  withSetting,
  writeFile,
} from "./window.ts";

// The most there may be: a training of several seconds also on a fast machine.
const EPOCHS = 1_000;

/** Begins a training that takes some seconds, and pauses it. */
async function beginAndPause(): Promise<{ readonly done: Promise<void> }> {
  const { trainer } = await extensionState();
  const done = train();
  await until("training has begun", () => trainer.snapshot?.phase === "training");
  await vscode.commands.executeCommand("wordfield.pauseTraining");
  await until("training is paused", () => trainer.snapshot?.paused);
  return { done };
}

/** Leaves an interrupted training behind, as a crash does. */
async function interrupt(): Promise<void> {
  const { done } = await beginAndPause();
  await killEngine();
  await done;
}

async function checkpointRow() {
  return (await modelRows()).find(({ row }) => row.kind === "checkpoint");
}

describe("a training that is paused or interrupted", () => {
  let user: User;

  before(async () => {
    await vscode.workspace
      .getConfiguration("wordfield")
      .update("training.epochs", EPOCHS, vscode.ConfigurationTarget.Global);
  });
  beforeEach(async () => {
    await vscode.commands.executeCommand("wordfield.restartEngine"); // forgets the crashes of earlier tests
    user = new User();
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(3_000));
  });
  afterEach(async () => {
    const { trainer } = await extensionState();
    await vscode.commands.executeCommand("wordfield.cancelTraining");
    await until("no training runs", () => !trainer.snapshot);
    user.leave();
    await clearWorkspace();
    await clearModels();
  });
  after(async () => {
    await vscode.workspace
      .getConfiguration("wordfield")
      .update("training.epochs", undefined, vscode.ConfigurationTarget.Global);
  });

  it("stands still while it is paused, says so, and goes on", async () => {
    const { models, trainer } = await extensionState();
    const { done } = await beginAndPause();
    const { fraction } = trainer.snapshot!;
    const [row] = await modelRows();
    assert.equal(row?.item.contextValue, "training-paused");
    assert.match(String(row?.item.description), /^paused at \d+ %$/);
    await sleep(500);
    assert.equal(trainer.snapshot?.fraction, fraction);

    await vscode.commands.executeCommand("wordfield.resumeTraining");
    await until("training goes on", () => trainer.snapshot === null || !trainer.snapshot.paused);
    await done;
    assert.ok(models.active);
    assert.ok(!(await modelFiles()).some((name) => name.includes("checkpoint")));
    assert.deepEqual(user.errors, []);
  });

  it("leaves nothing behind when it is canceled while paused", async () => {
    const { done } = await beginAndPause();
    assert.equal((await modelFiles()).length, 1); // its checkpoint
    await vscode.commands.executeCommand("wordfield.cancelTraining");
    await done;
    assert.deepEqual(await modelFiles(), []);
  });

  it("can be resumed after the engine was killed, from the message that says so", async () => {
    const { models, trainer } = await extensionState();
    user.presses.add("Resume");
    await interrupt();
    await until("the model is there", () => models.active, 60_000);
    await until("the training has ended", () => !trainer.snapshot);
    assert.equal(user.messages[0]?.kind, "warning");
    assert.match(
      user.messages[0]?.text ?? "",
      /^The engine stopped\. The training of .* can go on from \d+ %\.$/,
    );
    assert.deepEqual(user.messages[0]?.buttons, ["Resume", "Show Log"]);
    await until("the user is told", () => /is ready/.test(user.messages.at(-1)?.text ?? ""));
    assert.notEqual(await hoverText(await untitled("bank"), "bank"), "");
    assert.equal(await checkpointRow(), undefined);
  });

  it("is offered in the list of models, and resumed from there", async () => {
    const { models, checkpoints } = await extensionState();
    await interrupt();
    const offered = await until("the row is there", checkpointRow);
    assert.equal(offered.item.contextValue, "checkpoint");
    assert.match(String(offered.item.description), /^interrupted at \d+ % · .* · today$/);
    assert.ok(checkpoints.any);
    await vscode.commands.executeCommand("wordfield.resumeTraining", offered.row);
    assert.ok(models.active);
    assert.equal(await checkpointRow(), undefined);
    assert.ok(!checkpoints.any);
  });

  it("keeps its checkpoint when it is canceled after it was resumed", async () => {
    const { trainer } = await extensionState();
    await interrupt();
    const done = vscode.commands.executeCommand("wordfield.resumeTraining");
    await until("training has begun", () => trainer.snapshot?.phase === "training");
    await vscode.commands.executeCommand("wordfield.cancelTraining");
    await done;
    assert.ok(await checkpointRow());
  });

  it("is forgotten after a yes and not without one", async () => {
    await interrupt();
    const { row } = await until("the row is there", checkpointRow);
    await vscode.commands.executeCommand("wordfield.discardCheckpoint", row);
    assert.equal((await modelFiles()).length, 1);
    user.presses.add("Discard");
    await vscode.commands.executeCommand("wordfield.discardCheckpoint");
    assert.deepEqual(await modelFiles(), []);
    assert.equal(await checkpointRow(), undefined);
    assert.deepEqual(user.errors, []);
  });

  it("is not there where none was interrupted, and the commands say so", async () => {
    await vscode.commands.executeCommand("wordfield.resumeTraining");
    await vscode.commands.executeCommand("wordfield.discardCheckpoint");
    await vscode.commands.executeCommand("wordfield.pauseTraining");
    assert.deepEqual(
      user.messages.map(({ text }) => text),
      [
        "There is no interrupted training here.",
        "There is no interrupted training here.",
        "No training is running.",
      ],
    );
  });
});

describe("training further", () => {
  let user: User;

  beforeEach(async () => {
    user = new User();
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(600));
    await train();
  });
  afterEach(async () => {
    user.leave();
    await clearWorkspace();
    await clearModels();
  });

  it("keeps a model's words and adds those of the workspace, in a model of its own", async () => {
    const { models } = await extensionState();
    const { path } = models.active!;
    await clearWorkspace();
    writeFile("new.txt", "quokka bank quokka river wombat bank\n".repeat(100));
    // The model says how long its vectors are, whatever the settings say.
    await withSetting("training.dimension", 50, async () => {
      await vscode.commands.executeCommand("wordfield.trainFurther", { path }, "further");
    });
    assert.deepEqual(user.errors, []);
    assert.equal(models.active?.name, "further");
    assert.ok(existsSync(path));
    const text = await untitled("quokka violin");
    assert.notEqual(await hoverText(text, "quokka"), "");
    assert.notEqual(await hoverText(text, "violin"), "");
    const further = (await modelRows()).find(({ item }) => item.label === "further");
    assert.match(String(further?.item.description), /^20 words · 100 d · /);
  });

  it("goes on from vectors of another program that were opened", async () => {
    const { models } = await extensionState();
    const elsewhere = join(tmpdir(), `wordfield ${process.pid}.vec`);
    await vscode.commands.executeCommand(
      "wordfield.exportModel",
      { path: models.active!.path },
      vscode.Uri.file(elsewhere),
    );
    await vscode.commands.executeCommand("wordfield.openModelFile", vscode.Uri.file(elsewhere));
    await clearWorkspace();
    writeFile("new.txt", "quokka bank quokka river wombat bank\n".repeat(100));
    await vscode.commands.executeCommand("wordfield.trainFurther", { path: elsewhere }, "further");
    assert.deepEqual(user.errors, []);
    assert.equal(models.active?.name, "further");
    const text = await untitled("quokka violin");
    assert.notEqual(await hoverText(text, "quokka"), "");
    assert.notEqual(await hoverText(text, "violin"), "");
    user.presses.add("Remove from List");
    await vscode.commands.executeCommand("wordfield.deleteModel", { path: elsewhere });
    rmSync(elsewhere);
  });

  it("does not replace a model", async () => {
    const { models } = await extensionState();
    const { path, name } = models.active!;
    user.messages.length = 0;
    await vscode.commands.executeCommand("wordfield.trainFurther", { path }, name);
    assert.match(user.messages[0]?.text ?? "", /^There is a model .* already\.$/);
    assert.equal(models.files.length, 1);
  });
});
