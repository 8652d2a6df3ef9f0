import * as assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import * as vscode from "vscode";
import { readEncoderFiles, startHub, type HubServer } from "../support/hubServer.ts";
import { startNuget, zipOf } from "../support/nugetServer.ts";
import { QuickInputs } from "./quickInputs.ts";
import {
  allRows,
  clearModels,
  clearWorkspace,
  extensionState,
  plantedText,
  train,
  until,
  User,
  withSetting,
  writeFile,
} from "./window.ts";

const ID = "someone/small-bert";

/** The encoders of the list, by name. */
const encoderRows = async () =>
  new Map(
    (await allRows())
      .filter(({ row }) => row.kind === "bundled")
      .map(({ row, item }) => [typeof item.label === "string" ? item.label : "", { row, item }]),
  );

const chosenModel = () =>
  vscode.workspace.getConfiguration("wordfield").get<string>("encoder.model");

/** Starts an engine that sees what the environment has become. */
async function restartEngine(): Promise<void> {
  const { engine } = await extensionState();
  const before = engine.client.processId;
  await vscode.commands.executeCommand("wordfield.restartEngine");
  await until("the engine is another one", () => {
    const now = engine.client.processId;
    return now !== undefined && now !== before;
  });
}

describe("encoders of a hub", () => {
  let user: User;
  let inputs: QuickInputs;
  let hub: HubServer;
  let encoders: string;
  let small: string;

  before(async () => {
    const { models } = await extensionState();
    encoders = models.encodersFolder.fsPath;
    small = join(
      vscode.extensions.getExtension("wordfield.wordfield")!.extensionPath,
      "test/fixtures/encoder/small",
    );
  });
  beforeEach(async () => {
    user = new User();
    inputs = new QuickInputs();
    rmSync(encoders, { recursive: true, force: true });
    hub = await startHub(ID, readEncoderFiles(small));
    process.env["HF_ENDPOINT"] = hub.address;
    await restartEngine();
    await clearWorkspace();
    await clearModels();
    writeFile("fields.txt", plantedText(600));
    await train();
    user.messages.length = 0;
  });
  afterEach(async () => {
    inputs.leave();
    user.leave();
    await hub.close();
    await vscode.workspace
      .getConfiguration("wordfield")
      .update("encoder.model", undefined, vscode.ConfigurationTarget.Global);
    rmSync(encoders, { recursive: true, force: true });
    await clearWorkspace();
    await clearModels();
  });

  it("opens no socket where consent is refused", async () => {
    await vscode.commands.executeCommand("wordfield.downloadEncoder", ID);
    const [question] = user.messages;
    assert.match(question?.text ?? "", /^Ask 127\.0\.0\.1:\d+ about someone\/small-bert\?$/);
    assert.deepEqual(question?.buttons, ["Ask"]);

    await vscode.commands.executeCommand("wordfield.downloadEncoder", "Xenova/bert-base-uncased");
    assert.equal(user.messages[1]?.text, "Download Xenova/bert-base-uncased, 112 MB?");
    assert.match(user.messages[1].detail, /^License: Apache-2\.0\n\nIt comes from 127\.0\.0\.1:/);
    assert.equal(hub.connections(), 0);
    assert.equal(existsSync(encoders), false);
  });

  it("opens no socket offline, and offers to change that", async () => {
    await withSetting("offline", true, async () => {
      await vscode.commands.executeCommand("wordfield.downloadEncoder", ID);
      assert.deepEqual(
        user.messages.map(({ text, buttons }) => [text, buttons]),
        [["Wordfield is set to work offline: nothing was downloaded.", ["Allow the Network"]]],
      );
    });
    assert.equal(hub.connections(), 0);
  });

  it("downloads after consent, lists and uses it, and deletes it after a question", async () => {
    user.presses.add("Ask").add("Download").add("Use This Encoder");
    await vscode.commands.executeCommand("wordfield.downloadEncoder", ID);
    assert.deepEqual(user.errors, []);
    const consent = user.messages[1];
    assert.equal(consent?.text, "Download someone/small-bert, 210 kB?");
    assert.match(consent.detail, /^License: apache-2\.0/);
    assert.ok(existsSync(join(encoders, ID, "onnx/model.onnx")));
    await until("it is chosen", () => chosenModel() === ID);

    const row = (await encoderRows()).get("small-bert");
    assert.match(String(row?.item.description), /^English · 207 kB · downloaded · chosen$/);
    assert.equal(row?.item.contextValue, "encoder-downloaded-chosen");

    await vscode.commands.executeCommand("wordfield.deleteEncoder", row.row);
    assert.ok(existsSync(join(encoders, ID)), "it stays where the question is not answered");
    user.presses.add("Delete");
    await vscode.commands.executeCommand("wordfield.deleteEncoder", row.row);
    assert.equal(user.messages.at(-1)?.text, "Delete the encoder someone/small-bert?");
    assert.equal(existsSync(join(encoders, ID)), false);
    assert.equal(chosenModel(), "");
    assert.equal((await encoderRows()).has("small-bert"), false);
  });

  it("asks for an id of the hub, and takes none that is a path", async () => {
    const running = vscode.commands.executeCommand("wordfield.downloadEncoder");
    const labels = await inputs.pick("Download an Encoder", "Another one of the hub");
    assert.ok(labels.includes("Xenova/bert-base-uncased"));
    assert.equal(
      await inputs.enterWrongly("Download an Encoder", "../../etc"),
      "An id is owner/name, without spaces.",
    );
    await inputs.enter("Download an Encoder", ID);
    await running;
    assert.match(user.messages[0]?.text ?? "", /about someone\/small-bert\?$/);
    assert.equal(hub.connections(), 0);
  });

  it("asks for consent twice before libraries for GPUs come, and puts them beside ONNX Runtime", async () => {
    const extension = vscode.extensions.getExtension("wordfield.wordfield")!.extensionPath;
    const table = JSON.parse(
      readFileSync(join(extension, "dist/runtimeLibraries.json"), "utf8"),
    ) as Readonly<Record<string, { name: string; version: string; files: string[] }>>;
    const source = table[`${process.platform}/${process.arch}`];
    if (!source) {
      await vscode.commands.executeCommand("wordfield.downloadGpuLibraries");
      assert.match(
        user.messages[0]?.text ?? "",
        /^On this platform there are no further libraries/,
      );
      return;
    }
    const archive = zipOf(Object.fromEntries(source.files.map((path) => [path, "no library"])));
    const server = await startNuget(source.name, source.version, archive);
    const folder = join(
      extension,
      `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`,
    );
    const installed = source.files.map((path) => join(folder, basename(path)));
    try {
      process.env["WORDFIELD_NUGET_INDEX"] = server.index;
      await restartEngine();
      await vscode.commands.executeCommand("wordfield.downloadGpuLibraries");
      assert.match(user.messages.at(-1)?.text ?? "", /^Ask 127\.0\.0\.1:\d+ about Microsoft\.ML/);
      assert.equal(server.connections(), 0);

      user.presses.add("Ask").add("Download");
      await vscode.commands.executeCommand("wordfield.downloadGpuLibraries");
      assert.deepEqual(user.errors, []);
      assert.ok(installed.every((path) => existsSync(path)));
      assert.match(user.messages.at(-1)?.text ?? "", /^The libraries for GPUs are here\./);
      await vscode.commands.executeCommand("wordfield.downloadGpuLibraries");
      assert.match(user.messages.at(-1)?.text ?? "", /^The libraries for GPUs are here already: /);
    } finally {
      for (const path of installed) rmSync(path, { force: true });
      delete process.env["WORDFIELD_NUGET_INDEX"];
      await server.close();
    }
  });

  it("chooses an encoder of a folder, and the bundled ones again", async () => {
    user.files.open = [vscode.Uri.file(small)];
    const running = vscode.commands.executeCommand("wordfield.chooseEncoder");
    await inputs.pick("Choose an Encoder", "A folder…");
    await running;
    assert.deepEqual(user.errors, []);
    assert.equal(chosenModel(), vscode.Uri.file(small).fsPath);
    assert.match(String((await encoderRows()).get("small")?.item.description), /chosen$/);

    user.files.open = [vscode.Uri.file(encoders)];
    const wrong = vscode.commands.executeCommand("wordfield.chooseEncoder");
    await inputs.pick("Choose an Encoder", "A folder…");
    await wrong;
    assert.match(user.errors[0] ?? "", /config\.json is missing/);
    assert.equal(chosenModel(), vscode.Uri.file(small).fsPath);

    const back = vscode.commands.executeCommand("wordfield.chooseEncoder");
    await inputs.pick("Choose an Encoder", "By the script of the text");
    await back;
    assert.equal(chosenModel(), "");
  });
});
