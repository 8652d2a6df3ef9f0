import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { BUNDLED_ENCODERS, SMALL_ENCODER, startEncoder } from "../../support/encoderFixtures.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const MINILM = join(BUNDLED_ENCODERS, "all-MiniLM-L6-v2");
const ask = { pooling: "mean", layer: "last", normalize: true } as const;
const long = (count: number) => Array.from({ length: count }, () => "word ".repeat(500));

async function isGone(processId: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      process.kill(processId, 0); // asks only whether it exists
    } catch {
      return true;
    }
    await wait(20);
  }
  return false;
}

describe("the process of an encoder", () => {
  it("starts at the first question, is the same for the next, and ends when idle", async () => {
    const encoder = await startEncoder(SMALL_ENCODER, { idleMs: 200 });
    expect(encoder.processId).toBeUndefined();
    await encoder.ask("encodeTexts", { texts: ["a"], ...ask });
    const first = encoder.processId ?? 0;
    expect(first).toBeGreaterThan(0);
    await encoder.ask("encodeTexts", { texts: ["a"], ...ask });
    expect(encoder.processId).toBe(first);
    expect(await isGone(first)).toBe(true);
    const { vectors } = await encoder.ask("encodeTexts", { texts: ["a"], ...ask });
    expect(vectors).toHaveLength(32);
    expect(encoder.processId).not.toBe(first);
  });

  it("is started again without a word when it is killed in a run, and the question is answered", async () => {
    const lines: string[] = [];
    const encoder = await startEncoder(MINILM, { log: (line) => lines.push(line) });
    await encoder.open();
    const first = encoder.processId ?? 0;
    const pending = encoder.ask("encodeTexts", { texts: long(4), ...ask });
    await wait(50);
    process.kill(first, "SIGKILL");
    expect((await pending).vectors).toHaveLength(4 * 384);
    expect(encoder.processId).not.toBe(first);
    expect(lines.join("\n")).toContain("It is started again.");
  });

  it("that dies over every question is given up after the second time", async () => {
    const entry = join(await temporaryFolder(), "encoder.process.js");
    await writeFile(
      entry,
      `process.on("disconnect", () => process.exit(0));
       process.on("message", ({ id, method }) => {
         if (method !== "openModel") process.exit(134);
         process.send({ jsonrpc: "2.0", id, result: { dimension: 1 } });
       });`,
    );
    const encoder = await startEncoder(SMALL_ENCODER, { entry });
    await expect(encoder.ask("encodeTexts", { texts: ["a"], ...ask })).rejects.toMatchObject({
      code: "encoder-lost",
    });
  });

  it("goes on after a cancel between two runs, and answers the next question", async () => {
    const encoder = await startEncoder(MINILM);
    await encoder.open();
    const first = encoder.processId;
    const cancel = new AbortController();
    const pending = encoder.ask("encodeTexts", { texts: long(40), ...ask }, cancel.signal);
    const next = encoder.ask("encodeTexts", { texts: ["a"], ...ask });
    await wait(100);
    cancel.abort();
    const canceledAt = performance.now();
    await expect(pending).rejects.toMatchObject({ code: "canceled" });
    expect(performance.now() - canceledAt).toBeLessThan(2_000);
    expect((await next).vectors).toHaveLength(384);
    if (encoder.processId !== first) expect(await isGone(first ?? 0)).toBe(true); // a slow machine: killed
  });

  it("is killed by a cancel where its run does not end", async () => {
    const entry = join(await temporaryFolder(), "encoder.process.js");
    await writeFile(
      entry,
      `process.on("disconnect", () => process.exit(0));
       process.on("message", ({ id, method }) => {
         if (method === "openModel") process.send({ jsonrpc: "2.0", id, result: { dimension: 1 } });
         else if (method === "encodeTexts") for (;;);
       });`,
    );
    const encoder = await startEncoder(SMALL_ENCODER, { entry });
    await encoder.open();
    const processId = encoder.processId ?? 0;
    const cancel = new AbortController();
    const pending = encoder.ask("encodeTexts", { texts: ["a"], ...ask }, cancel.signal);
    await wait(50);
    cancel.abort();
    await expect(pending).rejects.toMatchObject({ code: "canceled" });
    expect(await isGone(processId)).toBe(true);
  });

  it("leaves out a provider over which it dies, and says so", async () => {
    const entry = join(await temporaryFolder(), "encoder.process.js");
    await writeFile(
      entry,
      `process.on("disconnect", () => process.exit(0));
       process.on("message", ({ id, params }) => {
         if (params.provider === "webgpu") process.exit(139);
         const result = params.provider === "cuda" ? { refused: "no driver" } : { dimension: 1 };
         process.send({ jsonrpc: "2.0", id, result });
       });`,
    );
    const encoder = await startEncoder(SMALL_ENCODER, {
      entry,
      providers: ["cuda", "webgpu", "cpu"],
    });
    const { provider, trials } = await encoder.open();
    expect(provider).toBe("cpu");
    expect(trials).toMatchObject([
      { provider: "cuda", works: false, reason: "no driver" },
      { provider: "webgpu", works: false },
      { provider: "cpu", works: true },
    ]);
    expect(trials[1]?.reason).toContain("exit code 139");
  });

  it("rejects what is pending when it is closed, and nothing starts it again", async () => {
    const encoder = await startEncoder(MINILM);
    await encoder.open();
    const processId = encoder.processId ?? 0;
    const pending = encoder.ask("encodeTexts", { texts: long(4), ...ask });
    await wait(20);
    encoder.close();
    await expect(pending).rejects.toMatchObject({ code: "canceled" });
    expect(await isGone(processId)).toBe(true);
    expect(encoder.processId).toBeUndefined();
  });
});
