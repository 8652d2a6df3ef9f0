import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createConnection } from "../../../src/downloads/connection.node.ts";
import { downloadEncoder, planDownload } from "../../../src/downloads/downloadEncoder.node.ts";
import {
  deleteEncoder,
  listDownloaded,
  listUnfinished,
} from "../../../src/downloads/encoderStore.node.ts";
import { readModelFolder } from "../../../src/encoder/modelFolder.node.ts";
import type { DownloadSnapshot } from "../../../src/protocol/downloadMessages.ts";
import { SMALL_ENCODER } from "../../support/encoderFixtures.ts";
import {
  readEncoderFiles,
  REVISION,
  startHub,
  stateFile,
  type HubServer,
} from "../../support/hubServer.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const ID = "someone/small-bert";
const FILES = readEncoderFiles(SMALL_ENCODER);
const WEIGHTS = FILES.get("onnx/model.onnx") ?? Buffer.alloc(0);
const BYTES = [...FILES.values()].reduce((sum, { length }) => sum + length, 0);

async function hubOf(options: Parameters<typeof startHub>[2] = {}) {
  const hub = await startHub(ID, FILES, options);
  onTestFinished(() => hub.close());
  return hub;
}

interface Wish {
  readonly mostBytes?: number;
  readonly signal?: AbortSignal;
  readonly offline?: boolean;
  readonly id?: string;
  readonly report?: (snapshot: DownloadSnapshot) => void;
}

const download = (
  hub: HubServer,
  store: string,
  { mostBytes = 1e9, signal, offline = false, id = ID, report = () => undefined }: Wish = {},
) =>
  downloadEncoder(
    { connection: createConnection(offline), address: hub.address },
    { runId: "test", store, id, weightType: null, mostBytes },
    report,
    signal,
  );

const isWeights = (url: string | undefined) => url?.endsWith(".onnx") === true;
/** Where large files come from: the hub itself only says where that is. */
const isFar = (url: string | undefined) => url === "/onnx/model.onnx";

