/** Finds places for labels where none covers another. */

/** Of what is drawn, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Units: CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A label's place: the left end of its middle line, and a line to its point where it stands apart. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly leader: {
    readonly fromX: number;
    readonly fromY: number;
    readonly toX: number;
    readonly toY: number;
  } | null;
}

/** A label that looks for a place. */
export interface LabelRequest {
  /** The point that it belongs to. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Distance from the point. */
  readonly gap: number;
  /** May stand apart, joined by a line. */
  readonly leader: boolean;
}

const CELL = 48;
const PADDING = 3;
const EDGE = 4;
const RINGS = [20, 32, 46, 62];
const ANGLES = [-0.6, 0.6, -2.5, 2.5, -1.2, 1.2, -1.95, 1.95, 0, Math.PI];

/** The boxes that are taken already, in a grid, so that a check looks only at those nearby. */
export class LabelSpace {
  readonly #size: Size;
  readonly #columns: number;
  readonly #cells: Box[][];

  constructor(size: Size) {
    this.#size = size;
    this.#columns = Math.max(1, Math.ceil(size.width / CELL));
    const rows = Math.max(1, Math.ceil(size.height / CELL));
    this.#cells = Array.from({ length: this.#columns * rows }, () => []);
  }

  /** Takes a box. */
  add(box: Box): void {
    for (const cell of this.#around(box)) cell.push(box);
  }

  /** Tells whether a box is inside the view and covers nothing. */
  isFree(box: Box): boolean {
    if (box.left < EDGE || box.right > this.#size.width - EDGE) return false;
    if (box.top < EDGE || box.bottom > this.#size.height - EDGE) return false;
    for (const cell of this.#around(box))
      for (const other of cell)
        if (
          box.left < other.right &&
          box.right > other.left &&
          box.top < other.bottom &&
          box.bottom > other.top
        )
          return false;
    return true;
  }

  /** Finds a place for a label and takes it; null where there is none. */
  place(label: LabelRequest): Placement | null {
    const { x, y, width, height, gap } = label;
    const half = height / 2;
    const beside: readonly (readonly [number, number])[] = [
      [x + gap, y],
      [x - gap - width, y],
      [x - width / 2, y - half - gap],
      [x - width / 2, y + half + gap],
      [x + gap - 1, y - half],
      [x + gap - 1, y + half],
      [x - gap + 1 - width, y - half],
      [x - gap + 1 - width, y + half],
    ];
    for (const [left, middle] of beside)
      if (this.#take(left, middle, width, height)) return { x: left, y: middle, leader: null };
    return label.leader ? this.#placeApart(label) : null;
  }

  #placeApart({ x, y, width, height }: LabelRequest): Placement | null {
    for (const ring of RINGS)
      for (const angle of ANGLES) {
        const cos = Math.cos(angle);
        const sin = Math.sin(angle);
        const endX = x + cos * ring;
        const endY = y + sin * ring;
        const left = cos >= -0.1 ? endX : endX - width;
        if (!this.#take(left, endY, width, height)) continue;
        const leader = {
          fromX: x + cos * 5,
          fromY: y + sin * 5,
          toX: endX - cos * 3,
          toY: endY - sin * 3,
        };
        return { x: left, y: endY, leader };
      }
    return null;
  }

  #take(left: number, middle: number, width: number, height: number): boolean {
    const box = {
      left: left - PADDING,
      top: middle - height / 2,
      right: left + width + PADDING,
      bottom: middle + height / 2,
    };
    if (!this.isFree(box)) return false;
    this.add(box);
    return true;
  }

  *#around(box: Box): Generator<Box[]> {
    const rows = this.#cells.length / this.#columns;
    const clampTo = (value: number, end: number) => Math.min(end - 1, Math.max(0, value));
    const firstColumn = clampTo(Math.floor(box.left / CELL), this.#columns);
    const lastColumn = clampTo(Math.floor(box.right / CELL), this.#columns);
    const firstRow = clampTo(Math.floor(box.top / CELL), rows);
    const lastRow = clampTo(Math.floor(box.bottom / CELL), rows);
    for (let row = firstRow; row <= lastRow; row++)
      for (let column = firstColumn; column <= lastColumn; column++)
        yield this.#cells[row * this.#columns + column]!;
  }
}
