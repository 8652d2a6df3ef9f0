/** Files of what the map shows: a picture of pixels, one of shapes, and a table. */
import { WordfieldError } from "../../src/errors.ts";
import type { ShownMap } from "../mapState.ts";
import { arrowHead } from "./mapArrows.ts";
import { cssColor } from "./colors.ts";
import { LABEL_FONTS, type LabelRank } from "./mapScene.ts";
import type { PictureParts } from "./mapPicture.ts";
import { Overlay } from "./overlay.ts";
import { RasterRenderer } from "./rasterRenderer.ts";
import { screenX, screenY } from "./viewport.ts";

const PNG_SCALE = 2;
/** Programs that show shapes take minutes for more. */
const MAXIMUM_SHAPES = 100_000;

/** What is seen, twice as fine as on a plain screen; base64. Errors: `bad-input` where the picture cannot be made. */
export async function pngOf(parts: PictureParts): Promise<string> {
  const { size, view, theme, xy, radii, paint, fade, contours, scene } = parts;
  const renderer = new RasterRenderer(document.createElement("canvas"));
  renderer.setPoints({ xy, radii });
  renderer.setPaint(paint);
  renderer.draw({
    viewport: view,
    size,
    pixelRatio: PNG_SCALE,
    background: theme.background,
    fade,
    limit: Infinity,
  });
  const above = document.createElement("canvas").getContext("2d");
  const context = renderer.canvas.getContext("2d");
  if (!above || !context) throw new Error("This browser has no 2-D canvas.");
  new Overlay(above).draw({
    scene,
    contours,
    outline: null,
    view,
    size,
    pixelRatio: PNG_SCALE,
    theme,
  });
  context.drawImage(above.canvas, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) =>
    renderer.canvas.toBlob(resolve, "image/png"),
  );
  if (!blob)
    throw new WordfieldError(
      "bad-input",
      `A picture of ${renderer.canvas.width} × ${renderer.canvas.height} pixels cannot be made. Make the panel smaller.`,
    );
  return toBase64(new Uint8Array(await blob.arrayBuffer()));
}

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  // A call takes no more arguments than some ten thousand.
  for (let at = 0; at < bytes.length; at += 8192)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(pieces.join(""));
}

