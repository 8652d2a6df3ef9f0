/** Points in cells of cells, so that far ones act together: the tree of Barnes and Hut. */

/** Deeper cells are smaller than the rounding of their points. */
const DEEPEST = 40;

/** On a plane, the third coordinate of everything is 0: loops over coordinates would take twice as long. */
const COORDINATES = 3;

/**
 * A tree over points on a plane or in space, built anew for every round in the same memory.
 *
 * Source: Barnes and Hut 1986; for t-SNE, van der Maaten 2014, "Accelerating t-SNE using Tree-Based Algorithms".
 */
export class BodyTree {
  readonly #branches: number;
  readonly #capacity: number;
  /** Of each cell: its first child, the others follow; -1 for none. */
  readonly #children: Int32Array;
  readonly #masses: Float64Array;
  /** Of each cell: the sum of its points, and once it is built their mean; shape [cells, 3]. */
  readonly #means: Float64Array;
  /** Shape [cells, 3]. */
  readonly #centers: Float64Array;
  readonly #halves: Float64Array;
  readonly #stack: Int32Array;
  #cells = 0;

  constructor(n: number, dimensions: number) {
    this.#branches = 2 ** dimensions;
    // Points that lie close take many cells; where these do not suffice, such points share one.
    this.#capacity = (6 * n + DEEPEST) * this.#branches;
    this.#children = new Int32Array(this.#capacity);
    this.#masses = new Float64Array(this.#capacity);
    this.#means = new Float64Array(this.#capacity * COORDINATES);
    this.#centers = new Float64Array(this.#capacity * COORDINATES);
    this.#halves = new Float64Array(this.#capacity);
    this.#stack = new Int32Array(DEEPEST * this.#branches + 1);
  }

  /** Puts all points into the tree. Shapes: `points` is [n, 3], all finite. */
  build(points: Float64Array): void {
    let half = 0;
    for (let axis = 0; axis < COORDINATES; axis++) {
      let [least, most] = [Infinity, -Infinity];
      for (let at = axis; at < points.length; at += COORDINATES) {
        least = Math.min(least, points[at]!);
        most = Math.max(most, points[at]!);
      }
      this.#centers[axis] = (least + most) / 2;
      half = Math.max(half, (most - least) / 2);
    }
    this.#cells = 1;
    this.#clear(0);
    this.#halves[0] = half * (1 + 1e-6) + 1e-12;
    for (let at = 0; at < points.length; at += COORDINATES)
      this.#insert(points[at]!, points[at + 1]!, points[at + 2]!);
    const [means, masses] = [this.#means, this.#masses];
    for (let cell = 0; cell < this.#cells; cell++) {
      if (masses[cell] === 0) continue;
      for (let axis = 0; axis < COORDINATES; axis++)
        means[cell * COORDINATES + axis]! /= masses[cell]!;
    }
  }

  /**
   * Adds up how all points push one away, by Student's t distribution, and gives the sum of the pushes' strengths, its own
   * included, which is 1. A cell acts as one point where its width is less than `theta` of its distance.
   *
   * The point is row `row` of `points`, whose pushes are written to that row of `forces`. Shapes: both are [n, 3].
   */
  writeRepulsion(points: Float64Array, row: number, theta: number, forces: Float64Array): number {
    const [means, masses, halves] = [this.#means, this.#masses, this.#halves];
    const [children, stack, branches] = [this.#children, this.#stack, this.#branches];
    const from = row * COORDINATES;
    const [x, y, z] = [points[from]!, points[from + 1]!, points[from + 2]!];
    const bound = (theta * theta) / 4; // halves are compared
    let strengths = 0;
    let forceX = 0;
    let forceY = 0;
    let forceZ = 0;
    let open = 1;
    stack[0] = 0;
    while (open > 0) {
      const cell = stack[--open]!;
      const at = cell * COORDINATES;
      const alongX = x - means[at]!;
      const alongY = y - means[at + 1]!;
      const alongZ = z - means[at + 2]!;
      const squares = alongX * alongX + alongY * alongY + alongZ * alongZ;
      const first = children[cell]!;
      const half = halves[cell]!;
      if (first >= 0 && half * half >= bound * squares) {
        for (let child = first; child < first + branches; child++)
          if (masses[child]! > 0) stack[open++] = child;
        continue;
      }
      const nearness = 1 / (1 + squares);
      const strength = masses[cell]! * nearness;
      strengths += strength;
      forceX += strength * nearness * alongX;
      forceY += strength * nearness * alongY;
      forceZ += strength * nearness * alongZ;
    }
    forces[from] = forceX;
    forces[from + 1] = forceY;
    forces[from + 2] = forceZ;
    return strengths;
  }

  #insert(x: number, y: number, z: number): void {
    let cell = 0;
    for (let depth = 0; ; depth++) {
      const before = this.#masses[cell]!;
      if (before > 0 && this.#children[cell] === -1 && depth < DEEPEST - 1) this.#split(cell);
      this.#masses[cell] = before + 1;
      const at = cell * COORDINATES;
      this.#means[at]! += x;
      this.#means[at + 1]! += y;
      this.#means[at + 2]! += z;
      const first = this.#children[cell]!;
      if (first < 0) return;
      cell = first + this.#branchOf(cell, x, y, z);
    }
  }

  /** Gives a cell children, and what lies in it to the right one. */
  #split(cell: number): void {
    if (this.#cells + this.#branches > this.#capacity) return;
    const first = this.#cells;
    this.#cells += this.#branches;
    const half = this.#halves[cell]! / 2;
    const at = cell * COORDINATES;
    for (let branch = 0; branch < this.#branches; branch++) {
      const child = first + branch;
      this.#clear(child);
      this.#halves[child] = half;
      for (let axis = 0; axis < COORDINATES; axis++)
        this.#centers[child * COORDINATES + axis] =
          this.#centers[at + axis]! + ((branch >> axis) & 1 ? half : -half);
    }
    this.#children[cell] = first;
    const mass = this.#masses[cell]!;
    const [x, y, z] = [this.#means[at]!, this.#means[at + 1]!, this.#means[at + 2]!];
    const child = first + this.#branchOf(cell, x / mass, y / mass, z / mass);
    this.#masses[child] = mass;
    this.#means.set([x, y, z], child * COORDINATES);
  }

  #branchOf(cell: number, x: number, y: number, z: number): number {
    const at = cell * COORDINATES;
    let branch = 0;
    if (x > this.#centers[at]!) branch |= 1;
    if (y > this.#centers[at + 1]!) branch |= 2;
    if (this.#branches > 4 && z > this.#centers[at + 2]!) branch |= 4;
    return branch;
  }

  #clear(cell: number): void {
    this.#children[cell] = -1;
    this.#masses[cell] = 0;
    this.#means.fill(0, cell * COORDINATES, (cell + 1) * COORDINATES);
  }
}
