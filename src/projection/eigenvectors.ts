import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** A direction and how much varies along it. */
export interface Axis {
  readonly variance: number;
  /** Unit length; shape [d]. */
  readonly direction: Float64Array;
}

/** Gives all eigenvectors of a symmetric matrix, that of the largest eigenvalue first. Shapes: `matrix` is [d, d]. */
export function eigenvectorsOf(matrix: ArrayLike<number>, d: number): Axis[] {
  if (d === 0) return []; // the library refuses an empty matrix
  const rows = new Matrix(d, d);
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) rows.set(i, j, matrix[i * d + j]!);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(rows, {
    assumeSymmetric: true,
  });
  return realEigenvalues
    .map((variance, column) => ({
      variance,
      direction: Float64Array.from({ length: d }, (_, i) => eigenvectorMatrix.get(i, column)),
    }))
    .sort((a, b) => b.variance - a.variance);
}
