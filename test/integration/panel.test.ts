import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { saveMap } from "../../src/vscode/panel/saveMap.ts";
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

  it("stands in the panel area where the user wants that, and in a tab again", async () => {
    const { panel } = await extensionState();
    const settings = () => vscode.workspace.getConfiguration("wordfield.panel");
    const where = vscode.ConfigurationTarget.Global;
    await vscode.commands.executeCommand("wordfield.open", "bank");
    await until("the panel is there", () => panels().length === 1);
    try {
      await settings().update("location", "panelArea", where);
      await until("the tab is gone", () => panels().length === 0);
      await until("the view is seen", () => panel.visible);
      await vscode.commands.executeCommand("wordfield.open", "river");
      assert.equal(panel.request?.word, "river");
      assert.equal(panels().length, 0);
    } finally {
      await settings().update("location", undefined, where);
    }
    await until("the panel is a tab again", () => panels().length === 1);
    assert.deepEqual(user.errors, []);
  });

  it("keeps what it shows under a name, and shows it again by command", async () => {
    const { panel } = await extensionState();
    const inputs = new QuickInputs();
    try {
      await vscode.commands.executeCommand("wordfield.open", "bank");
      await until("the page has neighbors", () => panel.answered.has("findNeighbors"));
      await vscode.commands.executeCommand("wordfield.keepView");
      assert.equal(await inputs.enter("Keep This View", "Money"), "bank");
      await until("the view is kept", () => panel.answered.has("keepView"));
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await until("the panel is gone", () => panels().length === 0);
      const running = vscode.commands.executeCommand("wordfield.openView");
      assert.deepEqual(await inputs.pick("Open Kept View", "Money"), ["Money"]);
      await running;
      await until("the panel is there", () => panels().length === 1);
      assert.deepEqual(user.errors, []);
    } finally {
      inputs.leave();
    }
  });
});

describe("a map that the page has drawn", () => {
  let user: User;

  before(() => {
    user = new User();
  });
  after(async () => {
    user.leave();
    await clearWorkspace();
  });

  it("is saved where the user says, in place of what was there, with nothing left beside it", async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const target = vscode.Uri.joinPath(folder, "words.tsv");
    writeFile("words.tsv", "old");
    user.files.save = target;
    const content = "word\tx\nbänk\t0.5\n";
    assert.deepEqual(await saveMap({ kind: "tsv", content }), { isSaved: true });
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(target)), content);
    const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
    assert.deepEqual(
      names.filter((name) => name.includes("words.tsv")),
      ["words.tsv"],
    );
  });

  it("is not saved where the user closes the dialog, or where the picture is none", async () => {
    delete user.files.save;
    assert.deepEqual(await saveMap({ kind: "svg", content: "<svg/>" }), { isSaved: false });
    user.files.save = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, "map.png");
    await assert.rejects(saveMap({ kind: "png", content: "PHN2Zy8+" }), /no PNG/);
  });

  it("tells in one sentence where the place cannot be written", async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    writeFile("file.txt", "text");
    user.files.save = vscode.Uri.joinPath(folder, "file.txt", "map.svg");
    await assert.rejects(
      saveMap({ kind: "svg", content: "<svg/>" }),
      /could not be saved as .*map\.svg/,
    );
  });
});
