import * as assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { TrainedClassifier } from "../../src/vscode/classifier/trainClassifier.ts";
import type { LabeledText } from "../../src/vscode/classifier/predictionMarkdown.ts";
import { labeledLines } from "../support/labeledText.ts";
import { QuickInputs } from "./quickInputs.ts";
import { clearWorkspace, until, untitled, User, workspacePath, writeFile } from "./window.ts";

const TRAIN = "Train Text Classifier";
const SETTINGS = { epochs: 20, learningRate: 0.5, dimension: 16, threads: 1 };

function run<T>(command: string, ...args: unknown[]): Promise<T> {
  return Promise.resolve(vscode.commands.executeCommand<T>(`wordfield.${command}`, ...args));
}

const inWorkspace = (name: string) => vscode.Uri.file(join(workspacePath(), name));

/** Trains on made-up texts of three labels, without a question. */
async function trainTopics(): Promise<vscode.Uri> {
  const output = inWorkspace("topics.bin");
  const files = [writeFile("topics.train.txt", labeledLines(400))];
  await run("trainClassifier", { files, output, ...SETTINGS });
  return output;
}

/** Writes folders named by labels, with a file for each text. */
function writeFolders(): vscode.Uri {
  for (const [index, line] of labeledLines(60).trim().split("\n").entries()) {
    const [label = "", ...words] = line.split(" ");
    writeFile(`mail/${label.slice("__label__".length)}/${index}.txt`, words.join(" "));
  }
  return inWorkspace("mail");
}

function documentText(): string {
  const document = vscode.window.activeTextEditor!.document;
  assert.equal(document.languageId, "markdown");
  assert.ok(document.isUntitled);
  return document.getText();
}

