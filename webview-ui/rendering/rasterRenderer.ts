/** Draws points pixel by pixel on the processor: needs no GPU, and its pictures are the same everywhere. */
import {
  fitCanvas,
  type Frame,
  type PointCloud,
  type PointPaint,
  type PointRenderer,
} from "./pointRenderer.ts";

/** Coverage of the pixels of a disc, in 255ths; `reach` pixels to each side of its middle pixel. */
interface Stamp {
  readonly reach: number;
  readonly coverage: Uint8Array;
}

// A disc is drawn by the nearest of 4 × 4 places inside a pixel and the nearest quarter of a pixel in radius.
const PHASES = 4;
const SAMPLES = 4;

/** The raster, on a 2-D canvas. */
export class RasterRenderer implements PointRenderer {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #stamps = new Map<number, Stamp>();
  #points: PointCloud = { xy: new Float32Array(), radii: new Float32Array() };
  #paint: PointPaint = { colors: new Uint8Array(), order: null };
  #image: ImageData | undefined;

  /** Errors: plain `Error` where the browser gives no 2-D context. */
  constructor(canvas: HTMLCanvasElement) {
    // The raster is made on the processor: its canvas need not travel to the GPU and back.
    const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
    if (!context) throw new Error("This browser has no 2-D canvas.");
    this.canvas = canvas;
    this.#context = context;
  }

  setPoints(points: PointCloud): void {
    this.#points = points;
  }

  setPaint(paint: PointPaint): void {
    this.#paint = paint;
  }

  draw({ viewport, size, pixelRatio, background, fade, limit }: Frame): void {
    const { width, height } = fitCanvas(this.canvas, size, pixelRatio);
    if (this.#image?.width !== width || this.#image.height !== height)
      this.#image = this.#context.createImageData(width, height);
    const pixels = this.#image.data;
    fill(pixels, background);
    const { xy, radii } = this.#points;
    const { colors, order } = this.#paint;
    const scale = viewport.scale * pixelRatio;
    const offsetX = width / 2 - viewport.centerX * scale;
    const offsetY = height / 2 + viewport.centerY * scale;
    const count = Math.min(radii.length, colors.length / 4);
    const ordered = order?.length === count ? order : null;
    for (let i = Math.max(0, count - limit); i < count; i++) {
      const row = ordered ? ordered[i]! : count - 1 - i;
      const x = xy[row * 2]! * scale + offsetX;
      const y = offsetY - xy[row * 2 + 1]! * scale;
      const radius = radii[row]! * pixelRatio;
      if (!(x > -radius && x < width + radius && y > -radius && y < height + radius)) continue;
      const stamp = this.#stamp(radius, x, y);
      blend(pixels, width, height, stamp, Math.floor(x), Math.floor(y), colors, row * 4, fade);
    }
    this.#context.putImageData(this.#image, 0, 0);
  }

  dispose(): void {
    this.#image = undefined;
  }

  #stamp(radius: number, x: number, y: number): Stamp {
    const size = Math.max(2, Math.round(radius * 4));
    const phaseX = Math.floor((x - Math.floor(x)) * PHASES);
    const phaseY = Math.floor((y - Math.floor(y)) * PHASES);
    const key = (size * PHASES + phaseX) * PHASES + phaseY;
    let stamp = this.#stamps.get(key);
    if (!stamp) {
      stamp = makeStamp(size / 4, (phaseX + 0.5) / PHASES, (phaseY + 0.5) / PHASES);
      this.#stamps.set(key, stamp);
    }
    return stamp;
  }
}

/** Computes how much of each pixel a disc covers. Units: device pixels. */
function makeStamp(radius: number, centerX: number, centerY: number): Stamp {
  const reach = Math.ceil(radius + 1);
  const side = reach * 2 + 1;
  const coverage = new Uint8Array(side * side);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      let inside = 0;
      for (let i = 0; i < SAMPLES * SAMPLES; i++) {
        const dx = column - reach + ((i % SAMPLES) + 0.5) / SAMPLES - centerX;
        const dy = row - reach + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES - centerY;
        if (dx * dx + dy * dy <= radius * radius) inside++;
      }
      coverage[row * side + column] = Math.round((inside * 255) / (SAMPLES * SAMPLES));
    }
  return { reach, coverage };
}

function fill(pixels: Uint8ClampedArray, [red, green, blue]: readonly number[]): void {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  // Byte order of the machine, found rather than assumed.
  const pixel = new Uint8Array([red!, green!, blue!, 255]);
  words.fill(new Uint32Array(pixel.buffer)[0]!);
}

function blend(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  { reach, coverage }: Stamp,
  x: number,
  y: number,
  colors: Uint8Array,
  color: number,
  fade: number,
): void {
  const [red, green, blue] = [colors[color]!, colors[color + 1]!, colors[color + 2]!];
  const strength = (colors[color + 3]! * fade) / (255 * 255);
  const side = reach * 2 + 1;
  const firstRow = Math.max(0, reach - y);
  const lastRow = Math.min(side, height - y + reach);
  const firstColumn = Math.max(0, reach - x);
  const lastColumn = Math.min(side, width - x + reach);
  for (let row = firstRow; row < lastRow; row++) {
    let at = ((y - reach + row) * width + x - reach + firstColumn) * 4;
    for (let column = firstColumn; column < lastColumn; column++, at += 4) {
      const covered = coverage[row * side + column]!;
      if (covered === 0) continue;
      const alpha = covered * strength;
      pixels[at] = pixels[at]! + (red - pixels[at]!) * alpha;
      pixels[at + 1] = pixels[at + 1]! + (green - pixels[at + 1]!) * alpha;
      pixels[at + 2] = pixels[at + 2]! + (blue - pixels[at + 2]!) * alpha;
    }
  }
}
