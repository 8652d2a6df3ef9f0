/** Which arrangement fits the space of the panel; the style sheet's container queries have the same limits. */

/** Arrangement of the page. */
export interface Layout {
  /** Two columns, or one column of sections. */
  readonly columns: "wide" | "medium" | "narrow";
  /** Map and evidence share one place. */
  readonly short: boolean;
}

/** Chooses the arrangement. Units: CSS pixels. */
export function layoutFor(width: number, height: number): Layout {
  return {
    columns: width >= 1100 ? "wide" : width >= 640 ? "medium" : "narrow",
    short: height < 480 && width >= 640,
  };
}

/** Width of the word column and height of the evidence; null where the user has not moved the sash. */
export interface Sashes {
  readonly column: number | null;
  readonly evidence: number | null;
}

/** Limits of a part that a sash sizes, inside the space that it shares. */
export interface SashRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** The range of the word column's width. */
export function columnRange(width: number): SashRange {
  return { minimum: 220, maximum: Math.max(220, Math.min(560, Math.floor(width - 320))) };
}

/** The range of the evidence's height; `height` is that of map and evidence together. */
export function evidenceRange(height: number): SashRange {
  return { minimum: 96, maximum: Math.max(96, Math.floor(height - 160)) };
}

/** Puts a size into its range, or takes the given one where there is none. */
export function sashSize(size: number | null, preset: number, range: SashRange): number {
  return Math.round(Math.min(range.maximum, Math.max(range.minimum, size ?? preset)));
}
