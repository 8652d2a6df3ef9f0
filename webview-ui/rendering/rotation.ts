/** Looks at points in space from a side. */
import type { PointPaint } from "./pointRenderer.ts";

/** Angles in radians. */
export interface Rotation {
  /** About the upright axis. */
  readonly yaw: number;
  /** Towards and away. */
  readonly pitch: number;
}

/** From the front: the first two axes. */
export const FRONT: Rotation = { yaw: 0, pitch: 0 };

/** Nearer points are drawn larger by this share. */
const DEPTH_GROWTH = 0.4;

/**
 * Turns points and lays them on the screen; parallel, so that distances at every depth can be compared.
 *
 * Shapes: positions [n, 3]; xy [n, 2] and depths [n], nearer is greater, are written.
 */
export function turnPoints(
  positions: Float32Array,
  { yaw, pitch }: Rotation,
  xy: Float32Array,
  depths: Float32Array,
): void {
  const [cosYaw, sinYaw] = [Math.cos(yaw), Math.sin(yaw)];
  const [cosPitch, sinPitch] = [Math.cos(pitch), Math.sin(pitch)];
  for (let row = 0; row < depths.length; row++) {
    const x = positions[row * 3]!;
    const y = positions[row * 3 + 1]!;
    const z = positions[row * 3 + 2]!;
    const back = -x * sinYaw + z * cosYaw;
    xy[row * 2] = x * cosYaw + z * sinYaw;
    xy[row * 2 + 1] = y * cosPitch - back * sinPitch;
    depths[row] = y * sinPitch + back * cosPitch;
  }
}

/** Radii as they look at a depth. Shapes: all [n]; depths from -1 to 1. */
export function radiiAtDepth(radii: Float32Array, depths: Float32Array): Float32Array {
  return radii.map((radius, row) => radius * (1 + DEPTH_GROWTH * (depths[row]! || 0)));
}

const BINS = 4096;

/** The same paint with the far points behind the near ones; sorted by bins, so that a million take milliseconds. */
export function paintByDepth(paint: PointPaint, depths: Float32Array): PointPaint {
  const starts = new Uint32Array(BINS + 1);
  const bins = new Uint16Array(depths.length);
  for (let row = 0; row < depths.length; row++) {
    const share = ((depths[row]! || 0) + 1.8) / 3.6; // the corner of a cube is farther than its faces
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(share * BINS)));
    bins[row] = bin;
    starts[bin + 1]!++;
  }
  for (let bin = 0; bin < BINS; bin++) starts[bin + 1]! += starts[bin]!;
  const order = new Uint32Array(depths.length);
  for (let row = depths.length - 1; row >= 0; row--) order[starts[bins[row]!]!++] = row;
  return { colors: paint.colors, order };
}
