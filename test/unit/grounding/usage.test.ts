import { beforeAll, describe, expect, it } from "vitest";
import { groundVectors, LEAST_USES, type Grounding } from "../../../src/grounding/usage.ts";
import { createMultiplyRows } from "../../../src/kernels/matrixProducts.ts";
import { kernelModule } from "../../support/kernelModule.ts";
import { randomVector } from "../../support/seededRandom.ts";

const N = 600;
const HERE = 12;
const PRIOR = 24;
/** These two have each other's uses. */
const EXCHANGED = [40, 41] as const;
const RARE = 598;
const UNKNOWN = 10;

const prior = randomVector(N * PRIOR, 1);
const counts = new Uint32Array(N).fill(1_000).fill(LEAST_USES - 1, 590);

/** What is trained is a view of the general meaning, in other dimensions, with noise. */
function trainedVectors(): Float32Array {
  const map = randomVector(HERE * PRIOR, 2);
  const noise = randomVector(N * HERE, 3);
  const trained = new Float32Array(N * HERE);
  for (let row = 0; row < N; row++) {
    const meaning = row === EXCHANGED[0] ? EXCHANGED[1] : row === EXCHANGED[1] ? EXCHANGED[0] : row;
    for (let i = 0; i < HERE; i++) {
      let sum = 0.5 * noise[row * HERE + i]!;
      for (let k = 0; k < PRIOR; k++) sum += map[i * PRIOR + k]! * prior[meaning * PRIOR + k]!;
      trained[row * HERE + i] = sum;
    }
  }
  return trained;
}

const dot = (a: Float32Array, i: number, b: Float32Array, j: number, d: number) => {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += a[i * d + k]! * b[j * d + k]!;
  return sum;
};

describe("groundVectors", () => {
  let result: Grounding;

  beforeAll(async () => {
    const known = Float32Array.from(prior);
    known.fill(0, UNKNOWN * PRIOR, (UNKNOWN + 1) * PRIOR);
    result = groundVectors(
      {
        n: N,
        dimension: HERE,
        trained: trainedVectors(),
        counts,
        priorDimension: PRIOR,
        prior: known,
      },
      createMultiplyRows(await kernelModule()),
    );
  });

  it("finds words that are used like others than they mean", () => {
    const ranked = [...result.departure.keys()].sort(
      (a, b) => result.departure[b]! - result.departure[a]!,
    );
    expect(ranked.slice(0, 2).sort((a, b) => a - b)).toEqual([...EXCHANGED]);
  });

  it("moves what disagrees to where its uses put it, and leaves what agrees", () => {
    const { general, grounded, dimension } = result;
    const [first, second] = EXCHANGED;
    expect(dot(grounded, first, general, second, dimension)).toBeGreaterThan(
      dot(grounded, first, general, first, dimension) + 0.1,
    );
    expect(dot(grounded, 300, general, 300, dimension)).toBeGreaterThan(0.95);
  });

  it("moves less on little text, where all vectors agree less", async () => {
    const moved = async (uses: number) => {
      const task = {
        n: N,
        dimension: HERE,
        trained: trainedVectors(),
        priorDimension: PRIOR,
        prior,
      };
      const { general, grounded, dimension } = groundVectors(
        { ...task, counts: new Uint32Array(N).fill(uses) },
        createMultiplyRows(await kernelModule()),
      );
      return 1 - dot(grounded, EXCHANGED[0], general, EXCHANGED[0], dimension);
    };
    const little = await moved(150); // times 600 words: 90,000 tokens
    expect(little).toBeGreaterThan(0.01);
    expect(await moved(1_000)).toBeGreaterThan(2 * little);
  });

  it("does not judge words with few uses", () => {
    expect(result.departure[RARE]).toBe(0);
    expect(result.departure.filter((value) => value !== 0).length).toBe(589);
  });

  it("has nothing general on a word that the encoder does not know, but what its uses say", () => {
    const { general, grounded, dimension, departure } = result;
    const row = (rows: Float32Array) =>
      rows.subarray(UNKNOWN * dimension, (UNKNOWN + 1) * dimension);
    expect(row(general).every((value) => value === 0)).toBe(true);
    expect(departure[UNKNOWN]).toBe(0);
    expect(dot(grounded, UNKNOWN, grounded, UNKNOWN, dimension)).toBeCloseTo(1, 4);
  });

  it("gives vectors of unit length", () => {
    const { general, grounded, dimension } = result;
    for (const rows of [general, grounded])
      for (const row of [0, 41, 599])
        expect(dot(rows, row, rows, row, dimension)).toBeCloseTo(1, 4);
  });

  it("takes a vocabulary of one word, and one that the encoder does not know at all", async () => {
    const multiply = createMultiplyRows(await kernelModule());
    const one = { n: 1, dimension: 2, trained: Float32Array.of(1, 2), counts: Uint32Array.of(7) };
    for (const vector of [Float32Array.of(1, 0, 2), new Float32Array(3)]) {
      const { general, grounded, departure } = groundVectors(
        { ...one, priorDimension: 3, prior: vector },
        multiply,
      );
      for (const rows of [general, grounded, departure])
        expect(rows.every(Number.isFinite)).toBe(true);
    }
  });
});
