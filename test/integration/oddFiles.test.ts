import * as assert from "node:assert/strict";
import { chmodSync, closeSync, ftruncateSync, openSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { MemoryFiles } from "./memoryFiles.ts";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  hoverText,
  plantedText,
  train,
  until,
  untitled,
  User,
  withSetting,
  workspacePath,
  writeFile,
} from "./window.ts";

describe("a workspace with files of every kind", () => {
  let user: User;

  before(async () => {
    await clearWorkspace();
    await clearModels();
    user = new User();
  });
  after(async () => {
    user.leave();
    await clearWorkspace();
    await clearModels();
  });

  it("is trained on as far as it is text, and the rest is counted", async () => {
    writeFile("plain text.txt", plantedText(300));
    writeFile("dossier été/记录 1.md", "银行 贷款 größe\n".repeat(30));
    writeFile(
      "latin1.txt",
      Buffer.from("une café crème brûlée à la façade\n".repeat(60), "latin1"),
    );
    writeFile(
      "utf16.txt",
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from("zwölf Boxkämpfer jagen Viktor quer\n".repeat(30), "utf16le"),
      ]),
    );
    writeFile("picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 1, 2, 3]));
    writeFile("empty.txt", "");
    writeFile("unreadable.txt", "secret ".repeat(100));
    chmodSync(join(workspacePath(), "unreadable.txt"), 0);
    const log = openSync(join(workspacePath(), "huge.log"), "w");
    ftruncateSync(log, 200_000_000);
    closeSync(log);
    writeFile("loop/inside.txt", "inside ".repeat(20));
    symlinkSync("..", join(workspacePath(), "loop/again"), "junction");

    await train();
    const { models } = await extensionState();
    assert.ok(models.active, JSON.stringify(user.messages));
    assert.match(user.messages.at(-1)?.text ?? "", /is ready: .* files were skipped\.$/);
    assert.ok(user.messages.at(-1)?.buttons.includes("Show Log"));
    for (const word of ["bank", "größe", "café", "zwölf"]) {
      const document = await untitled(`a ${word} b`);
      assert.notEqual(await hoverText(document, word), "", word);
    }
    assert.deepEqual(user.errors, []);
  });
});

describe("a folder that is not on disk", () => {
  let user: User;
  let files: vscode.Disposable;

  before(async () => {
    await clearWorkspace();
    await clearModels();
    user = new User();
    files = vscode.workspace.registerFileSystemProvider(
      "wordfield-memory",
      new MemoryFiles({
        "/books/one.txt": "quokka wombat koala\n".repeat(40),
        "/books/deep/two.md": "dingo possum größe\n".repeat(40),
        "/books/node_modules/x.js": "excluded excluded\n".repeat(40),
        "/books/picture.png": new Uint8Array([0x89, 0x50, 0, 0, 0, 13, 0, 1]),
        "/books/large.log": "large ".repeat(20_000),
      }),
      { isReadonly: true },
    );
  });
  after(async () => {
    files.dispose();
    user.leave();
    await clearModels();
  });

  it("is read through the editor, within the limits", async () => {
    const { models } = await extensionState();
    const folder = vscode.Uri.parse("wordfield-memory:/books");
    await withSetting("corpus.maximumFileSize", 0.1, async () => {
      const done = vscode.commands.executeCommand("wordfield.trainFolder", folder, [folder]);
      await until("the model is active", async () => {
        await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
        return models.active?.name === "books";
      });
      await done;
    });
    const document = await untitled("quokka größe excluded large");
    assert.notEqual(await hoverText(document, "quokka"), "");
    assert.notEqual(await hoverText(document, "größe"), "");
    assert.equal(await hoverText(document, "excluded"), "");
    assert.equal(await hoverText(document, "large"), "");
    assert.deepEqual(user.errors, []);
  });
});
