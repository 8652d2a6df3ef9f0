import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  plantedText,
  train,
  until,
  User,
  writeFile,
} from "./window.ts";

describe("evaluating a model", () => {
  let user: User;

  before(async () => {
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(1_500));
    await train();
  });
  beforeEach(() => {
    user = new User();
  });
  afterEach(async () => {
    user.leave();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
  after(async () => {
    await clearWorkspace();
    await clearModels();
  });

  it("tells the result of tests of both kinds in a document", async () => {
    const { models } = await extensionState();
    const pairs = writeFile(
      "pairs.txt",
      "bank money 9\nbank loan 8\nbank violin 1\nriver song 0\nbank quokka 5\n",
    );
    const questions = writeFile("questions.txt", ": fields\nbank money river water\n");
    await vscode.commands.executeCommand("wordfield.evaluateModel", { path: models.active!.path }, [
      pairs,
      questions,
    ]);
    assert.deepEqual(user.errors, []);
    const document = vscode.window.activeTextEditor!.document;
    assert.equal(document.languageId, "markdown");
    assert.ok(document.isUntitled);
    const text = document.getText();
    assert.match(text, /^# Evaluation of /);
    assert.match(text, /\| pairs \| 0\.\d{4} \| 4 \| 20\.0 % \| 1 of 7 \|/);
    assert.match(
      text,
      /### questions\n\n\| Section .*\n.*\n\| \*\*All\*\* \| \d+\.0 % \| 1 \| 0\.0 % \|/,
    );
  });

  it("does nothing where no file is chosen", async () => {
    await user.dismissAll("wordfield.evaluateModel");
    assert.equal(vscode.window.activeTextEditor, undefined);
    assert.deepEqual(user.messages, []);
  });

  it("says which line of which file is wrong", async () => {
    const { models } = await extensionState();
    const wrong = writeFile("wrong.txt", "bank money 9\nbank money\n");
    await vscode.commands.executeCommand("wordfield.evaluateModel", { path: models.active!.path }, [
      wrong,
    ]);
    await until("the error is shown", () => user.errors.length > 0);
    assert.match(user.errors[0]!, /^wrong\.txt, line 2: /);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});
