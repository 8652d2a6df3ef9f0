/** The canvases of a map in an element: who draws them, in which theme, how large. */
import { chooseRenderer, onProcessor } from "../rendering/chooseRenderer.ts";
import { MapPicture } from "../rendering/mapPicture.ts";
import { onThemeChange, readTheme, type Theme } from "../rendering/theme.ts";

/** Who hears of it. */
interface CanvasListeners {
  /** Hears every theme, the first at once. */
  readonly themed: (theme: Theme) => void;
  readonly resized: () => void;
  readonly drawn: (picture: MapPicture) => void;
}

/** The picture of one element that has a `.map-surface` with `.map-points` and a `.map-overlay`. */
export class MapCanvas {
  readonly picture: MapPicture;
  readonly #surface: HTMLElement;
  readonly #resizes: ResizeObserver;
  readonly #stopThemes: () => void;

  constructor(root: HTMLElement, { themed, resized, drawn }: CanvasListeners) {
    this.#surface = root.querySelector<HTMLElement>(".map-surface")!;
    const place = root.querySelector<HTMLElement>(".map-points")!;
    const overlay = root.querySelector<HTMLCanvasElement>(".map-overlay")!.getContext("2d");
    if (!overlay) throw new Error("This browser has no 2-D canvas.");
    let isOver = false;
    const renderer = chooseRenderer(place, () => {
      // A GPU that goes away takes its canvas along: the raster gets a new one.
      if (!isOver) picture.setRenderer(onProcessor(place));
    });
    const picture = new MapPicture(renderer, overlay, () => drawn(picture));
    this.picture = picture;
    const setTheme = () => {
      const theme = readTheme(root);
      picture.setTheme(theme);
      themed(theme);
    };
    setTheme();
    const stopThemes = onThemeChange(setTheme);
    this.#stopThemes = () => {
      isOver = true;
      stopThemes();
    };
    this.#resizes = new ResizeObserver(() => {
      this.resize();
      resized();
    });
    this.#resizes.observe(this.#surface);
  }

  resize(): void {
    const { width, height } = this.#surface.getBoundingClientRect();
    this.picture.resize({ width, height }, devicePixelRatio);
  }

  dispose(): void {
    this.#resizes.disconnect();
    this.#stopThemes();
    this.picture.dispose();
  }
}
