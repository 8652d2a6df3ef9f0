import { fork, type ChildProcess } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { probeEncoder } from "../../../src/encoder/encoderClient.node.ts";
import { candidateProviders } from "../../../src/encoder/providers.ts";
import { openChannel } from "../../../src/protocol/channel.ts";
import { ENCODER_METHODS, type EncoderRequests } from "../../../src/protocol/encoderMessages.ts";
import { forkProcess, processTransport } from "../../../src/protocol/forkedProcess.node.ts";
import { WordfieldError } from "../../../src/errors.ts";
import { builtEntry } from "../../support/builtEntries.ts";

type Nothing = Record<never, never>;

let entry: string;
const folders: string[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  entry = await builtEntry("encoder.process");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "wordfield-encoder-"));
  folders.push(folder);
  return folder;
}

/** An entry whose process does what the script says when it is asked for a trial. */
async function scriptedEntry(script: string): Promise<string> {
  const path = join(await temporaryFolder(), "encoder.process.js");
  await writeFile(
    path,
    `process.on("disconnect", () => process.exit(0));
     process.on("message", (message) => {
       const provider = message.params?.providers?.[0];
       const answer = (result) => process.send({ jsonrpc: "2.0", id: message.id, result });
       ${script}
     });`,
  );
  return path;
}

async function isGone(processId: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      process.kill(processId, 0); // asks only whether it exists
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

describe("probeEncoder", () => {
  it("runs a model on the processor with the real runtime, and says why others are refused", async () => {
    const { version, providers } = await probeEncoder({ entry, log: () => undefined });
    expect(version).toMatch(/^1\.\d+\.\d+/);
    expect(providers.map(({ provider }) => provider)).toEqual(candidateProviders(process.platform));
    for (const provider of ["cpu", "wasm"]) {
      const trial = providers.find((one) => one.provider === provider);
      expect(trial).toMatchObject({ works: true, reason: null });
      expect(trial?.milliseconds).toBeGreaterThan(0);
    }
    for (const { works, reason, milliseconds } of providers) {
      expect(works).toBe(reason === null);
      expect(works).toBe(milliseconds !== null);
    }
  });

  it("loses only the provider whose process is killed", async () => {
    const killing = await scriptedEntry(
      `if (provider === "cpu")
         answer({ version: "1.0.0", providers: [{ provider, works: true, reason: null, milliseconds: 1 }] });
       else process.kill(process.pid, "SIGKILL");`,
    );
    const { providers } = await probeEncoder({ entry: killing, log: () => undefined });
    const [first] = providers;
    expect(first?.reason).toMatch(
      /^The encoder process stopped \((SIGKILL|exit code 1)\) while it tried \w+\.$/, // Windows: a code
    );
    expect(providers.find(({ works }) => works)?.provider).toBe("cpu");
  });

  it("reports encoder-lost where every process dies", async () => {
    const dying = await scriptedEntry("process.exit(134);");
    await expect(probeEncoder({ entry: dying, log: () => undefined })).rejects.toMatchObject({
      code: "encoder-lost",
      message: "The encoder process stopped (exit code 134) while it tried wasm.",
    });
  });

  it("reports encoder-unavailable where the runtime is not installed", async () => {
    const alone = join(await temporaryFolder(), "encoder.process.js");
    await copyFile(entry, alone);
    const failure = probeEncoder({ entry: alone, log: () => undefined });
    await expect(failure).rejects.toMatchObject({ code: "encoder-unavailable" });
    await expect(failure).rejects.toThrow(
      `ONNX Runtime has no native library for ${process.platform} on ${process.arch} here.`,
    );
  });

  it("ends a process that hangs when it is canceled", async () => {
    const hanging = await scriptedEntry('process.stdout.write(process.pid + "\\n");');
    const cancel = new AbortController();
    let processId = 0;
    const log = (line: string) => {
      processId = Number(line);
      cancel.abort();
    };
    await expect(probeEncoder({ entry: hanging, log }, cancel.signal)).rejects.toMatchObject({
      code: "canceled",
    });
    expect(processId).toBeGreaterThan(0);
    expect(await isGone(processId)).toBe(true);
  });
});

describe("encoder.process", () => {
  it("rejects a pending call when it is killed", async () => {
    const child = forkProcess(entry, { log: () => undefined });
    children.push(child);
    const channel = openChannel<Nothing, EncoderRequests, Nothing, Nothing>(
      processTransport(child),
      { handlers: {}, listeners: {}, methods: ENCODER_METHODS, onError: () => undefined },
    );
    child.on("exit", () => channel.close(new WordfieldError("encoder-lost", "It stopped.")));
    const pending = channel.calls.probeRuntime({ providers: ["cpu"] });
    child.kill("SIGKILL");
    await expect(pending).rejects.toMatchObject({ code: "encoder-lost" });
  });

  it("ends when its parent is killed", async () => {
    const folder = await temporaryFolder();
    const parentEntry = join(folder, "parent.js");
    await writeFile(
      parentEntry,
      `const { fork } = require("node:child_process");
       const child = fork(${JSON.stringify(entry)}, [], { serialization: "advanced", execArgv: [] });
       const request = { jsonrpc: "2.0", id: 0, method: "probeRuntime", params: { providers: ["cpu"] } };
       child.on("message", () => process.send(child.pid)); // it has loaded the runtime and answered
       child.send(request);`,
    );
    const parent = fork(parentEntry, [], { execArgv: [] });
    children.push(parent);
    const processId = await new Promise<number>((resolve) =>
      parent.on("message", (message) => resolve(Number(message))),
    );
    parent.kill("SIGKILL");
    expect(await isGone(processId)).toBe(true);
  });
});
