/** Draws points pixel by pixel on the processor: needs no GPU, and its pictures are the same everywhere. */
import type { Frame, PointCloud, PointRenderer } from "./pointRenderer.ts";

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
  readonly #context: CanvasRenderingContext2D;
  readonly #stamps = new Map<number, Stamp>();
  #points: PointCloud | undefined;
  #image: ImageData | undefined;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  setPoints(points: PointCloud): void {
    this.#points = points;
  }

  draw({ viewport, size, pixelRatio, background, color, opacity }: Frame): void {
    const width = Math.max(1, Math.round(size.width * pixelRatio));
    const height = Math.max(1, Math.round(size.height * pixelRatio));
    const { canvas } = this.#context;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    if (this.#image?.width !== width || this.#image.height !== height)
      this.#image = this.#context.createImageData(width, height);
    const pixels = this.#image.data;
    fill(pixels, background);
    const points = this.#points;
    if (points) {
      const scale = viewport.scale * pixelRatio;
      const offsetX = width / 2 - viewport.centerX * scale;
      const offsetY = height / 2 + viewport.centerY * scale;
      // Frequent words come first in the arrays and are drawn last, on top.
      for (let row = points.radii.length - 1; row >= 0; row--) {
        const x = points.xy[row * 2]! * scale + offsetX;
        const y = offsetY - points.xy[row * 2 + 1]! * scale;
        const radius = points.radii[row]! * pixelRatio;
        if (!(x > -radius && x < width + radius && y > -radius && y < height + radius)) continue;
        const stamp = this.#stamp(radius, x, y);
        blend(pixels, width, height, stamp, Math.floor(x), Math.floor(y), color, opacity);
      }
    }
    this.#context.putImageData(this.#image, 0, 0);
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
  [red, green, blue]: readonly number[],
  opacity: number,
): void {
  const side = reach * 2 + 1;
  for (let row = 0; row < side; row++) {
    const pixelY = y - reach + row;
    if (pixelY < 0 || pixelY >= height) continue;
    for (let column = 0; column < side; column++) {
      const pixelX = x - reach + column;
      if (pixelX < 0 || pixelX >= width) continue;
      const covered = coverage[row * side + column]!;
      if (covered === 0) continue;
      const alpha = (covered / 255) * opacity;
      const at = (pixelY * width + pixelX) * 4;
      pixels[at] = pixels[at]! + (red! - pixels[at]!) * alpha;
      pixels[at + 1] = pixels[at + 1]! + (green! - pixels[at + 1]!) * alpha;
      pixels[at + 2] = pixels[at + 2]! + (blue! - pixels[at + 2]!) * alpha;
    }
  }
}
