/** Turns pointer and wheel over the map into moves of the picture; what a move means is up to the map. */
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

const CLICK_PIXELS = 4;
/** Half a turn for so many pixels. */
const TURN_PIXELS = 400;
/** A lasso has no more corners than these: a map of a million words is asked for each. */
const CORNERS = 400;

/** The gestures of one map. */
export class MapGestures {
  readonly #effects: GestureEffects;
  #drag: Drag | undefined;

  constructor(effects: GestureEffects) {
    this.#effects = effects;
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0 && event.button !== 2) return;
    const surface = event.currentTarget as HTMLElement;
    surface.setPointerCapture(event.pointerId);
    const [x, y] = place(event);
    const mode = this.#modeOf(event);
    this.#drag = { mode, startX: x, startY: y, x, y, moved: false, outline: [x, y] };
  };

  readonly move = (event: PointerEvent): void => {
    const drag = this.#drag;
    const [x, y] = place(event);
    const picture = this.#effects.picture();
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
    const drag = this.#end();
    if (!drag) return;
    if (drag.moved && (drag.mode === "box" || drag.mode === "lasso"))
      this.#effects.enclose(drag.outline);
    if (drag.moved || event.button !== 0) return;
    const hit = this.#effects.picture()?.hit(...place(event));
    if (hit) this.#effects.click(hit.row, hit.edge);
  };

  /** A drag that is taken away from the page leads to nothing. */
  readonly cancel = (): void => {
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

  #modeOf(event: PointerEvent): Mode {
    if (event.button === 2 || event.altKey || event.ctrlKey || event.metaKey) return "turn";
    if (event.shiftKey) return "box";
    return this.#effects.isLassoing() ? "lasso" : "pan";
  }

  #end(): Drag | undefined {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag) this.#effects.picture()?.setOutline(null);
    return drag;
  }
}

/** Where an event is, from the corner of the surface that hears it. */
function place(event: MouseEvent): [number, number] {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}
