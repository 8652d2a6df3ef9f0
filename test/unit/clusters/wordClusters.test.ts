import { describe, expect, it } from "vitest";
import { meanSilhouette } from "../../../src/clusters/silhouettes.ts";
import { clusterWords } from "../../../src/clusters/wordClusters.ts";
import { createMultiplyRows } from "../../../src/kernels/matrixProducts.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { plantedVectors } from "../../support/plantedVectors.ts";
import { seededRandom } from "../../support/seededRandom.ts";

const multiply = createMultiplyRows(await kernelModule());
const cluster = (words: readonly string[], counts: Uint32Array, vectors: Float32Array, d: number) =>
  clusterWords({ words, counts, vectors, d }, multiply, seededRandom(3), () => undefined);

describe("the mean silhouette", () => {
  it("equals that of Rousseeuw's definition by hand", () => {
    // Distances: 0-1 0.1, 0-2 0.8, 1-2 0.6; the third point is alone in its group.
    const cosines = Float32Array.of(1, 0.9, 0.2, 0.9, 1, 0.4, 0.2, 0.4, 1);
    const mean = meanSilhouette(cosines, Uint16Array.of(0, 0, 1), 2);
    expect(mean).toBeCloseTo((0.7 / 0.8 + 0.5 / 0.6 + 0) / 3, 6);
  });
});

describe("clusters of words", () => {
  it.each([2, 3, 5, 9, 12])("finds %i planted groups, the largest first", (groups) => {
    const n = 40 * groups + 1; // the first group has one more
    const { vectors, d, groupOf } = plantedVectors(n, 30, groups, 0.6);
    const words = Array.from({ length: n }, (_, row) => `word${row}of${groupOf(row)}`);
    const { labels, clusters } = cluster(words, new Uint32Array(n).fill(10), vectors, d);
    expect(clusters.length).toBe(groups);
    expect(clusters.map(({ size }) => size)).toEqual([
      41,
      ...new Array<number>(groups - 1).fill(40),
    ]);
    for (let row = 0; row < n; row++) expect(labels[row]).toBe(labels[groupOf(row)]);
    expect(new Set(labels).size).toBe(groups);
    for (const [at, { words: names }] of clusters.entries())
      for (const name of names) expect(labels[words.indexOf(name)]).toBe(at);
  });

  it("names a group by frequent words of its own, in any script, and not by numbers", () => {
    const { vectors, d, groupOf } = plantedVectors(80, 20, 2, 0.7);
    const counts = new Uint32Array(80).fill(3);
    const words = Array.from({ length: 80 }, (_, row) =>
      groupOf(row) === 0 ? `a${row}` : `字${row}`,
    );
    words[10] = "2024";
    counts[10] = 4_000_000;
    words[12] = "river";
    words[13] = "北京";
    counts[12] = counts[13] = 3_000_000;
    const { labels, clusters } = cluster(words, counts, vectors, d);
    expect(clusters[labels[12]!]?.words[0]).toBe("river");
    expect(clusters[labels[13]!]?.words[0]).toBe("北京");
    for (const { words: names } of clusters) expect(names).not.toContain("2024");
  });

  it("says no number of words that all stand alike, are few, or have no vectors", () => {
    const words = Array.from({ length: 20 }, (_, row) => `w${row}`);
    const counts = new Uint32Array();
    for (const vectors of [new Float32Array(60), new Float32Array(60).fill(Math.sqrt(1 / 3))])
      expect(cluster(words, counts, vectors, 3)).toEqual({
        labels: new Uint16Array(),
        clusters: [],
      });
    for (let n = 0; n < 6; n++)
      expect(
        cluster(words.slice(0, n), counts, plantedVectors(n, 3, 2, 0).vectors, 3).clusters,
      ).toEqual([]);
  });

  it("gives the same groups every time", () => {
    const { vectors, d } = plantedVectors(300, 20, 6, 1.5);
    const words = Array.from({ length: 300 }, (_, row) => `w${row}`);
    const counts = Uint32Array.from({ length: 300 }, (_, row) => 1000 - row);
    expect(cluster(words, counts, vectors, d)).toEqual(cluster(words, counts, vectors, d));
  });
});
