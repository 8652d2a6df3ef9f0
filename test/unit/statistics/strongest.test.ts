import { describe, expect, it } from "vitest";
import { Strongest } from "../../../src/statistics/strongest.ts";
import { seededRandom } from "../../support/seededRandom.ts";

describe("Strongest", () => {
  it("keeps what sorting all would put first, the smaller ids of equal scores", () => {
    const random = seededRandom(9);
    for (let round = 0; round < 200; round++) {
      const scores = Array.from({ length: Math.floor(random() * 60) }, (_, i) => ({
        id: (i * 37) % 101,
        score: Math.floor(random() * 12) - 5,
      }));
      const capacity = Math.floor(random() * 15);
      const strongest = new Strongest(capacity);
      for (const { id, score } of scores) strongest.offer(id, score);
      const sorted = [...scores].sort((a, b) => b.score - a.score || a.id - b.id);
      expect(strongest.list()).toEqual(sorted.slice(0, capacity));
    }
  });
});
