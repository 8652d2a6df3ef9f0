import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  clearModels,
  clearWorkspace,
  plantedText,
  train,
  until,
  untitled,
  User,
  writeFile,
} from "./window.ts";

function panels(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith("wordfield.panel"),
    );
}

describe("the panel", () => {
  let user: User;

  before(async () => {
    user = new User();
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(600));
    await train();
  });
  afterEach(clearWorkspace);
  after(async () => {
    user.leave();
    await clearWorkspace();
    await clearModels();
  });

  it("opens once, whatever asks for it", async () => {
    await vscode.commands.executeCommand("wordfield.open");
    await until("the panel is there", () => panels().length === 1);
    await vscode.commands.executeCommand("wordfield.open", "bank");
    await vscode.commands.executeCommand("wordfield.showLines", "bank");
    assert.equal(panels().length, 1);
    assert.deepEqual(user.errors, []);
  });

  it("opens beside the editor, for the word at the cursor", async () => {
    const editor = await vscode.window.showTextDocument(await untitled("river bank"));
    editor.selection = new vscode.Selection(0, 7, 0, 7);
    await vscode.commands.executeCommand("wordfield.exploreWord");
    const tab = await until("the panel is there", () => panels()[0]);
    assert.notEqual(tab.group.viewColumn, editor.viewColumn);
  });

  it("opens again after it was closed", async () => {
    await vscode.commands.executeCommand("wordfield.open");
    await until("the panel is there", () => panels().length === 1);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await until("the panel is gone", () => panels().length === 0);
    await vscode.commands.executeCommand("wordfield.open", "bank");
    await until("the panel is there again", () => panels().length === 1);
  });
});
