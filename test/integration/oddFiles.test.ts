import * as assert from "node:assert/strict";
import { chmodSync, closeSync, ftruncateSync, openSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  hoverText,
  plantedText,
  train,
  untitled,
  User,
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
