import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import {
  encodeFirstEvent,
  encodeRestartEvent,
  encodeScalarEvent,
} from "../../../src/training/tensorboardEvents.ts";

describe("events for TensorBoard", () => {
  it("are the bytes that TensorBoard's own writer makes of the same values", async () => {
    const marks = [
      [0, 1000.125, { loss: 4.158883083359672, learning_rate: 0.05, words_per_second: 0 }],
      [127, 1000.5, { loss: 3.25, learning_rate: 0.0375, words_per_second: 1_234_567 }],
      [300, 1001.75, { loss: 2.5, learning_rate: 0.025, words_per_second: 1.5e6 }],
      [3_000_000_000_000, 1002, { "verlust.größe": -1.5 }],
    ] as const;
    const written = [
      encodeFirstEvent(1000),
      encodeRestartEvent(1000, 126),
      ...marks.map(([step, wallTimeSeconds, scalars]) =>
        encodeScalarEvent({ wallTimeSeconds, step, scalars: { ...scalars } }),
      ),
    ];
    const golden = await readFile(new URL("../../fixtures/tensorboard/events", import.meta.url));
    expect(Buffer.concat(written).toString("hex")).toBe(golden.toString("hex"));
  });

  it("frame records of any length", () => {
    // More than 127 bytes: the length of the inner message takes two bytes.
    const tag = "x".repeat(300);
    const record = encodeScalarEvent({ wallTimeSeconds: 1, step: 1, scalars: { [tag]: 1 } });
    const length = Number(new DataView(record.buffer).getBigUint64(0, true));
    expect(record.length).toBe(length + 16);
    expect(Buffer.from(record).includes(tag)).toBe(true);
  });
});
