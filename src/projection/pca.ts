import { eigenvectorsOf, type Axis } from "./eigenvectors.ts";

/** Points on a plane or in space and what of the vectors' variance it keeps. */
interface PrincipalPositions {
  /** Shape [n, dimensions], centered. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Share of the variance that each axis keeps, 0 to 1; shape [dimensions]. */
  readonly explained: readonly number[];
}

/** Points on a plane and what of the vectors' variance the plane keeps. */
export interface Projection {
  /** Shape [n, 2], centered. */
  readonly xy: Float32Array<ArrayBuffer>;
  /** Share of the variance that each axis keeps, 0 to 1. */
  readonly explained: readonly [number, number];
}

/** Directions that are iterated beside the two wanted: they speed up convergence where variances are close. */
const SPARE_DIRECTIONS = 10;
const MAXIMUM_ROUNDS = 200;
/** Of more directions the whole matrix is brought to diagonal form. */
const MOST_ITERATED = 40;
/** Multiplications between two looks at how far the directions are from eigenvectors. */
const POWERS_PER_ROUND = 8;
/** Of the residual, relative to the largest variance: points then agree with an exact solution to 1e-5. */
const TOLERANCE = 1e-8;
/** The same for components that vectors are compared by: the last ones are close together and take long to tell apart. */
const ROUGH_TOLERANCE = 1e-5;

/**
 * Projects vectors on their first principal components. The same vectors always give the same points: the component that
 * weighs most in an axis is positive.
 *
 * Shapes: `vectors` is [n, d], all finite. Where d is less than `dimensions`, or all vectors are equal, missing axes are zero.
 * Errors: plain `Error` where the sizes do not agree.
 * Source: covariance matrix, then orthogonal iteration with Rayleigh-Ritz; Golub and Van Loan, "Matrix Computations",
 * 4th ed., 8.2.4 and 8.3.
 */
export function projectPrincipal(
  vectors: Float32Array,
  n: number,
  d: number,
  dimensions: number,
): PrincipalPositions {
  if (vectors.length !== n * d) throw new Error(`${vectors.length} numbers for ${n} rows of ${d}.`);
  const means = meanOfRows(vectors, n, d);
  const covariance = covarianceOf(vectors, means, n, d);
  let total = 0;
  for (let i = 0; i < d; i++) total += covariance[i * d + i]!;
  const positions = new Float32Array(n * dimensions);
  const explained = new Array<number>(dimensions).fill(0);
  if (!(total > 0)) return { positions, explained };

  for (const [axis, { variance, direction }] of principalAxes(
    covariance,
    d,
    dimensions,
  ).entries()) {
    explained[axis] = Math.min(1, Math.max(0, variance / total));
    for (let row = 0; row < n; row++) {
      let sum = 0;
      for (let i = 0; i < d; i++) sum += (vectors[row * d + i]! - means[i]!) * direction[i]!;
      positions[row * dimensions + axis] = sum;
    }
  }
  return { positions, explained };
}

/** Projects vectors on a plane, as `projectPrincipal` does. */
export function projectPca(vectors: Float32Array, n: number, d: number): Projection {
  const { positions, explained } = projectPrincipal(vectors, n, d, 2);
  return { xy: positions, explained: [explained[0] ?? 0, explained[1] ?? 0] };
}

/** Coordinates of vectors along their principal components, largest variance first. */
interface PrincipalComponents {
  /** Shape [n, count], centered. */
  readonly scores: Float64Array;
  readonly count: number;
}

/**
 * Gives the coordinates of vectors along their first principal components; fewer where there are fewer. The same vectors
 * always give the same numbers.
 *
 * Shapes: `vectors` is [n, d], all finite.
 * Errors: plain `Error` where the sizes do not agree.
 * Source: as `projectPca`; where there are fewer vectors than dimensions, by their Gram matrix.
 */
export function principalComponents(
  vectors: Float32Array,
  n: number,
  d: number,
  wanted: number,
): PrincipalComponents {
  if (vectors.length !== n * d) throw new Error(`${vectors.length} numbers for ${n} rows of ${d}.`);
  const means = meanOfRows(vectors, n, d);
  const centered = Float64Array.from(vectors, (value, at) => value - means[at % d]!);
  const isWide = n < d;
  const matrix = isWide ? gramOf(centered, n, d) : covarianceOf(vectors, means, n, d);
  const size = isWide ? n : d;
  const axes = principalAxes(matrix, size, Math.min(wanted, size), ROUGH_TOLERANCE).filter(
    ({ variance }) => variance > 1e-12,
  );
  const count = axes.length;
  const scores = new Float64Array(n * count);
  for (const [axis, { direction, variance }] of axes.entries())
    for (let row = 0; row < n; row++)
      scores[row * count + axis] = isWide
        ? direction[row]! * Math.sqrt(variance * n)
        : dot(centered.subarray(row * d, (row + 1) * d), direction);
  return { scores, count };
}

/** Shapes: [n, n], symmetric, divided by n: its eigenvalues are those of the covariance matrix. */
function gramOf(centered: Float64Array, n: number, d: number): Float64Array {
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = centered.subarray(i * d, (i + 1) * d);
    for (let j = i; j < n; j++)
      gram[i * n + j] = gram[j * n + i] = dot(row, centered.subarray(j * d, (j + 1) * d)) / n;
  }
  return gram;
}

