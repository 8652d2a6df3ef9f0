import { describe, expect, it } from "vitest";
import { createPacer } from "../../../src/kernels/pacing.ts";
import { orderByCount } from "../../../src/training/countOrder.ts";
import { seededRandom } from "../../support/seededRandom.ts";

describe("orderByCount", () => {
  it.each([0, 1, 2, 4095, 4096, 4097, 8192, 30_000])(
    "sorts %i words as a plain sort does, equal counts by their letters",
    async (n) => {
      const random = seededRandom(n);
      const words = Array.from(
        { length: n },
        (_, index) => `${Math.floor(random() * 99)}-${index}`,
      );
      const counts = Uint32Array.from(words, () => Math.floor(9 / (random() + 1e-9)));
      const expected = [...words.keys()].sort(
        (a, b) => counts[b]! - counts[a]! || (words[a]! < words[b]! ? -1 : 1),
      );
      expect([...(await orderByCount(words, counts, createPacer()))]).toEqual(expected);
    },
  );

  it("ends where it is canceled", async () => {
    const words = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    await expect(
      orderByCount(words, new Uint32Array(10_000), createPacer(AbortSignal.abort())),
    ).rejects.toMatchObject({ code: "canceled" });
  });
});
