import * as assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import * as vscode from "vscode";
import { QuickInputs } from "./quickInputs.ts";
import {
  clearModels,
  clearWorkspace,
  extensionState,
  train,
  until,
  User,
  workspacePath,
  writeFile,
} from "./window.ts";

const TOPICS = [
  ["soup", "bread", "butter", "cook", "kitchen", "oven", "flour", "sugar", "spoon", "plate"],
  ["anvil", "hammer", "iron", "forge", "smith", "steel", "nail", "chain", "blade", "furnace"],
  ["river", "water", "boat", "shore", "stream", "fish", "harbor", "sail", "wave", "tide"],
] as const;

const FILES = [
  ["plain/a.txt", 1],
  ["plain/b.txt", 2],
  ["odd/c.txt", 3],
] as const;

/** Sentences of one topic each; where `exchanges`, spoon stands for hammer and hammer for spoon. */
function text(seed: number, exchanges: boolean): string {
  let state = seed;
  const next = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  return Array.from({ length: 500 }, () => {
    const topic = TOPICS[next(TOPICS.length)]!;
    const line = Array.from({ length: 8 }, () => topic[next(topic.length)]!).join(" ");
    if (!exchanges) return line;
    return line.replace(/spoon|hammer/g, (word) => (word === "spoon" ? "hammer" : "spoon"));
  }).join("\n");
}

/** The text of the report of a title. */
async function reportText(title: string): Promise<string> {
  const document = await until(`the report ${title} is there`, () =>
    vscode.workspace.textDocuments.find(
      ({ uri }) => uri.scheme === "wordfield-report" && uri.path.includes(title),
    ),
  );
  return until(`the report ${title} has its text`, () => document.getText());
}

/** The part of a report that is about a word. */
function sectionOf(report: string, word: string): string {
  return report.split("\n## ").find((section) => section.startsWith(`${word} (`)) ?? "";
}

/** The words in the first column of a report's table, from the top. */
function rankedWords(report: string): readonly string[] {
  return [...report.matchAll(/^\| (\p{L}+) \|.*\|$/gmu)].map(([, word]) => word!).slice(1);
}

describe("words that are used in two ways", () => {
  let user: User;
  let inputs: QuickInputs;
  const oddFolder = () => vscode.Uri.joinPath(vscode.Uri.file(workspacePath()), "odd");

  before(async () => {
    await clearWorkspace();
    await clearModels();
    for (const [name, seed] of FILES) writeFile(name, text(seed, name.startsWith("odd")));
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

  it("are listed for a folder of the Explorer, with neighbors, lines and the least uses", async () => {
    await train();
    await vscode.commands.executeCommand("wordfield.showFolderWords", oddFolder(), [oddFolder()]);
    assert.deepEqual(user.errors, []);
    const report = await reportText("Words used differently in odd");
    assert.deepEqual([...rankedWords(report).slice(0, 2)].sort(), ["hammer", "spoon"]);
    assert.match(report, /30 words with 20 uses or more on both sides were compared/);
    const spoon = sectionOf(report, "spoon");
    const [inFolder, elsewhere] = spoon.split("**elsewhere, ");
    assert.match(inFolder!, /\*\*in odd, \d+ uses:\*\* .*(iron|forge|steel|anvil)/);
    assert.match(inFolder!, /- \[odd\/c\.txt:\d+\]\(<file:.*odd\/c\.txt#L\d+>\): .*\*\*spoon\*\*/);
    assert.match(elsewhere!, /- \[plain\/[ab]\.txt:\d+\]\(<file:.*>\): .*\*\*spoon\*\*/);
    assert.doesNotMatch(elsewhere!, /odd\/c\.txt/);
  });

  it("are listed for a folder that is picked from the palette", async () => {
    const running = vscode.commands.executeCommand("wordfield.showFolderWords");
    const labels = await inputs.pick("Words Used Differently in a Folder", "odd");
    await running;
    assert.deepEqual(user.errors, []);
    assert.equal(labels.filter((label) => /odd|plain|Other folder/.test(label)).length, 3);
    assert.match(await reportText("Words used differently in odd"), /\| spoon \|/);
  });

  it("are told in one sentence where too few words are on both sides", async () => {
    writeFile("tiny/d.txt", "spoon hammer river\n");
    const tiny = vscode.Uri.joinPath(vscode.Uri.file(workspacePath()), "tiny");
    await vscode.commands.executeCommand("wordfield.showFolderWords", tiny);
    assert.match(user.errors.join(), /Only 0 words stand 20 times or more.*choose a larger folder/);
  });

  it("are shown for two models, aligned, in the panel, and again where one is another", async () => {
    const { models, panel } = await extensionState();
    await clearModels();
    // Thirty words of a hundred dimensions could be turned onto anything.
    const options = { dimension: 8, epochs: 20, existing: "add" };
    for (const [name, seed] of FILES) writeFile(name, text(seed, false));
    await vscode.commands.executeCommand("wordfield.train", options);
    const first = models.active!.path;
    await vscode.commands.executeCommand("wordfield.showMovedWords", { path: first });
    assert.match(user.messages.map((message) => message.text).join(), /There is one model here/);
    for (const [name, seed] of FILES) writeFile(name, text(seed + 10, true));
    await vscode.commands.executeCommand("wordfield.train", options);
    const second = models.active!.path;
    assert.notEqual(second, first);
    await vscode.commands.executeCommand(
      "wordfield.showMovedWords",
      { path: first },
      { path: second },
    );
    for (const method of ["listMovedWords", "projectModels", "readWordIn"])
      await until(`the page has ${method}`, () => panel.answered.has(method));
    assert.equal(panel.answered.get("listMovedWords"), 1);
    // As another window would train it anew; the active model is the second.
    await copyFile(second, first);
    await until("the page has asked again", () => panel.answered.get("listMovedWords") === 2);
    assert.deepEqual(user.errors, []);
  });
});
