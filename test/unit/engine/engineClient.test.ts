import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { EngineClient, type EngineStatus } from "../../../src/engine/engineClient.ts";
import type { TrainingSnapshot } from "../../../src/protocol/engineMessages.ts";
import { builtEntry, builtPaths } from "../../support/builtEntries.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText } from "../../support/topicText.ts";

async function startClient(restartDelaysMs: readonly number[] = [10, 10, 10, 10]) {
  await builtPaths();
  const statuses: EngineStatus["kind"][] = [];
  const lines: string[] = [];
  const snapshots: TrainingSnapshot[] = [];
  const client = new EngineClient({
    entry: await builtEntry("engine.process"),
    log: (line) => lines.push(line),
    onStatus: ({ kind }) => statuses.push(kind),
    listeners: { trainingChanged: (snapshot) => snapshots.push(snapshot) },
    restartDelaysMs,
  });
  onTestFinished(() => client.close());
  return { client, statuses, lines, snapshots };
}

async function trainTopics(client: EngineClient, epochs = 3) {
  const folder = await temporaryFolder({ "topics.txt": topicText(1_000) });
  const modelPath = join(folder, "topics.safetensors");
  const run = client.calls.trainModel({
    runId: "run",
    sources: {
      paths: [join(folder, "topics.txt")],
      exclude: [],
      useIgnoreFiles: true,
      maximumFileBytes: 1e8,
      documents: [],
    },
    tokenizer: "words",
    options: { dimension: 8, epochs, threads: 2, sample: 0 },
    modelPath,
  });
  return { folder, modelPath, run };
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

describe("EngineClient", () => {
  it("starts no process before the first call", async () => {
    const { client, statuses } = await startClient();
    expect(client.processId).toBeUndefined();
    expect(statuses).toEqual([]);
  });

  it("trains and answers in the other process, and typed arrays arrive as such", async () => {
    const { client, statuses, snapshots } = await startClient();
    const { modelPath, run } = await trainTopics(client);
    expect((await run).model.words).toBe(16);
    expect(client.processId).not.toBe(process.pid);
    expect(snapshots.at(-1)?.fraction).toBe(1);
    const map = await client.calls.readMap({ modelPath, count: 16 });
    expect(map.xy).toBeInstanceOf(Float32Array);
    expect(map.xy).toHaveLength(32);
    expect(statuses).toEqual(["running"]);
  });

  it("rejects what is pending when the engine is killed, and answers the next question", async () => {
    const { client, statuses } = await startClient();
    const { modelPath, run } = await trainTopics(client);
    await run;
    const first = client.processId!;
    const { run: second } = await trainTopics(client, 1_000);
    const lost = expect(second).rejects.toMatchObject({ code: "engine-lost" });
    process.kill(first, "SIGKILL");
    await lost;
    const found = await client.calls.findNeighbors({ modelPath, word: "bank", count: 3 });
    expect("neighbors" in found && found.neighbors).toHaveLength(3);
    expect(client.processId).not.toBe(first);
    expect(statuses).toEqual(["running", "restarted"]);
  });

  it("gives up after the fifth crash and begins anew when it is told to", async () => {
    const { client, statuses, lines } = await startClient();
    const folder = await temporaryFolder();
    const ask = () => client.calls.listModels({ folder, files: [] });
    for (let crash = 1; crash <= 5; crash++) {
      await ask();
      const killed = client.processId!;
      process.kill(killed, "SIGKILL");
      await until(() => client.processId !== killed);
      if (crash < 5) await until(() => client.processId !== undefined);
    }
    expect(statuses.at(-1)).toBe("stopped");
    await expect(ask()).rejects.toMatchObject({ code: "engine-lost" });
    expect(lines.at(-1)).toContain("not started again");
    client.restart();
    expect(await ask()).toEqual({ models: [] });
  });

  it("passes a cancel on to the engine", async () => {
    const { client, snapshots } = await startClient();
    const folder = await temporaryFolder({ "topics.txt": topicText(1_000) });
    const controller = new AbortController();
    const run = client.calls.trainModel(
      {
        runId: "run",
        sources: {
          paths: [folder],
          exclude: [],
          useIgnoreFiles: true,
          maximumFileBytes: 1e8,
          documents: [],
        },
        tokenizer: "words",
        options: { dimension: 8, epochs: 1_000 },
        modelPath: join(folder, "m.safetensors"),
      },
      controller.signal,
    );
    const canceled = expect(run).rejects.toMatchObject({ code: "canceled" });
    await until(() => snapshots.some(({ phase }) => phase === "training"));
    controller.abort();
    await canceled;
    expect((await client.calls.listModels({ folder, files: [] })).models).toEqual([]);
  });

  it("ends the process when it is closed", async () => {
    const { client, statuses } = await startClient();
    await client.calls.listModels({ folder: await temporaryFolder(), files: [] });
    const processId = client.processId!;
    await client.close();
    expect(isRunning(processId)).toBe(false);
    expect(statuses).toEqual(["running"]);
    await expect(
      client.calls.listModels({ folder: await temporaryFolder(), files: [] }),
    ).rejects.toMatchObject({ code: "canceled" });
  });
});

describe("the engine's process", () => {
  it("ends when its parent dies", async () => {
    await builtPaths();
    const entry = await builtEntry("engine.process");
    const parent = spawn(
      process.execPath,
      [
        "-e",
        "const child = require('node:child_process').fork(process.argv[1], [], { serialization: 'advanced', stdio: 'ignore' }); child.on('spawn', () => console.log(child.pid)); setInterval(() => {}, 1000)",
        entry,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const processId = await new Promise<number>((resolve) => {
      parent.stdout.once("data", (line: Buffer) => resolve(Number(line.toString())));
    });
    expect(isRunning(processId)).toBe(true);
    parent.kill("SIGKILL");
    await until(() => !isRunning(processId));
  });
});
