/** Which points a line around them holds. */

/**
 * Tells whether a place is inside a closed line, by the even-odd rule.
 *
 * Shapes: outline [k, 2].
 */
export function isInOutline(outline: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
    const [fromX, fromY] = [outline[j]!, outline[j + 1]!];
    const [toX, toY] = [outline[i]!, outline[i + 1]!];
    if (toY > y !== fromY > y && x < ((fromX - toX) * (y - toY)) / (fromY - toY) + toX)
      inside = !inside;
  }
  return inside;
}

/** The rectangle around an outline. */
export function outlineBounds(outline: readonly number[]): {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
} {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < outline.length; i += 2) {
    left = Math.min(left, outline[i]!);
    right = Math.max(right, outline[i]!);
    bottom = Math.min(bottom, outline[i + 1]!);
    top = Math.max(top, outline[i + 1]!);
  }
  return { left, right, bottom, top };
}
