import { describe, expect, it } from "vitest";
import { rankSharedContexts, smoothedSum } from "../../../src/statistics/sharedContexts.ts";

const FREQUENCY = new Map([
  ["the", 10_000],
  ["cup", 60],
  ["hot", 90],
  ["seldom", 12],
]);

function rank(a: Record<string, number>, b: Record<string, number>, count = 10) {
  return rankSharedContexts(
    { a: new Map(Object.entries(a)), b: new Map(Object.entries(b)) },
    (word) => FREQUENCY.get(word),
    smoothedSum([...FREQUENCY.values()]),
    count,
  );
}

describe("rankSharedContexts", () => {
  it("lists what both stand near more often than by chance, and not what stands near one of them", () => {
    const found = rank(
      { the: 50, cup: 20, hot: 10, mug: 3 },
      { the: 60, cup: 15, hot: 12, bean: 4 },
    );
    expect(found.map(({ word }) => word)).toEqual(["cup", "hot"]);
    expect(found[0]).toMatchObject({ nearA: 20, nearB: 15 });
  });

  it("computes positive pointwise mutual information with smoothed counts of contexts", () => {
    const [cup] = rank({ the: 30, cup: 10 }, { the: 45, cup: 5 });
    const total = [...FREQUENCY.values()].reduce((sum, count) => sum + count ** 0.75, 0);
    const chance = 60 ** 0.75 / total;
    expect(cup!.informationA).toBeCloseTo(Math.log(10 / 40 / chance), 12);
    expect(cup!.informationB).toBeCloseTo(Math.log(5 / 50 / chance), 12);
  });

  it("puts what was seen once behind what was seen again and again, however rare it is", () => {
    const found = rank({ the: 5, hot: 4, seldom: 1 }, { the: 5, hot: 3, seldom: 1 });
    expect(found.map(({ word }) => word)).toEqual(["hot", "seldom"]);
  });

  it("leaves out words that the model does not have", () => {
    expect(rank({ unknown: 9, the: 1 }, { unknown: 9, the: 1 })).toEqual([]);
  });

  it("keeps to the number that was asked for, and finds nothing in nothing", () => {
    expect(rank({ cup: 2, hot: 2 }, { cup: 2, hot: 2 }, 1)).toHaveLength(1);
    expect(rank({}, {})).toEqual([]);
  });
});