describe("text classifiers", () => {
  let user: User;
  let inputs: QuickInputs;

  beforeEach(async () => {
    await clearWorkspace();
    user = new User();
    inputs = new QuickInputs();
  });
  afterEach(async () => {
    inputs.leave();
    user.leave();
    await clearWorkspace();
  });

  it("are trained and tested without a question where all is given", async () => {
    writeFile("topics.train.txt", labeledLines(400));
    writeFile("topics.test.txt", labeledLines(100, 2));
    const trained = await run<TrainedClassifier>("trainClassifier", {
      ...{ files: "topics.train.txt", output: "topics.bin", test: ["topics.test.txt"] },
      ...SETTINGS,
    });
    assert.deepEqual(user.errors, []);
    assert.ok(existsSync(inWorkspace("topics.bin").fsPath));
    assert.equal(trained.examples, 400);
    assert.deepEqual(trained.labels.map(({ label }) => label).sort(), ["money", "music", "water"]);
    assert.ok(trained.test!.precision! > 0.95, String(trained.test!.precision));
    assert.equal(user.messages.length, 1);
    const [{ text, buttons }] = user.messages as [(typeof user.messages)[0]];
    assert.match(
      text,
      /^topics is ready: 3 labels from 400 texts in \d+ s\. Precision (?:9\d|100)\.\d %, recall (?:9\d|100)\.\d % on 100 texts\.$/,
    );
    assert.deepEqual(buttons, ["Test…", "Classify Selection"]);
  });

  it("are trained from the explorer on folders named by labels, after loss and file", async () => {
    const folder = writeFolders();
    user.files.save = inWorkspace("mail.bin");
    user.files.open = [folder];
    user.presses.add("Test…");
    const done = run<TrainedClassifier>("trainClassifier", folder, [folder]);
    const losses = await inputs.pick(TRAIN, "One-vs-all");
    const trained = await done;
    assert.deepEqual(user.errors, []);
    assert.deepEqual(losses, [
      ...["Softmax", "One-vs-all", "Hierarchical softmax", "Negative sampling", "Advanced…"],
    ]);
    assert.equal(trained.loss, "ova");
    assert.equal(trained.corpus.files, 60);
    assert.deepEqual(trained.labels.map(({ label }) => label).sort(), ["money", "music", "water"]);
    // The notification leads on.
    await inputs.pick("Test mail", "Folder whose subfolders are labels");
    await until("the test is shown", () =>
      vscode.window.activeTextEditor?.document.getText().startsWith("# Test of mail\n\n60 texts"),
    );
  });

  it("have all options and a test under Advanced, with a way back from every step", async () => {
    const train = writeFile("topics.train.txt", labeledLines(400));
    const test = writeFile("topics.test.txt", labeledLines(100, 2));
    await vscode.window.showTextDocument(train);
    user.files.save = inWorkspace("topics.bin");
    const done = run<TrainedClassifier>("trainClassifier");
    await inputs.pick(TRAIN, "This file: topics.train.txt");
    await inputs.back(TRAIN);
    user.files.open = [train];
    await inputs.pick(TRAIN, "Files with labeled lines");
    await inputs.pick(TRAIN, "Advanced…");
    const title = `${TRAIN}: Advanced`;
    await inputs.back(title);
    await inputs.pick(TRAIN, "Advanced…");
    await inputs.pick(title, "Loss");
    await inputs.pick("Loss", "Negative sampling");
    await inputs.pick(title, "Negatives");
    assert.equal(await inputs.enter("Negatives", "2"), "5");
    await inputs.pick(title, "Epochs");
    assert.match(await inputs.enterWrongly("Epochs", "0"), /whole number from 1 to 1000/);
    await inputs.enter("Epochs", "30");
    await inputs.pick(title, "Learning rate");
    await inputs.enter("Learning rate", "0.5");
    await inputs.pick(title, "Words in a row");
    await inputs.enter("Words in a row", "2");
    assert.equal(await inputs.describe(title, "Buckets"), "200000");
    user.files.open = [test];
    await inputs.pick(title, "Test on");
    await inputs.pick("Test on", "Files with labeled lines");
    assert.equal(await inputs.describe(title, "Test on"), "$(edit) topics.test.txt");
    await inputs.pick(title, "Train");
    const trained = await done;
    assert.deepEqual(user.errors, []);
    assert.equal(trained.loss, "ns");
    assert.equal(trained.lossPerEpoch.length, 30);
    assert.ok(trained.test!.precision! > 0.95, String(trained.test!.precision));
  });

  it("are kept where their test fails, and say that unsaved changes were not read", async () => {
    const train = writeFile("topics.train.txt", labeledLines(400));
    const files = vscode.workspace.getConfiguration("files");
    await files.update("autoSave", "off", vscode.ConfigurationTarget.Global);
    const editor = await vscode.window.showTextDocument(train);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "__label__new boat\n"));
    const trained = await run<TrainedClassifier>("trainClassifier", {
      ...{ files: train, output: "topics.bin", test: "missing.txt" },
      ...SETTINGS,
    });
    await files.update("autoSave", undefined, vscode.ConfigurationTarget.Global);
    assert.equal(trained.examples, 400);
    assert.equal(trained.test, null);
    assert.equal(user.errors.length, 1);
    assert.match(user.errors[0]!, /missing\.txt/);
    assert.match(
      user.messages.at(-1)?.text ?? "",
      /^topics is ready: .* s\. Unsaved changes in 1 file were not read\.$/,
    );
  });

  it("leave nothing behind where a training is canceled", async () => {
    const files = [writeFile("topics.train.txt", labeledLines(20_000))];
    const source = new vscode.CancellationTokenSource();
    const window = vscode.window as { withProgress: unknown };
    const { withProgress } = vscode.window;
    window.withProgress = (
      _: unknown,
      work: (progress: object, token: vscode.CancellationToken) => unknown,
    ) => {
      const report = ({ message = "" }) => {
        if (message.startsWith("epoch")) source.cancel();
      };
      return work({ report }, source.token);
    };
    try {
      await run("trainClassifier", { files, output: inWorkspace("topics.bin"), epochs: 1_000 });
    } finally {
      window.withProgress = withProgress;
    }
    assert.ok(source.token.isCancellationRequested);
    assert.deepEqual(user.messages, []);
    assert.deepEqual(readdirSync(workspacePath()), ["topics.train.txt"]);
  });

  it("are tested in a document with scores by label and confusions", async () => {
    const classifier = await trainTopics();
    const wrong = "__label__water loan credit market price coin\n__label__fire boat fish tide\n";
    const tests = writeFile("topics.test.txt", labeledLines(100, 2) + wrong);
    const done = run<{ precision: number }>("testClassifier", undefined, [tests]);
    // The one that was used last comes first.
    const offered = await inputs.pick("Test Text Classifier", "topics");
    const { precision } = await done;
    assert.deepEqual(user.errors, []);
    assert.equal(offered[0], "topics");
    assert.ok(precision > 0.95, String(precision));
    const text = documentText();
    assert.match(text, /^# Test of topics\n\n101 texts, the most probable label of each\n/);
    assert.match(text, /\n- Precision: \*\*9\d\.\d %\*\* of the predicted labels are right\.\n/);
    assert.match(text, /\n- Recall: \*\*9\d\.\d %\*\* of the texts’ labels are predicted\.\n/);
    for (const label of ["water", "money", "music"])
      assert.match(
        text,
        new RegExp(`\\| ${label} \\| [\\d.]+ % \\| [\\d.]+ % \\| [\\d.]+ % \\| \\d+ \\|`),
      );
    assert.match(text, /\n\| water \| money \| \d+ \|\n/);
    assert.match(text, /## Unknown labels\n[^#]*\| fire \| 1 \|/);
    assert.ok(text.includes(`- ${classifier.fsPath}\n`), text);
  });

  it("classify each selected line in a document", async () => {
    const classifier = await trainTopics();
    const document = await untitled(
      "violin opera\n\nboat and fish\nloan market of the price\nnot this one\n",
    );
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 4, 0);
    const labeled = await run<readonly LabeledText[]>("classifyText", { classifier, count: 1 });
    assert.deepEqual(user.errors, []);
    assert.deepEqual(
      labeled.map(({ labels }) => labels[0]!.label),
      ["music", "water", "money"],
    );
    assert.ok(labeled.every(({ labels }) => labels.length === 1 && labels[0]!.probability > 0.6));
    const text = documentText();
    assert.match(text, /^# Labels by topics\n/);
    assert.match(text, /:1 \| music \d+\.\d % \| violin opera \|\n/);
    assert.match(text, /:3 \| water \d+\.\d % \| boat and fish \|\n/);
    assert.ok(!text.includes("not this one"));
  });

  it("classify what is selected in a line, and Enter copies a label", async () => {
    await trainTopics();
    const file = writeFile("notes.txt", "the violin and the boat\n");
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(0, 4, 0, 10);
    // As the editor's menu calls it.
    const done = run<readonly LabeledText[]>("classifyText", file);
    await inputs.pick("Classify Text", "topics");
    const [labeled] = await done;
    assert.equal(labeled?.text, "violin");
    assert.equal(labeled.labels[0]?.label, "music");
    assert.equal(labeled.labels.length, 3);
    const title = "Labels of notes.txt:1 by topics";
    assert.match(await inputs.describe(title, "music"), /^\d+\.\d %$/);
    const shown = await inputs.pick(title, "music");
    assert.equal(shown[0], "music");
    await until("the label is in the clipboard", async () => {
      return (await vscode.env.clipboard.readText()) === "music";
    });
  });

  it("show the labels of one text as a document where that is wanted", async () => {
    const classifier = await trainTopics();
    await vscode.window.showTextDocument(await untitled("violin and opera\n"));
    await run("classifyText", { classifier });
    await inputs.pick("Labels of Untitled-", "Show as document");
    await until("the document is shown", () =>
      vscode.window.activeTextEditor?.document.getText().startsWith("# Labels by topics"),
    );
    assert.deepEqual(user.errors, []);
  });

  it("classify a whole document where nothing is selected, unsaved changes and all", async () => {
    const classifier = await trainTopics();
    const file = writeFile("notes.txt", "violin opera melody\n");
    const editor = await vscode.window.showTextDocument(file);
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), "boat fish\ntide\n"));
    const fromEditor = await run<readonly LabeledText[]>("classifyText", { classifier });
    const fromExplorer = await run<readonly LabeledText[]>("classifyText", file, [
      file,
      classifier,
    ]);
    for (const [labeled] of [fromEditor, fromExplorer]) {
      assert.equal(labeled?.place, "notes.txt");
      assert.equal(labeled.labels[0]?.label, "water");
    }
    const byLine = await run<readonly LabeledText[]>("classifyText", {
      ...{ classifier, textUnit: "line" },
    });
    assert.deepEqual(
      byLine.map(({ place }) => place),
      ["notes.txt:1", "notes.txt:2"],
    );
    assert.deepEqual(user.errors, []);
  });

  it("classify files of the explorer, each as one text, and say which were skipped", async () => {
    const classifier = await trainTopics();
    const files = [
      writeFile("a.txt", "boat fish\nviolin boat tide\n"),
      writeFile("b.txt", "loan credit\n"),
      writeFile("c.png", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0])),
    ];
    const labeled = await run<readonly LabeledText[]>("classifyText", files[0], [
      ...[...files, classifier],
    ]);
    assert.deepEqual(
      labeled.map(({ place, labels }) => `${place} ${labels[0]?.label}`),
      ["a.txt water", "b.txt money"],
    );
    assert.match(documentText(), /## Skipped files\n\n- .*c\.png: /);
    assert.deepEqual(user.errors, []);
  });

  it("say what is wrong with a text, a file or an argument, and what to do", async () => {
    const plain = writeFile("plain.txt", "no label stands here\n");
    const output = inWorkspace("plain.bin");
    await run("trainClassifier", { files: [plain], output });
    assert.match(user.errors[0] ?? "", /^No line in .*plain\.txt has a label such as __label__/);
    assert.deepEqual(user.messages[0]?.buttons, ["Show Log"]);
    assert.ok(!existsSync(output.fsPath));

    await run("testClassifier", { classifier: "missing.bin", files: plain });
    assert.match(user.errors[1] ?? "", /missing\.bin/);
    await run("classifyText", { classifier: writeFile("odd.bin", "odd"), files: plain });
    assert.match(user.errors[2] ?? "", /odd\.bin/);
    await run("trainClassifier", { files: [plain], output, epochs: 0 });
    assert.equal(
      user.errors[3],
      "The argument epochs of the command is 0: expected a whole number from 1 to 1000.",
    );
    const elsewhere = vscode.Uri.parse("memory:/labels.txt");
    await run("trainClassifier", { files: [elsewhere], output });
    assert.match(user.errors[4] ?? "", /^memory:\/labels\.txt is not on disk, .*save a copy/);
  });
});