/** What is seen, as shapes. Errors: `bad-input` for more points in view than such a file can hold. */
export function svgOf(parts: PictureParts): string {
  const { size, view, theme, xy, radii, paint, fade, contours, scene } = parts;
  const { width, height } = size;
  const at = (x: number, y: number) => ({ x: screenX(view, size, x), y: screenY(view, size, y) });
  const points: string[] = [];
  for (let i = 0; i < radii.length; i++) {
    const row = paint.order ? paint.order[i]! : radii.length - 1 - i;
    const { x, y } = at(xy[row * 2]!, xy[row * 2 + 1]!);
    const radius = radii[row]!;
    if (!(x > -radius && x < width + radius && y > -radius && y < height + radius)) continue;
    const [red, green, blue, alpha] = paint.colors.subarray(row * 4, row * 4 + 4);
    const opacity = fixed(((alpha ?? 0) / 255) * fade);
    points.push(
      `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${fixed(radius)}" fill="rgb(${red},${green},${blue})" fill-opacity="${opacity}"/>`,
    );
    if (points.length > MAXIMUM_SHAPES)
      throw new WordfieldError(
        "bad-input",
        `More than ${MAXIMUM_SHAPES.toLocaleString("en-US")} points are in view, too many for an SVG. Zoom in, show fewer words, or save a PNG.`,
      );
  }
  const lines = contours.map(({ level, rings }) => {
    const path = rings
      .map((ring) => {
        const corners: string[] = [];
        for (let i = 0; i < ring.length; i += 2) {
          const { x, y } = at(ring[i]!, ring[i + 1]!);
          corners.push(`${fixed(x)},${fixed(y)}`);
        }
        return `M${corners.join("L")}Z`;
      })
      .join("");
    return `<path d="${path}" stroke="${cssColor(theme.foreground, 0.08 + level * 0.01)}"/>`;
  });
  const stroke = cssColor(theme.foreground, 0.3);
  const links = scene.links.map(({ from, to }) => line(from.x, from.y, to.x, to.y));
  const leaders = scene.labels.flatMap(({ leader }) =>
    leader ? line(leader.fromX, leader.fromY, leader.toX, leader.toY) : [],
  );
  const marks = scene.marks.map(
    ({ x, y, radius, color }) =>
      `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${radius}" fill="${cssColor(color ?? theme.similarity)}" stroke="${cssColor(theme.foreground)}"/>`,
  );
  const rings = scene.rings.map(
    ({ x, y, radius }) =>
      `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${radius}" fill="none" stroke="${cssColor(theme.warning)}" stroke-dasharray="3 2"/>`,
  );
  const arrows = scene.arrows.map(({ fromX, fromY, toX, toY, strong }) => {
    const color = strong ? cssColor(theme.similarity) : cssColor(theme.foreground, 0.5);
    const shaft = line(fromX, fromY, toX, toY);
    const corners = arrowHead({ fromX, fromY, toX, toY })
      .map(([x, y]) => `${fixed(x)},${fixed(y)}`)
      .join(" ");
    return `<g stroke="${color}" fill="${color}" stroke-width="${strong ? 2 : 1}">${shaft}<polygon points="${corners}"/></g>`;
  });
  const write = (text: string, x: number, y: number, rank: LabelRank, bold: boolean) => {
    const { size: fontSize, weight } = LABEL_FONTS[rank];
    const color = cssColor(rank === "plain" ? theme.dim : theme.foreground);
    return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="${fontSize}" font-weight="${bold ? 600 : weight}" fill="${color}" stroke="${cssColor(theme.background, 0.92)}">${escapeXml(text)}</text>`;
  };
  const labels = [
    ...scene.edges.map(({ text, textX, y }) => write(text, textX, y, "near", false)),
    ...[...scene.labels]
      .reverse()
      .map(({ text, x, y, rank, bold }) => write(text, x, y, rank, bold)),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" fill="${cssColor(theme.background)}"/>`,
    `<g fill="none">${lines.join("")}</g>`,
    `<g>${points.join("\n")}</g>`,
    `<g stroke="${stroke}">${[...links, ...leaders].join("")}</g>`,
    `<g>${marks.join("")}${rings.join("")}${arrows.join("")}</g>`,
    `<g font-family="${escapeXml(theme.fontFamily)}" dominant-baseline="central" paint-order="stroke" stroke-width="3">${labels.join("\n")}</g>`,
    "</svg>\n",
  ].join("\n");
}

/** The words with their coordinates, of all of the map or of some rows; a header names the columns. */
export function tsvOf(map: ShownMap, rows: readonly number[] | null): string {
  const { words, counts, positions, dimensions, clusterOfWord, clusters, fidelity } = map;
  const axes = ["x", "y", "z"].slice(0, dimensions);
  const header = ["word", "count", ...axes, "cluster", "fidelity"].join("\t");
  const line = (row: number) => {
    const cluster = clusters[clusterOfWord[row] ?? -1];
    return [
      // Words of other programs' models may hold what parts columns.
      (words[row] ?? "").replace(/[\t\r\n]/g, " "),
      counts[row] ?? "",
      ...axes.map((_, axis) => positions[row * dimensions + axis]!.toFixed(5)),
      cluster
        ? cluster.words
            .slice(0, 3)
            .join(" ")
            .replace(/[\t\r\n]/g, " ")
        : "",
      fidelity?.perPoint[row]?.toFixed(3) ?? "",
    ].join("\t");
  };
  const body = rows ? rows.map(line) : words.map((_, row) => line(row));
  return `${[header, ...body].join("\n")}\n`;
}

function line(fromX: number, fromY: number, toX: number, toY: number): string {
  return `<line x1="${fixed(fromX)}" y1="${fixed(fromY)}" x2="${fixed(toX)}" y2="${fixed(toY)}"/>`;
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Characters that XML does not know are left out: a word may hold any. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
