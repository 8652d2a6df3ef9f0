import { describe, expect, it } from "vitest";
import { ClassificationMeter } from "../../../src/classifier/metrics.ts";

/** Predictions with falling probabilities. */
const predicted = (...labels: number[]) =>
  labels.map((label, place) => ({ label, probability: 1 / (place + 2) }));
const gold = (...labels: number[]) => Int32Array.from(labels);

describe("ClassificationMeter", () => {
  it("counts precision and recall over all predictions, and for each label", () => {
    const meter = new ClassificationMeter(4);
    meter.add(gold(0), predicted(0, 1));
    meter.add(gold(0, 2), predicted(2, 0));
    meter.add(gold(1), predicted(0, 2));
    meter.add(gold(1), predicted());
    const scores = meter.scores(10);
    expect(scores).toMatchObject({ examples: 4, precision: 3 / 6, recall: 3 / 5 });
    expect(scores.labels).toEqual([
      { label: 0, precision: 2 / 3, recall: 1, f1: 0.8, support: 2 },
      { label: 1, precision: 0, recall: 0, f1: 0, support: 2 },
      { label: 2, precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
      { label: 3, precision: null, recall: null, f1: null, support: 0 },
    ]);
  });

  it("lists which labels were taken for which, by the most probable prediction", () => {
    const meter = new ClassificationMeter(3);
    meter.add(gold(0), predicted(1));
    meter.add(gold(0), predicted(1));
    meter.add(gold(1, 2), predicted(0));
    meter.add(gold(1, 2), predicted(2));
    meter.add(gold(2), predicted());
    const confusions = [
      { label: 0, predicted: 1, count: 2 },
      { label: 1, predicted: 0, count: 1 },
      { label: 2, predicted: 0, count: 1 },
    ];
    expect(meter.scores(10).confusions).toEqual(confusions);
    expect(meter.scores(1).confusions).toEqual(confusions.slice(0, 1));
  });

  it("has no shares where nothing was added", () => {
    expect(new ClassificationMeter(1).scores(1)).toEqual({
      examples: 0,
      precision: null,
      recall: null,
      labels: [{ label: 0, precision: null, recall: null, f1: null, support: 0 }],
      confusions: [],
    });
  });
});
