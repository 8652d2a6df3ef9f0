/** A map as an SVG picture, light or dark as its viewer is. */
import { LabelSpace } from "../drawing/labels.ts";
import { PAPER, type MapPicture } from "./picture.ts";

const FONT_PX = 12;
const LINE_PX = 15;
const MOST_LABELS = 260;
/** Words that look for a place: less frequent ones would only find the rim. */
const MOST_TRIED = 3000;

/** Writes a map as SVG; words are text in it and nothing else. */
export function writeSvg(picture: MapPicture): string {
  const { title, width, height, inks } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${styleOf(picture)}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...inks.map((_, ink) => `<g class="i${ink}">${pointsOf(picture, ink)}</g>`),
    `<g class="words">${labelsOf(picture)}</g>`,
    `<g class="legend">${legendOf(picture)}</g>`,
    `</svg>\n`,
  ].join("\n");
}

/** Makes text safe between tags and in attributes; characters that XML does not allow are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Roughly how wide a word is drawn: a viewer's fonts differ, so it is rather too wide. */
export function estimateWidth(text: string, fontPx: number): number {
  let em = 0;
  for (const character of text)
    em += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(
      character,
    )
      ? 1.02
      : /[MWmw@%\p{Emoji_Presentation}]/u.test(character)
        ? 0.92
        : /[ijlIft.,:;'|!()[\]]/.test(character)
          ? 0.34
          : /\p{Lu}/u.test(character)
            ? 0.7
            : 0.58;
  return em * fontPx;
}

function styleOf({ inks }: MapPicture): string {
  const rules = (side: "light" | "dark") =>
    [
      `.paper{fill:${PAPER[side].paper}}`,
      `text{fill:${PAPER[side].text};stroke:${PAPER[side].paper}}`,
      `.legend text{fill:${PAPER[side].faint}}`,
      `line{stroke:${PAPER[side].faint}}`,
      ...inks.map((ink, at) => `.i${at}{fill:${ink[side]}}`),
    ].join("");
  return [
    `text{font:${FONT_PX}px system-ui,sans-serif;dominant-baseline:central;paint-order:stroke;stroke-width:3px;stroke-linejoin:round}`,
    `circle{fill-opacity:.75}line{stroke-width:.7}`,
    rules("light"),
    `@media(prefers-color-scheme:dark){${rules("dark")}}`,
  ].join("");
}

function pointsOf({ places, radii, inkOf }: MapPicture, ink: number): string {
  let points = "";
  for (const [row, radius] of radii.entries())
    if (inkOf[row] === ink)
      points += `<circle cx="${round(places[2 * row]!)}" cy="${round(places[2 * row + 1]!)}" r="${round(radius)}"/>`;
  return points;
}

/** The most frequent words first, where none covers another. */
function labelsOf({ words, places, radii, width, height, inks }: MapPicture): string {
  const space = new LabelSpace({ width, height });
  space.add({ left: 0, top: 0, right: 330, bottom: 24 + LINE_PX * legendLines(inks) });
  let labels = "";
  let placed = 0;
  for (let row = 0; row < Math.min(words.length, MOST_TRIED) && placed < MOST_LABELS; row++) {
    const word = shorten(words[row]!);
    const place = space.place({
      x: places[2 * row]!,
      y: places[2 * row + 1]!,
      width: estimateWidth(word, FONT_PX),
      height: LINE_PX,
      gap: radii[row]! + 3,
      leader: false,
    });
    if (!place) continue;
    placed++;
    labels += `<text x="${round(place.x)}" y="${round(place.y)}">${escapeXml(word)}</text>`;
  }
  return labels;
}

function legendOf({ title, inks }: MapPicture): string {
  const lines = [`<text x="12" y="16">${escapeXml(shorten(title, 48))}</text>`];
  for (const [at, { meaning }] of inks.entries()) {
    if (meaning === "") continue;
    const y = 20 + LINE_PX * lines.length;
    lines.push(
      `<circle class="i${at}" cx="18" cy="${y}" r="4"/><text x="28" y="${y}">${escapeXml(shorten(meaning, 42))}</text>`,
    );
  }
  return lines.join("");
}

function legendLines(inks: MapPicture["inks"]): number {
  return 1 + inks.filter(({ meaning }) => meaning !== "").length;
}

function shorten(text: string, most = 40): string {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
