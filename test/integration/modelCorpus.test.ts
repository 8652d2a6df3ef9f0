import * as assert from "node:assert/strict";
import { basename } from "node:path";
import * as vscode from "vscode";
import type { ModelDescription } from "../../src/protocol/modelMessages.ts";
import { QuickInputs } from "./quickInputs.ts";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  modelRows,
  plantedText,
  train,
  until,
  User,
  workspacePath,
  writeFile,
} from "./window.ts";

/** The model of a name, or the active one. */
async function modelOf(name?: string): Promise<ModelDescription> {
  const { models } = await extensionState();
  for (const { row } of await modelRows())
    if (row.kind === "model")
      if (name === undefined ? row.model.path === models.active?.path : row.model.name === name)
        return row.model;
  throw new Error(`There is no model ${name ?? "that is active"}.`);
}

/** The text that is selected in the active editor, and the editor's file. */
function selected(): string {
  const { document, selection } = vscode.window.activeTextEditor!;
  return `${basename(document.fileName)}: ${document.getText(selection)}`;
}

describe("the files of a model", () => {
  let user: User;
  let inputs: QuickInputs;

  beforeEach(async () => {
    await clearWorkspace();
    await clearModels();
    user = new User();
    inputs = new QuickInputs();
    writeFile("fields.txt", plantedText(400));
    writeFile("secret.txt", "otter and bank\n".repeat(20));
    await train();
    user.messages.length = 0;
  });
  afterEach(async () => {
    inputs.leave();
    user.leave();
    await clearWorkspace();
    await clearModels();
  });

  it("are trained on further where they are new, and no others are read", async () => {
    const before = await modelOf();
    const started = { path: before.path };
    await vscode.commands.executeCommand("wordfield.continueTraining", started, "same");
    assert.match(user.messages.at(-1)?.text ?? "", /^Nothing is new: /);
    const file = writeFile("new.txt", "weasel and river\n".repeat(20));
    await vscode.workspace.fs.writeFile(file, Buffer.from("weasel and river\n".repeat(20)));
    await until("the file is noticed", async () => {
      user.messages.length = 0;
      await vscode.commands.executeCommand("wordfield.continueTraining", started, "more");
      return !user.messages.some(({ text }) => text.startsWith("Nothing is new"));
    });
    const after = await modelOf("more");
    assert.deepEqual(user.errors, []);
    assert.equal(after.words, before.words + 1);
    assert.equal(after.corpus?.files, 3);
    assert.equal(after.corpus?.tokens, before.corpus!.tokens + 60);
    assert.equal((await modelOf()).name, "more");
  });

  it("can be forgotten, and a model made without them", async () => {
    const before = await modelOf();
    const file = vscode.Uri.joinPath(vscode.Uri.file(workspacePath()), "secret.txt");
    await vscode.commands.executeCommand("wordfield.forgetFiles", file, [file]);
    assert.match(user.messages.at(-1)?.text ?? "", / forget secret\.txt\?$/);
    assert.equal((await modelOf()).corpus?.files, 2, "nothing is done without an answer");

    user.presses.add("Forget");
    await vscode.commands.executeCommand("wordfield.forgetFiles", file, [file]);
    assert.match(
      user.messages.at(-1)?.text ?? "",
      /^Forgotten: 1 file\..* vectors change only when/,
    );
    assert.equal((await modelOf()).corpus?.files, 1);
    assert.equal((await modelOf()).words, before.words, "vectors stay");

    await vscode.commands.executeCommand("wordfield.forgetFiles", file, [file]);
    assert.match(user.messages.at(-1)?.text ?? "", /was not made of secret\.txt\.$/);
    assert.deepEqual(user.errors, []);
  });

  it("are trained on again without what was forgotten", async () => {
    const before = await modelOf();
    user.presses.add("Forget").add("Train Again Without Them");
    const editor = vscode.Uri.joinPath(vscode.Uri.file(workspacePath()), "secret.txt");
    await vscode.window.showTextDocument(editor);
    await vscode.commands.executeCommand("wordfield.forgetFiles");
    const after = await until("the model is trained again", async () => {
      const model = await modelOf();
      return model.words < before.words ? model : undefined;
    });
    assert.equal(after.name, before.name);
    assert.equal(after.words, before.words - 2); // otter, and
    assert.equal(after.algorithm, before.algorithm);
    assert.deepEqual(user.errors, []);
  });

  it("are listed by how often they have a word, and open where it stands", async () => {
    const done = vscode.commands.executeCommand("wordfield.showFilesOfWord", "Bank");
    const labels = await inputs.pick("“bank”", "secret.txt");
    await done;
    assert.deepEqual(labels, ["fields.txt", "secret.txt"]);
    assert.equal(selected(), "secret.txt: bank");
    await vscode.commands.executeCommand("wordfield.showFilesOfWord", "quokka");
    assert.match(user.messages.at(-1)?.text ?? "", /stands in no file of /);
  });

  it("have keywords, whose lines open, those of an unsaved editor too", async () => {
    const file = vscode.Uri.joinPath(vscode.Uri.file(workspacePath()), "secret.txt");
    const editor = await vscode.window.showTextDocument(file);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "A quokka came.\n"));
    const done = vscode.commands.executeCommand("wordfield.showKeywords");
    const title = "Keywords of secret.txt";
    const labels = await inputs.pick(title, "otter");
    assert.equal(labels[0], "otter");
    assert.ok(labels.includes("quokka"));
    assert.ok(!labels.includes("and"), "function words are left out");
    await inputs.back(`${title}: otter`);
    await inputs.pick(title, "quokka");
    await inputs.pick(`${title}: quokka`, "quokka");
    await done;
    assert.equal(selected(), "secret.txt: quokka");
    assert.deepEqual(user.errors, []);
  });

  it("have words that stand near others, with the lines of both", async () => {
    const done = vscode.commands.executeCommand("wordfield.showContexts", "bank");
    const title = "Strongest contexts of “bank”";
    const labels = await inputs.pick(title, "money");
    assert.ok(!labels.includes("violin"));
    const lines = await inputs.pick(`: money`, "bank");
    await done;
    assert.ok(lines.length > 0 && lines.every((line) => /money/.test(line)));
    assert.equal(selected(), "fields.txt: bank");
    await vscode.commands.executeCommand("wordfield.showContexts", "quokka");
    assert.match(user.messages.at(-1)?.text ?? "", /does not stand twice/);
    assert.deepEqual(user.errors, []);
  });
});

