/** What part of the map is seen, and how it moves there. */
import {
  between,
  fitBounds,
  isFar,
  mapX,
  mapY,
  panned,
  screenX,
  screenY,
  zoomedAt,
  type Bounds,
  type Size,
  type Viewport,
} from "./viewport.ts";

const FLIGHT_MS = 240;
const MAXIMUM_ZOOM = 60;
const MINIMUM_ZOOM = 0.5;

/** A place in map units or on the screen. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** The view of one map; whoever holds it draws after every change. */
export class Camera {
  #bounds: Bounds = { left: -1, right: 1, bottom: -1, top: 1 };
  #size: Size = { width: 0, height: 0 };
  #view: Viewport | undefined;
  #flight: { readonly from: Viewport; readonly to: Viewport; readonly start: number } | undefined;

  get size(): Size {
    return this.#size;
  }

  /** The view that shows all. */
  get whole(): Viewport {
    return fitBounds(this.#bounds, this.#size, 1);
  }

  get view(): Viewport {
    this.#view ??= this.whole;
    return this.#view;
  }

  /** What is seen, in map units. */
  get seen(): Bounds {
    const { view } = this;
    return {
      left: mapX(view, this.#size, 0),
      right: mapX(view, this.#size, this.#size.width),
      bottom: mapY(view, this.#size, this.#size.height),
      top: mapY(view, this.#size, 0),
    };
  }

  /** Takes over the limits of other points; the view stays or starts anew. */
  setBounds(bounds: Bounds, keepView: boolean): void {
    this.#bounds = bounds;
    if (keepView) return;
    this.#view = undefined;
    this.#flight = undefined;
  }

  /** Takes over a new size; the middle of the view stays where it is. */
  resize(size: Size): void {
    const before = this.#size;
    this.#size = size;
    if (this.#view && before.width > 0 && before.height > 0 && size.width > 0) {
      const growth = Math.min(size.width / before.width, size.height / before.height);
      this.#view = { ...this.#view, scale: this.#view.scale * growth };
    }
    this.#flight = undefined;
  }

  /** Goes to a view: in a flight, or at once where that would be long or nothing may move. */
  go(to: Viewport, smooth: boolean): void {
    const from = this.view;
    if (smooth && !isFar(from, to, this.#size))
      this.#flight = { from, to, start: performance.now() };
    else {
      this.#flight = undefined;
      this.#view = to;
    }
  }

  /** Moves on with a flight; tells whether it goes on. */
  advance(): boolean {
    if (!this.#flight) return false;
    const { from, to, start } = this.#flight;
    const share = Math.min(1, (performance.now() - start) / FLIGHT_MS);
    this.#view = share === 1 ? to : between(from, to, 1 - (1 - share) ** 3); // ease out
    if (share === 1) this.#flight = undefined;
    return share < 1;
  }

  pan(dx: number, dy: number): void {
    this.go(panned(this.view, dx, dy), false);
  }

  /** Zooms by a factor; what is under the place stays under it. */
  zoom(factor: number, x = this.#size.width / 2, y = this.#size.height / 2): void {
    const { scale } = this.whole;
    const limits = [scale * MINIMUM_ZOOM, scale * MAXIMUM_ZOOM] as const;
    this.go(zoomedAt(this.view, this.#size, factor, x, y, limits), false);
  }

  /** Moves just enough to have a place of the screen in view. */
  reveal({ x, y }: Place, smooth: boolean): void {
    const inset = 40;
    const dx = Math.min(0, this.#size.width - inset - x) + Math.max(0, inset - x);
    const dy = Math.min(0, this.#size.height - inset - y) + Math.max(0, inset - y);
    if (dx !== 0 || dy !== 0) this.go(panned(this.view, dx, dy), smooth);
  }

  toScreen(x: number, y: number): Place {
    return { x: screenX(this.view, this.#size, x), y: screenY(this.view, this.#size, y) };
  }

  toMap(x: number, y: number): Place {
    return { x: mapX(this.view, this.#size, x), y: mapY(this.view, this.#size, y) };
  }
}
