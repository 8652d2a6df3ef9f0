import { describe, expect, it } from "vitest";
import {
  compareUses,
  nearestContexts,
  NO_ROW,
  type PartTask,
} from "../../../src/alignment/partUses.ts";
import { createRandom } from "../../../src/training/sampling.ts";

const TOPICS = 6;
const WORDS = 12;
const N = TOPICS * WORDS;
const D = 16;
const [SWAPPED, PARTNER] = [0, WORDS]; // the first words of two topics

/** Each topic has a direction, which its words share but for some noise. */
function topicVectors(): Float32Array {
  const random = createRandom(5);
  const vectors = new Float32Array(N * D);
  for (let row = 0; row < N; row++) {
    let squares = 0;
    for (let i = 0; i < D; i++) {
      const value = (i === Math.floor(row / WORDS) ? 1 : 0) + 0.4 * (random() - 0.5);
      vectors[row * D + i] = value;
      squares += value * value;
    }
    for (let i = 0; i < D; i++) vectors[row * D + i]! /= Math.sqrt(squares);
  }
  return vectors;
}

/** Sentences of one topic each, in twenty documents; in every fourth, which are the part, two words are exchanged. */
function plantedText(sentences: number): PartTask {
  const random = createRandom(7);
  const rows: number[] = [];
  const [starts, ends, isPart]: [number[], number[], number[]] = [[], [], []];
  for (let document = 0; document < 20; document++) {
    const inPart = document % 4 === 0;
    starts.push(rows.length);
    for (let sentence = 0; sentence < sentences; sentence++) {
      const topic = Math.floor(random() * TOPICS);
      for (let word = 0; word < 8; word++) {
        const row = topic * WORDS + Math.floor(random() * WORDS);
        const exchanged = row === SWAPPED ? PARTNER : row === PARTNER ? SWAPPED : row;
        rows.push(inPart ? exchanged : row);
      }
      rows.push(NO_ROW, -1);
    }
    ends.push(rows.length);
    isPart.push(inPart ? 1 : 0);
  }
  return {
    ...{ n: N, dimension: D, vectors: topicVectors(), minimumUses: 5 },
    rows: Int32Array.from(rows),
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    isPart: Uint8Array.from(isPart),
  };
}

describe("compareUses", () => {
  it("puts two words that were exchanged in the part on top, each with the other's company", () => {
    const uses = compareUses(plantedText(120));
    const order = [...uses.judged.keys()].sort((a, b) => uses.departure[b]! - uses.departure[a]!);
    expect(order.slice(0, 2).map((place) => uses.judged[place])).toEqual(
      expect.arrayContaining([SWAPPED, PARTNER]),
    );
    expect(uses.departure[order[1]!]!).toBeGreaterThan(2 * uses.departure[order[2]!]!);
    const place = uses.judged.indexOf(SWAPPED);
    const topicsNear = (contexts: Float32Array) =>
      nearestContexts(uses, contexts.subarray(place * D, (place + 1) * D), SWAPPED, 5).map(
        ({ row }) => Math.floor(row / WORDS),
      );
    expect(topicsNear(uses.inPart)).toEqual([1, 1, 1, 1, 1]);
    expect(topicsNear(uses.elsewhere)).toEqual([0, 0, 0, 0, 0]);
  });

  it("counts uses on both sides, and leaves out words with fewer than wanted", () => {
    const task = plantedText(20);
    const all = compareUses({ ...task, minimumUses: 0 });
    const counted = { part: new Uint32Array(N), rest: new Uint32Array(N) };
    for (const [document, start] of task.starts.entries())
      for (const row of task.rows.subarray(start, task.ends[document]))
        if (row >= 0) counted[task.isPart[document] ? "part" : "rest"][row]!++;
    for (const [place, row] of all.judged.entries()) {
      expect(all.usesInPart[place]).toBe(counted.part[row]);
      expect(all.usesElsewhere[place]).toBe(counted.rest[row]);
    }
    const least = Math.max(...counted.part) - 2;
    const some = compareUses({ ...task, minimumUses: least });
    expect(some.judged.length).toBeLessThan(N);
    expect([...some.judged].sort((a, b) => a - b)).toEqual(
      Array.from({ length: N }, (_, row) => row).filter(
        (row) => Math.min(counted.part[row]!, counted.rest[row]!) >= least,
      ),
    );
  });

  it("sums what stands within five words in the sentence, as adding them one by one does", () => {
    const task = plantedText(15);
    const { judged, inPart } = compareUses({ ...task, minimumUses: 0 });
    const expected = summedOneByOne(task, judged);
    for (let at = 0; at < expected.length; at++) expect(inPart[at]).toBeCloseTo(expected[at]!, 4);
  });

  it("gives finite numbers where all words are used alike, or there are hardly any", () => {
    const task = plantedText(1);
    const same = compareUses({ ...task, vectors: new Float32Array(N * D), minimumUses: 0 });
    expect([...same.departure].every((value) => value === 0)).toBe(true);
    const none = compareUses({ ...task, rows: Int32Array.from(task.rows, () => -1) });
    expect(none.judged.length).toBe(0);
  });
});

/** The same by the definition: each use adds its neighbors, weighed; then unit length, centering, unit length. */
function summedOneByOne(task: PartTask, judged: Int32Array): number[] {
  const counts = new Map<number, number>();
  let total = 0;
  for (const row of task.rows) {
    if (row === -1) continue;
    total++;
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  const sums = Array.from({ length: N }, () => new Array<number>(D).fill(0));
  for (const [document, start] of task.starts.entries()) {
    if (!task.isPart[document]) continue;
    for (let at = start; at < task.ends[document]!; at++) {
      const row = task.rows[at]!;
      if (row < 0) continue;
      for (const step of [-1, 1])
        for (let i = 1; i <= 5; i++) {
          const near = task.rows[at + step * i];
          if (near === undefined || near === -1) break;
          if (near < 0) continue;
          const weight = 1e-3 / (1e-3 + counts.get(near)! / total);
          for (let k = 0; k < D; k++) sums[row]![k]! += weight * task.vectors[near * D + k]!;
        }
    }
  }
  const unit = (row: number[]) => {
    const length = Math.hypot(...row) || 1;
    return row.map((value) => value / length);
  };
  const rows = Array.from(judged, (row) => unit(sums[row]!));
  const mean = Array.from(
    { length: D },
    (_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length,
  );
  return rows.flatMap((row) => unit(row.map((value, k) => value - mean[k]!)));
}
