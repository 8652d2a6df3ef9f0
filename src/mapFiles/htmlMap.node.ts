/** A map as a page of its own: one file that any browser opens from disk, and that asks nobody for anything. */
import { createHash } from "node:crypto";
import { PAPER, type MapPicture } from "./picture.ts";
import { escapeXml } from "./svgMap.ts";
import type { MapPage } from "../drawing/mapPage.ts";

/** The page's own program and style, as built. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/**
 * Writes the page. Its policy allows the script and style by their hashes and nothing else; the words are data that the script
 * draws as text.
 */
export function writeHtml(
  picture: MapPicture,
  counts: Uint32Array,
  { script, style }: PageParts,
): string {
  const { title, width, height, words, places, radii, inkOf, inks } = picture;
  const page: MapPage = {
    title,
    width,
    height,
    words,
    counts: [...counts],
    places: Array.from(places, (value) => Math.round(value * 100) / 100),
    radii: Array.from(radii, (value) => Math.round(value * 100) / 100),
    inkOf: [...inkOf],
    inks,
    paper: PAPER,
  };
  // In a script element, only "<" could end it.
  const data = JSON.stringify(page).replaceAll("<", "\\u003c");
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<script type="application/json" id="map">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
