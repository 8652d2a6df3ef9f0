/** Turns pointer, fingers and wheel over the map into moves of the picture; what a move means is up to the map. */
import type { MapPicture } from "../rendering/mapPicture.ts";

/** What the gestures lead to. */
export interface GestureEffects {
  readonly picture: () => MapPicture | undefined;
  /** Whether a drag draws a line around words. */
  readonly isLassoing: () => boolean;
  readonly hover: (row: number | null) => void;
  readonly click: (row: number, edge: boolean) => void;
  readonly doubleClick: () => void;
  /** A line around words is closed. Shape [k, 2], in CSS pixels from the map's corner. */
  readonly enclose: (outline: readonly number[]) => void;
}

type Mode = "pan" | "turn" | "box" | "lasso";

interface Drag {
  readonly mode: Mode;
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
  moved: boolean;
  outline: number[];
}

type Finger = readonly [x: number, y: number];

const CLICK_PIXELS = 4;
/** Half a turn for so many pixels. */
const TURN_PIXELS = 400;
/** A lasso has no more corners than these: a map of a million words is asked for each. */
const CORNERS = 400;

/** The gestures of one map. */
export class MapGestures {
  readonly #effects: GestureEffects;
  #drag: Drag | undefined;
  /** Where the fingers are that touch the map, by pointer; two move and zoom it together. */
  readonly #fingers = new Map<number, Finger>();

  constructor(effects: GestureEffects) {
    this.#effects = effects;
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0 && event.button !== 2) return;
    const surface = event.currentTarget as HTMLElement;
    surface.setPointerCapture(event.pointerId);
    const [x, y] = place(event);
    if (event.pointerType === "touch") {
      this.#fingers.set(event.pointerId, [x, y]);
      // A second finger ends what the first has begun: neither clicks nor draws any more.
      if (this.#fingers.size > 1) {
        this.#end();
        this.#effects.hover(null);
        return;
      }
    }
    const mode = this.#modeOf(event);
    this.#drag = { mode, startX: x, startY: y, x, y, moved: false, outline: [x, y] };
  };

  readonly move = (event: PointerEvent): void => {
    const drag = this.#drag;
    const [x, y] = place(event);
    const picture = this.#effects.picture();
    if (this.#fingers.size > 1) {
      if (this.#fingers.has(event.pointerId)) this.#pinch(event.pointerId, [x, y]);
      return;
    }
    if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, [x, y]);
    if (!drag) {
      this.#effects.hover(picture?.hit(x, y)?.row ?? null);
      return;
    }
    const [dx, dy] = [x - drag.x, y - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < CLICK_PIXELS) return;
    drag.moved = true;
    [drag.x, drag.y] = [x, y];
    this.#effects.hover(null);
    const { startX, startY, outline } = drag;
    switch (drag.mode) {
      case "pan":
        picture?.pan(dx, dy);
        break;
      case "turn":
        picture?.turn({ yaw: (dx / TURN_PIXELS) * Math.PI, pitch: (dy / TURN_PIXELS) * Math.PI });
        break;
      case "box":
        drag.outline = [startX, startY, x, startY, x, y, startX, y];
        picture?.setOutline(drag.outline);
        break;
      case "lasso":
        if (outline.length < CORNERS * 2) outline.push(x, y);
        else outline.splice(-2, 2, x, y);
        picture?.setOutline(outline);
        break;
    }
  };

  readonly up = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    const drag = this.#end();
    if (!drag) return;
    if (drag.moved && (drag.mode === "box" || drag.mode === "lasso"))
      this.#effects.enclose(drag.outline);
    if (drag.moved || event.button !== 0) return;
    const hit = this.#effects.picture()?.hit(...place(event));
    if (hit) this.#effects.click(hit.row, hit.edge);
  };

  /** A drag that is taken away from the page leads to nothing. */
  readonly cancel = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    this.#end();
  };

  readonly leave = (): void => {
    if (!this.#drag) this.#effects.hover(null);
  };

  readonly doubleClick = (event: MouseEvent): void => {
    if (!this.#effects.picture()?.hit(...place(event))) this.#effects.doubleClick();
  };

  readonly wheel = {
    passive: false,
    handleEvent: (event: WheelEvent): void => {
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      this.#effects.hover(null);
      this.#effects.picture()?.zoom(Math.exp(-event.deltaY * pixels * 0.0015), ...place(event));
    },
  };

  /** One of two fingers has moved: what was between them stays between them. */
  #pinch(pointerId: number, to: Finger): void {
    const from = this.#fingers.get(pointerId)!;
    const [, other] = [...this.#fingers].find(([id]) => id !== pointerId)!;
    this.#fingers.set(pointerId, to);
    const picture = this.#effects.picture();
    const before = between(other, from);
    const after = between(other, to);
    picture?.pan(after.x - before.x, after.y - before.y);
    if (before.distance > 0 && after.distance > 0)
      picture?.zoom(after.distance / before.distance, after.x, after.y);
  }

  #modeOf(event: PointerEvent): Mode {
    if (event.button === 2 || event.altKey || event.ctrlKey || event.metaKey) return "turn";
    if (event.shiftKey) return "box";
    if (this.#effects.isLassoing()) return "lasso";
    // A finger has no keys beside it: one turns what stands in space, two move it.
    const turns = event.pointerType === "touch" && this.#effects.picture()?.isSpace === true;
    return turns ? "turn" : "pan";
  }

  #end(): Drag | undefined {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag) this.#effects.picture()?.setOutline(null);
    return drag;
  }
}

/** Middle and distance of two fingers. */
function between([ax, ay]: Finger, [bx, by]: Finger) {
  return {
    x: (ax + bx) / 2,
    y: (ay + by) / 2,
    distance: Math.hypot(bx - ax, by - ay),
  };
}

/** Where an event is, from the corner of the surface that hears it. */
function place(event: MouseEvent): [number, number] {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}
