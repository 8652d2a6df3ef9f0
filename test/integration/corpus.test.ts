import * as assert from "node:assert/strict";
import { basename } from "node:path";
import * as vscode from "vscode";
import { QuickInputs } from "./quickInputs.ts";
import {
  clearModels,
  clearWorkspace,
  modelRows,
  plantedText,
  until,
  untitled,
  User,
  withSetting,
  workspacePath,
  writeFile,
} from "./window.ts";

const PREVIEW = "Preview What Would Be Read";
const TRAIN = "Train Embeddings";

/** The text of the report that was opened last. */
async function reportText(part: string): Promise<string> {
  const document = await until(`the report on ${part} is there`, () =>
    vscode.workspace.textDocuments.findLast(
      ({ uri }) => uri.scheme === "wordfield-report" && uri.path.includes(part),
    ),
  );
  return until(`the report on ${part} has its text`, () => document.getText());
}

describe("what a training would read", () => {
  let user: User;
  let inputs: QuickInputs;
  const name = () => basename(workspacePath());

  beforeEach(async () => {
    await clearWorkspace();
    await clearModels();
    user = new User();
    inputs = new QuickInputs();
    writeFile(
      "notes/a.md",
      "# The bridge\n\nThe river is broad, and the boat lies at the shore.\n",
    );
    writeFile("notes/b.txt", "Der Fluss ist breit, und das Boot, das am Ufer liegt, ist klein.\n");
    writeFile("src/c.ts", "// Opens the door of the house.\nexport const openDoor = 1;\n");
    writeFile("picture.bin", "\0\0\0");
  });
  afterEach(async () => {
    inputs.leave();
    user.leave();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await clearWorkspace();
    await clearModels();
  });

  it("is shown for the workspace: kinds, languages, largest files, what is skipped", async () => {
    const done = vscode.commands.executeCommand("wordfield.previewCorpus");
    await inputs.pick(PREVIEW, `${name()} (all of it)`);
    await done;
    const text = await reportText(`read: ${name()}`);
    assert.deepEqual(user.errors, []);
    assert.match(text, /^# What would be read: /);
    assert.match(text, /3 files, /);
    for (const kind of ["markdown", "plain", "code"])
      assert.match(text, new RegExp(`\\| ${kind} \\| 1 \\|`));
    assert.match(text, /\| German \| 1 \|/);
    assert.match(text, /\| notes\/b\.txt \|/);
    assert.match(text, /- picture\.bin: binary/);
  });

  it("is shown for what is selected in the Explorer, and heeds the settings and unsaved editors", async () => {
    const file = writeFile("notes/d.md", "old\n");
    const editor = await vscode.window.showTextDocument(file);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "two more "));
    const folder = vscode.Uri.joinPath(vscode.Uri.file(workspacePath()), "notes");
    await withSetting("corpus.include", ["**/*.md"], async () => {
      await vscode.commands.executeCommand("wordfield.previewCorpus", folder, [folder]);
    });
    const text = await reportText("read: notes");
    assert.match(text, /2 files, /);
    assert.match(text, /\| notes\/d\.md .*\| 3 \|/);
    assert.deepEqual(user.errors, []);
  });

  it("is offered before a training, which can begin then", async () => {
    writeFile("notes/fields.txt", plantedText(200));
    user.presses.add("Train…");
    const done = vscode.commands.executeCommand("wordfield.train");
    await inputs.pick(
      TRAIN,
      PREVIEW.replace(/W|B|R/g, (letter) => letter.toLowerCase()),
    );
    await done;
    await reportText(`read: ${name()}`);
    await inputs.pick(TRAIN, "Fast on");
    await until("the model is there", async () =>
      (await modelRows()).some(({ row }) => row.kind === "model"),
    );
  });

  it("can be open editors, those without a file too, or what patterns name", async () => {
    await vscode.window.showTextDocument(await untitled("some words without a file"), {
      preview: false,
    });
    const first = vscode.commands.executeCommand("wordfield.previewCorpus");
    await inputs.pick(PREVIEW, "Open editors");
    await first;
    assert.match(await reportText("open-editors"), /1 files, .*5 tokens/);
    const second = vscode.commands.executeCommand("wordfield.previewCorpus");
    await inputs.pick(PREVIEW, "Files that match…");
    assert.match(await inputs.enterWrongly(PREVIEW, " , "), /at least one pattern/);
    await inputs.enter(PREVIEW, "src, **/*.{md,rst}");
    await second;
    assert.match(await reportText("src"), /2 files, /);
    assert.deepEqual(user.errors, []);
  });

  it("can be chosen for a training", async () => {
    writeFile("notes/fields.txt", plantedText(200));
    const done = vscode.commands.executeCommand("wordfield.train");
    await inputs.pick(TRAIN, "Choose other text…");
    await inputs.pick(TRAIN, "Files that match…");
    await inputs.enter(TRAIN, "**/fields.txt");
    await inputs.pick(TRAIN, "Fast on");
    await done;
    const [model] = await modelRows();
    assert.ok(model?.row.kind === "model" && model.row.model.corpus?.files === 1);
    assert.deepEqual(user.errors, []);
  });
});