function meanOfRows(vectors: Float32Array, n: number, d: number): Float64Array {
  const means = new Float64Array(d);
  for (let row = 0; row < n; row++) for (let i = 0; i < d; i++) means[i]! += vectors[row * d + i]!;
  return means.map((sum) => sum / n);
}

/** Shapes: [d, d], symmetric. */
function covarianceOf(
  vectors: Float32Array,
  means: Float64Array,
  n: number,
  d: number,
): Float64Array {
  const covariance = new Float64Array(d * d);
  // Four rows at a time, so that each element of the matrix is loaded and stored a quarter as often; rows past the
  // last one are zero.
  const block = [0, 1, 2, 3].map(() => new Float64Array(d)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [c0, c1, c2, c3] = block;
  for (let first = 0; first < n; first += 4) {
    for (const [k, centered] of block.entries())
      for (let i = 0; i < d; i++)
        centered[i] = first + k < n ? vectors[(first + k) * d + i]! - means[i]! : 0;
    for (let i = 0; i < d; i++) {
      const [v0, v1, v2, v3] = [c0[i]! / n, c1[i]! / n, c2[i]! / n, c3[i]! / n];
      for (let j = i, at = i * d + i; j < d; j++, at++)
        covariance[at]! += v0 * c0[j]! + v1 * c1[j]! + v2 * c2[j]! + v3 * c3[j]!;
    }
  }
  for (let i = 0; i < d; i++)
    for (let j = 0; j < i; j++) covariance[i * d + j] = covariance[j * d + i]!;
  return covariance;
}

/** The eigenvectors with the largest eigenvalues, or as many as there are. */
function principalAxes(
  matrix: Float64Array,
  d: number,
  most: number,
  tolerance = TOLERANCE,
): Axis[] {
  const wanted = Math.min(most, d);
  if (wanted > MOST_ITERATED)
    // Iterating towards many takes longer than computing all of them.
    return eigenvectorsOf(matrix, d).slice(0, wanted).map(withFixedSign);
  let basis = orthonormalize(startingDirections(Math.min(d, wanted + SPARE_DIRECTIONS), d));
  let axes: Axis[] = [];
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    let images: Float64Array[] = [];
    for (let power = 0; power < POWERS_PER_ROUND; power++) {
      if (power > 0) basis = orthonormalize(images);
      images = basis.map((direction) => multiply(matrix, direction, d));
    }
    axes = rayleighRitz(basis, images);
    const largest = axes[0]?.variance ?? 0;
    const isDone = axes
      .slice(0, wanted)
      .every((axis) => residual(matrix, axis, d) <= tolerance * largest);
    if (isDone) break;
    basis = orthonormalize(images);
  }
  return axes.slice(0, wanted).map(withFixedSign);
}

/** Fixed directions that are no special ones: a constant generator's numbers. */
function startingDirections(count: number, d: number): Float64Array[] {
  let state = 1;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0) / 2 ** 31;
  return Array.from({ length: count }, () => Float64Array.from({ length: d }, next));
}

/** Gram-Schmidt, twice for accuracy; a direction that the others span is replaced by one that they do not. */
function orthonormalize(directions: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const given of directions) {
    let direction = orthogonalPart(given, basis);
    for (let i = 0; direction === null && i < given.length; i++) {
      const unit = new Float64Array(given.length);
      unit[i] = 1;
      direction = orthogonalPart(unit, basis);
    }
    if (direction) basis.push(direction);
  }
  return basis;
}

/** Of unit length; null where nothing but rounding is left. */
function orthogonalPart(given: Float64Array, basis: readonly Float64Array[]): Float64Array | null {
  const length = Math.sqrt(dot(given, given));
  if (length === 0) return null;
  const direction = given.map((value) => value / length);
  for (let pass = 0; pass < 2; pass++)
    for (const other of basis) {
      const share = dot(direction, other);
      for (let i = 0; i < direction.length; i++) direction[i]! -= share * other[i]!;
    }
  const left = Math.sqrt(dot(direction, direction));
  return left > 1e-10 ? direction.map((value) => value / left) : null;
}

/** The best approximations of eigenvectors within the space of a basis, largest eigenvalue first. */
function rayleighRitz(basis: readonly Float64Array[], images: readonly Float64Array[]): Axis[] {
  const small = basis.flatMap((a) => images.map((b) => dot(a, b)));
  return eigenvectorsOf(small, basis.length).map(({ variance, direction: weights }) => {
    const direction = new Float64Array(basis[0]!.length);
    for (const [k, vector] of basis.entries())
      for (let i = 0; i < direction.length; i++) direction[i]! += weights[k]! * vector[i]!;
    return { variance, direction };
  });
}

function residual(matrix: Float64Array, { variance, direction }: Axis, d: number): number {
  const image = multiply(matrix, direction, d);
  let squares = 0;
  for (let i = 0; i < d; i++) squares += (image[i]! - variance * direction[i]!) ** 2;
  return Math.sqrt(squares);
}

function multiply(matrix: Float64Array, vector: Float64Array, d: number): Float64Array {
  const product = new Float64Array(d);
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += matrix[i * d + j]! * vector[j]!;
    product[i] = sum;
  }
  return product;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function withFixedSign({ variance, direction }: Axis): Axis {
  let heaviest = 0;
  for (const [i, value] of direction.entries())
    if (Math.abs(value) > Math.abs(direction[heaviest]!)) heaviest = i;
  const sign = direction[heaviest]! < 0 ? -1 : 1;
  return { variance, direction: direction.map((value) => value * sign) };
}
