import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { QuickInputs } from "./quickInputs.ts";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  plantedText,
  train,
  until,
  untitled,
  User,
  writeFile,
} from "./window.ts";

/** A file: an untitled document may have the text of one that was closed just before. */
function opened(name: string, text: string): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument(writeFile(name, text));
}

describe("words in the editor", () => {
  let user: User;
  let inputs: QuickInputs;

  before(async () => {
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(600));
    await train();
  });
  beforeEach(() => {
    user = new User();
    inputs = new QuickInputs();
  });
  afterEach(async () => {
    user.leave();
    inputs.leave();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
  after(async () => {
    await clearWorkspace();
    await clearModels();
  });

  describe("colored by similarity", () => {
    it("are those near the word that was chosen, and change as the text does", async () => {
      const { wordColors } = await extensionState();
      const editor = await vscode.window.showTextDocument(await untitled("money river bank loan"));
      const running = vscode.commands.executeCommand("wordfield.colorWords");
      await inputs.pick("Color words", "By similarity");
      await inputs.enter("By similarity", "bank");
      await running;
      assert.deepEqual(user.errors, []);
      assert.deepEqual(wordColors.coloring, { by: "similarity", word: "bank" });
      const before = wordColors.painted;
      assert.ok(before >= 2 && before < 5, `${before} words are colored.`);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "bank bank bank "));
      await until("the new words are colored", () => wordColors.painted === before + 3);
    });

    it("are plain again when that is chosen", async () => {
      const { wordColors } = await extensionState();
      await vscode.window.showTextDocument(await untitled("money river bank loan"));
      await vscode.commands.executeCommand("wordfield.colorWords", "bank");
      assert.ok(wordColors.painted > 0);
      const running = vscode.commands.executeCommand("wordfield.colorWords");
      await inputs.pick("Color words", "Off");
      await running;
      assert.equal(wordColors.coloring, null);
      assert.equal(wordColors.painted, 0);
    });

    it("stay as they were where the model does not have the word, and the user is told", async () => {
      const { wordColors } = await extensionState();
      await vscode.window.showTextDocument(await untitled("money river bank loan"));
      await vscode.commands.executeCommand("wordfield.colorWords", "zeppelin");
      assert.match(user.errors.join(), /“zeppelin” is not among the words/);
      assert.equal(wordColors.coloring, null);
    });
  });

  describe("colored by the groups of the map", () => {
    it("are those that belong to one, and the choice is kept", async () => {
      const { wordColors } = await extensionState();
      await vscode.window.showTextDocument(await untitled("money river bank loan zeppelin"));
      const running = vscode.commands.executeCommand("wordfield.colorWords");
      await inputs.pick("Color words", "By the groups");
      await running;
      assert.deepEqual(user.errors, []);
      assert.deepEqual(wordColors.coloring, { by: "cluster" });
      assert.equal(wordColors.painted, 4);
      const off = vscode.commands.executeCommand("wordfield.colorWords");
      await inputs.pick("Color words", "Off");
      await off;
      assert.equal(wordColors.painted, 0);
    });
  });

  describe("under the cursor", () => {
    const setting = () => vscode.workspace.getConfiguration("wordfield.panel");
    afterEach(() => setting().update("followCursor", undefined, vscode.ConfigurationTarget.Global));

    it("are shown in the panel while that is wanted, and the editor keeps the focus", async () => {
      const { panel } = await extensionState();
      const document = await opened("cursor.txt", "river bank nothing");
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("wordfield.open");
      const activeInput = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      await until("the panel is there", () => activeInput() instanceof vscode.TabInputWebview);
      // VS Code gives a new page the focus when it has loaded.
      await until("its page is there", () => panel.answered.has("readState"));
      const { viewColumn } = vscode.window.tabGroups.activeTabGroup;
      const beside =
        viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
      const editor = await vscode.window.showTextDocument(document, beside);
      await until(`the panel in ${viewColumn} is seen beside ${beside}`, () => panel.visible);
      await vscode.commands.executeCommand("wordfield.followCursor");
      assert.equal(setting().get("followCursor"), true);
      const shown = (character: number, word: string) => {
        editor.selection = new vscode.Selection(0, character, 0, character);
        return until(`${word} is shown`, () => panel.request?.word === word);
      };
      await shown(1, "river");
      await shown(7, "bank");
      assert.ok(activeInput() instanceof vscode.TabInputText);
      // Another editor, in which no cursor moves.
      await vscode.window.showTextDocument(await opened("other.txt", "river"), beside);
      await until("its word is shown", () => panel.request?.word === "river");
      await vscode.commands.executeCommand("wordfield.followCursor");
      assert.equal(setting().get("followCursor"), false);
    });
  });
});