describe("downloading an encoder", () => {
  it("stores what the hub has, follows it to another host, and says how far it is", async () => {
    const hub = await hubOf();
    const store = await temporaryFolder();
    const snapshots: DownloadSnapshot[] = [];
    await download(hub, store, { report: (snapshot) => snapshots.push(snapshot) });

    const [encoder] = await listDownloaded(store);
    expect(encoder).toMatchObject({
      id: ID,
      revision: REVISION,
      license: "apache-2.0",
      languages: ["en"],
      folder: join(store, "someone", "small-bert"),
    });
    expect(await readFile(join(encoder?.folder ?? "", "onnx/model.onnx"))).toEqual(WEIGHTS);
    const { config } = await readModelFolder(encoder?.folder ?? "", true);
    expect(config).toMatchObject({ family: "bert", layers: 3, hiddenSize: 32 });
    expect(snapshots.at(-1)).toMatchObject({
      fraction: 1,
      receivedBytes: BYTES,
      totalBytes: BYTES,
    });
    expect(await listUnfinished(store)).toEqual([]);
    const record = JSON.parse(
      await readFile(join(encoder?.folder ?? "", "wordfield.json"), "utf8"),
    ) as { files: Record<string, string> };
    expect(record.files["onnx/model.onnx"]).toBe(
      `sha256:${stateFile("onnx/model.onnx", WEIGHTS).lfs?.sha256}`,
    );
    expect(record.files["config.json"]).toMatch(/^git-sha1:[0-9a-f]{40}$/);
  });

  it("opens no socket offline, and says what to change", async () => {
    const hub = await hubOf();
    const store = await temporaryFolder();
    await expect(download(hub, store, { offline: true })).rejects.toMatchObject({
      code: "offline",
      message: expect.stringContaining("wordfield.offline") as string,
    });
    expect(hub.connections()).toBe(0);
  });

  it("goes on where a canceled download ended, with a range", async () => {
    const cancel = new AbortController();
    let cut = false;
    const hub = await hubOf({
      misbehave: (request, response) => {
        if (!isFar(request.url) || cut) return false;
        cut = true;
        response.writeHead(200, { "content-length": WEIGHTS.length });
        response.write(WEIGHTS.subarray(0, 50_000)); // the rest never comes
        setTimeout(() => cancel.abort(), 200);
        return true;
      },
    });
    const store = await temporaryFolder();
    await expect(download(hub, store, { signal: cancel.signal })).rejects.toMatchObject({
      code: "canceled",
    });
    expect(await listDownloaded(store)).toEqual([]);
    const [unfinished] = await listUnfinished(store);
    expect(unfinished?.id).toBe(ID);
    hub.asked.length = 0;

    await download(hub, store);
    expect(hub.asked.find(({ path }) => isFar(path))?.range).toBe("bytes=50000-");
    expect(hub.asked.some(({ path }) => path.endsWith("/tokenizer.json"))).toBe(false);
    const [encoder] = await listDownloaded(store);
    expect(await readFile(join(encoder?.folder ?? "", "onnx/model.onnx"))).toEqual(WEIGHTS);
  });

  it("asks for the rest where the server ends in the middle", async () => {
    let cuts = 0;
    const hub = await hubOf({
      misbehave: (request, response) => {
        if (!isFar(request.url) || cuts === 2) return false;
        const from = cuts++ * 30_000;
        response.writeHead(from > 0 ? 206 : 200, {
          "content-length": WEIGHTS.length - from,
          "content-range": `bytes ${from}-${WEIGHTS.length - 1}/${WEIGHTS.length}`,
        });
        response.write(WEIGHTS.subarray(from, from + 30_000), () =>
          setTimeout(() => response.destroy(), 50),
        );
        return true;
      },
    });
    const store = await temporaryFolder();
    await download(hub, store);
    expect(hub.asked.filter(({ path }) => isFar(path)).map(({ range }) => range)).toEqual([
      undefined,
      "bytes=30000-",
      "bytes=60000-",
    ]);
    expect(await listDownloaded(store)).toHaveLength(1);
  });

  it("begins anew with a server that knows no ranges", async () => {
    const hub = await hubOf({
      misbehave: (request, response) => {
        if (!isFar(request.url)) return false;
        response.writeHead(200, { "content-length": WEIGHTS.length }).end(WEIGHTS);
        return true;
      },
    });
    const store = await temporaryFolder();
    const part = join(store, ".unfinished/someone/small-bert/onnx/model.onnx.part");
    await mkdir(join(part, ".."), { recursive: true });
    await writeFile(part, WEIGHTS.subarray(0, 40_000));
    await download(hub, store);
    const [encoder] = await listDownloaded(store);
    expect(await readFile(join(encoder?.folder ?? "", "onnx/model.onnx"))).toEqual(WEIGHTS);
  });

  it("keeps nothing of a file with a wrong hash, and names it", async () => {
    const wrong = Buffer.from(WEIGHTS);
    wrong[1_000] = (wrong[1_000] ?? 0) ^ 1;
    const hub = await hubOf({
      misbehave: (request, response) => {
        if (!isFar(request.url)) return false;
        response.writeHead(200, { "content-length": wrong.length }).end(wrong);
        return true;
      },
    });
    const store = await temporaryFolder();
    await expect(download(hub, store)).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringMatching(
        /^onnx\/model\.onnx of someone\/small-bert from 127\.0\.0\.1:\d+ is not what it should be: its SHA-256 is /,
      ) as string,
    });
    const unfinished = join(store, ".unfinished/someone/small-bert/onnx");
    expect(existsSync(join(unfinished, "model.onnx"))).toBe(false);
    expect(existsSync(join(unfinished, "model.onnx.part"))).toBe(false);
    expect(await listDownloaded(store)).toEqual([]);
  });

  it("refuses a file that is larger than stated, before or while it comes", async () => {
    const longer = Buffer.concat([WEIGHTS, Buffer.alloc(100_000)]);
    for (const statesLength of [true, false]) {
      const hub = await hubOf({
        misbehave: (request, response) => {
          if (!isFar(request.url)) return false;
          response.writeHead(200, statesLength ? { "content-length": longer.length } : {});
          response.end(longer);
          return true;
        },
      });
      const store = await temporaryFolder();
      await expect(download(hub, store)).rejects.toMatchObject({
        code: "bad-format",
        message: expect.stringContaining(statesLength ? "would send" : "sent more than") as string,
      });
      expect(existsSync(join(store, ".unfinished/someone/small-bert/onnx/model.onnx.part"))).toBe(
        false,
      );
    }
  });

  it("refuses what is larger than was agreed to, before a file is asked for", async () => {
    const hub = await hubOf();
    const store = await temporaryFolder();
    await expect(download(hub, store, { mostBytes: BYTES - 1 })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("were agreed to. Nothing was downloaded.") as string,
    });
    expect(hub.asked.map(({ path }) => path)).toEqual([`/api/models/${ID}/revision/main`]);
  });

  it("refuses what the disk has no room for, before a file is asked for", async () => {
    const huge = { sha256: "0".repeat(64), size: 8e15 };
    const stated = [...FILES].map(([name, bytes]) =>
      isWeights(name) ? { rfilename: name, lfs: huge } : stateFile(name, bytes),
    );
    const hub = await hubOf({ stated });
    await expect(
      download(hub, await temporaryFolder(), { mostBytes: Infinity }),
    ).rejects.toMatchObject({
      code: "file-unwritable",
      message: expect.stringMatching(
        / free, and 80000001\d\d MB are needed\. Free some space/,
      ) as string,
    });
    expect(hub.asked).toHaveLength(1);
  });

  it.each(["../outside.onnx", "/etc/passwd", "onnx\\..\\..\\x", "a//b", "onnx/../../x"])(
    "refuses a list of files that names %s",
    async (hostile) => {
      const stated = [...FILES].map(([name, bytes]) => stateFile(name, bytes));
      const hub = await hubOf({
        stated: [...stated, { ...stateFile("x.onnx", WEIGHTS), rfilename: hostile }],
      });
      await expect(download(hub, await temporaryFolder())).rejects.toMatchObject({
        code: "bad-format",
        message: expect.stringContaining("leads out of its folder") as string,
      });
      expect(hub.asked).toHaveLength(1);
    },
  );

  it.each(["../..", "a/..", "a/b/c", "a", "con/model", "a/b?c", "a/b--c", "ä/b", "a/.b", ""])(
    "takes %j for no id, and opens no socket",
    async (id) => {
      const hub = await hubOf();
      await expect(download(hub, await temporaryFolder(), { id })).rejects.toMatchObject({
        code: "bad-input",
      });
      expect(hub.connections()).toBe(0);
    },
  );

  it("says what does not exist, and what wants a login", async () => {
    for (const [status, words] of [
      [404, "has no a model"],
      [401, "only to those who log in"],
      [429, "asked too often"],
    ] as const) {
      const hub = await hubOf({
        misbehave: (_, response) => {
          response.writeHead(status).end();
          return true;
        },
      });
      await expect(download(hub, await temporaryFolder())).rejects.toMatchObject({
        code: "network",
        message: expect.stringContaining(words) as string,
      });
    }
  });

  it("does not follow to an address without encryption on another machine", async () => {
    const hub = await hubOf({
      misbehave: (request, response) => {
        if (!isWeights(request.url)) return false;
        response.writeHead(302, { location: "http://example.com/model.onnx" }).end();
        return true;
      },
    });
    await expect(download(hub, await temporaryFolder())).rejects.toMatchObject({
      code: "network",
      message: expect.stringContaining("http://example.com, which is not encrypted") as string,
    });
  });

  it("ends where a server sends it around in circles", async () => {
    const hub = await hubOf({
      misbehave: (request, response) => {
        if (!isWeights(request.url)) return false;
        response.writeHead(302, { location: request.url ?? "" }).end();
        return true;
      },
    });
    await expect(download(hub, await temporaryFolder())).rejects.toMatchObject({
      code: "network",
      message: expect.stringContaining("more than 5 times") as string,
    });
  });

  it("refuses a model of another family before its weights come, and keeps nothing of it", async () => {
    const config = Buffer.from('{"model_type":"gpt2"}');
    const files = new Map(FILES).set("config.json", config);
    const hub = await startHub(ID, files);
    onTestFinished(() => hub.close());
    const store = await temporaryFolder();
    await expect(download(hub, store)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining('of the family "gpt2"') as string,
    });
    expect(hub.asked.some(({ path }) => isWeights(path))).toBe(false);
    expect(await listUnfinished(store)).toEqual([]);
  });

  it("refuses answers that are no list of files", async () => {
    for (const answer of ["<html>log in</html>", "[]", '{"sha":"main","siblings":[]}', "null"]) {
      const hub = await hubOf({
        misbehave: (_, response) => {
          response.end(answer);
          return true;
        },
      });
      await expect(download(hub, await temporaryFolder())).rejects.toMatchObject({
        code: "bad-format",
      });
    }
  });

  it("tells what a download would take, and writes nothing", async () => {
    const files = new Map(FILES).set("onnx/model_quantized.onnx", WEIGHTS.subarray(0, 5_000));
    const hub = await startHub(ID, files);
    onTestFinished(() => hub.close());
    const plan = await planDownload(
      { connection: createConnection(false), address: hub.address },
      { id: ID, weightType: null },
      undefined,
    );
    expect(plan).toMatchObject({
      revision: REVISION,
      license: "apache-2.0",
      weightType: "int8",
      bytes: BYTES - WEIGHTS.length + 5_000,
      otherWeights: [{ type: "fp32", bytes: BYTES }],
    });
  });

  it("deletes an encoder with all that belongs to it", async () => {
    const hub = await hubOf();
    const store = await temporaryFolder();
    await download(hub, store);
    expect(await deleteEncoder(store, ID)).toBeGreaterThan(BYTES);
    expect(await listDownloaded(store)).toEqual([]);
    expect(existsSync(join(store, "someone/small-bert"))).toBe(false);
    await expect(deleteEncoder(store, ID)).rejects.toMatchObject({ code: "model-missing" });
    await expect(deleteEncoder(store, "../..")).rejects.toMatchObject({ code: "bad-input" });
  });

  it("leaves a folder to the download that is at it", async () => {
    let release: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => (release = resolve));
    const hub = await hubOf({
      misbehave: (request, response) => {
        if (!isFar(request.url)) return false;
        void isHeld.then(() => response.writeHead(200).end(WEIGHTS));
        return true;
      },
    });
    const store = await temporaryFolder();
    const first = download(hub, store);
    await expect.poll(() => hub.asked.some(({ path }) => isFar(path))).toBe(true);
    await expect(download(hub, store)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(`by the process ${process.pid}`) as string,
    });
    release();
    await first;
    expect(await listDownloaded(store)).toHaveLength(1);
  });
});
