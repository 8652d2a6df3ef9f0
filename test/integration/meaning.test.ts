import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { manyTopics, topicWord } from "../support/manyTopics.ts";
import { QuickInputs } from "./quickInputs.ts";
import {
  allRows,
  clearModels,
  clearWorkspace,
  extensionState,
  hoverText,
  modelRows,
  plantedText,
  train,
  until,
  untitled,
  User,
  writeFile,
} from "./window.ts";

const RIVER = [
  "We walked along the bank of the river to fish.",
  "Trees grow on the muddy bank beside the lake.",
  "The boat lay on the bank near the stream.",
];
const MONEY = [
  "The bank gave my aunt a loan with low interest.",
  "Money in the bank was withdrawn by the clerk.",
  "At the bank she opened a savings account.",
];

describe("meaning in the workspace", () => {
  let user: User;
  let inputs: QuickInputs;

  before(async () => {
    await clearWorkspace();
    await clearModels();
    writeFile("river.txt", RIVER.join("\n\n"));
    writeFile("money.txt", MONEY.join("\n\n"));
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

  it("shows the senses of a word in the panel, read from the files of the workspace", async () => {
    await vscode.commands.executeCommand("wordfield.findSenses", "bank");
    const { panel } = await extensionState();
    await until("the page has the senses", () => panel.answered.has("findSenses"));
    assert.deepEqual(user.errors, []);
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab!;
    assert.ok(
      input instanceof vscode.TabInputWebview && input.viewType.endsWith("wordfield.panel"),
    );
  });

  it("finds lines by their meaning, and goes to the one that is chosen", async () => {
    const running = vscode.commands.executeCommand("wordfield.findLines", "borrowing cash");
    const labels = await inputs.pick("Lines that mean", "gave my aunt a loan");
    await running;
    assert.deepEqual(user.errors, []);
    assert.equal(labels.length, 6);
    assert.ok(MONEY.includes(labels[0]!), labels[0]);
    const { document, selection } = vscode.window.activeTextEditor!;
    assert.ok(document.uri.path.endsWith("/money.txt"));
    assert.equal(document.getText(selection), MONEY[0]);
  });

  it("looks around without training, and a training takes that place with what is known in general", async () => {
    await clearModels();
    writeFile("fields.txt", plantedText(600));
    const { models, trainer } = await extensionState();
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, "money.txt"),
    );
    const hint = async () =>
      (
        await vscode.commands.executeCommand<vscode.Hover[]>(
          "vscode.executeHoverProvider",
          document.uri,
          new vscode.Position(0, 5),
        )
      )
        .flatMap(({ contents }) => contents)
        .map((content) => (typeof content === "string" ? content : content.value))
        .join("\n");
    assert.match(await hint(), /command:wordfield\.lookAround/);
    assert.equal(models.active, undefined); // nothing is computed before somebody asks
    const beganMs = Date.now();
    await vscode.commands.executeCommand("wordfield.lookAround");
    const hover = await hoverText(document, "bank");
    console.log(`    from the command to a hover: ${Date.now() - beganMs} ms`);
    assert.deepEqual(user.errors, []);
    assert.match(models.active!.name, /-general$/);
    assert.match(
      hover,
      /General meaning; not trained on this workspace yet\..*command:wordfield\.train/,
    );
    assert.equal(trainer.snapshot, null);
    const [general] = await modelRows();
    assert.match(String(general?.item.description), /general meaning, not trained/);
    await train();
    assert.doesNotMatch(models.active!.name, /-general$/);
    const { row } = (await modelRows()).find(({ item: { id } }) => id === models.active!.path)!;
    assert.ok(row.kind === "model" && row.model.encoder === "all-MiniLM-L6-v2");
    assert.doesNotMatch(await hoverText(document, "bank"), /not trained/);
    await clearModels();
  });

  it("adds general meaning to a model, and lists what is used differently here", async () => {
    // Fewer than twenty words have nothing to be compared with.
    const court = ["king", "queen", "castle", "crown", "throne", "prince", "knight", "sword"];
    const rotated = (by: number) => [...court.slice(by), ...court.slice(0, by)].join(" ");
    const courtText = Array.from({ length: 600 }, (_, line) => rotated(line % court.length));
    writeFile("fields.txt", `${plantedText(4_000)}\n${courtText.join("\n")}`);
    await train();
    const { models } = await extensionState();
    await vscode.commands.executeCommand("wordfield.groundModel", { path: models.active!.path });
    assert.deepEqual(user.errors, []);
    const told = user.messages.map(({ text }) => text).join("\n");
    assert.match(told, /all-MiniLM-L6-v2 knows (\d+) of \1 words/);
    const document = await untitled("bank");
    const hovered = async (setting: string, value: unknown) => {
      const hover = vscode.workspace.getConfiguration("wordfield.hover");
      await hover.update(setting, value, vscode.ConfigurationTarget.Global);
      try {
        return await hoverText(document, "bank");
      } finally {
        await hover.update(setting, undefined, vscode.ConfigurationTarget.Global);
      }
    };
    const [here, general] = [await hovered("balance", 0), await hovered("balance", 1)];
    assert.notEqual(here, general);
    const both = await hovered("twoLists", true);
    assert.match(both, /\| here \| .*cosine \| .*in general \| .*cosine \|/);
    const nearest = (text: string) => /\n\| \[([^\]]+)\]/.exec(text)![1]!;
    for (const text of [here, general]) assert.ok(both.includes(`[${nearest(text)}]`), both);
    const exported = async (label: string) => {
      const target = writeFile("vectors.vec", "");
      const done = vscode.commands.executeCommand(
        "wordfield.exportModel",
        { path: models.active!.path },
        target,
      );
      await inputs.pick("Which Vectors to Export", label);
      await done;
      return Number(readFileSync(target.fsPath, "utf8").split("\n", 1)[0]!.split(" ")[1]);
    };
    assert.equal(await exported("What Was Trained"), 100);
    assert.ok((await exported("Both Meanings")) > 100);
    assert.deepEqual(user.errors, []);
    await vscode.commands.executeCommand("wordfield.showUnusualWords");
    assert.deepEqual(user.errors, []);
    const name = `/Words used differently in ${models.active!.name}.md`;
    const report = await until("the report is there", () =>
      vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === "wordfield-report" && uri.path === name,
      ),
    );
    const text = await until("the report has its text", () => report.getText());
    assert.match(text, /\| Word +\| Score +\| Near it: here +\| Near it: in general +\|/);
    const scores = [...text.matchAll(/^## \p{L}+ \((-?[\d.]+) σ\)$/gmu)].map(([, score]) => score);
    assert.ok(scores.length > 5, text.slice(0, 2_000));
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => Number(b) - Number(a)),
    );
    assert.match(text, /\*\*here, [\d,]+ uses:\*\*[^\n]+\n\n- \[fields\.txt:\d+\]/);
  });

  it("says in the hover how often neighbors would be seen again with another seed", async () => {
    writeFile("fields.txt", manyTopics(2_000));
    await train();
    const word = topicWord(4, 2);
    const hover = await hoverText(await untitled(word), word);
    assert.match(hover, /^\| near \| .*cosine \| .*count \| .*seen again \|$/m);
    const rows = hover.split("\n").filter((line) => / \d+ of 10 \|$/.test(line));
    assert.equal(rows.length, 6);
    for (const row of rows) {
      const isSure = Number(/(\d+) of 10 \|$/.exec(row)![1]) >= 7;
      if (isSure) assert.match(row, /^\| \[/);
    }
    assert.deepEqual(user.errors, []);
  });

  it("shows what the words of a selection mean in the panel, and opens the nearest lines", async () => {
    writeFile("fields.txt", plantedText(1_500));
    await train();
    const document = await untitled("First line.\nThe bank lends money.");
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 0, 1, 21);
    await vscode.commands.executeCommand("wordfield.compareSelection");
    const { panel } = await extensionState();
    for (const method of ["readContext", "markStretch", "neighborsInContext", "readLayerAttention"])
      await until(`the page has ${method}`, () => panel.answered.has(method));
    assert.deepEqual(user.errors, []);
    const encoders = (await allRows()).filter(({ row }) => row.kind === "bundled");
    assert.deepEqual(
      encoders.map(({ item }) => item.label),
      ["all-MiniLM-L6-v2", "bge-small-zh-v1.5"],
    );
    assert.match(String(encoders[0]?.item.description), /^English · \d+ MB · bundled$/);
    const [english, chinese] = encoders.map(({ item }) => item.tooltip as string);
    assert.match(english!, /\nComputes on: cpu$/);
    assert.match(chinese!, /\nDoes not run now; it would compute on: auto$/);
    // What an encoder made of words is kept beside the models, where it is not taken for one.
    await vscode.commands.executeCommand("wordfield.refreshModels");
    assert.equal((await extensionState()).models.files.length, 1);
  });
});
