/**
 * How much the vectors of words depend on their context.
 *
 * Source: Ethayarajh 2019, "How Contextual are Contextualized Word Representations?", section 3.3 and 3.4.
 */

/** Cosine of two vectors; 0 where one has no length. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [sum, squaresOfA, squaresOfB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x = 0, y = 0] = [a[i], b[i]];
    sum += x * y;
    squaresOfA += x * x;
    squaresOfB += y * y;
  }
  const length = Math.sqrt(squaresOfA * squaresOfB);
  return length === 0 ? 0 : sum / length;
}

/** Mean of vectors of the same length; undefined for none. */
export function meanVector(vectors: readonly Float32Array[]): Float32Array | undefined {
  const [first] = vectors;
  if (!first) return undefined;
  const mean = new Float32Array(first.length);
  for (const vector of vectors)
    for (let i = 0; i < mean.length; i++)
      mean[i] = (mean[i] ?? 0) + (vector[i] ?? 0) / vectors.length;
  return mean;
}

/** Mean cosine of the vectors of one word in different contexts; null for fewer than two. */
export function selfSimilarity(vectors: readonly Float32Array[]): number | null {
  let sum = 0;
  let pairs = 0;
  for (const [index, vector] of vectors.entries())
    for (const other of vectors.slice(index + 1)) {
      sum += cosine(vector, other);
      pairs++;
    }
  return pairs === 0 ? null : sum / pairs;
}

/** Mean cosine of the vectors of a sentence's words with their mean; null for none. */
export function intraSentenceSimilarity(vectors: readonly Float32Array[]): number | null {
  const mean = meanVector(vectors);
  if (!mean) return null;
  return vectors.reduce((sum, vector) => sum + cosine(vector, mean), 0) / vectors.length;
}

/**
 * Mean cosine of vectors of different words in different contexts: how alike all vectors are, whatever they mean. Null for fewer
 * than two words. `groups[w]` are the vectors of word w.
 */
export function anisotropy(groups: readonly (readonly Float32Array[])[]): number | null {
  let sum = 0;
  let pairs = 0;
  for (const [index, group] of groups.entries())
    for (const other of groups.slice(index + 1))
      for (const a of group)
        for (const b of other) {
          sum += cosine(a, b);
          pairs++;
        }
  return pairs === 0 ? null : sum / pairs;
}

/** Cosines of all rows with each other, shape [rows, rows]; `pause` is awaited between rows. Shapes: `vectors` is [rows, d]. */
export async function similarityMatrix(
  vectors: Float32Array,
  d: number,
  pause: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>> {
  const rows = vectors.length / d;
  const matrix = new Float32Array(rows * rows);
  for (let a = 0; a < rows; a++) {
    await pause();
    for (let b = a; b < rows; b++)
      matrix[a * rows + b] = matrix[b * rows + a] = cosine(
        vectors.subarray(a * d, (a + 1) * d),
        vectors.subarray(b * d, (b + 1) * d),
      );
  }
  return matrix;
}
