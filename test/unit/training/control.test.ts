import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { CONTROL } from "../../../src/kernels/memory.ts";
import { allStandStill, giveOrder } from "../../../src/training/control.ts";

const THREADS = 4;

/** What each thread does: counts rounds, in step with the others or alone. */
const THREAD = `
  import { workerData } from "node:worker_threads";
  import { isEnded, leave, meetAll, standStillDuringPause, waitForStart } from "./control.ts";
  const { control, counters, thread, threads, rounds, together } = workerData;
  waitForStart(control);
  for (let round = 0; round < rounds && !isEnded(control); round++) {
    if (together) {
      Atomics.add(counters, thread, 1);
      meetAll(control, threads, false);
      // Between two barriers nobody counts: all must see the same.
      for (let other = 0; other < threads; other++)
        if (Atomics.load(counters, other) !== round + 1) Atomics.add(counters, threads, 1);
      meetAll(control, threads, true);
    } else {
      standStillDuringPause(control);
      Atomics.add(counters, thread, 1);
    }
  }
  leave(control);
`;

let code: string;
beforeAll(async () => {
  const folder = fileURLToPath(new URL("../../../src/training", import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: THREAD, resolveDir: folder, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  code = outputFiles[0]!.text;
});

/** Starts four threads that count `rounds` each. */
function startThreads(rounds: number, together: boolean) {
  const control = new Int32Array(new SharedArrayBuffer(4 * Object.keys(CONTROL).length));
  /** One for each thread; the last one counts faults. */
  const counters = new Int32Array(new SharedArrayBuffer(4 * (THREADS + 1)));
  const workers = Array.from({ length: THREADS }, (_, thread) => {
    const workerData = { control, counters, thread, threads: THREADS, rounds, together };
    return new Worker(code, { eval: true, workerData });
  });
  const ended = Promise.all(
    workers.map((worker) => new Promise<number>((resolve) => worker.on("exit", resolve))),
  );
  onTestFinished(async () => {
    giveOrder(control, "end");
    await Promise.all(workers.map((worker) => worker.terminate()));
  });
  return { control, counters, ended };
}

async function untilAllStandStill(control: Int32Array<SharedArrayBuffer>): Promise<void> {
  while (!allStandStill(control, THREADS)) await wait(1);
}

describe("meetAll", () => {
  it("lets no thread go on before the slowest has come, round after round", async () => {
    const { control, counters, ended } = startThreads(2000, true);
    giveOrder(control, "train");
    expect(await ended).toEqual([0, 0, 0, 0]);
    expect([...counters]).toEqual([2000, 2000, 2000, 2000, 0]);
  });

  it("holds all threads after the same round during a pause", async () => {
    const { control, counters, ended } = startThreads(3000, true);
    giveOrder(control, "train");
    for (let pause = 0; pause < 20; pause++) {
      giveOrder(control, "pause");
      await untilAllStandStill(control);
      const held = [...counters];
      await wait(2);
      expect([...counters]).toEqual(held);
      expect(new Set(held.slice(0, THREADS)).size).toBe(1);
      giveOrder(control, "train");
    }
    await ended;
    expect([...counters]).toEqual([3000, 3000, 3000, 3000, 0]);
  });
});

describe("standStillDuringPause", () => {
  it("stops every thread, also where pause follows on pause", async () => {
    const { control, counters } = startThreads(2 ** 31 - 1, false);
    giveOrder(control, "train");
    for (let pause = 0; pause < 300; pause++) {
      giveOrder(control, "pause");
      await untilAllStandStill(control);
      const held = [...counters];
      if (pause % 10 === 0) await wait(1);
      expect([...counters]).toEqual(held);
      giveOrder(control, "train");
    }
  });

  it("counts threads that have ended among those that stand still", async () => {
    const { control, ended } = startThreads(10, false);
    giveOrder(control, "train");
    await ended;
    giveOrder(control, "pause");
    expect(allStandStill(control, THREADS)).toBe(true);
  });

  it("ends threads that stand still", async () => {
    const { control, ended } = startThreads(2 ** 31 - 1, false);
    giveOrder(control, "pause");
    await untilAllStandStill(control);
    giveOrder(control, "end");
    expect(await ended).toEqual([0, 0, 0, 0]);
  });
});
