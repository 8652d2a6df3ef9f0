/** Where the points of the map are at the moment: moved by a projection that gets on, turned in space. */
import { PointIndex } from "./pointIndex.ts";
import { FRONT, turnPoints, type Rotation } from "./rotation.ts";
import { boundsOf, type Bounds } from "./viewport.ts";

const EMPTY: Bounds = { left: -1, right: 1, bottom: -1, top: 1 };
const STEP_MS = 120;
/** More points than these jump: a step would take longer than it lasts. */
const MOVABLE = 50_000;
const MOST_PITCH = Math.PI / 2;

/** Places of n points on the plane of the screen, in map units. */
export class PointPlaces {
  #positions: Float32Array = new Float32Array();
  #dimensions: 2 | 3 = 2;
  #xy: Float32Array = new Float32Array();
  #depths: Float32Array | null = null;
  #rotation = FRONT;
  #index: PointIndex | undefined;
  #bounds = EMPTY;
  #step: { from: Float32Array; to: Float32Array; start: number } | undefined;

  /** Shape [n, 2]. */
  get xy(): Float32Array {
    return this.#xy;
  }

  /** Shape [n]; null on a plane. */
  get depths(): Float32Array | null {
    return this.#depths;
  }

  get isSpace(): boolean {
    return this.#dimensions === 3;
  }

  get bounds(): Bounds {
    return this.#bounds;
  }

  /** Finds points by place; made when first asked for after a change. */
  get index(): PointIndex {
    this.#index ??= new PointIndex(this.#xy, boundsOf(this.#xy) ?? EMPTY);
    return this.#index;
  }

  /** Shape: positions [n, dimensions]. Places of as many points on a plane move there if `smooth`. */
  set(positions: Float32Array, dimensions: 2 | 3, smooth: boolean): void {
    const movable =
      smooth &&
      dimensions === 2 &&
      this.#dimensions === 2 &&
      positions.length === this.#positions.length &&
      positions.length <= MOVABLE * 2;
    const from = this.#xy;
    this.#positions = positions;
    if (dimensions !== this.#dimensions) this.#rotation = FRONT;
    this.#dimensions = dimensions;
    this.#bounds = dimensions === 2 ? (boundsOf(positions) ?? EMPTY) : ballBounds(positions);
    this.#step = undefined;
    if (movable) this.#step = { from, to: positions, start: performance.now() };
    else this.#lay();
  }

  /** Moves on with a step; tells whether the points have moved, and whether they go on. */
  advance(): { readonly moved: boolean; readonly more: boolean } {
    const step = this.#step;
    if (!step) return { moved: false, more: false };
    const share = Math.min(1, (performance.now() - step.start) / STEP_MS);
    const { from, to } = step;
    if (share === 1) {
      this.#step = undefined;
      this.#xy = to;
    } else this.#xy = to.map((value, i) => from[i]! + (value - from[i]!) * share);
    this.#index = undefined;
    return { moved: true, more: share < 1 };
  }

  /** Turns points in space. Units: radians. */
  turn({ yaw, pitch }: Rotation): void {
    this.#rotation = {
      yaw: this.#rotation.yaw + yaw,
      pitch: Math.max(-MOST_PITCH, Math.min(MOST_PITCH, this.#rotation.pitch + pitch)),
    };
    this.#lay();
  }

  #lay(): void {
    this.#index = undefined;
    if (this.#dimensions === 2) {
      this.#depths = null;
      this.#xy = this.#positions;
      return;
    }
    const count = Math.floor(this.#positions.length / 3);
    this.#depths = new Float32Array(count);
    this.#xy = new Float32Array(count * 2);
    turnPoints(this.#positions, this.#rotation, this.#xy, this.#depths);
  }
}

/** The square that holds the points whichever way they are turned. Shape [n, 3]. */
function ballBounds(positions: Float32Array): Bounds {
  let squared = 0;
  for (let i = 0; i + 2 < positions.length; i += 3) {
    const length = positions[i]! ** 2 + positions[i + 1]! ** 2 + positions[i + 2]! ** 2;
    if (Number.isFinite(length)) squared = Math.max(squared, length);
  }
  const radius = Math.sqrt(squared) || 1;
  return { left: -radius, right: radius, bottom: -radius, top: radius };
}
