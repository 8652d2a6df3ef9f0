/** A map as a PNG picture of its points, drawn here: there are no words in it, which would need a font. */
import { deflateSync } from "node:zlib";
import { PAPER, type MapPicture } from "./picture.ts";

/** Pixels of the picture for each CSS pixel. */
const PIXELS = 2;
const OPACITY = 0.75;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Draws the points on light paper, with soft edges, and packs them. Source: PNG specification, third edition, 11.2. */
export function writePng(picture: MapPicture): Uint8Array {
  const [width, height] = [picture.width * PIXELS, picture.height * PIXELS];
  const rgb = new Uint8Array(width * height * 3);
  const paper = parseColor(PAPER.light.paper);
  for (let at = 0; at < rgb.length; at++) rgb[at] = paper[at % 3]!;
  const inks = picture.inks.map(({ light }) => parseColor(light));
  for (const [row, radius] of picture.radii.entries())
    drawPoint(
      { rgb, width, height },
      picture.places[2 * row]! * PIXELS,
      picture.places[2 * row + 1]! * PIXELS,
      radius * PIXELS,
      inks[picture.inkOf[row]!]!,
    );
  // Each line begins with the kind of its filter: none.
  const lines = new Uint8Array(height * (1 + width * 3));
  for (let line = 0; line < height; line++)
    lines.set(rgb.subarray(line * width * 3, (line + 1) * width * 3), line * (1 + width * 3) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2], 8); // eight bits, red, green and blue
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(lines)),
    chunk("IEND", new Uint8Array()),
  ]);
}

function drawPoint(
  { rgb, width, height }: { rgb: Uint8Array; width: number; height: number },
  x: number,
  y: number,
  radius: number,
  ink: readonly number[],
): void {
  for (
    let row = Math.max(0, Math.floor(y - radius - 1));
    row <= Math.min(height - 1, y + radius + 1);
    row++
  )
    for (
      let column = Math.max(0, Math.floor(x - radius - 1));
      column <= Math.min(width - 1, x + radius + 1);
      column++
    ) {
      const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
      const cover = OPACITY * Math.min(1, Math.max(0, radius - distance + 0.5));
      const at = (row * width + column) * 3;
      for (let part = 0; part < 3; part++)
        rgb[at + part] = Math.round(rgb[at + part]! * (1 - cover) + ink[part]! * cover);
    }
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(name, 4, "latin1");
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

function parseColor(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** The checksum of chunks; Node 20.12 has none of its own. Source: PNG specification, annex D. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
