/** The keys of the map. */
import type { MapPicture } from "../rendering/mapPicture.ts";

/** What the keys act on. */
export interface MapKeys {
  readonly picture: MapPicture | undefined;
  /** Whether things may move. */
  readonly smooth: boolean;
  /** Where arrow keys begin; null for the middle of the view. */
  readonly from: number | null;
  readonly cursor: number | null;
  readonly stand: (row: number) => void;
  readonly walk: (row: number) => void;
  readonly center: () => void;
  /** Absent where the map is nothing but a map. */
  readonly tools?: MapTools;
}

/** What the keys can do with the words of a map. */
interface MapTools {
  readonly lassoing: boolean;
  readonly toggleTable: () => void;
  readonly toggleLasso: () => void;
  readonly selectVisible: () => void;
  /** Tells whether there was a selection. */
  readonly clearSelection: () => boolean;
}

const ZOOM_STEP = 1.3;
const PAN_PIXELS = 60;
/** Radians a key press. */
const TURN_STEP = Math.PI / 24;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Acts on a key; one that is the map's own goes no further. */
export function mapKey(event: KeyboardEvent, keys: MapKeys): void {
  if (takesKey(event, keys)) event.preventDefault();
}

function takesKey(event: KeyboardEvent, keys: MapKeys): boolean {
  const { picture, smooth, cursor, tools } = keys;
  if (event.altKey || event.metaKey) return false;
  const arrow = ARROWS[event.key];
  if (event.ctrlKey) {
    if (arrow) picture?.turn({ yaw: arrow[0] * TURN_STEP, pitch: arrow[1] * TURN_STEP });
    return arrow !== undefined;
  }
  if (arrow) {
    if (event.shiftKey) picture?.pan(-arrow[0] * PAN_PIXELS, -arrow[1] * PAN_PIXELS);
    else {
      const next = picture?.toward(keys.from, ...arrow) ?? null;
      if (next !== null) keys.stand(next);
    }
    return true;
  }
  switch (event.key.toLowerCase()) {
    case "enter":
      if (tools?.lassoing) tools.selectVisible();
      else if (cursor !== null) keys.walk(cursor);
      else return false;
      return true;
    case "escape":
      if (tools?.lassoing) tools.toggleLasso();
      else return tools?.clearSelection() ?? false;
      return true;
    case "+":
    case "=":
      picture?.zoom(ZOOM_STEP);
      return true;
    case "-":
      picture?.zoom(1 / ZOOM_STEP);
      return true;
    case "0":
      picture?.fit(smooth);
      return true;
    case "c":
      keys.center();
      return true;
    case "t":
      tools?.toggleTable();
      return tools !== undefined;
    case "l":
      tools?.toggleLasso();
      return tools !== undefined;
    default:
      return false;
  }
}