describe("phrases and stop words of a training", () => {
  let user: User;
  let inputs: QuickInputs;

  beforeEach(async () => {
    await clearWorkspace();
    await clearModels();
    user = new User();
    inputs = new QuickInputs();
  });
  afterEach(async () => {
    inputs.leave();
    user.leave();
    await clearWorkspace();
    await clearModels();
  });

  it("are chosen under Advanced, phrases by their scores", async () => {
    const others = Array.from({ length: 600 }, (_, i) => `word${i}`).join(" ");
    writeFile("fields.txt", `${plantedText(200)}\n${"the way to New York\n".repeat(30)}${others}`);
    const done = vscode.commands.executeCommand("wordfield.train");
    await inputs.pick("Train Embeddings", "Advanced… on");
    const title = "Advanced";
    await inputs.pick(title, "Phrases");
    assert.match(await inputs.describe("Phrases", "new york"), /^score \d+\.\d · 30 times$/);
    await inputs.check("Phrases", "new york");
    assert.equal(await inputs.describe(title, "Phrases"), "$(edit) 1");
    await inputs.pick(title, "Stop words");
    await inputs.check("Stop words", "English");
    assert.equal(await inputs.describe(title, "Stop words"), "$(edit) English");
    await inputs.pick(title, "Epochs");
    await inputs.enter("Epochs", "1");
    await inputs.pick(title, "Train");
    await done;
    const { corpus } = await modelOf();
    assert.deepEqual(user.errors, []);
    assert.deepEqual(corpus?.phrases, [["new", "york"]]);
    assert.deepEqual(corpus.stopWords, { languages: ["en"], words: [] });
  });
});
